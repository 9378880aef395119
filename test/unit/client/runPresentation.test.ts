import { describe, expect, test } from 'vitest';
import {
  durationPhrase,
  iconOf,
  metricPhrase,
  runDescription,
  spokenRun,
  stateWord,
} from '#client/views/runPresentation.ts';
import type { RunSummary } from '#core/runs/runRecord.ts';
import { runStates } from '#core/runs/runState.ts';

const createdAt = new Date(2026, 10, 18, 9, 5).getTime();
const summary: RunSummary = {
  id: 'm1',
  kind: 'pipeline',
  name: 'iris',
  file: 'iris.hybrid.yaml',
  state: 'succeeded',
  createdAt,
  endedAt: createdAt + 12_345,
  backend: 'local',
  primaryMetric: { name: 'accuracy', mean: 0.9533, low: 0.9211, high: 0.98555 },
};

describe('presentation of runs', () => {
  test('shows the metric with its interval', () => {
    expect(metricPhrase(summary)).toBe('accuracy 0.953 (0.921–0.986)');
  });

  test('shows a metric without interval alone, and none for a run without', () => {
    expect(metricPhrase({ ...summary, primaryMetric: { name: 'energy', mean: -123.456 } })).toBe('energy -123.5');
    const { primaryMetric: _none, ...without } = summary;
    expect(metricPhrase(without)).toBeUndefined();
  });

  test('keeps figures of any size readable', () => {
    const figure = (mean: number) => metricPhrase({ ...summary, primaryMetric: { name: 'm', mean } });
    expect(figure(0)).toBe('m 0.000');
    expect(figure(0.00001234)).toBe('m 1.23e-5');
    expect(figure(1_234_567)).toBe('m 1.23e+6');
  });

  test.each([
    [0, '0.0 s'],
    [840, '0.8 s'],
    [12_345, '12 s'],
    [59_960, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
  ])('says %d ms as %s', (milliseconds, phrase) => {
    expect(durationPhrase(milliseconds)).toBe(phrase);
  });

  test('gives the time alone for a run of today and the date for others', () => {
    expect(runDescription(summary, false, createdAt + 3_600_000)).toBe('accuracy 0.953 (0.921–0.986) · 12 s · 09:05');
    expect(runDescription(summary, false, createdAt + 86_400_000)).toMatch(/ · 2026-11-18 09:05$/);
  });

  test('says what is unusual about a run first', () => {
    const { endedAt: _not, primaryMetric: _yet, ...running } = summary;
    expect(runDescription({ ...running, state: 'running', step: 'train' }, false, createdAt)).toBe('train · 09:05');
    expect(runDescription({ ...running, state: 'running' }, true, createdAt)).toBe('interrupted · 09:05');
    expect(runDescription({ ...running, state: 'cancelled' }, false, createdAt)).toBe('cancelled · 09:05');
  });

  test('tells every state apart by its icon', () => {
    const icons = runStates.filter((state) => state !== 'validating').map((state) => iconOf(state, false).icon);
    expect(new Set(icons).size).toBe(icons.length);
    expect(icons).not.toContain(iconOf('running', true).icon);
    expect(stateWord('running', true)).toBe('interrupted');
  });
});

describe('what is read out of a run', () => {
  const now = createdAt + 60_000;

  test.each([
    ['of one that ended', { ...summary }, false, /^iris, succeeded, accuracy 0\.953 \(0\.921–0\.986\), 12 s, 09:05$/],
    ['a state that is written too, once', { ...summary, state: 'failed' as const }, false, /^iris, failed, accuracy/],
    [
      'the step of one at work',
      { ...summary, state: 'running' as const, step: 'hybrid' },
      false,
      /^iris, running, step hybrid, /,
    ],
    [
      'that one was interrupted',
      { ...summary, state: 'running' as const, step: 'hybrid' },
      true,
      /^iris, interrupted, acc/,
    ],
  ])('%s', (_, run, interrupted, expected) => {
    expect(spokenRun(run, interrupted, now)).toMatch(expected);
  });
});
