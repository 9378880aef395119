import type { MeasuringOptions } from './contestantTimes.ts';
import type { Row } from './rows.ts';

/** A row that is to be measured with a number of threads. */
export interface PlannedRow {
  readonly row: Row;
  readonly threads: number;
}

/** Seconds that starting the processes of a row and its first runs take, beside the work itself. */
const startingSeconds = 6;

/** Seconds that all runs of a row together take per gate and amplitude, with one thread. */
const secondsPerAmplitude = 9e-9;

/** How many runs of a circuit a gradient is worth. */
const gradientRuns = 5;

/** Seconds that measuring a row takes by rule of thumb; what was measured so far corrects it. */
export function estimatedSeconds({ row, threads }: PlannedRow, options: MeasuringOptions): number {
  const turns = startingSeconds + row.contestants.length * options.rounds * options.secondsPerTurn;
  // States of wide rows that are no state vectors, and packages that are given up, are bounded otherwise.
  if (typeof row.circuit !== 'function' || row.qubits > 30) return turns;
  const runs = row.targets.some(({ area }) => area.startsWith('adjoint')) ? gradientRuns : 1;
  const work = row.circuit().gates.length * 2 ** row.qubits * secondsPerAmplitude * runs;
  const givenUp = row.limit < options.secondsPerRow && row.qubits > 14 ? 2 * row.limit : 0;
  return turns + Math.min(options.secondsPerRow, work / threads) + givenUp;
}

/** Weight of the estimates, in seconds, until that much was measured. */
const trust = 120;

/**
 * Seconds that what is left will take.
 * @param done what was measured, with the seconds it took
 */
export function remainingSeconds(
  left: readonly PlannedRow[],
  done: readonly (PlannedRow & { readonly seconds: number })[],
  options: MeasuringOptions,
): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const estimated = sum(done.map((planned) => estimatedSeconds(planned, options)));
  const correction = (sum(done.map(({ seconds }) => seconds)) + trust) / (estimated + trust);
  return sum(left.map((planned) => estimatedSeconds(planned, options))) * correction;
}
