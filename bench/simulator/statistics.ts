/** Median, least and greatest of some figures. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/** @returns undefined for no figures */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, greatest] = [sorted[0], sorted.at(-1)];
  if (least === undefined || greatest === undefined) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? least;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return { median: (lower + upper) / 2, least, greatest };
}
