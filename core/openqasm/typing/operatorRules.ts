import type { BinaryOperator, UnaryOperator } from '../syntaxTree.ts';
import type { TypedValue } from '../typedValue.ts';
import {
  angleType,
  bitType,
  boolType,
  floatType,
  intType,
  isSameShape,
  isSameType,
  type Size,
  type Type,
  uintType,
} from '../types.ts';
import {
  type Category,
  categoryOf,
  commonTruth,
  commonType,
  isCondition,
  isExact,
  isInteger,
  isStandard,
} from './numericTypes.ts';

/** What an operator makes of its operands: they are converted to `left` and `right` first. */
export interface OperatorRule {
  readonly kind: 'rule';
  readonly left: Type;
  readonly right: Type;
  readonly result: Type;
}

/** Why an operator cannot take its operands. */
export type OperatorProblem =
  | { readonly kind: 'undefined' }
  /** Both need the same number of bits. */
  | { readonly kind: 'widths' }
  /** Bits of a type whose width the target machine chooses. */
  | { readonly kind: 'no-width'; readonly type: Type }
  | { readonly kind: 'shapes' };

const undefinedOperator: OperatorProblem = { kind: 'undefined' };
const differentWidths: OperatorProblem = { kind: 'widths' };

function rule(left: Type, right: Type, result: Type): OperatorRule {
  return { kind: 'rule', left, right, result };
}

function same(type: Type, result: Type = type): OperatorRule {
  return rule(type, type, result);
}

/**
 * The rule of a binary operator for the types of its operands (classical, "Low-level classical instructions"), neither
 * of which an error hides. Values matter only where a constant takes the type of the other operand.
 * @param isStrict leaves out what the specification does not define but tools commonly accept: bits of signed integers
 * and of types without width, remainders of floats, registers beside integers, products of angles and floats
 */
export function binaryRule(
  operator: BinaryOperator,
  left: TypedValue,
  right: TypedValue,
  isStrict = false,
): OperatorRule | OperatorProblem {
  switch (operator) {
    case '&&':
    case '||':
      return isCondition(left.type, isStrict) && isCondition(right.type, isStrict) ? same(boolType) : undefinedOperator;
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator === '==' || operator === '!=', left, right, isStrict);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
      return arithmetic(operator, left, right, isStrict);
    case '&':
    case '|':
    case '^':
      return bitwise(left, right, isStrict);
    case '<<':
    case '>>':
      return shift(left, right, isStrict);
    case '++':
      return concatenation(left.type, right.type);
  }
}

function comparison(
  isEquality: boolean,
  left: TypedValue,
  right: TypedValue,
  isStrict: boolean,
): OperatorRule | OperatorProblem {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (isStandard(first) && isStandard(second)) {
    const isComplex = first === 'complex' || second === 'complex';
    if (isComplex && (isStrict || !isEquality)) return undefinedOperator;
    if (first === 'truth' && second === 'truth') return same(boolType);
    return same(commonType(left, right) ?? boolType, boolType);
  }
  if (first === 'time' && second === 'time') return same(left.type, boolType);
  if (first === 'angle' || second === 'angle') {
    const angle = commonAngle(left, right, isStrict);
    return angle ? same(angle, boolType) : undefinedOperator;
  }
  if (first === 'bits' && second === 'bits') {
    return isSameSize(left.type, right.type) ? same(left.type, boolType) : differentWidths;
  }
  // A register is compared with an integer as the unsigned integer it holds, like the conditions of OpenQASM 2.
  const isMixed = (first === 'bits' && second === 'integer') || (first === 'integer' && second === 'bits');
  return isMixed && !isStrict ? same(uintType, boolType) : undefinedOperator;
}

type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '**';

function arithmetic(
  operator: ArithmeticOperator,
  left: TypedValue,
  right: TypedValue,
  isStrict: boolean,
): OperatorRule | OperatorProblem {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (first === 'angle' || second === 'angle') return angleArithmetic(operator, left, right, isStrict);
  if (first === 'time' || second === 'time') return timeArithmetic(operator, left, right);
  const type = commonType(left, right);
  if (!type) return undefinedOperator;
  if (operator === '%' && !isInteger(type) && (isStrict || type.kind !== 'float')) return undefinedOperator;
  // A negative power is no integer; only of a constant is that known.
  if (operator === '**' && isInteger(type) && typeof right.value === 'bigint' && right.value < 0n)
    return same(floatType);
  return same(type);
}

