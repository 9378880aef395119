import { randomStream } from '#core/base/random.ts';

/** Where a training loop is when it asks for its next batch of rows. */
export interface BatchPosition {
  readonly restart: number;
  readonly iteration: number;
}

/**
 * The training rows of one batch, by their places: every pass over the rows deals them out in an order of its own, and
 * leaves out what does not fill a last batch. All rows where a batch would hold as many.
 * @param seed of the order @param repeat of the run
 */
export function batchRows(
  rowCount: number,
  size: number,
  { iteration, restart }: BatchPosition,
  seed: number,
  repeat: number,
): number[] {
  if (size >= rowCount) return Array.from({ length: rowCount }, (_, row) => row);
  const perPass = Math.floor(rowCount / size);
  const pass = Math.floor(iteration / perPass);
  const start = (iteration % perPass) * size;
  return randomStream(seed, 'batch', repeat, restart, pass)
    .permutation(rowCount)
    .slice(start, start + size);
}
