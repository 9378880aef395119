import { wrapInteger } from '#core/base/arithmetic/integers.ts';
import { type ConstantValue, convertValue, isTrue, realValue } from './constantValue.ts';
import type { EvaluationEnvironment } from './evaluation.ts';
import { diagnose } from './messages.ts';
import type { BinaryExpression, UnaryExpression } from './syntaxTree.ts';
import { isUnknown, type TypedValue, unknownValue } from './typedValue.ts';
import { boolType, floatType, type Type } from './types.ts';
import { isInteger } from './typing/numericTypes.ts';
import { binaryRule, type OperatorRule, unaryRule } from './typing/operatorRules.ts';
import { combineValues, transformValue } from './valueOperations.ts';

/** The type and value of a unary operator on its operand; reports what is wrong with it. */
export function evaluateUnary(
  { operator }: UnaryExpression,
  operand: TypedValue,
  environment: EvaluationEnvironment,
): TypedValue {
  if (isUnknown(operand)) return unknownValue;
  const rule = environment.realArithmetic ? realRule(operand.type) : unaryRule(operator, operand);
  if (rule.kind !== 'rule') return unknownValue;
  const { isConstant } = operand;
  const converted = convertedValue(operand, rule.operand);
  const value = converted === undefined ? undefined : transformValue(operator, converted);
  return { type: rule.result, isConstant, value: resultValue(value, rule.result) };
}

function realRule(type: Type): ReturnType<typeof unaryRule> {
  return { kind: 'rule', operand: type, result: type };
}

/** The type and value of a binary operator between its operands; reports what is wrong with it. */
export function evaluateBinary(
  expression: BinaryExpression,
  left: TypedValue,
  right: TypedValue,
  environment: EvaluationEnvironment,
): TypedValue {
  if (isUnknown(left) || isUnknown(right)) return unknownValue;
  const { operator } = expression;
  if ((operator === '/' || operator === '%') && right.value !== undefined && !isTrue(right.value)) {
    environment.report(diagnose('QAS4040', expression.right));
    return unknownValue;
  }
  if (environment.realArithmetic) return realResult(expression, left, right);
  const rule = binaryRule(operator, left, right);
  if (rule.kind !== 'rule') return unknownValue;
  return applied(expression, rule, left, right, environment);
}

/** In OpenQASM 2 everything is a real number, but for the register a condition compares with one. */
function realResult({ operator }: BinaryExpression, left: TypedValue, right: TypedValue): TypedValue {
  const isConstant = left.isConstant && right.isConstant;
  const [x, y] = [realOf(left), realOf(right)];
  const value = x === undefined || y === undefined ? undefined : combineValues(operator, x, y);
  const isComparison = /^([=!]=|[<>]=?)$/.test(operator);
  return { type: isComparison ? boolType : floatType, isConstant, value };
}

function realOf({ value }: TypedValue): number | undefined {
  return value === undefined ? undefined : realValue(value);
}

function applied(
  expression: BinaryExpression,
  rule: OperatorRule,
  left: TypedValue,
  right: TypedValue,
  environment: EvaluationEnvironment,
): TypedValue {
  const type = rule.result;
  const isConstant = left.isConstant && right.isConstant;
  const [x, y] = [convertedValue(left, rule.left), convertedValue(right, rule.right)];
  if (x === undefined || y === undefined) return { type, isConstant, value: undefined };
  const { operator } = expression;
  const exact = combineValues(operator, x, y);
  if (operator === '/' && exact === 0n && x !== 0n && isInteger(type)) reportTruncation(expression, environment);
  return { type, isConstant, value: resultValue(exact, type) };
}

function convertedValue({ value, type }: TypedValue, wanted: Type): ConstantValue | undefined {
  return value === undefined ? undefined : convertValue(value, wanted, type);
}

/** The value in the type of the result: wrapped to its width, rounded to its precision. */
function resultValue(value: ConstantValue | undefined, type: Type): ConstantValue | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint' && isInteger(type)) return wrapInteger(value, type);
  return convertValue(value, type);
}

/** A division written with literals that comes out as 0 was meant as a fraction. */
function reportTruncation({ left, right, start, end }: BinaryExpression, environment: EvaluationEnvironment): void {
  let numerator = left;
  while (numerator.kind === 'parenthesised' || (numerator.kind === 'unary' && numerator.operator === '-')) {
    numerator = numerator.kind === 'unary' ? numerator.operand : numerator.inner;
  }
  if (numerator.kind !== 'integer') return;
  const { text } = environment;
  const fraction = `${text.slice(left.start, numerator.end)}.0${text.slice(numerator.end, left.end)}`;
  const fix = `${fraction}/${text.slice(right.start, right.end)}`;
  environment.report(diagnose('QAS4080', { start, end }, text.slice(start, end), fix));
}
