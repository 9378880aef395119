import type { JobPhase } from './jobPhase.ts';
import type { RunEvent } from './runEvent.ts';
import type { DeviceSnapshot, RecordedJob } from './runRecord.ts';
import type { StoredJob } from './runStore.ts';

/** The jobs of a run as its record keeps them: with what its log says of their time, and what was kept of their devices. */
export function recordedJobs(
  jobs: readonly StoredJob[],
  events: readonly RunEvent[],
  snapshots: readonly DeviceSnapshot[],
): RecordedJob[] {
  const told = events.flatMap((event) => (event.event === 'phase' ? [event] : []));
  return jobs.map((job) => {
    const { backend, handle, primitive, state, submittedAt } = job;
    const own = told.filter((phase) =>
      phase.key === undefined ? jobBefore(jobs, phase) === job : phase.key === job.key,
    );
    const upload = own.findLast(({ phase }) => phase === 'upload');
    const cost = own.findLast((phase) => phase.cost !== undefined)?.cost;
    const devices = snapshots.filter((snapshot) => snapshot.backend === backend);
    // A clock that was set may put a snapshot behind the job it was taken before.
    const calibration = devices.findLast(({ time }) => time <= submittedAt) ?? devices[0];
    return {
      backend,
      ...(handle === undefined ? {} : { handle }),
      state,
      submittedAt,
      ...(upload?.circuits === undefined ? {} : { circuits: upload.circuits }),
      ...(upload?.shots === undefined ? {} : { shots: upload.shots }),
      ...(primitive === undefined ? {} : { primitive }),
      ...(upload?.options === undefined ? {} : { options: upload.options }),
      ...(own.length === 0 ? {} : { phases: durations(own) }),
      ...(cost === undefined ? {} : { cost }),
      ...(calibration === undefined ? {} : { calibration: calibration.sha256 }),
    };
  });
}

/** The job of a backend that a phase of no particular job belongs to: the last one of its question. */
function jobBefore(jobs: readonly StoredJob[], { backend, duration, start }: JobPhase): StoredJob | undefined {
  return jobs.findLast((job) => job.backend === backend && job.submittedAt <= start + duration);
}

function durations(phases: readonly JobPhase[]): NonNullable<RecordedJob['phases']> {
  const sums: Partial<Record<JobPhase['phase'], number>> = {};
  for (const { duration, phase } of phases) sums[phase] = (sums[phase] ?? 0) + duration;
  return sums;
}
