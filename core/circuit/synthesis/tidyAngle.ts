/** Differences below this are rounding. */
const rounding = 1e-14;

/**
 * The angle, or the multiple of π/48 that it only differs from by rounding: people and readers of Clifford circuits
 * recognise those.
 */
export function snappedAngle(angle: number): number {
  const multiple = (Math.round((angle * 48) / Math.PI) * Math.PI) / 48;
  return Math.abs(angle - multiple) < rounding ? multiple + 0 : angle;
}

/** An angle that matters modulo 2π, snapped and in (−π, π]. */
export function tidyAngle(angle: number): number {
  const turns = Math.ceil(angle / (2 * Math.PI) - 0.5 - rounding);
  return snappedAngle(angle - 2 * Math.PI * turns);
}
