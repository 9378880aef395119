import type { Expression } from '#core/openqasm/syntaxTree.ts';
import { boolType } from '#core/openqasm/types.ts';
import type { Condition } from '../circuit.ts';
import type { BinaryClassicalOperator, BitsExpression, ClassicalExpression } from '../classical.ts';
import { constantValue } from '../classicalArithmetic.ts';
import { convertScalar } from './lowerExpression.ts';
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

function isComparison(operator: BinaryClassicalOperator): operator is Comparison {
  return operator in mirrored;
}

/**
 * What an `if` or `while` depends on: a truth value where the program determines it, else a condition the run decides.
 * @returns undefined when it has neither, which is reported
 */
export function lowerCondition(expression: Expression, state: LoweringState): boolean | Condition | undefined {
  const value = state.effects.caseByCase(expression);
  const truth = value && convertScalar(value, boolType, expression, state);
  if (!truth) return undefined;
  return truth.expression.kind === 'constant' ? truth.expression.value === true : conditionOf(truth.expression);
}

/** An expression of type `bool` as a condition, in the simple forms where they can say it. */
export function conditionOf(expression: ClassicalExpression): Condition {
  switch (expression.kind) {
    case 'bits':
      return { kind: 'compare', bits: expression.bits, operator: '!=', value: 0 };
    case 'cast':
      if (expression.operand.kind !== 'bits') break;
      return { kind: 'compare', bits: expression.operand.bits, operator: '!=', value: 0 };
    case 'unary':
      if (expression.operator === '-') break;
      return { kind: 'not', operand: conditionOf(expression.operand) };
    case 'binary': {
      const { left, operator, right } = expression;
      if (operator === '&&' || operator === '||') {
        return { kind: operator === '&&' ? 'and' : 'or', left: conditionOf(left), right: conditionOf(right) };
      }
      if (!isComparison(operator)) break;
      const comparison = compare(left, operator, right) ?? compare(right, mirrored[operator], left);
      if (comparison) return comparison;
    }
  }
  return { kind: 'expression', expression };
}

function compare(
  operand: ClassicalExpression,
  operator: Comparison,
  constant: ClassicalExpression,
): Condition | undefined {
  const held = unsignedBits(operand);
  if (!held || constant.kind !== 'constant') return undefined;
  const value = constantValue(constant);
  const number = typeof value === 'boolean' ? (value ? 1 : 0) : typeof value === 'bigint' ? Number(value) : undefined;
  if (number === undefined || !Number.isSafeInteger(number)) return undefined;
  return { kind: 'compare', bits: held.bits, operator, value: number };
}

/** The bits whose unsigned integer an expression is. */
function unsignedBits(expression: ClassicalExpression): BitsExpression | undefined {
  if (expression.kind === 'bits') return expression;
  if (expression.kind !== 'cast' || expression.operand.kind !== 'bits') return undefined;
  const { operand, type } = expression;
  if (type.kind !== 'int' && type.kind !== 'uint') return undefined;
  // Bits of an integer as wide as they are may be a negative number.
  const room = type.width === undefined ? Number.POSITIVE_INFINITY : type.kind === 'int' ? type.width - 1 : type.width;
  return room >= operand.bits.length ? operand : undefined;
}
