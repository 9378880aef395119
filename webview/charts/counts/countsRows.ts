import type { PanelState } from '#core/protocol/panelState.ts';
import { hammingWeight } from './outcomeBits.ts';
import type { OutcomeFilter } from './outcomeFilter.ts';

export interface CountsRow {
  readonly bits: string;
  readonly count: number;
  readonly share: number;
  /** 95 % Wilson score interval of the probability. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Its share in the distribution laid over; 0 where it does not occur there. */
  readonly expected?: number;
}

export interface CountsRows {
  readonly rows: readonly CountsRow[];
  /** What was measured and accepted but is not among the rows. */
  readonly rest: { readonly outcomes: number; readonly count: number; readonly share: number } | undefined;
  /** All that were measured. */
  readonly shots: number;
  /** What the filter accepts. */
  readonly accepted: { readonly outcomes: number; readonly count: number };
}

export interface CountsQuestion {
  readonly order: PanelState['result']['countsOrder'];
  /** The most rows; the most frequent outcomes have them. */
  readonly most: number;
  readonly filter: OutcomeFilter;
  /** By bit string, adding up to 1 or less. */
  readonly expected?: Readonly<Record<string, number>> | undefined;
}

/**
 * The `most` most frequent of the accepted outcomes in the order asked for, and the rest in one. Shares are of all shots.
 * Outcomes that were expected at least once in as many shots have a row, too. Equal ones are ordered by bits.
 */
export function countsRows(counts: Readonly<Record<string, number>>, question: CountsQuestion): CountsRows {
  const { expected, filter, most, order } = question;
  const shots = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const missing = Object.entries(expected ?? {}).filter(
    ([bits, probability]) => !((counts[bits] ?? 0) > 0) && probability * shots >= 1,
  );
  const outcomes = [...Object.entries(counts), ...missing.map(([bits]): [string, number] => [bits, 0])].filter(
    ([bits, count], index) =>
      (count > 0 || index >= Object.keys(counts).length) && (filter.kind !== 'some' || filter.accepts(bits)),
  );
  outcomes.sort(([bits, count], [otherBits, otherCount]) => otherCount - count || compareBits(bits, otherBits));
  const shown = outcomes.slice(0, most);
  if (order !== 'count') {
    shown.sort(
      ([bits], [other]) =>
        (order === 'weight' ? hammingWeight(bits) - hammingWeight(other) : 0) || compareBits(bits, other),
    );
  }
  const left = outcomes.slice(most);
  const leftCount = sumOf(left);
  return {
    rows: shown.map(([bits, count]) => ({
      bits,
      count,
      share: shareOf(count, shots),
      interval: wilsonInterval(count, shots),
      ...(expected === undefined ? {} : { expected: expected[bits] ?? 0 }),
    })),
    rest: left.length === 0 ? undefined : { outcomes: left.length, count: leftCount, share: shareOf(leftCount, shots) },
    shots,
    accepted: { outcomes: outcomes.length, count: sumOf(outcomes) },
  };
}

/** 0…1; 0 of nothing, and of more than can be counted. */
function shareOf(count: number, shots: number): number {
  return shots > 0 && Number.isFinite(shots) ? Math.min(1, Math.max(0, count / shots)) : 0;
}

function sumOf(outcomes: readonly (readonly [string, number])[]): number {
  return outcomes.reduce((sum, [, count]) => sum + count, 0);
}

function compareBits(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}

/** E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), at 95 %. */
export function wilsonInterval(count: number, trials: number): { readonly low: number; readonly high: number } {
  if (!(trials >= 1)) return { low: 0, high: 1 };
  const z = 1.959963984540054;
  const share = shareOf(count, trials);
  const denominator = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / denominator;
  const reach = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

/**
 * How large the total variation distance between shots and the distribution they are drawn from is on average, by shots
 * alone: half the sum of mean absolute deviations √(2 p (1 − p) (1/n + 1/m) / π) of normal approximations.
 * @param otherShots of the other distribution, where it was measured too
 */
export function distanceByShots(
  probabilities: Readonly<Record<string, number>>,
  shots: number,
  otherShots: number | undefined,
): number {
  const spread = 1 / shots + (otherShots === undefined ? 0 : 1 / otherShots);
  const sum = Object.values(probabilities).reduce(
    (total, p) => total + Math.sqrt((2 * p * (1 - p) * spread) / Math.PI),
    0,
  );
  return Math.min(1, sum / 2);
}
