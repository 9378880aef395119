import type { Type } from './types.ts';

/**
 * A value known before the program runs: integers are bigints, floats and angles (in radians) numbers, the others say
 * what they are.
 */
export type ConstantValue = bigint | number | boolean | BitsValue | ComplexValue | DurationValue;

/** The bits of a register as an unsigned integer; bit 0 is the least significant. */
export interface BitsValue {
  readonly kind: 'bits';
  readonly value: bigint;
  readonly width: number;
}

export interface ComplexValue {
  readonly kind: 'complex';
  readonly re: number;
  readonly im: number;
}

/** A duration in nanoseconds, or in the backend's own time step `dt`, which no factor converts. */
export interface DurationValue {
  readonly kind: 'duration';
  readonly value: number;
  readonly unit: 'ns' | 'dt';
}

/** The value as a real number, where it is one. */
export function realValue(value: ConstantValue): number | undefined {
  switch (typeof value) {
    case 'bigint':
      return Number(value);
    case 'number':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return undefined;
  }
}

/** The value as an integer, where it is one; bit strings count as unsigned. */
export function integerValue(value: ConstantValue): bigint | undefined {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1n : 0n;
    case 'object':
      return value.kind === 'bits' ? value.value : undefined;
    default:
      return undefined;
  }
}

/** Whether the value counts as true in a condition. */
export function isTrue(value: ConstantValue): boolean {
  if (typeof value !== 'object') return Boolean(value);
  switch (value.kind) {
    case 'bits':
      return value.value !== 0n;
    case 'complex':
      return value.re !== 0 || value.im !== 0;
    case 'duration':
      return value.value !== 0;
  }
}

/** A bit string with the most significant digit first, as it is written. */
export function bitsFromDigits(digits: string): BitsValue {
  return { kind: 'bits', value: digits === '' ? 0n : BigInt(`0b${digits}`), width: digits.length };
}

/**
 * Converts a value to a type as a cast or an initialisation does (types, "Casting specifics"): integers wrap at their
 * width, floats become integers by truncation, angles wrap to [0, 2π) and are rounded to their width.
 * @returns undefined where no such conversion exists
 */
export function convertValue(value: ConstantValue, type: Type): ConstantValue | undefined {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'object' && value.kind !== 'bits' ? undefined : isTrue(value);
    case 'int':
    case 'uint': {
      const integer = typeof value === 'number' ? truncated(value) : integerValue(value);
      if (integer === undefined || type.width === undefined) return integer;
      return type.kind === 'int' ? BigInt.asIntN(type.width, integer) : BigInt.asUintN(type.width, integer);
    }
    case 'float': {
      const real = realValue(value);
      return real === undefined || type.width !== 32 ? real : Math.fround(real);
    }
    case 'angle':
      return angleValue(value, type.width);
    case 'complex': {
      if (typeof value === 'object') return value.kind === 'complex' ? value : undefined;
      const re = realValue(value);
      return re === undefined ? undefined : { kind: 'complex', re, im: 0 };
    }
    case 'bit':
      return bitsOfSize(value, type.size);
    case 'duration':
    case 'stretch':
      return typeof value === 'object' && value.kind === 'duration' ? value : undefined;
    case 'qubit':
    case 'array':
    case 'void':
    case 'none':
      return undefined;
  }
}

function truncated(value: number): bigint | undefined {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
}

function angleValue(value: ConstantValue, width: number | undefined): number | undefined {
  const turn = 2 * Math.PI;
  if (typeof value === 'object') {
    return value.kind === 'bits' ? (turn * Number(value.value)) / 2 ** value.width : undefined;
  }
  const real = realValue(value);
  if (real === undefined || !Number.isFinite(real)) return undefined;
  const wrapped = ((real % turn) + turn) % turn;
  if (width === undefined || width > 52) return wrapped;
  const steps = 2 ** width;
  return (turn * (Math.round((wrapped / turn) * steps) % steps)) / steps;
}

function bitsOfSize(value: ConstantValue, size: number | 'scalar' | 'unknown'): ConstantValue | undefined {
  if (size === 'unknown') return undefined;
  const width = size === 'scalar' ? 1 : size;
  const integer = integerValue(value);
  return integer === undefined ? undefined : { kind: 'bits', value: BigInt.asUintN(width, integer), width };
}
