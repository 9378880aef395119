import {
  type AngleValue,
  angleFromRadians,
  angleOf,
  machineAngleWidth,
  radiansOf,
  withAngleWidth,
} from '#core/base/arithmetic/angles.ts';
import { type ComplexValue, complexOf } from '#core/base/arithmetic/complexNumbers.ts';
import { roundFloat } from '#core/base/arithmetic/floats.ts';
import { wrapInteger } from '#core/base/arithmetic/integers.ts';
import type { Type } from './types.ts';

export type { AngleValue } from '#core/base/arithmetic/angles.ts';
export type { ComplexValue } from '#core/base/arithmetic/complexNumbers.ts';

/**
 * A value known before the program runs: integers are bigints, floats numbers, truth values booleans; the others say
 * what they are. What is written as an angle but not declared as one, as in `rx(pi / 2)`, is a float in radians.
 */
export type ConstantValue = bigint | number | boolean | BitsValue | AngleValue | ComplexValue | DurationValue;

/** The bits of a register as an unsigned integer, bit 0 the least significant; a single bit has width 1. */
export interface BitsValue {
  readonly kind: 'bits';
  readonly value: bigint;
  readonly width: number;
}

/** A duration in nanoseconds, or in the backend's own time step `dt`, which no factor converts. */
export interface DurationValue {
  readonly kind: 'duration';
  readonly value: number;
  readonly unit: 'ns' | 'dt';
}

/** The value as a real number, where it is one; angles in radians. */
export function realValue(value: ConstantValue): number | undefined {
  switch (typeof value) {
    case 'bigint':
      return Number(value);
    case 'number':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'object':
      return value.kind === 'angle' ? radiansOf(value) : undefined;
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
    case 'angle':
      return value.value !== 0n;
    case 'complex':
      return value.re !== 0 || value.im !== 0;
    case 'duration':
      return value.value !== 0;
  }
}

/** A register of bits; bits beyond the width are dropped. */
export function bitsOf(value: bigint, width: number): BitsValue {
  return { kind: 'bits', value: BigInt.asUintN(width, value), width };
}

/** A bit string with the most significant digit first, as it is written. */
export function bitsFromDigits(digits: string): BitsValue {
  return bitsOf(digits === '' ? 0n : BigInt(`0b${digits}`), digits.length);
}

/** Values of more bits than this are not converted, so that a width written wrong takes up no memory. */
const widthLimit = 1 << 16;

/**
 * Converts a value to a type as a cast or an initialisation does (types, "Casting specifics"): integers wrap at their
 * width, floats become integers by truncation, angles wrap to [0, 2π) and are rounded to their width.
 * @param from the type of the value, where the conversion depends on the width of a float
 * @returns undefined where no such conversion exists
 */
export function convertValue(value: ConstantValue, type: Type, from?: Type): ConstantValue | undefined {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'object' && (value.kind === 'complex' || value.kind === 'duration')
        ? undefined
        : isTrue(value);
    case 'int':
    case 'uint': {
      const integer = typeof value === 'number' ? truncated(value) : integerValue(value);
      if (integer === undefined || (type.width ?? 0) > widthLimit) return undefined;
      return wrapInteger(integer, type);
    }
    case 'float': {
      const real = realValue(value);
      return real === undefined ? undefined : roundFloat(real, type.width);
    }
    case 'angle':
      return angleValue(value, type.width ?? machineAngleWidth, from?.kind === 'float' ? from.width : undefined);
    case 'complex':
      return complexValue(value, type.width);
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

function angleValue(value: ConstantValue, width: number, floatWidth: number | undefined): AngleValue | undefined {
  if (width > widthLimit) return undefined;
  if (typeof value === 'object') {
    if (value.kind === 'angle') return withAngleWidth(value, width);
    return value.kind === 'bits' ? withAngleWidth(angleOf(value.value, value.width), width) : undefined;
  }
  const real = realValue(value);
  return real === undefined ? undefined : angleFromRadians(real, width, floatWidth);
}

function complexValue(value: ConstantValue, width: number | undefined): ComplexValue | undefined {
  if (typeof value === 'object' && value.kind === 'complex') {
    return complexOf(roundFloat(value.re, width), roundFloat(value.im, width));
  }
  const re = typeof value === 'object' ? undefined : realValue(value);
  return re === undefined ? undefined : complexOf(roundFloat(re, width));
}

function bitsOfSize(value: ConstantValue, size: number | 'scalar' | 'unknown'): ConstantValue | undefined {
  if (size === 'unknown') return undefined;
  if (size === 'scalar') return scalarBit(value);
  if (typeof value === 'object' && value.kind === 'bits' && value.width === size) return value;
  if (size > widthLimit) return undefined;
  if (typeof value === 'object' && value.kind === 'angle') return bitsOf(value.value, size);
  const integer = integerValue(value);
  return integer === undefined ? undefined : bitsOf(integer, size);
}

function scalarBit(value: ConstantValue): ConstantValue | undefined {
  if (typeof value === 'object' && (value.kind === 'complex' || value.kind === 'duration')) return undefined;
  return bitsOf(isTrue(value) ? 1n : 0n, 1);
}
