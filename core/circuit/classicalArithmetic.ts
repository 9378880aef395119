import {
  type AngleValue,
  angleFromRadians,
  angleOf,
  machineAngleWidth,
  radiansOf,
  withAngleWidth,
} from '#core/base/arithmetic/angles.ts';
import { compareNumbers, isComparison } from '#core/base/arithmetic/comparison.ts';
import {
  type ComplexValue,
  combineComplex,
  complexExponential,
  complexOf,
  complexSquareRoot,
} from '#core/base/arithmetic/complexNumbers.ts';
import { combineFloats, roundFloat } from '#core/base/arithmetic/floats.ts';
import { combineIntegers, wrapInteger } from '#core/base/arithmetic/integers.ts';
import { countOnes, rotateBits } from '#core/base/arithmetic/rotations.ts';
import { combineTruth } from '#core/base/arithmetic/truthValues.ts';
import { arcCosineOf, arcSineOf, arcTangentOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';
import type {
  BinaryClassicalOperator,
  ClassicalFunction,
  ConstantExpression,
  ConstantFloat,
  ScalarType,
  UnaryClassicalOperator,
} from './classical.ts';
import { RunTimeFault } from './runTimeFault.ts';

/**
 * A value of a {@link ScalarType}: booleans for `bool`; bigints for integers, bits (unsigned) and angles (the fraction of
 * the turn in steps of their width); numbers for floats.
 */
export type ClassicalValue = boolean | bigint | number | ComplexValue;

/** Whether values of both types are the same values. */
export function isSameScalarType(left: ScalarType, right: ScalarType): boolean {
  if (left.kind !== right.kind) return false;
  return !('width' in left || 'width' in right) || ('width' in left && 'width' in right && left.width === right.width);
}

/** The value every variable of a type starts with. */
export function zeroOf(type: ScalarType): ClassicalValue {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'bits':
    case 'int':
    case 'uint':
    case 'angle':
      return 0n;
    case 'float':
      return 0;
    case 'complex':
      return complexOf(0);
  }
}

/**
 * Applies a unary operator to a value of a type.
 * @throws RunTimeFault when the result has too many digits
 */
export function unaryResult(operator: UnaryClassicalOperator, type: ScalarType, value: ClassicalValue): ClassicalValue {
  if (operator === '!') return !isTrue(value);
  if (typeof value === 'boolean') return operator === '~' ? !value : fault(`'-' has no truth value as its operand.`);
  if (typeof value === 'number') return -value;
  if (typeof value === 'object') return complexOf(-value.re, -value.im);
  return wrapped(operator === '~' ? ~value : -value, type);
}

/** One side of a binary operator. */
export interface TypedOperand {
  readonly type: ScalarType;
  readonly value: ClassicalValue;
}

/**
 * Applies a binary operator to values of the types it needs (see `BinaryClassicalExpression`).
 * @param type of the result
 * @throws RunTimeFault for a division of integers by zero, a negative power of an integer, a shift by a negative amount,
 * a position outside the bits, and integers of too many digits
 */
export function binaryResult(
  operator: BinaryClassicalOperator,
  type: ScalarType,
  left: TypedOperand,
  right: TypedOperand,
): ClassicalValue {
  const [x, y] = [left.value, right.value];
  if (operator === 'bit') return bitAt(left, right);
  if (typeof x === 'object' && typeof y === 'object') return complexResult(operator, x, y, type);
  if (typeof x === 'number' && typeof y === 'number') return realResult(operator, x, y, type);
  if (typeof x === 'boolean' && typeof y === 'boolean') {
    return combineTruth(operator, x, y) ?? fault(`'${operator}' is not defined for truth values.`);
  }
  if (typeof x === 'bigint' && typeof y === 'bigint') return integerResult(operator, x, y, type, left.type);
  return fault(`'${operator}' has operands of different kinds.`);
}

function isTrue(value: ClassicalValue): boolean {
  return typeof value === 'object' ? value.re !== 0 || value.im !== 0 : Boolean(value);
}

function bitAt(left: TypedOperand, right: TypedOperand): boolean {
  const width = patternWidth(left.type);
  if (width === undefined || typeof left.value !== 'bigint') return fault('Only bits of a known width have positions.');
  const position = positionOf(right.value, width);
  return ((left.value >> BigInt(position)) & 1n) === 1n;
}

