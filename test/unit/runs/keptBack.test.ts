import { expect, test } from 'vitest';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import { mlflowRun } from '#core/runs/mlflow/mlflowRun.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

const redact = ['St. Mary', 'St. Mary Hospital', 'ward-7'];
const run = exampleRun('a', {
  name: 'trial of St. Mary Hospital',
  file: 'ward-7/trial.hybrid.yaml',
  inputs: { 'ward-7/patients.csv': 'f'.repeat(64) },
  tags: ['ward-7'],
  configuration: { name: 'trial', data: { source: { path: 'ward-7/patients.csv' } }, tracking: { redact } },
  result: { ...exampleResult([0.9]), warnings: ['ward-7: few rows, says St. Mary'] },
});

test('no export holds a text that is kept back, in values or names', () => {
  const clean = withoutKeptBack(run, run);
  const exports = [
    exportRunsAsJson([clean]),
    exportRunsAsCsv([clean]),
    exportRunsAsMarkdown([clean]),
    JSON.stringify(mlflowRun(clean)),
  ];
  for (const text of exports) for (const word of ['Mary', 'Hospital', 'ward-7']) expect(text).not.toContain(word);
  expect(clean.name).toBe('trial of [redacted]');
  expect(clean.result?.contenders).toEqual(run.result?.contenders);
});

test('without such texts a run stays what it is', () => {
  const plain = exampleRun('a', { configuration: { tracking: { redact: [] } } });
  expect(withoutKeptBack(plain, plain)).toBe(plain);
  expect(withoutKeptBack(exampleRun('a'), exampleRun('a'))).toEqual(exampleRun('a'));
});
