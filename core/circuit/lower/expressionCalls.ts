import { childrenOf } from '#core/openqasm/syntaxChildren.ts';
import type { Expression, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import type { LoweredScalar } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';

/** Whether an expression may need operations before its value is known. */
export function mayEmit(expression: Expression, state: LoweringState): boolean {
  return mayCall(expression, state) || hasRange(expression);
}

/** Whether an expression picks as many elements as a range says. */
function hasRange(node: SyntaxNode): boolean {
  return node.kind === 'range' || childrenOf(node).some(hasRange);
}

/** Whether an expression calls a subroutine, which may change what others read. */
export function mayCall(expression: Expression, state: LoweringState): boolean {
  switch (expression.kind) {
    case 'call':
      return (
        state.symbolOf(expression.callee)?.subroutine !== undefined ||
        expression.arguments.some((each) => mayCall(each, state))
      );
    case 'parenthesised':
      return mayCall(expression.inner, state);
    case 'unary':
      return mayCall(expression.operand, state);
    case 'binary':
      return mayCall(expression.left, state) || mayCall(expression.right, state);
    case 'cast':
      return mayCall(expression.argument, state);
    case 'index':
      return (
        mayCall(expression.base, state) ||
        expression.selectors.some(
          (selector) => selector.kind !== 'range' && selector.kind !== 'set' && mayCall(selector, state),
        )
      );
    default:
      return false;
  }
}

/** A value that stays what it is while the expressions after it are evaluated. */
export function keptScalar(value: LoweredScalar, next: Expression, state: LoweringState): LoweredScalar {
  return value.expression.kind === 'constant' || !mayCall(next, state) ? value : state.keep(value, next);
}
