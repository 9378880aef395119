import { binaryParts } from './binaryParts.ts';
import { fullTurn } from './floats.ts';

/*
 * Angles as the specification defines them (types, "Angles"): a fixed-point fraction of a full turn, which wraps like an
 * unsigned integer. Angles without a width are kept with so many bits that every double survives the way to and from.
 */

/** Bits of an angle whose width the target machine chooses. */
export const machineAngleWidth = 128;

/** `value` of 2^width parts of a full turn. */
export interface AngleValue {
  readonly kind: 'angle';
  readonly value: bigint;
  readonly width: number;
}

export function angleOf(value: bigint, width: number): AngleValue {
  return { kind: 'angle', value: BigInt.asUintN(width, value), width };
}

/**
 * The angle nearest to a number of radians, modulo 2π as the float width of the number knows it; ties to even.
 * @returns undefined for what is no finite number
 */
export function angleFromRadians(radians: number, width: number, floatWidth?: number): AngleValue | undefined {
  if (!Number.isFinite(radians)) return undefined;
  const number = binaryParts(radians);
  const turn = binaryParts(fullTurn(floatWidth));
  const shift = number.exponent - turn.exponent + width;
  const numerator = shift >= 0 ? number.mantissa << BigInt(shift) : number.mantissa;
  const denominator = shift >= 0 ? turn.mantissa : turn.mantissa << BigInt(-shift);
  return angleOf(nearestQuotient(numerator, denominator), width);
}

/** The quotient rounded to the nearest integer, ties to even; the denominator is positive. */
function nearestQuotient(numerator: bigint, denominator: bigint): bigint {
  const isNegative = numerator < 0n;
  const size = isNegative ? -numerator : numerator;
  let quotient = size / denominator;
  const twice = 2n * (size % denominator);
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient += 1n;
  return isNegative ? -quotient : quotient;
}

/** The angle in radians, in [0, 2π], as the nearest double of its fraction of 2π. */
export function radiansOf({ value, width }: AngleValue): number {
  const turn = binaryParts(fullTurn(undefined));
  const excess = Math.max(0, width - 512);
  const product = (value >> BigInt(excess)) * turn.mantissa;
  return Number(product) * 2 ** (turn.exponent - (width - excess));
}

/** The angle with another number of bits: padded with zeros, or rounded to the nearest, ties to even. */
export function withAngleWidth(angle: AngleValue, width: number): AngleValue {
  const more = width - angle.width;
  if (more >= 0) return angleOf(angle.value << BigInt(more), width);
  return angleOf(nearestQuotient(angle.value, 1n << BigInt(-more)), width);
}
