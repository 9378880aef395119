import { expect, test } from 'vitest';
import { circuitRun, succeededRun } from '#test/support/fixtures/runRecords.ts';
import { comparedCurves } from '#webview/compare/runCurves.ts';

test('each run has the mean over its repeats; one without iterations, or with another quantity, has none', () => {
  const run = succeededRun();
  const [first, second] = [0, 1].map((repeat) =>
    [3, 2, 1].map((loss, iteration) => ({ repeat, iteration, loss: loss + repeat, evaluations: 1, elapsed: 1 })),
  );
  if (run.result === undefined) throw new Error('The fixture has a result.');
  const traced = { ...run, result: { ...run.result, trace: [...(first ?? []), ...(second ?? [])] } };
  const single = { ...run, result: { ...run.result, trace: first ?? [] } };
  const value = {
    ...run,
    result: { ...run.result, trace: first ?? [], objective: { kind: 'value' as const, sense: 'max' as const } },
  };
  const { result: _, ...working } = run;
  expect(comparedCurves([undefined, working], [undefined, first]).curves).toMatchObject([
    { run: 1, repeats: 1, points: [{ loss: 3 }, { loss: 2 }, { loss: 1 }] },
  ]);
  const { curves, subject } = comparedCurves([circuitRun(), traced, undefined, single, value]);
  expect(subject).toBe('loss');
  expect(curves.map(({ points, repeats, run: place }) => [place, repeats, points.map(({ loss }) => loss)])).toEqual([
    [1, 2, [3.5, 2.5, 1.5]],
    [3, 1, [3, 2, 1]],
  ]);
});
