import { describe, expect, test } from 'vitest';
import { heardFrom, phraseOf, quietRun, shownSteps } from '#client/runs/liveRun.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';

function runAfter(...heard: RunProgress[]) {
  return heard.reduce(heardFrom, quietRun);
}

const entry = (repeat: number, iteration: number) => ({
  repeat,
  iteration,
  loss: 1,
  evaluations: iteration,
  elapsed: 5,
});

const plan: RunProgress = {
  kind: 'plan',
  steps: [
    { id: 'load', title: 'Load data' },
    { id: 'train', title: 'Train' },
  ],
};

describe('a run at work', () => {
  test('is spoken of by the title of its step, not its id', () => {
    const run = runAfter(plan, { kind: 'step', id: 'train', state: 'started' });
    expect(run.step).toBe('Train');
    expect(phraseOf(run, 0)).toBe('Train');
  });

  test('puts what it says behind the step', () => {
    const run = runAfter(
      plan,
      { kind: 'step', id: 'train', state: 'started' },
      { kind: 'advance', fraction: 0.4, detail: 'repeat 3 of 10, loss 0.412' },
    );
    expect(phraseOf(run, 0)).toBe('Train: repeat 3 of 10, loss 0.412');
  });

  test('does not name the step twice when the phrase begins with it', () => {
    const run = runAfter(
      plan,
      { kind: 'step', id: 'train', state: 'started' },
      { kind: 'advance', fraction: 0.4, detail: 'Train: repeat 3 of 10' },
    );
    expect(phraseOf(run, 0)).toBe('Train: repeat 3 of 10');
  });

  test('drops what the last step said when the next begins', () => {
    const run = runAfter(
      plan,
      { kind: 'step', id: 'load', state: 'started' },
      { kind: 'advance', fraction: 0.1, detail: '150 rows' },
      { kind: 'step', id: 'load', state: 'finished', duration: 3 },
      { kind: 'step', id: 'train', state: 'started' },
    );
    expect(phraseOf(run, 0)).toBe('Train');
  });

  test('never goes backwards or past the end', () => {
    const run = runAfter(
      { kind: 'advance', fraction: 0.5, detail: 'a' },
      { kind: 'advance', fraction: 0.3, detail: 'b' },
    );
    expect(run.fraction).toBe(0.5);
    expect(run.detail).toBe('b');
    expect(heardFrom(run, { kind: 'advance', fraction: 1.2, detail: '' }).fraction).toBe(1);
  });

  test('collects the steps of the optimiser and the warnings', () => {
    const entry = { repeat: 0, iteration: 1, loss: 0.7, evaluations: 12, elapsed: 5 };
    const run = runAfter({ kind: 'trace', entry }, { kind: 'warning', message: 'Plateau.' });
    expect(run.trace).toEqual([entry]);
    expect(run.warnings).toEqual(['Plateau.']);
    expect(quietRun.trace).toEqual([]);
  });

  test('keeps a long run sparser, never without its latest step', () => {
    const entries = Array.from({ length: 10_000 }, (_none, index) => entry(0, index + 1));
    const { trace } = runAfter(...entries.map((own): RunProgress => ({ kind: 'trace', entry: own })));
    expect(trace.length).toBeGreaterThanOrEqual(1000);
    expect(trace.length).toBeLessThanOrEqual(4001);
    expect(trace.at(-1)).toEqual(entries.at(-1));
    expect(trace[0]?.iteration).toBeLessThanOrEqual(8);
  });

  test('keeps the same iterations of every repeat, so that their means are of what belongs together', () => {
    const entries = Array.from({ length: 9 }, (_none, repeat) =>
      Array.from({ length: 997 }, (_other, index) => entry(repeat, index + 1)),
    ).flat();
    const { trace } = runAfter(...entries.map((own): RunProgress => ({ kind: 'trace', entry: own })));
    const shown = shownSteps(trace);
    expect(shown.length).toBeLessThanOrEqual(509);
    const iterations = (repeat: number) => shown.filter((own) => own.repeat === repeat).map((own) => own.iteration);
    expect(iterations(8)).toEqual(iterations(0));
    expect(iterations(0).at(-1)).toBe(997);
  });

  test('says where the job is that it waits for, and how many of the step are done', () => {
    const since = new Date(2026, 10, 28, 14, 3, 12).getTime();
    const at = (state: JobNews['state'], key = 'a', position?: number): RunProgress => ({
      ...{ kind: 'job', key, backend: 'forte', provider: 'ionq', device: 'qpu.forte-1', state, since },
      ...(position === undefined ? {} : { position }),
    });
    const training: RunProgress[] = [plan, { kind: 'step', id: 'train', state: 'started' }];
    const waiting = runAfter(...training, at('submitting'), at('queued', 'a', 3));
    const where = 'forte (ionq, qpu.forte-1)';
    expect(phraseOf(waiting, since)).toBe(`Train · ${where}: waiting in the queue since 14:03:12 (place 3)`);
    const second = [at('queued'), at('running'), at('done'), at('queued', 'b'), at('running', 'b')].reduce(
      heardFrom,
      waiting,
    );
    expect(phraseOf(second, since)).toBe(`Train · ${where}: running since 14:03:12 · 1 job done`);
    const both = heardFrom(second, at('submitting', 'c'));
    expect(phraseOf(both, since)).toContain('running since 14:03:12 · 1 more job out · 1 job done');
    const left = [at('ended', 'c'), at('fetching', 'b'), at('done', 'b')].reduce(heardFrom, both);
    expect(phraseOf(left, since)).toBe('Train · 2 jobs done');
    const next = heardFrom(left, { kind: 'step', id: 'load', state: 'started' });
    expect(phraseOf(next, since)).toBe('Load data');
    // A wait over midnight says of which day.
    expect(phraseOf(waiting, since + 86_400_000)).toContain('since 2026-11-28 14:03 (place 3)');
  });

  test('leaves what was decided to the record, and warns of the rest', () => {
    const decided = { topic: 'jobs', choice: 'continue', by: 'ada', via: 'editor', time: 5, message: 'More?' } as const;
    const run = runAfter({ kind: 'decision', ...decided }, { kind: 'warning', message: 'Slow.' });
    expect(run.warnings).toEqual(['Slow.']);
  });

  test('names an unplanned step by its id', () => {
    expect(phraseOf(runAfter({ kind: 'step', id: 'score', state: 'started' }), 0)).toBe('score');
  });

  test('shows every step while they are few, then evenly fewer, and always the latest', () => {
    const steps = (count: number) =>
      Array.from({ length: count }, (_none, iteration) => ({
        repeat: 0,
        iteration,
        loss: 1,
        evaluations: iteration,
        elapsed: iteration,
      }));
    expect(shownSteps([])).toEqual([]);
    expect(shownSteps(steps(500))).toEqual(steps(500));
    const shown = shownSteps(steps(1999));
    expect(shown.length).toBeLessThanOrEqual(501);
    expect(shown.slice(0, 3).map(({ iteration }) => iteration)).toEqual([0, 4, 8]);
    expect(shown.at(-1)?.iteration).toBe(1998);
  });
});
