import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { diagnose, withFix } from './messages.ts';
import type { ProgramSymbol } from './symbols.ts';
import { nodesIn } from './syntaxChildren.ts';
import type { Expression, SyntaxNode } from './syntaxTree.ts';
import { describeType } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';

/** Binds the duration of a delay, a box or a gate, which is not negative (delays). */
export function bindDuration(expression: Expression, binder: Binder, expressions: ExpressionBinder): void {
  const { isConstant, type, value } = expressions.value(expression);
  if (type.kind === 'none') return;
  if (categoryOf(type) !== 'time') {
    const isNumber = type.kind === 'int' || type.kind === 'uint' || type.kind === 'float';
    const written = binder.sourceOf(expression);
    const advice = isNumber ? `; write a unit, as in '${written}ns' or '… * 1ns'` : '';
    const found = diagnose('QAS8010', expression, `Expected a duration, found ${describeType(type)}${advice}`);
    binder.report(isNumber ? withFix(found, unitFix(expression, written)) : found);
    return;
  }
  if (typeof value === 'object' && value.kind === 'duration' && value.value < 0) {
    binder.report(diagnose('QAS8010', expression, 'A duration cannot be negative here'));
  } else if (!isConstant) checkCompileTime(expression, binder);
}

/** Nanoseconds are only the likeliest unit, so the repair is not made without asking. */
function unitFix(expression: Expression, written: string): DiagnosticFix {
  const isLiteral = expression.kind === 'integer' || expression.kind === 'float';
  const isOperand = isLiteral || expression.kind === 'identifier' || expression.kind === 'parenthesised';
  const newText = isLiteral ? `${written}ns` : `${isOperand ? written : `(${written})`} * 1ns`;
  const range = { start: expression.start, end: expression.end };
  return { title: `Write '${newText}'`, replacements: [{ range, newText }], isPreferred: false };
}

/**
 * Reports a duration that depends on what the run measures: all operations on durations happen at compile time (delays,
 * "Operations on durations"). Inputs, loop variables and other numbers may be known when the program is compiled, so
 * only `spec-3.x` reports those that are given at run time.
 */
export function checkCompileTime(duration: Expression, binder: Binder): void {
  const cause = runTimeCause(duration, binder);
  if (cause === undefined) return;
  binder.report(
    diagnose(
      'QAS8010',
      duration,
      `This duration is not known at compile time: it depends on ${cause}, known only at run time`,
    ),
  );
}

function runTimeCause(node: SyntaxNode, binder: Binder): string | undefined {
  for (const part of nodesIn(node, ({ kind }) => kind !== 'block')) {
    if (part.kind !== 'identifier') continue;
    const symbol = binder.symbols[binder.currentFile.symbolOfToken[part.token] ?? -1];
    const cause = symbol && runTimeValue(symbol, binder);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** What is known only at run time about a name in a duration, in a sentence. */
function runTimeValue({ callable, kind, name, type }: ProgramSymbol, binder: Binder): string | undefined {
  const isStrict = binder.options.profile === 'spec-3.x';
  switch (kind) {
    case 'variable':
    case 'output':
    case 'alias':
      return type.kind === 'bit' ? `the bits of '${name}'` : undefined;
    case 'subroutine':
      return callable?.parameters.some((parameter) => parameter.kind === 'qubit')
        ? `the result of '${name}', which acts on qubits`
        : undefined;
    case 'input':
      return isStrict ? `input '${name}'` : undefined;
    case 'extern':
      return isStrict ? `the result of the external function '${name}'` : undefined;
    default:
      return undefined;
  }
}
