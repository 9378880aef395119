import { nearMultipleOfPi } from '#core/base/arithmetic/piMultiples.ts';
import { type ConstantValue, realValue } from '#core/openqasm/constantValue.ts';

/** A value as people read it; an angle as a multiple of π with its decimal value. */
export function constantText(value: ConstantValue): string {
  if (typeof value !== 'object') return angleMultiple(value) ?? String(value);
  switch (value.kind) {
    case 'bits':
      return `"${value.value.toString(2).padStart(value.width, '0')}"`;
    case 'angle': {
      const radians = realValue(value) ?? 0;
      return angleMultiple(radians) ?? String(radians);
    }
    case 'complex':
      return `${value.re} + ${value.im}im`;
    case 'duration':
      return `${value.value}${value.unit}`;
  }
}

/** `π/4 ≈ 0.785398`; undefined where {@link multipleOfPiText} is. */
function angleMultiple(value: bigint | number | boolean): string | undefined {
  const multiple = typeof value === 'number' ? multipleOfPiText(value) : undefined;
  return multiple === undefined ? undefined : `${multiple} ≈ ${shortNumber(Number(value))}`;
}

/** Six digits, which is what an angle is read with. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A number as a fraction of π, `3π/4`, when it is one with a small denominator; undefined for others and for 0. */
export function multipleOfPiText(value: number): string | undefined {
  const multiple = nearMultipleOfPi(value);
  if (multiple === undefined) return undefined;
  const { denominator, numerator } = multiple;
  const size = Math.abs(numerator) === 1 ? '' : String(Math.abs(numerator));
  return `${numerator < 0 ? '−' : ''}${size}π${denominator === 1 ? '' : `/${denominator}`}`;
}
