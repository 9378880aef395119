import { isComparison } from '#core/base/arithmetic/comparison.ts';
import { hasInteger, wrapInteger } from '#core/base/arithmetic/integers.ts';
import { type ConstantValue, convertValue, isTrue, realValue } from './constantValue.ts';
import { decides, type EvaluationEnvironment, withoutValue } from './evaluation.ts';
import { truncationProblem } from './integerDivision.ts';
import { diagnose, withFix } from './messages.ts';
import { binaryProblem, unaryProblem } from './operatorChecks.ts';
import type { BinaryExpression, UnaryExpression } from './syntaxTree.ts';
import { isUnknown, type TypedValue, unknownValue } from './typedValue.ts';
import { boolType, describeType, floatType, type Type } from './types.ts';
import { isInteger } from './typing/numericTypes.ts';
import { binaryRule, type OperatorRule, unaryRule } from './typing/operatorRules.ts';
import { combineValues, transformValue } from './valueOperations.ts';

/** The type and value of a unary operator on its operand; reports what is wrong with it. */
export function evaluateUnary(
  expression: UnaryExpression,
  operand: TypedValue,
  environment: EvaluationEnvironment,
): TypedValue {
  if (isUnknown(operand)) return unknownValue;
  const { operator } = expression;
  const { realArithmetic, isStrict } = environment;
  const rule = realArithmetic ? realRule(operand.type) : unaryRule(operator, operand, isStrict);
  if (rule.kind !== 'rule') {
    environment.report(unaryProblem(rule, expression, operand));
    return unknownValue;
  }
  const converted = convertedValue(operand, rule.operand);
  const exact = converted === undefined ? undefined : transformValue(operator, converted);
  const value =
    operator === '~' ? resultValue(exact, rule.result) : keptValue(exact, rule.result, expression, environment);
  return { type: rule.result, isConstant: operand.isConstant, value };
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
  const isDivision = operator === '/' || operator === '%';
  if (isDivision && environment.evaluated.here && right.value !== undefined && !isTrue(right.value)) {
    environment.report(diagnose('QAS4040', expression.right));
    return unknownValue;
  }
  if (environment.realArithmetic) return realResult(expression, left, right);
  const rule = binaryRule(operator, left, right, environment.isStrict);
  if (rule.kind !== 'rule') {
    environment.report(binaryProblem(rule, expression, left, right, environment.text));
    return unknownValue;
  }
  if (operator === '++' && !environment.allowsConcatenation(expression)) {
    const found = diagnose('QAS6006', expression);
    const fix = environment.repairs?.joiningBefore(expression, rule.result);
    environment.report(fix ? withFix(found, fix) : found);
    return unknownValue;
  }
  return applied(expression, rule, left, right, environment);
}

/** In OpenQASM 2 everything is a real number, but for the register a condition compares with one. */
function realResult({ operator }: BinaryExpression, left: TypedValue, right: TypedValue): TypedValue {
  const isConstant = left.isConstant && right.isConstant;
  const [x, y] = [realOf(left), realOf(right)];
  const value = x === undefined || y === undefined ? undefined : combineValues(operator, x, y);
  return { type: isComparison(operator) ? boolType : floatType, isConstant, value };
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
  if (isConstant && decides(expression.operator, left)) {
    return { type, isConstant, value: expression.operator === '||' };
  }
  const [x, y] = [convertedValue(left, rule.left), convertedValue(right, rule.right)];
  const { operator } = expression;
  // A factor that is too wide for an angle loses digits when it becomes one of its width.
  if ((operator === '/' || operator === '%') && y !== undefined && !isTrue(y)) {
    const { end, start } = expression.right;
    const divisor = environment.text.slice(start, end);
    if (!environment.evaluated.here) return { type, isConstant, value: undefined };
    environment.report(diagnose('QAS4040', expression.right, divisor, describeType(rule.right)));
    return unknownValue;
  }
  if (x === undefined || y === undefined) return { type, isConstant, value: undefined };
  const isShift = operator === '<<' || operator === '>>';
  if (isShift && typeof y === 'bigint' && y < 0n) {
    const problem = `'${operator}' shifts by 0 or more places; this is ${y}`;
    return withoutValue(diagnose('QAS4030', expression.right, problem), type, environment);
  }
  const exact = combineValues(operator, x, y);
  if (operator === '/' && exact === 0n && x !== 0n && isInteger(type)) {
    const problem = truncationProblem(expression, exact, environment.text);
    if (problem) environment.report(problem);
  }
  const isBitwise = isShift || operator === '&' || operator === '|' || operator === '^';
  const value = isBitwise ? resultValue(exact, type) : keptValue(exact, type, expression, environment);
  // A float of few bits may be too small for what a double still holds.
  if (isOutsideReals(exact, x, y) || isOutsideReals(value, x, y)) {
    const written = environment.text.slice(expression.start, expression.end);
    const problem = `'${written}' is not a real number that a ${describeType(type)} can hold`;
    return withoutValue(diagnose('QAS4030', expression, problem), type, environment);
  }
  return { type, isConstant, value };
}

/** Whether the result is no number, or too large for one, although the operands are numbers. */
function isOutsideReals(result: ConstantValue | undefined, ...operands: readonly ConstantValue[]): boolean {
  if (typeof result !== 'number' || Number.isFinite(result)) return false;
  return operands.every((operand) => typeof operand !== 'number' || Number.isFinite(operand));
}

/** The value the type keeps of an exact result; a signed overflow and a negative unsigned number are reported. */
function keptValue(
  exact: ConstantValue | undefined,
  type: Type,
  place: BinaryExpression | UnaryExpression,
  environment: EvaluationEnvironment,
): ConstantValue | undefined {
  const kept = resultValue(exact, type);
  if (typeof exact !== 'bigint' || !isInteger(type) || hasInteger(exact, type)) return kept;
  if (environment.evaluated.here && (type.kind === 'int' || exact < 0n)) {
    const becomes = kept === exact ? undefined : String(kept);
    environment.report(diagnose('QAS4005', place, String(exact), describeType(type), becomes));
  }
  return kept;
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
