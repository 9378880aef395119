import type { Binder } from './binder.ts';
import type { ExpressionBinder } from './expressionBinder.ts';
import { diagnose } from './messages.ts';
import type { Expression } from './syntaxTree.ts';
import { describeType } from './types.ts';
import { categoryOf } from './typing/numericTypes.ts';

/** Binds the duration of a delay, a box or a gate, which is not negative (delays). */
export function bindDuration(expression: Expression, binder: Binder, expressions: ExpressionBinder): void {
  const { type, value } = expressions.value(expression);
  if (type.kind === 'none') return;
  if (categoryOf(type) !== 'time') {
    const isNumber = type.kind === 'int' || type.kind === 'uint' || type.kind === 'float';
    const advice = isNumber ? `; write a unit, as in '${binder.sourceOf(expression)}ns' or '… * 1ns'` : '';
    binder.report(diagnose('QAS8010', expression, `Expected a duration, found ${describeType(type)}${advice}`));
    return;
  }
  if (typeof value === 'object' && value.kind === 'duration' && value.value < 0) {
    binder.report(diagnose('QAS8010', expression, 'A duration cannot be negative here'));
  }
}