/**
 * Angles add to angles and take unsigned integers as factors. Mixed with floats they are a number of radians, because
 * parameters of gates are written so.
 */
function angleArithmetic(
  operator: ArithmeticOperator,
  left: TypedValue,
  right: TypedValue,
  isStrict: boolean,
): OperatorRule | OperatorProblem {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (operator === '+' || operator === '-') {
    const angle = commonAngle(left, right, isStrict);
    return angle ? same(angle) : undefinedOperator;
  }
  if (first === 'angle' && second === 'angle') {
    const angle = commonAngle(left, right, isStrict);
    if (operator !== '/' || angle?.kind !== 'angle') return undefinedOperator;
    return same(angle, { kind: 'uint', width: angle.width });
  }
  if (operator === '%') return undefinedOperator;
  if (second === 'integer' && operator !== '**') return rule(left.type, factorType(left.type), left.type);
  if (first === 'integer')
    return operator === '*' ? rule(factorType(right.type), right.type, right.type) : undefinedOperator;
  const other = first === 'angle' ? second : first;
  const isNumber = other === 'float' || other === 'integer';
  return isNumber && !isStrict ? same(floatType) : undefinedOperator;
}

function factorType(angle: Type): Type {
  return { kind: 'uint', width: angle.kind === 'angle' ? angle.width : undefined };
}

/** The wider of two angles; floats and constant integers are angles in radians beside one (types, "Angles"). */
function commonAngle(left: TypedValue, right: TypedValue, isStrict: boolean): Type | undefined {
  const [first, second] = [asAngle(left, isStrict), asAngle(right, isStrict)];
  if (!first || !second) return undefined;
  if (first === 'any') return second === 'any' ? angleType : right.type;
  if (second === 'any') return left.type;
  return (first.width ?? Number.POSITIVE_INFINITY) >= (second.width ?? Number.POSITIVE_INFINITY) ? first : second;
}

function asAngle(
  { type, isConstant }: TypedValue,
  isStrict: boolean,
): Extract<Type, { width: number | undefined }> | 'any' | undefined {
  if (type.kind === 'angle') return type;
  return type.kind === 'float' || (isInteger(type) && isConstant && !isStrict) ? 'any' : undefined;
}

function timeArithmetic(
  operator: ArithmeticOperator,
  left: TypedValue,
  right: TypedValue,
): OperatorRule | OperatorProblem {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (first === 'time' && second === 'time') {
    if (operator === '/') return same({ kind: 'duration' }, floatType);
    if (operator !== '+' && operator !== '-') return undefinedOperator;
    return same(left.type.kind === 'stretch' ? left.type : right.type);
  }
  const other = first === 'time' ? second : first;
  if (other !== 'integer' && other !== 'float') return undefinedOperator;
  if (operator === '*' || (operator === '/' && first === 'time')) {
    return first === 'time' ? rule(left.type, floatType, left.type) : rule(floatType, right.type, right.type);
  }
  return undefinedOperator;
}

/** Bit by bit: of registers, unsigned integers and angles of one width, and of truth values. An integer beside a register is one. */
function bitwise(left: TypedValue, right: TypedValue, isStrict: boolean): OperatorRule | OperatorProblem {
  const [first, second] = [categoryOf(left.type), categoryOf(right.type)];
  if (first === 'truth' && second === 'truth') return same(commonTruth(left.type, right.type));
  if (first === 'truth' && isTruthConstant(right)) return same(left.type);
  if (second === 'truth' && isTruthConstant(left)) return same(right.type);
  const areIntegers = isWhole(first) && isWhole(second);
  if (areIntegers && (!isStrict || first === second)) return bitwiseIntegers(left, right, isStrict);
  if (first === 'bits' && second === 'integer' && !isStrict) return same(left.type);
  if (first === 'integer' && second === 'bits' && !isStrict) return same(right.type);
  if (first !== second) return undefinedOperator;
  if (first === 'angle') {
    const angle = commonAngle(left, right, isStrict);
    if (!angle) return undefinedOperator;
    return isStrict ? (withoutBits(left, true) ?? withoutBits(right, true) ?? sameWidths(left, right)) : same(angle);
  }
  return first === 'bits' ? sameWidths(left, right) : undefinedOperator;
}

/** Truth values count as the integers 0 and 1 beside an integer. */
function isWhole(category: Category): boolean {
  return category === 'integer' || category === 'truth';
}

