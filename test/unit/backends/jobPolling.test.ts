import { expect, test } from 'vitest';
import { isDue, isWorthKeeping, jobAsSeen, nextPoll, pollInterval } from '#core/backends/jobPolling.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

const minute = 60_000;
const hour = 60 * minute;

const job: StoredJob = {
  key: 'run-1',
  runId: 'run',
  backend: 'qpu',
  submittedAt: 1_000_000,
  state: 'queued',
  handle: 'job-1',
  charge: {
    estimate: { amount: 5, currency: 'USD' },
    asOf: '2026-05-01',
    source: 'test',
    arithmetic: '5 × 1 USD',
  },
};

test('pauses double from a quarter of a second to ten seconds', () => {
  const running = { state: 'running' } as const;
  expect([0, 250, 500, 4000, 10 * minute].map((waited) => pollInterval(running, waited))).toEqual([
    250, 250, 500, 4000, 10_000,
  ]);
});

test('a long queue is asked about every few minutes, by what the provider tells of it', () => {
  const queued = (more: Partial<StoredJob>) => pollInterval({ state: 'queued', ...more }, hour);
  expect(queued({ expectedWait: 20 * minute })).toBe(2 * minute);
  expect(queued({ expectedWait: 24 * hour })).toBe(5 * minute);
  // A job that still waits was told nothing by that.
  expect(queued({ expectedWait: 0 })).toBe(3 * minute);
  expect(queued({ position: 600 })).toBe(2 * minute);
  expect(queued({})).toBe(3 * minute);
  // However long the queue is, the first questions come soon.
  expect(pollInterval({ state: 'queued', expectedWait: 24 * hour }, 1000)).toBe(1000);
});

test('a job is due after its pause, at once after a sleep, and when the clock was set back', () => {
  const seen = { ...job, seenAt: job.submittedAt + 20 * minute, expectedWait: 20 * minute };
  expect(nextPoll(seen)).toBe(seen.seenAt + 2 * minute);
  expect(isDue(seen, seen.seenAt + minute)).toBe(false);
  expect(isDue(seen, seen.seenAt + 2 * minute)).toBe(true);
  expect(isDue(seen, seen.seenAt + 9 * hour)).toBe(true);
  expect(isDue(seen, seen.seenAt - hour)).toBe(true);
});

test('what was seen replaces what was known, and a job that never ran costs nothing', () => {
  const waiting = jobAsSeen(job, { state: 'queued', position: 3, expectedWait: 70 }, 2_000_000);
  expect(waiting).toMatchObject({ state: 'queued', position: 3, expectedWait: 70, seenAt: 2_000_000 });
  const running = jobAsSeen(waiting, { state: 'running' }, 3_000_000);
  expect(running).not.toHaveProperty('position');
  expect(running).not.toHaveProperty('expectedWait');
  expect(jobAsSeen(waiting, { state: 'cancelled' }, 4_000_000).charge?.actual).toEqual({ amount: 0, currency: 'USD' });
  // What a job has cost that was cancelled while it ran is not known.
  const { charge } = jobAsSeen(running, { state: 'cancelled' }, 4_000_000);
  expect(charge).toEqual({ ...job.charge, arithmetic: expect.stringMatching(/^5 × 1 USD; .* the estimate counts$/) });
  const failed = jobAsSeen(running, { state: 'failed', code: 'E7', message: 'No qubits.' }, 5_000_000);
  expect(failed).toMatchObject({ state: 'failed', message: 'No qubits. (E7)', charge });
  // Told twice, it is noted once.
  expect(jobAsSeen(failed, { state: 'failed', code: 'E7', message: 'No qubits.' }, 6_000_000).charge).toEqual(charge);
});

test('a status is written down when it is news, and now and then when it is not', () => {
  const seen = jobAsSeen(job, { state: 'queued', position: 3 }, 2_000_000);
  expect(isWorthKeeping(seen, { state: 'queued', position: 3 }, 2_001_000)).toBe(false);
  expect(isWorthKeeping(seen, { state: 'queued', position: 2 }, 2_001_000)).toBe(true);
  expect(isWorthKeeping(seen, { state: 'running' }, 2_001_000)).toBe(true);
  expect(isWorthKeeping(seen, { state: 'queued', position: 3 }, 2_010_000)).toBe(true);
});
