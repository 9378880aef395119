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
  const rows: DisplayRow[] = [];
  if (groupBy === 'none') {
    for (const run of runs) addLines(rows, run, '', 1, options);
    return rows;
  }
  const groups = new Map<string, RunRow[]>();
  for (const run of runs) {
    for (const label of groupsOf(run, groupBy)) {
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [run]);
      else group.push(run);
    }
  }
  const closed = new Set(closedGroups);
  for (const [label, members] of groups) {
    const open = !closed.has(label);
    rows.push({ kind: 'group', key: `group ${label}`, label, count: members.length, open });
    if (open) for (const run of members) addLines(rows, run, `${label} `, 2, options);
  }
  return rows;
}

/** What a run without tags is listed under. */
const noTags = 'No tags';

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

/** Lines of runs with nothing open in them, made once: a hundred thousand are listed anew with every change. */
const closedLines = new WeakMap<RunRow, Extract<DisplayRow, { kind: 'run' }>>();

function closedLine(run: RunRow, hasMore: boolean): DisplayRow {
  const open = hasMore ? false : undefined;
  const known = closedLines.get(run);
  if (known !== undefined && known.open === open) return known;
  const line = { kind: 'run', key: run.id, run, level: 1, open } as const;
  closedLines.set(run, line);
  return line;
}

function addLines(rows: DisplayRow[], run: RunRow, prefix: string, level: number, options: DisplayOptions): void {
  const children = options.children.size === 0 ? undefined : options.children.get(run.id);
  const hasMore = run.primaryMetric !== undefined || children !== undefined;
  const isOpen = hasMore && options.openRuns.length > 0 && options.openRuns.includes(run.id);
  if (level === 1 && !isOpen) {
    rows.push(closedLine(run, hasMore));
    return;
  }
  const key = prefix + run.id;
  rows.push({ kind: 'run', key, run, level, open: hasMore ? isOpen : undefined });
  if (!isOpen) return;
  for (const repeat of repeatsOf(options.records.get(run.id)))
    rows.push({ kind: 'repeat', key: `${key} ${repeat.repeat}`, run, repeat, level: level + 1 });
  for (const child of children ?? [])
    rows.push({ kind: 'run', key: `${key} ${child.id}`, run: child, level: level + 1, open: undefined });
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