/** Signed integers, and those without width, in the type that arithmetic gives them, where tools accept it. */
function bitwiseIntegers(left: TypedValue, right: TypedValue, isStrict: boolean): OperatorRule | OperatorProblem {
  const common = commonType(left, right) ?? intType;
  if (!isStrict || (isExact(left) && isExact(right))) return same(common);
  if (isExact(left)) return withoutBits(right, true) ?? same(right.type);
  if (isExact(right)) return withoutBits(left, true) ?? same(left.type);
  return withoutBits(left, true) ?? withoutBits(right, true) ?? sameWidths(left, right);
}

function sameWidths(left: TypedValue, right: TypedValue): OperatorRule | OperatorProblem {
  return isSameSize(left.type, right.type) ? same(left.type) : differentWidths;
}

function isTruthConstant({ value }: TypedValue): boolean {
  return value === 0n || value === 1n;
}

/** Why a type has no operations on its bits; undefined when it has. */
function withoutBits({ type }: TypedValue, isStrict: boolean): OperatorProblem | undefined {
  switch (type.kind) {
    case 'uint':
    case 'angle':
      return isStrict && type.width === undefined ? { kind: 'no-width', type } : undefined;
    case 'int':
      return isStrict ? undefinedOperator : undefined;
    case 'bit':
      return type.size === 'scalar' ? undefinedOperator : undefined;
    default:
      return undefinedOperator;
  }
}

function shift(left: TypedValue, right: TypedValue, isStrict: boolean): OperatorRule | OperatorProblem {
  // A register shifts by the unsigned integer it holds, as Qiskit writes expressions on registers.
  const amount = categoryOf(right.type) === 'bits' && !isStrict ? uintType : right.type;
  const isSigned = amount.kind === 'int' && !right.isConstant;
  if (!isInteger(amount) || (isStrict && isSigned)) return undefinedOperator;
  if (isExact(left)) return rule(left.type, amount, left.type);
  return withoutBits(left, isStrict) ?? rule(left.type, amount, left.type);
}

/** Registers and arrays one after the other; arrays of more dimensions along the first. */
function concatenation(left: Type, right: Type): OperatorRule | OperatorProblem {
  if (left.kind === 'array' && right.kind === 'array') {
    const [first, ...inner] = left.dimensions;
    const [second, ...otherInner] = right.dimensions;
    if (first === undefined || second === undefined) return undefinedOperator;
    if (!isSameType(left.base, right.base)) return undefinedOperator;
    if (!isSameShape(inner, otherInner)) return { kind: 'shapes' };
    const { base } = left;
    return rule(left, right, { kind: 'array', base, dimensions: [sumOf(first, second), ...inner] });
  }
  const isPair = (left.kind === 'bit' || left.kind === 'qubit') && left.kind === right.kind;
  if (!isPair || !('size' in right)) return undefinedOperator;
  return rule(left, right, { kind: left.kind, size: sumOf(left.size, right.size) });
}

function sumOf(left: Size, right: Size): Size {
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  return (left === 'scalar' ? 1 : left) + (right === 'scalar' ? 1 : right);
}

function isSameSize(left: Type, right: Type): boolean {
  if ('width' in left && 'width' in right) return left.width === right.width;
  if (!('size' in left && 'size' in right)) return false;
  return left.size === right.size || left.size === 'unknown' || right.size === 'unknown';
}

/** The rule of a unary operator: the type of the operand, and of the result. */
export function unaryRule(
  operator: UnaryOperator,
  operand: TypedValue,
  isStrict = false,
): { readonly kind: 'rule'; readonly operand: Type; readonly result: Type } | OperatorProblem {
  const { type } = operand;
  const keep = { kind: 'rule', operand: type, result: type } as const;
  const category = categoryOf(type);
  switch (operator) {
    case '!':
      return isCondition(type, isStrict) ? { kind: 'rule', operand: boolType, result: boolType } : undefinedOperator;
    case '-':
      if (category === 'truth') return { kind: 'rule', operand: intType, result: intType };
      return category === 'bits' || category === 'other' ? undefinedOperator : keep;
    case '~':
      if (category === 'truth') return { kind: 'rule', operand: bitType, result: type };
      if (isExact(operand) && type.kind === 'int') return keep;
      return withoutBits(operand, isStrict) ?? keep;
  }
}
