import { compareNumbers, isComparison } from './comparison.ts';

/**
 * Operators of truth values (classical, "Boolean"): bit by bit, and comparisons with false below true.
 * @returns undefined for an operator that is none of truth values
 */
export function combineTruth(operator: string, x: boolean, y: boolean): boolean | undefined {
  switch (operator) {
    case '&&':
    case '&':
      return x && y;
    case '||':
    case '|':
      return x || y;
    case '^':
      return x !== y;
    default:
      return isComparison(operator) ? compareNumbers(operator, x ? 1 : 0, y ? 1 : 0) : undefined;
  }
}
