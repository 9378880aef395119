import type { BinaryOperator } from '#core/openqasm/syntaxTree.ts';
import type { ScalarType } from '../classical.ts';
import { type ClassicalValue, castResult } from '../classicalArithmetic.ts';

/** The value an input is given from outside, as a value of its type. */
export function givenValue(value: number, type: ScalarType): ClassicalValue {
  return castResult({ type: { kind: 'float' }, value }, type);
}

/** The operator of a compound assignment. */
export const compoundOperators: ReadonlyMap<string, BinaryOperator> = new Map<string, BinaryOperator>([
  ['+=', '+'],
  ['-=', '-'],
  ['*=', '*'],
  ['/=', '/'],
  ['%=', '%'],
  ['**=', '**'],
  ['&=', '&'],
  ['|=', '|'],
  ['^=', '^'],
  ['<<=', '<<'],
  ['>>=', '>>'],
]);
