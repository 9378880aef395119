import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type { Expression, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import type { LoweredScalar } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';

/** After so many operators the value so far is computed into a variable, so that expressions of a circuit are not deep. */
export const longestChain = 64;

/** Whether an expression may need operations before its value is known. */
export function mayEmit(expression: Expression, state: LoweringState): boolean {
  return mayCall(expression, state) || hasRange(expression) || hasLongChain(expression);
}

/** Whether an expression picks as many elements as a range says. */
function hasRange(node: SyntaxNode): boolean {
  for (const { kind } of nodesIn(node)) if (kind === 'range') return true;
  return false;
}

function hasLongChain(node: SyntaxNode): boolean {
  let operators = 0;
  for (const { kind } of nodesIn(node)) if (kind === 'binary' && ++operators >= longestChain) return true;
  return false;
}

/** Whether an expression calls a subroutine, which may change what others read. */
export function mayCall(expression: Expression, state: LoweringState): boolean {
  for (const node of nodesIn(expression, isComputed)) {
    if (node.kind === 'call' && state.symbolOf(node.callee)?.subroutine !== undefined) return true;
  }
  return false;
}

/** Whether the value of a node is computed from those of its parts. */
function isComputed({ kind }: SyntaxNode): boolean {
  switch (kind) {
    case 'call':
    case 'parenthesised':
    case 'unary':
    case 'binary':
    case 'cast':
    case 'index':
      return true;
    default:
      return false;
  }
}

/** A value that stays what it is while the expressions after it are evaluated. */
export function keptScalar(value: LoweredScalar, next: Expression, state: LoweringState): LoweredScalar {
  return value.expression.kind === 'constant' || !mayCall(next, state) ? value : state.keep(value, next);
}
