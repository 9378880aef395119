/** A point of a Bloch sphere as it is drawn: to the right, down, and towards who looks at it. */
export interface ProjectedPoint {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** Who looks at the sphere stands between its x and its y axis, a little above its equator. */
const azimuth = Math.PI / 6;
export const elevation = Math.PI / 9;

/** Where a point of the unit sphere, or in it, is drawn on a disk of radius 1. */
export function projectBloch([x, y, z]: readonly [number, number, number]): ProjectedPoint {
  const right = -x * Math.sin(azimuth) + y * Math.cos(azimuth);
  const ahead = x * Math.cos(azimuth) + y * Math.sin(azimuth);
  return {
    x: right,
    y: ahead * Math.sin(elevation) - z * Math.cos(elevation),
    depth: ahead * Math.cos(elevation) + z * Math.sin(elevation),
  };
}

/** Tr ρ² of the state of a qubit: 1 for a pure state, ½ for one of which nothing is known. */
export function purityOf([x, y, z]: readonly [number, number, number]): number {
  return (1 + x * x + y * y + z * z) / 2;
}
