import type { HistoryGrouping } from '#core/protocol/panelState.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunRow } from '../app/panelModel.ts';

/** A repeat of a run, with the metrics of its hybrid pipeline. */
export interface RepeatRow {
  /** Counted from 0. */
  readonly repeat: number;
  readonly metrics: ReadonlyMap<string, number>;
  readonly primary: number | undefined;
}

/** A line of the table. */
export type DisplayRow =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly label: string;
      readonly count: number;
      readonly open: boolean;
    }
  | {
      readonly kind: 'run';
      readonly key: string;
      readonly run: RunRow;
      readonly level: number;
      /** Undefined where there is nothing under it. */
      readonly open: boolean | undefined;
    }
  | {
      readonly kind: 'repeat';
      readonly key: string;
      readonly run: RunRow;
      readonly repeat: RepeatRow;
      readonly level: number;
    };

export interface DisplayOptions {
  readonly groupBy: HistoryGrouping;
  readonly closedGroups: readonly string[];
  readonly openRuns: readonly string[];
  /** Records that are known of runs that are open. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** The repeats of runs by the run they repeat, of all runs. */
  readonly children: ReadonlyMap<string, readonly RunRow[]>;
}

/** The runs that repeat others, by the run they repeat. */
export function childrenOf(runs: readonly RunRow[]): ReadonlyMap<string, readonly RunRow[]> {
  const children = new Map<string, RunRow[]>();
  for (const run of runs) {
    if (run.parent === undefined) continue;
    const siblings = children.get(run.parent);
    if (siblings === undefined) children.set(run.parent, [run]);
    else siblings.push(run);
  }
  return children;
}

/**
 * The lines of the table, in the order of the runs. Groups come in the order of their first run; a run is in the group of
 * each of its tags. Under a run that is open stand its repeats, and the runs that repeat it.
 */
export function displayRows(runs: readonly RunRow[], options: DisplayOptions): readonly DisplayRow[] {
  const { closedGroups, groupBy } = options;
  if (groupBy === 'none') return runs.flatMap((run) => linesOf(run, '', 1, options));
  const groups = new Map<string, RunRow[]>();
  for (const run of runs) {
    for (const label of groupsOf(run, groupBy)) {
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [run]);
      else group.push(run);
    }
  }
  const closed = new Set(closedGroups);
  return [...groups].flatMap(([label, members]): readonly DisplayRow[] => {
    const open = !closed.has(label);
    const header: DisplayRow = { kind: 'group', key: `group ${label}`, label, count: members.length, open };
    return open ? [header, ...members.flatMap((run) => linesOf(run, `${label} `, 2, options))] : [header];
  });
}

/** What a run without tags is listed under. */
export const noTags = 'No tags';

function groupsOf(run: RunRow, groupBy: Exclude<HistoryGrouping, 'none'>): readonly string[] {
  switch (groupBy) {
    case 'name':
      return [run.name];
    case 'backend':
      return [run.backend];
    case 'tag':
      return run.tags ?? [noTags];
  }
}

function linesOf(run: RunRow, prefix: string, level: number, options: DisplayOptions): readonly DisplayRow[] {
  const children = options.children.get(run.id) ?? [];
  const key = prefix + run.id;
  if (run.primaryMetric === undefined && children.length === 0)
    return [{ kind: 'run', key, run, level, open: undefined }];
  const open = options.openRuns.includes(run.id);
  const line: DisplayRow = { kind: 'run', key, run, level, open };
  if (!open) return [line];
  const record = options.records.get(run.id);
  return [
    line,
    ...repeatsOf(record).map(
      (repeat): DisplayRow => ({ kind: 'repeat', key: `${key} ${repeat.repeat}`, run, repeat, level: level + 1 }),
    ),
    ...children.map(
      (child): DisplayRow => ({
        kind: 'run',
        key: `${key} ${child.id}`,
        run: child,
        level: level + 1,
        open: undefined,
      }),
    ),
  ];
}

function repeatsOf(record: RunRecord | undefined): readonly RepeatRow[] {
  const contenders = record?.result?.contenders ?? [];
  const metrics = (contenders.find(({ role }) => role === 'hybrid') ?? contenders[0])?.metrics ?? [];
  const primary = metrics.find((metric) => metric.primary) ?? metrics[0];
  return (primary?.values ?? []).map((value, repeat) => ({
    repeat,
    primary: value,
    metrics: new Map(
      metrics.flatMap(({ name, values }) => {
        const one = values[repeat];
        return one === undefined ? [] : [[`metric.${name}`, one] as const];
      }),
    ),
  }));
}
