import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KernelCell } from '#core/runs/recordedCharts.ts';
import { countsDistance } from '#core/runs/runComparison.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { initialCountsView, overlayOfRun, seenCounts } from '#webview/charts/counts/countsView.ts';
import { outcomeBits } from '#webview/charts/counts/outcomeBits.ts';
import { countsTogether } from '#webview/charts/counts/rowCounts.ts';
import { groupMeans, kernelLevelCount, kernelLevels } from '#webview/charts/kernelLevels.ts';
import { kernelOrder } from '#webview/charts/kernelOrder.ts';
import { type LinearScale, linearScale } from '#webview/charts/linearScale.ts';
import { logScale } from '#webview/charts/logScale.ts';
import { readLoss } from '#webview/charts/lossSeries.ts';
import { lossView, mainLine } from '#webview/charts/lossView.ts';
import { pointList } from '#webview/charts/pointList.ts';
import { nearestPoint, placeOfPoint, predictionView } from '#webview/charts/predictionView.ts';
import { smoothedLosses } from '#webview/charts/smoothedLosses.ts';
import { comparedCurves } from '#webview/compare/runCurves.ts';
import { formatCount, formatNumber, formatShare, formatSignificant } from '#webview/format/numbers.ts';

/** What may come out of a computation that went well, badly or nowhere. */
const anyNumber = fc.oneof(
  { weight: 3, arbitrary: fc.double() },
  { weight: 3, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
  fc.constantFrom(0, -0, 1, 5e-324, -5e-324, 1e-300, 1e-12, 1e16, 1e16 + 2, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
/** None, one, many, and all the same. */
const anyNumbers = fc.oneof(
  fc.array(anyNumber, { maxLength: 12 }),
  anyNumber.map((value) => [value, value, value]),
);
const runs = { numRuns: 400 };

/** Drawings have no other numbers, and no readings have these words. */
function expectDrawable(...texts: (string | number)[]): void {
  for (const text of texts) expect(String(text)).not.toMatch(/NaN|Infinity|undefined/);
}

function expectScale(scale: LinearScale, values: readonly number[], mostTicks: number): void {
  expect(scale.ticks.length).toBeLessThanOrEqual(mostTicks);
  expect(scale.low).toBeLessThan(scale.high);
  for (const tick of scale.ticks) expectDrawable(tick, scale.position(tick), scale.tickText(tick));
  for (const [index, tick] of scale.ticks.entries()) {
    if (index > 0) expect(tick).toBeGreaterThan(scale.ticks[index - 1] ?? Number.POSITIVE_INFINITY);
  }
  // Ticks that look alike tell nothing.
  expect(new Set(scale.ticks.map(scale.tickText)).size).toBe(scale.ticks.length);
  for (const value of values) if (!Number.isNaN(value)) expectDrawable((scale.position(value) * 500).toFixed(1));
}

test('scales of any values have few ticks that differ, and a place for every value', () => {
  fc.assert(
    fc.property(
      anyNumbers,
      fc.integer({ min: 0, max: 12 }),
      fc.constantFrom(0, 0.04, 0.5),
      (values, count, padding) => {
        expectScale(linearScale(values, count, padding), values, 2 * Math.max(1, count) + 2);
        expectScale(logScale(values), values, 45);
      },
    ),
    runs,
  );
});

test('numbers of any size are written, and not at length', () => {
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 0, max: 9 }), (value, decimals) => {
      const texts = [
        formatNumber(value, decimals),
        formatSignificant(value),
        formatShare(value),
        formatCount(value, 'shot'),
      ];
      for (const text of texts) {
        expectDrawable(text);
        expect(text.length).toBeLessThan(40);
      }
    }),
    runs,
  );
});

const trace = fc.array(
  fc.record({
    repeat: fc.constantFrom(0, 1, 2, 7),
    iteration: fc.oneof(fc.integer({ min: 0, max: 30 }), anyNumber),
    loss: anyNumber,
    evaluations: fc.constant(1),
    elapsed: fc.constant(0),
    standardError: fc.option(anyNumber, { nil: undefined }),
  }),
  { maxLength: 40 },
) satisfies fc.Arbitrary<TraceEntry[]>;

