export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Whether something can be drawn there: sums of the largest numbers are none. */
export function isPlace({ x, y }: Place): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** The points of a line as drawings have them, in tenths of a pixel, without those that have no place. */
export function pointList(places: readonly Place[]): string {
  return places
    .filter(isPlace)
    .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(' ');
}
