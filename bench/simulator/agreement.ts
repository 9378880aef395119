import type { ContestantTimes } from './contestantTimes.ts';
import type { Values } from './conversation.ts';
import type { Contestant, Row } from './rows.ts';

/** How far two answers may be apart, relative to the size that amplitudes have on average, or to 1 for other values. */
const tolerance = { double: 1e-9, single: 1e-4, rounded: 1e-4 };

/** How many standard deviations the rates of detectors may be apart, of some thousand in a run. */
const deviations = 6;

/** Shots behind a rate of a detector. */
const detectionShots = 100_000;

/** Basis states whose amplitudes are compared: all of small circuits, and some of large ones. */
export function comparedIndices(qubits: number): number[] {
  const size = 2 ** qubits;
  if (qubits <= 12) return Array.from({ length: size }, (_, index) => index);
  const spread = Array.from({ length: 14 }, (_, index) => Math.floor(((index + 0.5) / 14) * size) ^ (index * 37));
  return [0, ...spread, size - 1];
}

/** An answer that is not that of the others. */
export interface Disagreement {
  readonly contestant: Contestant;
  readonly sentence: string;
}

/**
 * What is wrong with the answers of the contestants of a row, compared with the first one that is in double precision; a
 * sentence for each contestant that differs.
 */
export function disagreements(row: Row, found: readonly ContestantTimes[]): Disagreement[] {
  const working = found.filter(({ broken, values }) => broken === undefined && values.length > 0);
  const reference = working.find(
    ({ contestant }) => contestant.precision === 'double' && contestant.subject !== 'hybrid-quantum',
  );
  if (reference === undefined) return [];
  // Who was asked for something else, an expectation value instead of a state, is compared in another row.
  const comparable = working.filter(({ values }) => typeof values[0] === typeof reference.values[0]);
  return comparable.flatMap((each) => {
    const { configuration, precision, subject } = each.contestant;
    const distance =
      'distance' in row.circuit
        ? rateDistance(each.values, reference.values)
        : farthest(row, each.values, reference.values);
    const limit = 'distance' in row.circuit ? deviations : tolerance[precision];
    if (distance <= limit) return [];
    const sentence = `${row.name}: ${subject} (${configuration}) is ${distance.toExponential(1)} away from ${reference.contestant.subject}, where ${limit} is allowed.`;
    return [{ contestant: each.contestant, sentence }];
  });
}

/** The largest difference, amplitudes in units of the larger of their own size and 2^(−n/2). */
function farthest({ qubits }: Row, values: Values, reference: Values): number {
  if (values.length !== reference.length) return Number.POSITIVE_INFINITY;
  return values.reduce<number>((most, value, index) => {
    const other = reference[index];
    if (typeof value === 'number')
      return Math.max(most, typeof other === 'number' ? Math.abs(value - other) : Number.POSITIVE_INFINITY);
    if (other === undefined || typeof other === 'number') return Number.POSITIVE_INFINITY;
    const unit = Math.max(2 ** (-qubits / 2), Math.hypot(...other));
    return Math.max(most, Math.hypot(value[0] - other[0], value[1] - other[1]) / unit);
  }, 0);
}

/** The largest difference of rates, in standard deviations of a difference. */
function rateDistance(values: Values, reference: Values): number {
  if (values.length !== reference.length) return Number.POSITIVE_INFINITY;
  return Math.max(
    ...values.map((value, index) => {
      const [rate, other] = [Number(value), Number(reference[index])];
      const pooled = (rate + other) / 2;
      return Math.abs(rate - other) / Math.sqrt(Math.max((2 * pooled * (1 - pooled)) / detectionShots, 1e-12));
    }),
  );
}
