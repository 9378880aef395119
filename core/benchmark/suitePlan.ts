import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { SuiteCell } from './suiteFile.ts';

/** A run of a suite with its plan. */
export interface PlannedCell {
  readonly cell: SuiteCell;
  readonly plan: RunPlan;
}

/** A row of the plan of a suite: one pipeline on one backend, over all its seeds, on the first link of its chain. */
export interface SuitePlanRow {
  readonly pipeline: string;
  readonly backend: string;
  readonly kind: string;
  readonly runs: number;
  readonly circuits: number;
  readonly shots: number;
  /** That leave this machine. */
  readonly jobs: number;
  /** Milliseconds of computing on the embedded simulator; absent where nobody can tell. */
  readonly time?: number;
  /** Absent where a price is missing. */
  readonly cost?: { readonly amount: number; readonly currency: string };
  /** How the numbers come about: one run, times the runs. */
  readonly perRun: { readonly circuits: number; readonly shots: number; readonly jobs: number };
}

/** What the runs of a suite take together. */
export interface SuitePlan {
  readonly rows: readonly SuitePlanRow[];
  readonly total: Pick<SuitePlanRow, 'runs' | 'circuits' | 'shots' | 'jobs' | 'time'> & {
    /** By currency; what has no price is not in it. */
    readonly cost: Readonly<Record<string, number>>;
  };
}

/** The plan of a suite from those of its cells, in their order; seeds change nothing about what a run takes. */
export function planSuite(cells: readonly PlannedCell[]): SuitePlan {
  const groups = new Map<string, PlannedCell[]>();
  for (const planned of cells) {
    const { backend = '', pipeline } = planned.cell;
    const key = JSON.stringify([pipeline, backend]);
    groups.set(key, [...(groups.get(key) ?? []), planned]);
  }
  const rows = [...groups.values()].flatMap(suiteRow);
  const sum = (field: 'runs' | 'circuits' | 'shots' | 'jobs') => rows.reduce((total, row) => total + row[field], 0);
  const times = rows.flatMap(({ time }) => (time === undefined ? [] : [time]));
  const cost: Record<string, number> = {};
  for (const { cost: one } of rows)
    if (one && one.amount > 0) cost[one.currency] = (cost[one.currency] ?? 0) + one.amount;
  return {
    rows,
    total: {
      runs: sum('runs'),
      circuits: sum('circuits'),
      shots: sum('shots'),
      jobs: sum('jobs'),
      ...(times.length === rows.length ? { time: times.reduce((total, time) => total + time, 0) } : {}),
      cost,
    },
  };
}

function suiteRow(cells: readonly PlannedCell[]): SuitePlanRow[] {
  const [first] = cells;
  const backend = first?.plan.backends[0];
  if (!first || !backend) return [];
  const runs = cells.length;
  const { adapter, circuits, cost, kind, name, shots, time } = backend;
  // What is asked of the embedded simulator is no job.
  const jobs = adapter === 'builtin-simulator' ? 0 : backend.jobs;
  return [
    {
      pipeline: first.cell.pipeline,
      backend: name,
      kind,
      runs,
      circuits: runs * circuits,
      shots: runs * shots,
      jobs: runs * jobs,
      ...(time === undefined ? {} : { time: runs * time }),
      ...(cost === undefined ? {} : { cost: { ...cost, amount: runs * cost.amount } }),
      perRun: { circuits, shots, jobs },
    },
  ];
}
