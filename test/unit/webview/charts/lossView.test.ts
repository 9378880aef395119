import { expect, test } from 'vitest';
import { lossView, traceSubject } from '#webview/charts/lossView.ts';

const entry = (repeat: number, iteration: number, loss: number) => ({
  repeat,
  iteration,
  loss,
  evaluations: 1,
  elapsed: 1,
});

test('a loss has a logarithmic scale where all of it is positive', () => {
  const subject = traceSubject(undefined, 'classification');
  expect(subject).toEqual({ name: 'loss', sign: 1 });
  expect(lossView([entry(0, 1, 0.4)], subject, 'linear').scales).toEqual(['linear', 'logarithmic']);
  const touching = lossView([entry(0, 1, 0.4), entry(0, 2, 0)], subject, 'logarithmic');
  expect(touching).toMatchObject({ scales: ['linear'], shown: 'linear' });
});

test('an energy is drawn beside the exact one, or by its distance from it', () => {
  const subject = traceSubject({ kind: 'energy', sense: 'min', best: -1.85 }, 'ground-state');
  const trace = [entry(0, 1, -1.6), entry(0, 2, -1.8)];
  const drawn = lossView(trace, subject, 'linear');
  expect(drawn).toMatchObject({ axis: 'energy', best: { value: -1.85, name: 'exact ground energy' } });
  expect(drawn.scale.low).toBeLessThan(-1.85);
  expect(drawn.scales).toEqual(['linear', 'distance']);
  const distance = lossView(trace, subject, 'distance');
  expect(distance.axis).toBe('distance of the energy from exact ground energy');
  expect(distance.series.repeats[0]?.points.map(({ loss }) => loss)).toEqual([
    expect.closeTo(0.25, 12),
    expect.closeTo(0.05, 12),
  ]);
  expect(distance.best).toBeUndefined();
});

test('a value that is made as large as possible is drawn with its own sign', () => {
  const subject = traceSubject({ kind: 'value', sense: 'max', best: 4 }, 'optimisation');
  const { best, series } = lossView([entry(0, 1, -3.2)], subject, 'linear');
  expect(series.repeats[0]?.points[0]?.loss).toBe(3.2);
  expect(best).toEqual({ value: 4, name: 'best value' });
});

test('before there is a result the task tells what the trace is of', () => {
  expect(traceSubject(undefined, 'ground-state').name).toBe('energy');
});

test('the band of the mean is inside the scale', () => {
  const trace = [entry(0, 1, 0), entry(1, 1, 2), entry(0, 2, 1), entry(1, 2, 1)];
  const { scale, series } = lossView(trace, { name: 'loss', sign: 1 }, 'linear');
  expect(series.mean[0]).toMatchObject({ loss: 1, spread: Math.SQRT2 });
  expect(scale.low).toBeLessThan(1 - Math.SQRT2);
});
