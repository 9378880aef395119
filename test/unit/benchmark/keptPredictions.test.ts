import { expect, test } from 'vitest';
import { predictedNumbers } from '#core/benchmark/predictedNumbers.ts';
import { runResultSchema } from '#core/runs/runRecord.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';

/** The expectation of Z after RY(a) is cos a. */
const angles = Array.from({ length: 40 }, (_, row) => (Math.PI * ((row * 17) % 40)) / 39);
const table = `a,b,y\n${angles.map((angle, row) => `${angle},${(row % 7) / 7},${Math.cos(angle)}`).join('\n')}\n`;

const text = pipelineText({
  data: '{ source: { path: data.csv }, target: y }',
  preprocess: '[{ use: to-angle, with: { range: [0, pi] } }]',
  pattern: 'quantum-features',
  task: 'regression',
  quantum: '{ qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }',
  head: '{ use: svm, with: { C: 10, epsilon: 0.01 } }',
  benchmark: '{ repeats: 2, baselines: [{ use: ridge }], ablations: [no-quantum] }',
});

test('every model keeps what it predicted of which row, also when a run is taken up again', async () => {
  const whole = await runText(text, { files: { 'data.csv': table } });
  for (const { id, metrics, predictions = [] } of whole.result.contenders) {
    expect(predictions.map(({ repeat }) => repeat)).toEqual([0, 1]);
    const errors = metrics.find(({ name }) => name === 'rmse')?.values;
    for (const { actual, predicted, repeat, rows, tested } of predictions) {
      expect(rows).toHaveLength(tested);
      expect(actual).toEqual(rows.map((row) => Number(Math.cos(angles[row] ?? 0).toPrecision(6))));
      const squares = actual.reduce((sum, value, place) => sum + (value - (predicted[place] ?? 0)) ** 2, 0);
      expect(Math.sqrt(squares / tested), id).toBeCloseTo(errors?.[repeat] ?? 0, 5);
    }
  }
  const [hybrid, ridge] = whole.result.contenders;
  expect(ridge?.predictions?.map(({ rows }) => rows)).toEqual(hybrid?.predictions?.map(({ rows }) => rows));
  const resumed = await runText(text, { files: { 'data.csv': table }, resumeFrom: whole.checkpoints.at(-2) });
  expect(resumed.result.contenders.map(({ predictions }) => predictions)).toEqual(
    whole.result.contenders.map(({ predictions }) => predictions),
  );
  expect(runResultSchema.parse(JSON.parse(JSON.stringify(whole.result)))).toEqual(whole.result);
});

test('the kernel of a regression is kept, ordered by its target', async () => {
  const { kernel } = (await runText(text, { files: { 'data.csv': table } })).result;
  const lows = kernel?.cells.map((cell) => ('low' in cell ? cell.low : Number.NaN)) ?? [];
  expect(lows).toHaveLength(kernel?.samples ?? 0);
  expect(lows).toEqual([...lows].sort((one, other) => one - other));
  // Rows of near targets have near angles, and are alike; the first and the last are not.
  expect(kernel?.values[1]?.[0]).toBeGreaterThan(0.9);
  expect(kernel?.values.at(-1)?.[0]).toBeLessThan(0.1);
});

test('of many test rows, some at equal distances are kept', () => {
  const rows = { tableRows: [...Array(3000).keys()].map((row) => row + 7), targets: Array<number>(3000).fill(1 / 3) };
  const numbers = [...rows.tableRows.keys()];
  const { predicted } = predictedNumbers(rows, { kind: 'numbers', numbers }, 10);
  expect(predicted?.tested).toBe(3000);
  expect(predicted?.rows).toHaveLength(100);
  expect(predicted?.rows.slice(0, 3)).toEqual([7, 37, 67]);
  expect(predicted?.predicted.slice(0, 3)).toEqual([0, 30, 60]);
  expect(predicted?.actual[0]).toBe(0.333333);
});
