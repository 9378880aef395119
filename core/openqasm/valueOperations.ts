import { type AngleValue, angleOf } from '#core/base/arithmetic/angles.ts';
import { compareNumbers, isComparison } from '#core/base/arithmetic/comparison.ts';
import { combineComplex, complexOf } from '#core/base/arithmetic/complexNumbers.ts';
import { combineFloats } from '#core/base/arithmetic/floats.ts';
import { combineIntegers } from '#core/base/arithmetic/integers.ts';
import { combineTruth } from '#core/base/arithmetic/truthValues.ts';
import { bitsOf, type ConstantValue, type DurationValue, integerValue, isTrue } from './constantValue.ts';
import type { BinaryOperator, UnaryOperator } from './syntaxTree.ts';

/**
 * Applies a binary operator to values that have been converted to the types its rule asks for. The right side of `/`
 * and `%` is not zero. Integers are exact; the caller wraps them to the width of the result.
 * @returns undefined where the value cannot be computed: too many digits, `dt` beside seconds, a shift below zero
 */
export function combineValues(
  operator: BinaryOperator,
  left: ConstantValue,
  right: ConstantValue,
): ConstantValue | undefined {
  if (operator === '&&') return isTrue(left) && isTrue(right);
  if (operator === '||') return isTrue(left) || isTrue(right);
  if (typeof left === 'number' && typeof right === 'number') return combineFloats(operator, left, right);
  if (isKind(left, 'duration') || isKind(right, 'duration')) return combineDurations(operator, left, right);
  if (isKind(left, 'complex') && isKind(right, 'complex')) return combineComplex(operator, left, right);
  if (isKind(left, 'angle') || isKind(right, 'angle')) return combineAngles(operator, left, right);
  if (isKind(left, 'bits')) return combineBits(operator, left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return combineTruth(operator, left, right);
  const [x, y] = [integerValue(left), integerValue(right)];
  if (x === undefined || y === undefined) return undefined;
  return combineExact(operator, x, y);
}

/** Applies a unary operator to a value of the type its rule asks for. */
export function transformValue(operator: UnaryOperator, value: ConstantValue): ConstantValue | undefined {
  switch (operator) {
    case '!':
      return !isTrue(value);
    case '-':
      return negated(value);
    case '~':
      if (typeof value === 'bigint') return ~value;
      if (isKind(value, 'bits')) return bitsOf(~value.value, value.width);
      return isKind(value, 'angle') ? angleOf(~value.value, value.width) : undefined;
  }
}

function negated(value: ConstantValue): ConstantValue | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return -value;
  if (typeof value === 'boolean') return value ? -1n : 0n;
  switch (value.kind) {
    case 'complex':
      return complexOf(-value.re, -value.im);
    case 'duration':
      return { ...value, value: -value.value };
    case 'angle':
      return angleOf(-value.value, value.width);
    case 'bits':
      return undefined;
  }
}

type Structured = Extract<ConstantValue, { kind: string }>;

function isKind<Kind extends Structured['kind']>(
  value: ConstantValue,
  kind: Kind,
): value is Extract<Structured, { kind: Kind }> {
  return typeof value === 'object' && value.kind === kind;
}

function combineExact(operator: BinaryOperator, x: bigint, y: bigint): bigint | boolean | undefined {
  return isComparison(operator) ? compareNumbers(operator, x, y) : combineIntegers(operator, x, y);
}

/** Registers bit by bit, shifted within their width, or compared as unsigned integers. */
function combineBits(
  operator: BinaryOperator,
  left: Extract<ConstantValue, { kind: 'bits' }>,
  right: ConstantValue,
): ConstantValue | undefined {
  if (operator === '++' && isKind(right, 'bits')) {
    return bitsOf(left.value | (right.value << BigInt(left.width)), left.width + right.width);
  }
  const other = integerValue(right);
  if (other === undefined) return undefined;
  const isOutside = (operator === '<<' || operator === '>>') && other >= left.width;
  if (isOutside) return bitsOf(0n, left.width);
  const result = combineExact(operator, left.value, other);
  return typeof result === 'bigint' ? bitsOf(result, left.width) : result;
}

/** As unsigned integers of the same bits (classical, "Angles"). */
function combineAngles(operator: BinaryOperator, left: ConstantValue, right: ConstantValue): ConstantValue | undefined {
  const [x, y] = [patternOf(left), patternOf(right)];
  const width = isKind(left, 'angle') ? left.width : isKind(right, 'angle') ? right.width : 0;
  if (x === undefined || y === undefined) return undefined;
  if ((operator === '<<' || operator === '>>') && y >= width) return angleOf(0n, width);
  const result = combineExact(operator, x, y);
  if (typeof result !== 'bigint') return result;
  const isCount = operator === '/' && isKind(right, 'angle');
  return isCount ? result : angleOf(result, width);
}

function patternOf(value: ConstantValue): bigint | undefined {
  const angle: AngleValue | undefined = isKind(value, 'angle') ? value : undefined;
  return angle ? angle.value : integerValue(value);
}

/** `dt` depends on the backend, so it never mixes with other units (delays). */
function combineDurations(
  operator: BinaryOperator,
  left: ConstantValue,
  right: ConstantValue,
): DurationValue | number | boolean | undefined {
  if (isKind(left, 'duration') && isKind(right, 'duration')) {
    if (left.unit !== right.unit && left.value !== 0 && right.value !== 0) return undefined;
    const value = combineFloats(operator, left.value, right.value);
    const { unit } = left.value === 0 ? right : left;
    return typeof value === 'number' && operator !== '/' ? { kind: 'duration', value, unit } : value;
  }
  const [duration, factor] = isKind(left, 'duration') ? [left, right] : [right, left];
  if (!isKind(duration, 'duration') || typeof factor !== 'number') return undefined;
  const value = operator === '*' ? duration.value * factor : duration.value / factor;
  return { ...duration, value };
}
