import type { PanelState } from '#core/protocol/panelState.ts';

export interface CountsRow {
  readonly bits: string;
  readonly count: number;
  readonly share: number;
  /** 95 % Wilson score interval of the probability. */
  readonly interval: { readonly low: number; readonly high: number };
}

export interface CountsRows {
  readonly rows: readonly CountsRow[];
  /** What was measured but is not among the rows. */
  readonly rest: { readonly outcomes: number; readonly count: number; readonly share: number } | undefined;
  readonly shots: number;
}

/**
 * The `most` most frequent outcomes, ordered by falling count or by bits, and the rest in one. Equal counts are ordered
 * by bits.
 */
export function countsRows(
  counts: Readonly<Record<string, number>>,
  order: PanelState['result']['countsOrder'],
  most: number,
): CountsRows {
  const outcomes = Object.entries(counts).filter(([, count]) => count > 0);
  const shots = outcomes.reduce((sum, [, count]) => sum + count, 0);
  outcomes.sort(([bits, count], [otherBits, otherCount]) => otherCount - count || compareBits(bits, otherBits));
  const shown = outcomes.slice(0, most);
  if (order === 'bits') shown.sort(([bits], [other]) => compareBits(bits, other));
  const left = outcomes.slice(most);
  const leftCount = left.reduce((sum, [, count]) => sum + count, 0);
  return {
    rows: shown.map(([bits, count]) => ({
      bits,
      count,
      share: count / shots,
      interval: wilsonInterval(count, shots),
    })),
    rest: left.length === 0 ? undefined : { outcomes: left.length, count: leftCount, share: leftCount / shots },
    shots,
  };
}

function compareBits(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), at 95 %. */
export function wilsonInterval(count: number, trials: number): { readonly low: number; readonly high: number } {
  const z = 1.959963984540054;
  const share = count / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / denominator;
  const reach = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
