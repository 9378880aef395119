import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { evidenceOf } from '#core/benchmark/recordedMetric.ts';
import { scoreScorecard } from '#core/benchmark/scorecard.ts';
import { scorecardDifference } from '#core/benchmark/scorecardDifference.ts';
import { scorecardDifferenceMarkdown, scorecardMarkdown } from '#core/benchmark/scorecardMarkdown.ts';
import type { ScorecardDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { readScoredScorecard } from '#core/runs/scoredScorecard.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';

type Measure = ScorecardDefinition['dimensions']['costControl']['measures'][number];

const now = Date.UTC(2026, 4, 15);

const entered = (id: string, value: number, changes: Partial<Measure> = {}): Measure => ({
  id,
  source: 'manual',
  better: 'higher',
  good: 10,
  red: 0,
  entered: { value, by: 'ada', on: '2026-05-01', reviewedBy: 'ml-lead' },
  ...changes,
});

function scorecard(changes: Partial<ScorecardDefinition['dimensions']> = {}): ScorecardDefinition {
  const dimension = (id: string, weight: number, value: number) => ({
    owner: 'team',
    weight,
    measures: [entered(id, value)],
  });
  return {
    version: '1.0',
    reviewers: { ml: 'ml-lead', platform: 'platform-lead' },
    dimensions: {
      sdkUsability: dimension('setup', 0.2, 10),
      backendAccess: dimension('queue', 0.25, 5),
      benchmarkTransparency: dimension('export', 0.2, 10),
      costControl: dimension('alerts', 0.2, 2),
      portability: dimension('formats', 0.15, 0),
      ...changes,
    },
  };
}

const score = (definition: ScorecardDefinition, runs: Parameters<typeof evidenceOf>[0] = []) =>
  scoreScorecard(definition, 'vendor', evidenceOf(runs, now));

test('the total is the weighted mean of scores between red and good', () => {
  const scored = score(scorecard());
  expect(scored.total).toBeCloseTo(0.2 + 0.25 * 0.5 + 0.2 + 0.2 * 0.2, 12);
  expect(scored.totalAtMost).toBe(scored.total);
  expect(scored.dimensions.map(({ name, score: own }) => [name, own])).toEqual([
    ['sdkUsability', 1],
    ['backendAccess', 0.5],
    ['benchmarkTransparency', 1],
    ['costControl', 0.2],
    ['portability', 0],
  ]);
  expect(scored.remarks).toEqual([]);
});

test('a score is straight between red and good in either direction and stays in 0…1', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 0.001, max: 1e3, noNaN: true }),
      fc.boolean(),
      (value, red, width, higher) => {
        const good = higher ? red + width : red - width;
        const measure = entered('one', value, { good, red, better: higher ? 'higher' : 'lower' });
        const [dimension] = score(
          scorecard({ sdkUsability: { owner: 'team', weight: 0.2, measures: [measure] } }),
        ).dimensions;
        const own = dimension?.measures[0]?.score ?? Number.NaN;
        const away = higher ? value - red : red - value;
        const expected = away <= 0 ? 0 : away >= Math.abs(good - red) ? 1 : away / Math.abs(good - red);
        expect(own).toBeCloseTo(expected, 6);
      },
    ),
    { numRuns: 200 },
  );
});

test('a measure without a value opens a range instead of being guessed', () => {
  const { entered: _value, ...without } = entered('setup', 0);
  const scored = score(
    scorecard({ sdkUsability: { owner: 'team', weight: 0.2, measures: [without, entered('docs', 10)] } }),
  );
  expect(scored.dimensions[0]).toMatchObject({ score: 0.5, atMost: 1 });
  expect(scored.totalAtMost - scored.total).toBeCloseTo(0.1, 12);
  expect(scored.remarks).toEqual(['No value yet: setup.']);
});

test('measures of runs name the runs they come from', () => {
  const measure: Measure = {
    id: 'cost',
    source: 'run:cost.total',
    better: 'lower',
    good: 5,
    red: 20,
  };
  const run = recordedRun('run-a', { usage: { cost: { amount: 8, currency: 'USD' } } });
  const definition = scorecard({ costControl: { owner: 'finops', weight: 0.2, measures: [measure] } });
  expect(score(definition, [run]).dimensions[3]?.measures[0]).toMatchObject({
    value: 8,
    score: 0.8,
    runs: ['run-a'],
  });
  expect(score(definition).dimensions[3]?.measures[0]).toMatchObject({ missing: 'No run has succeeded.', runs: [] });
});

test('a red flag is raised by a measure at red or by a person', () => {
  const flagged = (value: number, raised?: { by: string; on: string; note: string }) =>
    score(
      scorecard({
        costControl: {
          owner: 'finops',
          weight: 0.2,
          redFlag: 'no spend alerts',
          ...(raised ? { raised } : {}),
          measures: [entered('alerts', value)],
        },
      }),
    ).dimensions[3]?.redFlag;
  expect(flagged(5)).toEqual({ text: 'no spend alerts', raised: false });
  expect(flagged(-3)).toMatchObject({ raised: true, reason: 'alerts is −3, red at 0' });
  expect(flagged(5, { by: 'finops', on: '2026-05-02', note: 'bill twice as high' })).toMatchObject({
    raised: true,
    reason: 'raised by finops on 2026-05-02: bill twice as high',
  });
});

