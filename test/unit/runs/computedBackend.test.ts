import { expect, test } from 'vitest';
import { computedBackend } from '#core/runs/computedBackend.ts';
import { summariseRun } from '#core/runs/runSummary.ts';
import { failedRun, fallbackRun, runningRun, succeededRun } from '#test/support/fixtures/runRecords.ts';

test('is the first one of the chain until something was computed', () => {
  expect(computedBackend(runningRun())).toEqual({ name: 'local', after: [] });
});

test('is the last one that was fallen back to, not the one that was asked for', () => {
  expect(computedBackend(fallbackRun())).toEqual({ name: 'forte-emulator', kind: 'emulator', after: ['ionq-forte'] });
  expect(computedBackend(failedRun())).toEqual({ name: 'local', after: ['ionq-aria'] });
  expect(summariseRun(fallbackRun()).backend).toBe('forte-emulator');
});

test('stays the same when it was tried again', () => {
  const record = succeededRun();
  if (record.result === undefined) throw new Error('The fixture has no result.');
  const again = { time: 0, from: 'local', to: 'local', reason: 'timeout', message: 'slow', attempt: 2 } as const;
  const tried = { ...record, result: { ...record.result, fallbacks: [again] } };
  expect(computedBackend(tried)).toEqual({ name: 'local', kind: 'simulator', after: [] });
});
