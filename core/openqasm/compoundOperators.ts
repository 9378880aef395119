import type { BinaryOperator } from './syntaxTree.ts';

/** The binary operator of each compound assignment (classical, "Low-level classical instructions"). */
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
