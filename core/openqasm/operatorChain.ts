import type { BinaryExpression, Expression } from './syntaxTree.ts';

/** `a + b * c - d` from the left: the first operand, and the operators after it, each with what stands before it. */
export interface OperatorChain {
  readonly first: Expression;
  /** In the order of the text: the left operand of each is `first` or the one before it. */
  readonly operations: readonly BinaryExpression[];
}

/**
 * The chain of operators that an expression ends. Programs that machines write add up thousands of terms, which nest as
 * deeply on their left: whoever looks at a binary expression goes along its chain and calls itself for the operands only.
 */
export function operatorChain(expression: BinaryExpression): OperatorChain {
  const operations: BinaryExpression[] = [];
  let first: Expression = expression;
  while (first.kind === 'binary') {
    operations.push(first);
    first = first.left;
  }
  return { first, operations: operations.reverse() };
}

/** The operands of the chain that an expression ends, in the order of the text. */
export function chainOperands(expression: BinaryExpression): Expression[] {
  const { first, operations } = operatorChain(expression);
  return [first, ...operations.map(({ right }) => right)];
}