test('traces of any values are drawn, smoothed and read', () => {
  fc.assert(
    fc.property(
      trace,
      fc.option(anyNumber, { nil: undefined }),
      fc.constantFrom('linear', 'logarithmic', 'distance'),
      fc.constantFrom<1 | -1>(1, -1),
      (entries, best, scale, sign) => {
        const subject = { name: 'loss', sign, ...(best === undefined ? {} : { best: { value: best, name: 'best' } }) };
        const view = lossView(entries, subject, scale);
        const { series } = view;
        expectScale(view.scale, [], 45);
        const x = linearScale([series.firstIteration, series.lastIteration], 5);
        const line = mainLine(series);
        const smoothed = smoothedLosses(line, 15);
        expect(smoothed).toHaveLength(line.length);
        const bands = series.mean.map(({ iteration, loss, spread }) => ({ iteration, loss: loss - spread }));
        for (const points of [...series.repeats.map((own) => own.points), line, smoothed, bands]) {
          expectDrawable(
            pointList(
              points.map(({ iteration, loss }) => ({ x: x.position(iteration), y: view.scale.position(loss) })),
            ),
          );
        }
        for (const { iteration } of line) {
          const { lowest, mean } = readLoss(series, iteration) ?? {};
          expectDrawable(formatNumber(mean ?? 0, 4), formatNumber(lowest ?? 0, 4));
        }
        const record = { result: { trace: entries } } as unknown as RunRecord;
        for (const { points } of comparedCurves([record, undefined, record]).curves)
          expect(points.length).toBeGreaterThan(1);
      },
    ),
    runs,
  );
});

test('predictions of any values have places, and a nearest one where there is one', () => {
  const repeat = fc.record({
    repeat: fc.integer({ min: 0, max: 3 }),
    rows: fc.array(fc.nat(), { maxLength: 8 }),
    // Shorter or longer than the rows.
    actual: anyNumbers,
    predicted: anyNumbers,
    tested: fc.nat(),
  });
  fc.assert(
    fc.property(
      fc.array(repeat, { maxLength: 4 }),
      fc.constantFrom('predicted', 'residuals'),
      anyNumber,
      (all, part, at) => {
        const view = predictionView(all, part);
        for (const scale of [view.x, view.y]) expectScale(scale, [], 14);
        const places = view.points.map((point) => placeOfPoint(point, view, part));
        expectDrawable(pointList(places));
        const nearest = nearestPoint(view, part, { x: 0.5, y: at }, 0.5);
        if (Number.isFinite(at)) expect(nearest === undefined).toBe(places.length === 0);
      },
    ),
    runs,
  );
});

test('kernels of any values and cells are drawn and named', () => {
  const cell = fc.oneof(
    fc.record({ class: fc.integer({ min: -1, max: 3 }), samples: fc.nat({ max: 3 }) }),
    fc.record({ low: anyNumber, high: anyNumber, samples: fc.nat({ max: 3 }) }),
  ) satisfies fc.Arbitrary<KernelCell>;
  // Rows may be missing or too short.
  const kernel = fc.record({
    samples: fc.nat(),
    cells: fc.oneof(fc.array(cell, { maxLength: 6 }), fc.array(cell, { maxLength: 1 })),
    values: fc.array(anyNumbers, { maxLength: 6 }),
  });
  fc.assert(
    fc.property(kernel, fc.integer({ min: 2, max: 5 }), (own, tickCount) => {
      for (const { level, path } of kernelLevels(own)) {
        expect(level).toBeGreaterThanOrEqual(0);
        expect(level).toBeLessThan(kernelLevelCount);
        expectDrawable(level, path);
      }
      const order = kernelOrder(own, ['one'], tickCount);
      for (const { at, text } of order.ticks) expectDrawable(at, text);
      for (const index of own.cells.keys()) expectDrawable(order.nameOf(index));
      for (const { mean } of groupMeans(own, order.groups)) expectDrawable(formatNumber(mean, 3));
    }),
    runs,
  );
});

test('counts of any values are rows with shares and whiskers', () => {
  const bits = fc.constantFrom('', '0', '1', '01', '10', '11', '0 1', '1 0', '0011');
  const counts = fc.dictionary(bits, anyNumber, { maxKeys: 6 });
  fc.assert(
    fc.property(
      counts,
      counts,
      fc.constantFrom('count', 'bits', 'weight'),
      fc.array(fc.nat({ max: 4 })),
      (own, other, order, out) => {
        const layout = outcomeBits(Object.keys(own)[0] ?? '');
        const overlay = overlayOfRun({ name: 'other', counts: other }, layout) ?? { name: 'expected', shares: other };
        const view = { ...initialCountsView, leftOut: out };
        const seen = seenCounts({ counts: own, bits: layout, overlay, distanceOf: countsDistance }, order, view);
        for (const { count, expected = 0, interval, share } of seen.rows) {
          for (const part of [share, interval.low, interval.high]) {
            expect(part).toBeGreaterThanOrEqual(0);
            expect(part).toBeLessThanOrEqual(1);
          }
          expectDrawable(formatNumber(count), formatShare(expected));
        }
        if (seen.rest !== undefined) expectDrawable(seen.rest.share);
        expect(Object.keys(countsTogether([{ repeat: 0, row: 0, counts: own }]))).toEqual(Object.keys(own));
      },
    ),
    runs,
  );
});
