import { compareNumbers } from '#core/base/arithmetic/comparison.ts';
import type { Condition } from './circuit.ts';
import type { ClassicalExpression } from './classical.ts';

/**
 * Whether a condition holds for the given classical bits (bit j at index j).
 * @param compute whether an expression of type `bool` is true
 * @throws RangeError when the condition holds an expression and `compute` is not given
 */
export function evaluateCondition(
  condition: Condition,
  bits: ArrayLike<number>,
  compute: (expression: ClassicalExpression) => boolean = unknownValue,
): boolean {
  switch (condition.kind) {
    case 'compare':
      return compare(condition, bits);
    case 'expression':
      return compute(condition.expression);
    case 'not':
      return !evaluateCondition(condition.operand, bits, compute);
    case 'and':
      return evaluateCondition(condition.left, bits, compute) && evaluateCondition(condition.right, bits, compute);
    case 'or':
      return evaluateCondition(condition.left, bits, compute) || evaluateCondition(condition.right, bits, compute);
  }
}

function unknownValue(): never {
  throw new RangeError('The condition holds an expression, and nothing computes it.');
}

function compare(condition: Extract<Condition, { kind: 'compare' }>, bits: ArrayLike<number>): boolean {
  let held = 0;
  condition.bits.forEach((bit, position) => {
    if (bits[bit]) held += 2 ** position;
  });
  return compareNumbers(condition.operator, held, condition.value);
}
