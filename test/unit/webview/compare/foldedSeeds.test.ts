import { expect, test } from 'vitest';
import { foldedSeeds } from '#webview/compare/foldedSeeds.ts';

const row = (path: string, ...values: number[]) => ({ path, values });

test('seeds that follow from another root seed stand apart from what somebody has written', () => {
  const { followed, settings } = foldedSeeds([
    row('seeds.root', 1, 2),
    row('seeds.data', 11, 22),
    row('seeds.split', 12, 23),
    row('data.seed', 11, 22),
    row('optimise.maxIterations', 100, 30),
    row('benchmark.seed', 5, 6),
  ]);
  expect(settings.map(({ path }) => path)).toEqual(['optimise.maxIterations', 'benchmark.seed', 'seeds.root']);
  expect(followed.map(({ path }) => path)).toEqual(['seeds.data', 'seeds.split', 'data.seed']);
});

test('where the root seed is the same, a seed that differs was written by somebody', () => {
  const rows = [row('seeds.split', 12, 23), row('quantum.qubits', 4, 5)];
  expect(foldedSeeds(rows)).toEqual({ settings: rows, followed: [] });
});
