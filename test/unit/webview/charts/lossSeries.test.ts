import { expect, test } from 'vitest';
import { traceFixture } from '#test/support/fixtures/runRecords.ts';
import { lossSeries, readLoss } from '#webview/charts/lossSeries.ts';

function entry(repeat: number, iteration: number, loss: number) {
  return { repeat, iteration, loss, evaluations: iteration, elapsed: 0 };
}

test('entries in any order make one ordered line per repeat; the later of two for a step counts', () => {
  const series = lossSeries([entry(1, 2, 0.4), entry(0, 2, 0.6), entry(0, 1, 0.8), entry(1, 1, 0.9), entry(1, 2, 0.5)]);
  expect(series.repeats).toEqual([
    {
      repeat: 0,
      points: [
        { iteration: 1, loss: 0.8 },
        { iteration: 2, loss: 0.6 },
      ],
    },
    {
      repeat: 1,
      points: [
        { iteration: 1, loss: 0.9 },
        { iteration: 2, loss: 0.5 },
      ],
    },
  ]);
  expect(series.mean.map(({ loss }) => loss)).toEqual([expect.closeTo(0.85), expect.closeTo(0.55)]);
});

test('the mean stops where fewer than half of the repeats are left', () => {
  const series = lossSeries([
    ...[0, 1, 2, 3].map((repeat) => entry(repeat, 1, 1)),
    ...[0, 1].map((repeat) => entry(repeat, 2, 0.5)),
    entry(0, 3, 0.1),
  ]);
  expect(series.mean.map(({ iteration }) => iteration)).toEqual([1, 2]);
  expect(series.lastIteration).toBe(3);
});

test('one repeat has no mean; values that are no numbers are left out', () => {
  const series = lossSeries([entry(0, 1, 1), entry(0, 2, Number.NaN), entry(0, 3, 0.5)]);
  expect(series.mean).toEqual([]);
  expect(series.repeats[0]?.points.map(({ iteration }) => iteration)).toEqual([1, 3]);
  expect(lossSeries([])).toMatchObject({ repeats: [], mean: [], firstIteration: 0, lastIteration: 0 });
});

test('a reading covers the repeats that were there', () => {
  const series = lossSeries(traceFixture(3, 50, 20));
  expect(readLoss(series, 20)?.repeats).toBe(4);
  const reading = readLoss(series, 21);
  expect(reading?.repeats).toBe(3);
  expect(reading?.lowest).toBeLessThanOrEqual(reading?.mean ?? 0);
  expect(reading?.highest).toBeGreaterThanOrEqual(reading?.mean ?? 1);
  expect(readLoss(series, 51)).toBeUndefined();
});

test('errors by shots are those of the mean over repeats, where every repeat has one', () => {
  const series = lossSeries([
    { ...entry(0, 1, 1), standardError: 0.3 },
    { ...entry(1, 1, 2), standardError: 0.4 },
    { ...entry(0, 2, 1), standardError: 0.3 },
    entry(1, 2, 1),
  ]);
  expect(series.mean[0]).toEqual({
    ...{ iteration: 1, loss: 1.5, standardError: expect.closeTo(0.25, 12) },
    spread: expect.closeTo(Math.SQRT1_2, 12),
  });
  expect(series.mean[1]).toEqual({ iteration: 2, loss: 1, spread: 0 });
  expect(readLoss(series, 1)).toMatchObject({ mean: 1.5, standardError: expect.closeTo(0.25, 12) });
});
