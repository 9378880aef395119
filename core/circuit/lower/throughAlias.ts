import { operatorChain } from '#core/openqasm/operatorChain.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';
import type { LoweringState } from './loweringState.ts';

/** An expression with what an alias stands for in the place of its name, where the indices of the alias are of the run. */
export function throughAlias(expression: Expression, state: LoweringState): Expression {
  switch (expression.kind) {
    case 'identifier': {
      const binding = state.bindingOf(expression);
      return binding?.kind === 'alias' ? throughAlias(binding.value, state) : expression;
    }
    case 'parenthesised':
    case 'index': {
      const inner = expression.kind === 'index' ? expression.base : expression.inner;
      const meant = throughAlias(inner, state);
      if (meant === inner) return expression;
      return expression.kind === 'index' ? { ...expression, base: meant } : { ...expression, inner: meant };
    }
    case 'binary': {
      const { first, operations } = operatorChain(expression);
      return operations.reduce(
        (left: Expression, operation) => {
          const right = throughAlias(operation.right, state);
          return left === operation.left && right === operation.right ? operation : { ...operation, left, right };
        },
        throughAlias(first, state),
      );
    }
    default:
      return expression;
  }
}