test('values entered by hand say whether anybody else has looked at them', () => {
  const by = (reviewedBy: string | undefined) =>
    score(
      scorecard({
        sdkUsability: {
          owner: 'team',
          weight: 0.2,
          measures: [
            entered('setup', 5, {
              entered: { value: 5, by: 'ml-lead', on: '2026-05-01', ...(reviewedBy ? { reviewedBy } : {}) },
            }),
          ],
        },
      }),
    ).remarks;
  expect(by(undefined)).toEqual(['Entered by hand and not reviewed: setup.']);
  expect(by('somebody')).toEqual(['Entered by hand and not reviewed: setup.']);
  expect(by('ml-lead')).toEqual(['Entered and reviewed by the same person: setup.']);
  expect(by('platform-lead')).toEqual([]);
});

const meaningless: readonly (readonly [string, Partial<ScorecardDefinition['dimensions']>, RegExp])[] = [
  ['weights', { sdkUsability: { owner: 'a', weight: 0.3, measures: [entered('setup', 1)] } }, /sum to 1\.1, not to 1/],
  ['no measure', { sdkUsability: { owner: 'a', weight: 0.2, measures: [] } }, /has no measure/],
  [
    'sides',
    { sdkUsability: { owner: 'a', weight: 0.2, measures: [entered('setup', 1, { better: 'lower' })] } },
    /is better when lower, but good is 10 and red is 0/,
  ],
  ['twice', { sdkUsability: { owner: 'a', weight: 0.2, measures: [entered('queue', 1)] } }, /two measures named queue/],
  [
    'entered for runs',
    { sdkUsability: { owner: 'a', weight: 0.2, measures: [entered('setup', 1, { source: 'run:accuracy' })] } },
    /no value can be entered/,
  ],
];

test.each(meaningless)('refuses a scorecard that means nothing: %s', (_what, changes, message) => {
  expect(() => score(scorecard(changes))).toThrow(Failure);
  expect(() => score(scorecard(changes))).toThrow(message);
});

test('what is kept of a version is read back as it was', () => {
  const scored = score(scorecard());
  expect(readScoredScorecard(JSON.stringify(scored), 'kept.json')).toEqual(scored);
  expect(() => readScoredScorecard('{', 'kept.json')).toThrow(/no kept version/);
  expect(() => readScoredScorecard('{"hybridScorecard":2}', 'kept.json')).toThrow(/no kept version/);
});

test('two versions differ in values, or in what is measured', () => {
  const older = score(scorecard());
  const better = score({
    ...scorecard({ costControl: { owner: 'team', weight: 0.2, measures: [entered('alerts', 7)] } }),
    version: '1.1',
  });
  const difference = scorecardDifference(older, better);
  expect(difference).toMatchObject({ comparable: true, older: { version: '1.0' }, newer: { version: '1.1' } });
  expect(difference.totalChange).toBeCloseTo(0.1, 12);
  expect(difference.changes).toEqual([
    { dimension: 'costControl', what: 'score', older: 0.2, newer: 0.7 },
    { dimension: 'costControl', measure: 'alerts', what: 'value', older: 2, newer: 7 },
    { dimension: 'costControl', measure: 'alerts', what: 'score', older: 0.2, newer: 0.7 },
  ]);
  const other = score(
    scorecard({ costControl: { owner: 'team', weight: 0.2, measures: [entered('bill', 2, { good: 20 })] } }),
  );
  const changed = scorecardDifference(older, other);
  expect(changed.comparable).toBe(false);
  expect(changed.changes).toContainEqual({
    dimension: 'costControl',
    measure: 'alerts',
    what: 'measure',
    older: 'present',
    newer: undefined,
  });
  expect(scorecardDifferenceMarkdown(changed)).toContain('do not measure the same');
  expect(scorecardDifferenceMarkdown(scorecardDifference(older, older))).toContain('Nothing has changed.');
});

test('the document has every dimension and measure, and text of files stays text', () => {
  const text = scorecardMarkdown(
    score(
      scorecard({
        portability: {
          owner: 'x | <b>',
          weight: 0.15,
          redFlag: 'proprietary only',
          measures: [entered('formats', 0)],
        },
      }),
    ),
  );
  expect(text).toContain('# Scorecard of vendor, version 1.0');
  expect(text).toContain('Total **0.57** of 1 on 2026-05-15.');
  expect(text).toContain('| Portability | x \\| \\<b> | 0.15 | 0.00 | **raised**: proprietary only |');
  expect(text).toContain('- **Portability: proprietary only** (formats is 0, red at 0)');
  expect(text).toContain('| Backend access | queue | 5 | 10 | 0 | 0.50 | ada, 2026-05-01, reviewed by ml-lead |');
});
