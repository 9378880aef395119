import type { ConstantValue } from '#core/openqasm/constantValue.ts';
import type { BinaryOperator } from '#core/openqasm/syntaxTree.ts';
import type { CircuitParameter } from '../circuit.ts';

/** The value an input is given from outside. */
export function givenValue(value: number, type: CircuitParameter['type']): ConstantValue {
  switch (type) {
    case 'int':
    case 'uint':
      return BigInt(Math.trunc(value));
    case 'bool':
      return value !== 0;
    case 'angle':
    case 'float':
      return value;
  }
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
