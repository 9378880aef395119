import type { RunSummary } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';

export type RunGroupId = 'active' | 'interrupted' | 'today' | 'yesterday' | 'week' | 'earlier';

/** What grouping needs of a run. */
export interface GroupedRun {
  readonly summary: RunSummary;
  /** Not ended and nobody is executing it: its process died or its window was closed. */
  readonly interrupted: boolean;
}

export interface RunGroup<T extends GroupedRun> {
  readonly id: RunGroupId;
  readonly runs: readonly T[];
}

const order: readonly RunGroupId[] = ['active', 'interrupted', 'today', 'yesterday', 'week', 'earlier'];

/**
 * Runs by what the user looks for first: those at work, those waiting to be taken up again, then by day. Groups without
 * runs are left out; within a group the order of `runs` is kept.
 * @param now milliseconds since 1970; days are those of the local time zone
 */
export function groupRuns<T extends GroupedRun>(runs: readonly T[], now: number): readonly RunGroup<T>[] {
  const groups = new Map<RunGroupId, T[]>();
  for (const run of runs) {
    const id = groupOf(run, now);
    groups.set(id, [...(groups.get(id) ?? []), run]);
  }
  return order.flatMap((id) => {
    const members = groups.get(id);
    return members === undefined ? [] : [{ id, runs: members }];
  });
}

function groupOf(run: GroupedRun, now: number): RunGroupId {
  if (run.interrupted) return 'interrupted';
  if (!isFinal(run.summary.state)) return 'active';
  const { createdAt } = run.summary;
  if (createdAt >= startOfDay(now, 0)) return 'today';
  if (createdAt >= startOfDay(now, 1)) return 'yesterday';
  if (createdAt >= startOfDay(now, 6)) return 'week';
  return 'earlier';
}

/** Midnight so many days ago; through the calendar, as days with a change of clocks have 23 or 25 hours. */
function startOfDay(now: number, daysAgo: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime();
}
