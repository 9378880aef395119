import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type { CallExpression, Expression } from '#core/openqasm/syntaxTree.ts';
import type { LoweredScalar, LoweredValue } from './loweredValue.ts';

/** What expressions do besides having a value; undefined where a problem has been reported. */
export interface ExpressionEffects {
  /** Expands a call of a subroutine; undefined also when it has no result. */
  expandCall(call: CallExpression, subroutine: ProgramSymbol): LoweredValue | undefined;
  /** `left && right` or `left || right` where the right side is executed only if the left one does not decide. */
  shortCircuit(
    operator: '&&' | '||',
    left: LoweredScalar,
    right: () => LoweredScalar | undefined,
    node: Expression,
  ): LoweredScalar | undefined;
  /** The value of an expression with an index that must be known and only the run knows, computed case by case. */
  caseByCase(expression: Expression): LoweredScalar | undefined;
}
