import type { Contestant } from './rows.ts';

/** How far exact answers may be apart: rounding grows along the path of an optimiser. */
const exactTolerance = 1e-6;

/** How far answers of a thousand shots and more may be apart. */
const sampledTolerance = 0.1;

/** What came of the work of a contestant. */
export interface Answer {
  readonly contestant: Contestant;
  readonly values: readonly number[];
}

/** An answer that is not that of the others. */
export interface Disagreement {
  readonly contestant: Contestant;
  readonly sentence: string;
}

/**
 * The contestants of a row whose answers differ from that of the first peer, of an exact one if there is one. Where nobody
 * answered but ours there is nothing to compare with, which is nobody's fault.
 */
export function disagreements(row: string, answers: readonly Answer[]): Disagreement[] {
  const peers = answers.filter(({ contestant }) => contestant.subject !== 'hybrid-quantum');
  const reference = peers.find(({ contestant }) => contestant.isSampled !== true) ?? peers[0];
  if (reference === undefined) return [];
  return answers.flatMap((answer) => {
    const { configuration, isSampled, subject } = answer.contestant;
    const limit = isSampled || reference.contestant.isSampled ? sampledTolerance : exactTolerance;
    const distance = farthest(answer.values, reference.values);
    if (distance <= limit) return [];
    const sentence = `${row}: ${subject} (${configuration}) is ${distance.toExponential(1)} away from ${reference.contestant.subject} (${reference.contestant.configuration}), where ${limit} is allowed.`;
    return [{ contestant: answer.contestant, sentence }];
  });
}

/** The largest difference of two lists of numbers; infinite where they do not fit. */
export function farthest(values: readonly number[], others: readonly number[]): number {
  if (values.length !== others.length || values.length === 0) return Number.POSITIVE_INFINITY;
  return values.reduce((most, value, index) => {
    const distance = Math.abs(value - (others[index] ?? Number.NaN));
    return Number.isFinite(distance) ? Math.max(most, distance) : Number.POSITIVE_INFINITY;
  }, 0);
}
