import { binaryParts } from '../arithmetic/binaryParts.ts';

/** An angle x = `quarters` · π/2 + `high` + `low`, where |high + low| ≤ π/4 and `low` is what `high` leaves out. */
export interface QuarterTurns {
  /** Modulo 4. */
  readonly quarters: number;
  readonly high: number;
  readonly low: number;
}

/**
 * 2/π · 2¹²¹⁶ without its fraction. The largest double has its last bit at 2⁹⁷¹, so that 192 bits behind the point of
 * x · 2/π are always known but for their last few. No double but zero is nearer than about 2⁻⁶² to a multiple of π/2,
 * measured in quarters (Muller et al., Handbook of Floating-Point Arithmetic, 2018, section 10.2).
 */
const quartersPerRadian = BigInt(
  [
    '0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1c',
    'b129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d',
    '367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab',
  ].join(''),
);
const pointOfQuarters = 1216n;

/** Bits behind the point of what remains of an angle. */
const point = 192n;
const radiansPerQuarter = (1n << (pointOfQuarters + point)) / quartersPerRadian;
const unit = 1 / Number(1n << point);

/**
 * Reduces any finite angle in whole numbers, so that nothing is lost however large it is. Takes about a microsecond.
 * @param angle radians, at least 2⁻⁵² in size
 */
export function quarterTurns(angle: number): QuarterTurns {
  const { mantissa, exponent } = binaryParts(Math.abs(angle));
  const quarters = ((mantissa * quartersPerRadian) << BigInt(exponent + 52)) >> (pointOfQuarters + 52n - point);
  const whole = (quarters + (1n << (point - 1n))) >> point;
  const rest = ((quarters - (whole << point)) * radiansPerQuarter) >> point;
  const high = Number(rest);
  const low = Number(rest - BigInt(high));
  const sign = angle < 0 ? -1 : 1;
  return { quarters: sign * Number(whole & 3n), high: sign * high * unit, low: sign * low * unit };
}
