import { expect, test } from 'vitest';
import { batchRows } from '#core/pipeline/engine/batchRows.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { cancelBefore, measured, runText } from '#test/support/pipelineRuns.ts';

test('every pass deals all rows out that fill a batch, each pass in another order', () => {
  const batch = (iteration: number, restart = 0) => batchRows(10, 3, { iteration, restart }, 7, 2);
  const passes = [0, 3, 6].map((first) => [...batch(first), ...batch(first + 1), ...batch(first + 2)]);
  for (const pass of passes) {
    expect(new Set(pass).size).toBe(9);
    expect(Math.max(...pass)).toBeLessThan(10);
  }
  expect(passes[0]).not.toEqual(passes[1]);
  expect(batch(4)).toEqual(batch(4));
  expect(batch(0, 1)).not.toEqual(batch(0));
  expect(batchRows(4, 5, { iteration: 3, restart: 0 }, 7, 0)).toEqual([0, 1, 2, 3]);
});

const batches = (method: string, more = '') =>
  pipelineText({
    optimise: `{ method: ${method}, maxIterations: 12, batch: 8, checkpoint: { every: 1 }${more} }`,
    benchmark:
      '{ repeats: 1, ablations: [], baselines: [], metrics: [{ name: accuracy, primary: true }, { name: log-loss }] }',
  });

test.each(['spsa', 'adam', 'gradient-descent', 'nesterov'])(
  '%s asks about the rows of a batch only',
  async (method) => {
    const { gradients, requests, result } = await runText(batches(method));
    // The last request is about the test rows.
    const asked = [...gradients, ...requests.slice(0, -1)].map(({ bindings }) => bindings);
    for (const bindings of asked)
      expect(new Set(bindings.map((row) => row.slice(0, 2).join())).size).toBeLessThanOrEqual(8);
    expect(asked.length).toBeGreaterThanOrEqual(12);
    const used = new Set(asked.flat().map((row) => row.slice(0, 2).join()));
    expect(used.size).toBeGreaterThan(20);
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.4);
  },
);

test('starts are compared by the loss of all rows', async () => {
  const { requests } = await runText(batches('spsa', ', restarts: 2'));
  const rowsOf = requests.map(({ bindings }) => new Set(bindings.map((row) => row.slice(0, 2).join())).size);
  // Twice all training rows, and in the end the test rows.
  expect(rowsOf.filter((rows) => rows > 20)).toHaveLength(2);
});

test('a run in batches goes on where it was interrupted', async () => {
  const whole = await runText(batches('adam'));
  const checkpoints: unknown[] = [];
  const interrupted = runText(batches('adam'), {
    ...cancelBefore(7),
    onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
  });
  await expect(interrupted).rejects.toMatchObject({ reason: 'cancelled' });
  const resumed = await runText(batches('adam'), { resumeFrom: checkpoints.at(-1) });
  expect(measured(resumed.result)).toBe(measured(whole.result));
});

test.each(['cobyla', 'nelder-mead', 'l-bfgs'])('%s compares values and is refused', async (method) => {
  await expect(runText(batches(method))).rejects.toMatchObject({ reason: 'unsupported' });
});
