import { integerValue, isTrue } from '#core/openqasm/constantValue.ts';
import { isValue } from '#core/openqasm/evaluation.ts';
import type { BinaryExpression, Expression } from '#core/openqasm/syntaxTree.ts';
import type { Condition } from '../circuit.ts';
import type { LoweringState } from './loweringState.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>['operator'];

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function isComparison(operator: string): operator is Comparison {
  return operator in mirrored;
}

/**
 * What an `if` or `while` depends on: a truth value where the program determines it, else a condition on measured bits.
 * @returns undefined when it depends on something else, which is reported
 */
export function lowerCondition(expression: Expression, state: LoweringState): boolean | Condition | undefined {
  const value = state.evaluate(expression);
  if (isValue(value)) return isTrue(value);
  switch (expression.kind) {
    case 'parenthesised':
      return lowerCondition(expression.inner, state);
    case 'unary': {
      const operand =
        expression.operator === '!' ? lowerCondition(expression.operand, state) : refuse(expression, state);
      if (operand === undefined || typeof operand === 'boolean') return operand === undefined ? undefined : !operand;
      return { kind: 'not', operand };
    }
    case 'binary':
      return lowerBinary(expression, state);
    default: {
      const bits = bitsOf(expression, state);
      return bits && { kind: 'compare', bits, operator: '!=', value: 0 };
    }
  }
}

function lowerBinary(expression: BinaryExpression, state: LoweringState): boolean | Condition | undefined {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    return connect(operator === '&&' ? 'and' : 'or', lowerCondition(left, state), lowerCondition(right, state));
  }
  if (!isComparison(operator)) return refuse(expression, state);
  const leftValue = state.evaluate(left);
  const rightValue = state.evaluate(right);
  if (isValue(rightValue)) return compare(left, operator, rightValue, state, expression);
  if (isValue(leftValue)) return compare(right, mirrored[operator], leftValue, state, expression);
  return refuse(expression, state);
}

function connect(
  kind: 'and' | 'or',
  left: boolean | Condition | undefined,
  right: boolean | Condition | undefined,
): boolean | Condition | undefined {
  if (left === undefined || right === undefined) return undefined;
  const neutral = kind === 'and';
  if (typeof left === 'boolean') return left === neutral ? right : left;
  if (typeof right === 'boolean') return right === neutral ? left : right;
  return { kind, left, right };
}

function compare(
  operand: Expression,
  operator: Comparison,
  value: Parameters<typeof integerValue>[0],
  state: LoweringState,
  whole: Expression,
): Condition | undefined {
  const bits = bitsOf(operand, state);
  if (!bits) return undefined;
  const integer =
    typeof value === 'number' ? (Number.isInteger(value) ? BigInt(value) : undefined) : integerValue(value);
  if (integer === undefined) return refuse(whole, state);
  return { kind: 'compare', bits, operator, value: Number(integer) };
}

/** The measured bits an expression reads, the first one least significant. */
function bitsOf(expression: Expression, state: LoweringState): readonly number[] | undefined {
  let inner: Expression = expression;
  while (inner.kind === 'parenthesised' || inner.kind === 'cast') {
    inner = inner.kind === 'parenthesised' ? inner.inner : inner.argument;
  }
  let root: Expression = inner;
  while (root.kind === 'index') root = root.base;
  const symbol = root.kind === 'identifier' ? state.symbolOf(root) : undefined;
  if (symbol?.type.kind !== 'bit') return refuse(expression, state);
  return state.elements(inner)?.elements;
}

function refuse(expression: Expression, state: LoweringState): undefined {
  const text = state.text.slice(expression.start, expression.end);
  return state.refuse(expression, `The condition '${text}'`, 'conditions compare measured bits with constants');
}