/**
 * The place an index names among `size` elements; negative indices count from the end.
 * @throws RunTimeFault outside them
 */
export function positionOf(index: ClassicalValue, size: number): number {
  const position = Number(index);
  if (Number.isInteger(position) && position >= -size && position < size) {
    return position < 0 ? position + size : position;
  }
  const range = size === 0 ? 'there are none' : `valid are ${-size} to ${size - 1}`;
  return fault(`The index ${String(index)} is outside the ${size} elements; ${range}.`);
}

function complexResult(
  operator: BinaryClassicalOperator,
  x: ComplexValue,
  y: ComplexValue,
  type: ScalarType,
): ClassicalValue {
  const result = combineComplex(operator, x, y);
  if (result === undefined) return fault(`'${operator}' is not defined for complex numbers.`);
  if (typeof result === 'boolean' || type.kind !== 'complex') return result;
  return complexOf(roundFloat(result.re, type.width), roundFloat(result.im, type.width));
}

function realResult(operator: BinaryClassicalOperator, x: number, y: number, type: ScalarType): ClassicalValue {
  const result = combineFloats(operator, x, y) ?? fault(`'${operator}' is not defined for floats.`);
  return typeof result === 'number' && type.kind === 'float' ? roundFloat(result, type.width) : result;
}

function integerResult(
  operator: BinaryClassicalOperator,
  x: bigint,
  y: bigint,
  type: ScalarType,
  leftType: ScalarType,
): ClassicalValue {
  if (isComparison(operator)) return compareNumbers(operator, x, y);
  if ((operator === '/' || operator === '%') && y === 0n) return fault('An integer is divided by zero.');
  if (operator === '<<' || operator === '>>') {
    if (y < 0n) return fault(`The shift by ${y} is negative.`);
    const width = patternWidth(leftType);
    if (width !== undefined && y >= width) return x < 0n && operator === '>>' ? -1n : 0n;
  }
  if (operator === '**' && y < 0n) return fault(`The power of an integer to ${y} is no integer.`);
  const result = combineIntegers(operator, x, y);
  return result === undefined ? fault('The integer has too many digits.') : wrapped(result, type);
}

function widthOf(type: Extract<ScalarType, { kind: 'bits' | 'angle' }>): number {
  return type.kind === 'bits' ? type.width : angleWidth(type);
}

/** How many bits the values of a type have. */
function patternWidth(type: ScalarType): number | undefined {
  if (type.kind === 'bits' || type.kind === 'angle') return widthOf(type);
  return type.kind === 'int' || type.kind === 'uint' ? type.width : undefined;
}

function angleWidth({ width }: { readonly width?: number }): number {
  return width ?? machineAngleWidth;
}

/** An integer as a value of a type whose values are bigints. */
function wrapped(value: bigint, type: ScalarType): bigint {
  switch (type.kind) {
    case 'int':
    case 'uint':
      return wrapInteger(value, { kind: type.kind, width: type.width });
    case 'bits':
    case 'angle':
      return BigInt.asUintN(widthOf(type), value);
    default:
      return value;
  }
}

/**
 * Converts a value as a cast does (types, "Casting specifics").
 * @throws RunTimeFault when there is no such conversion, or a number that is not finite has none
 */
export function castResult({ type: from, value }: TypedOperand, to: ScalarType): ClassicalValue {
  switch (to.kind) {
    case 'bool':
      return isTrue(value);
    case 'int':
    case 'uint':
      return wrapped(integerOf(value), to);
    case 'bits':
      return wrapped(integerOf(value), to);
    case 'float':
      return roundFloat(realOf(value, from), to.width);
    case 'complex':
      if (typeof value !== 'object') return complexOf(roundFloat(realOf(value, from), to.width));
      return complexOf(roundFloat(value.re, to.width), roundFloat(value.im, to.width));
    case 'angle':
      return angleResult(value, from, angleWidth(to));
  }
}

/** Floats lose their fraction; what is kept as an integer stays what it is. */
function integerOf(value: ClassicalValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  return fault(`${textOf(value)} is no integer.`);
}

/** Angles are their radians. */
function realOf(value: ClassicalValue, type: ScalarType): number {
  if (type.kind === 'angle' && typeof value === 'bigint') return radiansOf(angleOf(value, angleWidth(type)));
  return typeof value === 'object' ? fault(`${textOf(value)} is no real number.`) : Number(value);
}

