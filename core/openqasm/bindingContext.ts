import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { diagnose } from './messages.ts';
import type { StatementList } from './statementList.ts';
import { firstWord } from './statementRules.ts';
import type { Block } from './syntaxTree.ts';

/** What the binding of a statement needs. */
export interface BindingContext {
  readonly binder: Binder;
  readonly expressions: ExpressionBinder;
  readonly bindStatements: (statements: StatementList) => void;
  /** Binds a block in a scope of its own. */
  readonly bindBlock: (block: Block) => void;
}

/** Reports a declaration inside a block that is only allowed at the top level (scope, "Global scope"). */
export function checkGlobal(statement: OffsetRange, what: string, { binder }: BindingContext): void {
  const { currentGate, global, scope, text } = binder;
  // In the body of a gate it is reported as what a gate cannot contain.
  if (scope === global || currentGate) return;
  const code = binder.surroundings.includes('case') ? 'QAS7004' : 'QAS3008';
  binder.report(diagnose(code, firstWord(text, statement), what));
}
