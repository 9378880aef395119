import type { TraceEntry } from '#core/runs/runRecord.ts';
export interface LossPoint {
  readonly iteration: number;
  readonly loss: number;
}
export interface LossSeries {
  /** One line per repeat, by repeat, each by iteration. */
  readonly repeats: readonly {
    readonly repeat: number;
    readonly points: readonly LossPoint[];
  }[];
  /**
   * The mean over the repeats that reached an iteration, where at least two and at least half of them did: fewer would
   * make the line jump where repeats end.
   */
  readonly mean: readonly LossPoint[];
  readonly lastIteration: number;
  readonly firstIteration: number;
}
/** The optimiser's trace as lines. Entries may come in any order; of two for the same step the later counts. */
export declare function lossSeries(trace: readonly TraceEntry[]): LossSeries;
export interface LossReading {
  readonly iteration: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  readonly repeats: number;
}
/** What the lines say at one iteration; undefined where no repeat was. */
export declare function readLoss(series: LossSeries, iteration: number): LossReading | undefined;