function angleResult(value: ClassicalValue, from: ScalarType, width: number): bigint {
  if (typeof value === 'bigint' && (from.kind === 'angle' || from.kind === 'bits')) {
    return withAngleWidth(angleOf(value, widthOf(from)), width).value;
  }
  const floatWidth = from.kind === 'float' ? from.width : undefined;
  const angle: AngleValue | undefined = angleFromRadians(realOf(value, from), width, floatWidth);
  return angle ? angle.value : fault(`${textOf(value)} is no angle.`);
}

function textOf(value: ClassicalValue): string {
  return typeof value === 'object' ? `${value.re} + ${value.im}im` : String(value);
}

/**
 * Calls a built-in function on values of the types its overload takes.
 * @param type of the result
 * @throws RunTimeFault outside its domain
 */
export function callResult(name: ClassicalFunction, type: ScalarType, given: readonly TypedOperand[]): ClassicalValue {
  const [first, second] = given;
  if (!first) return fault(`'${name}' has no argument.`);
  const result = functionValue(name, first, second);
  if (result === undefined) return fault(`'${name}' has no value for ${given.map(({ value }) => textOf(value))}.`);
  if (typeof result === 'number' && type.kind === 'float') return roundFloat(result, type.width);
  if (typeof result === 'object' && type.kind === 'complex') {
    return complexOf(roundFloat(result.re, type.width), roundFloat(result.im, type.width));
  }
  return typeof result === 'bigint' ? wrapped(result, type) : result;
}

function functionValue(
  name: ClassicalFunction,
  first: TypedOperand,
  second: TypedOperand | undefined,
): ClassicalValue | undefined {
  const { type, value } = first;
  switch (name) {
    case 'exp':
      return typeof value === 'object' ? complexExponential(value) : exponentialOf(realOf(value, type));
    case 'sqrt':
      return typeof value === 'object' ? complexSquareRoot(value) : Math.sqrt(realOf(value, type));
    case 'real':
      return typeof value === 'object' ? value.re : undefined;
    case 'imag':
      return typeof value === 'object' ? value.im : undefined;
    case 'mod':
      return second === undefined ? undefined : remainder(value, second.value);
    case 'popcount':
      return typeof value === 'bigint' ? countOnes(value) : undefined;
    case 'rotl':
    case 'rotr':
      return second === undefined ? undefined : rotated(first, second.value, name === 'rotl' ? 1n : -1n);
    default:
      return realFunctions[name](realOf(value, type));
  }
}

const realFunctions = {
  arccos: arcCosineOf,
  arcsin: arcSineOf,
  arctan: arcTangentOf,
  ceiling: Math.ceil,
  cos: cosineOf,
  floor: Math.floor,
  log: logarithmOf,
  sin: sineOf,
  tan: tangentOf,
} as const;

function remainder(x: ClassicalValue, y: ClassicalValue): ClassicalValue | undefined {
  if (typeof x === 'number' && typeof y === 'number') return x % y;
  return typeof x === 'bigint' && typeof y === 'bigint' && y !== 0n ? x % y : undefined;
}

function rotated({ type, value }: TypedOperand, by: ClassicalValue, direction: bigint): bigint | undefined {
  if (typeof value !== 'bigint' || typeof by !== 'bigint') return undefined;
  const width = patternWidth(type);
  return width === undefined ? undefined : rotateBits(BigInt.asUintN(width, value), width, direction * by);
}

/** A value as the circuit holds it. */
export function constantExpression(type: ScalarType, value: ClassicalValue): ConstantExpression {
  return { kind: 'constant', type, value: constantJson(value) };
}

function constantJson(value: ClassicalValue): ConstantExpression['value'] {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case 'number':
      return floatJson(value);
    case 'object':
      return [floatJson(value.re), floatJson(value.im)];
  }
}

function floatJson(value: number): ConstantFloat {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** The value a constant stands for. */
export function constantValue({ type, value }: ConstantExpression): ClassicalValue {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object') return complexOf(Number(value[0]), Number(value[1]));
  return type.kind === 'float' ? Number(value) : BigInt(value);
}

function fault(message: string): never {
  throw new RunTimeFault(message);
}
