import { describe, expect, test } from 'vitest';
import type { CriterionResultView, StageView } from '#core/protocol/rolloutView.ts';
import {
  criterionStanding,
  criterionText,
  eventText,
  gapText,
  stageFacts,
  stageStanding,
} from '#webview/rollout/rolloutWords.ts';

const criterion: CriterionResultView = {
  criterion: { kind: 'quality', metric: 'accuracy.ciLow', op: '>=', value: 0.70001 },
  met: true,
  found: 0.8,
  runs: ['a'],
};
const stage: StageView = {
  stage: 'pilot',
  place: 'current',
  passed: false,
  criteria: [],
  approvedBy: [],
  approvalsMissing: [],
  evidence: [],
};

describe('a criterion', () => {
  test('is met, not met, or unknown where there is no value', () => {
    expect(criterionStanding(criterion).word).toBe('Met');
    expect(criterionStanding({ ...criterion, met: false })).toMatchObject({ word: 'Not met', tone: 'bad' });
    const { found: _found, ...unknown } = criterion;
    expect(criterionStanding({ ...unknown, met: false, missing: 'No run.' })).toMatchObject({ word: 'Unknown' });
  });

  test('that is not met says how far it is from being so', () => {
    expect(gapText(criterion)).toBe('');
    expect(gapText({ ...criterion, met: false, found: 0.65 })).toBe(', 0.05001 too low');
    const cost = { kind: 'cost', metric: 'cost.total', op: '<=', value: 20 } as const;
    expect(gapText({ criterion: cost, met: false, found: 23.5, runs: [] })).toBe(', 3.5 too high');
    expect(gapText({ criterion: cost, met: false, runs: [] })).toBe('');
  });

  test('is written with signs and four significant digits', () => {
    expect(criterionText(criterion)).toBe('accuracy.ciLow ≥ 0.7');
  });
});

describe('a stage', () => {
  test('that is behind and not passed was skipped', () => {
    expect(stageStanding({ ...stage, place: 'behind', passed: true })).toMatchObject({ word: 'Passed', tone: 'good' });
    expect(stageStanding({ ...stage, place: 'behind' })).toMatchObject({ tone: 'bad', icon: 'warning' });
    expect(stageStanding(stage).word).toBe('Current stage, not passed yet');
    expect(stageStanding({ ...stage, place: 'ahead', passed: true }).word).toBe('Not reached');
  });

  test('tells its share and its longest duration', () => {
    expect(stageFacts(stage)).toEqual([]);
    expect(stageFacts({ ...stage, share: 0.05, maxDuration: '30d' })).toEqual([
      'for 5\u00a0% of the work',
      'at most 30d',
    ]);
  });
});

test('decisions are told as sentences about who did what', () => {
  const said = { by: 'ada', at: 0 };
  expect(eventText({ kind: 'advanced', from: 'poc', to: 'simulation', ...said })).toBe(
    'ada advanced from Proof of concept to Simulation',
  );
  expect(eventText({ kind: 'rolled-back', stage: 'pilot', ...said })).toBe(
    'ada switched the quantum step off at Pilot',
  );
});
