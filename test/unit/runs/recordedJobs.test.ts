import { expect, test } from 'vitest';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import { recordedJobs } from '#core/runs/recordedJobs.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { StoredJob } from '#core/runs/runStore.ts';

const job = (key: string, submittedAt: number, backend = 'cloud'): StoredJob => ({
  ...{ key, runId: 'r', backend, submittedAt, handle: `h-${key}`, state: 'completed' },
});
const phase = (name: JobPhase['phase'], start: number, duration: number, more: Partial<JobPhase> = {}): RunEvent => ({
  ...{ event: 'phase', time: start + duration, run: 'r', phase: name, backend: 'cloud', start, duration },
  ...more,
});

test('a job is kept with the time it took, what it sent and cost, and the calibration before it', () => {
  const events = [
    phase('upload', 100, 5, { key: 'a', circuits: 8, shots: 50 }),
    phase('queue', 105, 20, { key: 'a', position: 2 }),
    phase('download', 130, 4, { key: 'a', cost: { amount: 2, currency: 'USD' } }),
    // Two corrections after one job count for it, and not for the later one.
    phase('mitigate', 140, 3),
    phase('mitigate', 150, 4),
    phase('upload', 300, 6, { key: 'b', circuits: 1, shots: 50 }),
  ];
  const snapshots = [
    { backend: 'cloud', time: 50, sha256: 'first' },
    { backend: 'other', time: 60, sha256: 'foreign' },
    { backend: 'cloud', time: 250, sha256: 'second' },
  ];
  expect(recordedJobs([job('a', 105), job('b', 306), job('c', 400, 'other')], events, snapshots)).toEqual([
    {
      ...{ backend: 'cloud', handle: 'h-a', state: 'completed', submittedAt: 105, circuits: 8, shots: 50 },
      phases: { upload: 5, queue: 20, download: 4, mitigate: 7 },
      cost: { amount: 2, currency: 'USD' },
      calibration: 'first',
    },
    {
      ...{ backend: 'cloud', handle: 'h-b', state: 'completed', submittedAt: 306, circuits: 1, shots: 50 },
      phases: { upload: 6 },
      calibration: 'second',
    },
    { backend: 'other', handle: 'h-c', state: 'completed', submittedAt: 400, calibration: 'foreign' },
  ]);
});

test('a job of which nothing more is known is what the store has of it', () => {
  const { handle: _, ...lost } = job('a', 105);
  expect(recordedJobs([{ ...lost, state: 'submitting' }], [], [])).toEqual([
    { backend: 'cloud', state: 'submitting', submittedAt: 105 },
  ]);
});
