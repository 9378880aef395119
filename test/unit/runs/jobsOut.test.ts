import { expect, test } from 'vitest';
import { jobsOutText, storedJobsOut } from '#core/runs/jobsOut.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

const sent = new Date(2026, 10, 28, 14, 3, 12).getTime();
const job = (state: StoredJob['state'], more: Partial<StoredJob> = {}): StoredJob => ({
  ...{ key: `k-${state}`, runId: 'r', backend: 'forte', device: 'qpu.forte-1', submittedAt: sent, state },
  ...more,
});

test('of a run that another process executes the jobs that are out are told as they are stored', () => {
  const text = (...jobs: StoredJob[]) => jobsOutText(storedJobsOut(jobs), sent + 60_000);
  expect(text(job('completed'), job('queued', { position: 2, expectedWait: 60_000, seenAt: sent + 30_000 }))).toBe(
    'forte (qpu.forte-1): waiting in the queue since 14:03:12 (place 2, about 1 min 0 s)',
  );
  // When it came onto the device is not stored.
  expect(text(job('running', { seenAt: sent + 30_000 }))).toBe('forte (qpu.forte-1): running');
  expect(text(job('running'), job('submitting'))).toBe('forte (qpu.forte-1): running · 1 more job out');
  expect(text(job('completed'), job('failed'), job('cancelled'))).toBe('');
});
