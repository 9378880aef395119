import { expect, test } from 'vitest';
import { recordedCosts } from '#client/commands/recordedCosts.ts';
import { fallbackRun, succeededRun } from '#test/support/fixtures/runRecords.ts';

const configuration = (state: string) => ({
  backends: { 'ionq-forte': { kind: 'hardware' }, 'forte-emulator': { kind: 'emulator' }, lab: { kind: 'hardware' } },
  execution: {
    chain: [{ backend: 'ionq-forte' }, { backend: 'forte-emulator' }, { backend: 'lab' }],
    quantum: { state },
  },
});

test('what a repetition may cost is told for hardware, as it was planned', () => {
  expect(recordedCosts({ ...fallbackRun(), configuration: configuration('active') })).toEqual([
    'ionq-forte: at most 23.40 USD (60 circuits × 0.3 USD + 60000 shots × 0.00009 USD)',
    'lab: at most unknown cost',
  ]);
});

test('a run without hardware, or without its quantum step, costs nothing to repeat', () => {
  expect(recordedCosts(succeededRun())).toEqual([]);
  expect(recordedCosts({ ...fallbackRun(), configuration: configuration('disabled') })).toEqual([]);
});
