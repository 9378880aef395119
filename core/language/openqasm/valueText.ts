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

/** `π/4 ≈ 0.785398`; undefined where {@link multipleOfPi} is. */
function angleMultiple(value: bigint | number | boolean): string | undefined {
  const multiple = typeof value === 'number' ? multipleOfPi(value) : undefined;
  return multiple === undefined ? undefined : `${multiple} ≈ ${shortNumber(Number(value))}`;
}

/** Six digits, which is what an angle is read with. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A number as a fraction of π, `3π/4`, when it is one with a small denominator; undefined for others and for 0. */
export function multipleOfPi(value: number): string | undefined {
  if (value === 0) return undefined;
  for (const denominator of [1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64, 128, 256]) {
    const numerator = (value * denominator) / Math.PI;
    const factor = Math.round(numerator);
    if (factor !== 0 && Math.abs(numerator - factor) < 1e-10 && Math.abs(factor) < 64) {
      const size = Math.abs(factor) === 1 ? '' : String(Math.abs(factor));
      return `${factor < 0 ? '−' : ''}${size}π${denominator === 1 ? '' : `/${denominator}`}`;
    }
  }
  return undefined;
}
