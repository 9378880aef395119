import type { Condition } from './circuit.ts';

/** Whether a condition holds for the given classical bits (bit j at index j). */
export function evaluateCondition(condition: Condition, bits: ArrayLike<number>): boolean {
  switch (condition.kind) {
    case 'compare':
      return compare(condition, bits);
    case 'not':
      return !evaluateCondition(condition.operand, bits);
    case 'and':
      return evaluateCondition(condition.left, bits) && evaluateCondition(condition.right, bits);
    case 'or':
      return evaluateCondition(condition.left, bits) || evaluateCondition(condition.right, bits);
  }
}

function compare(condition: Extract<Condition, { kind: 'compare' }>, bits: ArrayLike<number>): boolean {
  let held = 0;
  condition.bits.forEach((bit, position) => {
    if (bits[bit]) held += 2 ** position;
  });
  switch (condition.operator) {
    case '==':
      return held === condition.value;
    case '!=':
      return held !== condition.value;
    case '<':
      return held < condition.value;
    case '<=':
      return held <= condition.value;
    case '>':
      return held > condition.value;
    case '>=':
      return held >= condition.value;
  }
}
