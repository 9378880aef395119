import type { HistoryGrouping } from '#core/protocol/panelState.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunRow } from '../app/panelModel.ts';
import { stateWord } from '../format/runWords.ts';
import { formatDay } from '../format/times.ts';
import type { ValueColumn } from './runValueColumns.ts';

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
  /** The commits that runs were made at, where they are known. */
  readonly commits: ValueColumn | undefined;
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

/** Lines that stand under each other: one, or those of runs with nothing open in them, which are made when they are shown. */
type Block =
  | { readonly kind: 'line'; readonly start: number; readonly row: DisplayRow }
  | {
      readonly kind: 'runs';
      readonly start: number;
      readonly runs: readonly RunRow[];
      /** Which of the runs, and how many. */
      readonly from: number;
      readonly count: number;
      readonly prefix: string;
      readonly level: number;
    };

/**
 * The lines of the table, in the order of the runs. Groups come in the order of their first run; a run is in the group of
 * each of its tags. Under a run that is open stand its repeats, and the runs that repeat it.
 */
export class DisplayRows {
  readonly length: number;
  readonly #blocks: readonly Block[];
  readonly #children: DisplayOptions['children'];

  constructor(runs: readonly RunRow[], options: DisplayOptions) {
    const lines = new Lines(options);
    const { closedGroups, groupBy } = options;
    if (groupBy === 'none') lines.addRuns(runs, '', 1);
    else
      for (const [label, members] of grouped(runs, groupBy, options.commits)) {
        const open = !closedGroups.includes(label);
        lines.add({ kind: 'group', key: `group ${label}`, label, count: members.length, open });
        if (open) lines.addRuns(members, `${label} `, 2);
      }
    this.length = lines.length;
    this.#blocks = lines.blocks;
    this.#children = options.children;
  }

  at(index: number): DisplayRow | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const block = this.#blocks[this.#blockAt(index)];
    switch (block?.kind) {
      case undefined:
        return undefined;
      case 'line':
        return block.row;
      case 'runs': {
        const run = block.runs[block.from + index - block.start];
        return run && this.#closedLine(run, block.prefix, block.level);
      }
    }
  }

  /** Where the line of a key is, else the first line of the run with this id; −1 where there is none. */
  indexOf(key: string): number {
    let ofRun = -1;
    for (const block of this.#blocks) {
      switch (block.kind) {
        case 'line':
          if (block.row.key === key) return block.start;
          if (ofRun === -1 && block.row.kind === 'run' && block.row.run.id === key) ofRun = block.start;
          break;
        case 'runs': {
          const { count, from, prefix, runs, start } = block;
          const id = key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
          for (let place = 0; place < count; place++) {
            const run = runs[from + place]?.id;
            if (run === id) return start + place;
            if (ofRun === -1 && run === key) ofRun = start + place;
          }
        }
      }
    }
    return ofRun;
  }

  /** The line that a line stands under, or itself. */
  parentOf(index: number): number {
    const level = levelOf(this.at(index));
    for (let block = this.#blockAt(index); block >= 0; block--) {
      const { [block]: candidate } = this.#blocks;
      if (candidate?.kind === 'line' && candidate.start < index && levelOf(candidate.row) < level)
        return candidate.start;
    }
    return index;
  }

  /** The runs of some lines, each once, in their order. */
  runsBetween(one: number, other: number): readonly RunRow[] {
    const runs = new Set<RunRow>();
    for (let index = Math.max(0, Math.min(one, other)); index <= Math.max(one, other); index++) {
      const row = this.at(index);
      if (row?.kind === 'run') runs.add(row.run);
    }
    return [...runs];
  }

  #closedLine(run: RunRow, prefix: string, level: number): DisplayRow {
    const hasMore = run.primaryMetric !== undefined || this.#children.has(run.id);
    return { kind: 'run', key: prefix + run.id, run, level, open: hasMore ? false : undefined };
  }

  /** The last block that begins at a line or before. */
  #blockAt(index: number): number {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.start ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The blocks as they are put together. */
class Lines {
  readonly blocks: Block[] = [];
  length = 0;
  readonly #options: DisplayOptions;

  constructor(options: DisplayOptions) {
    this.#options = options;
  }

  add(row: DisplayRow): void {
    this.blocks.push({ kind: 'line', start: this.length, row });
    this.length++;
  }

  addRuns(runs: readonly RunRow[], prefix: string, level: number): void {
    const open = new Set(this.#options.openRuns);
    let from = 0;
    const addClosed = (to: number) => {
      const count = to - from;
      if (count > 0) this.blocks.push({ kind: 'runs', start: this.length, runs, from, count, prefix, level });
      this.length += count;
    };
    if (open.size > 0)
      for (const [index, run] of runs.entries()) {
        if (!open.has(run.id) || !this.#hasMore(run)) continue;
        addClosed(index);
        this.#addOpen(run, prefix, level);
        from = index + 1;
      }
    addClosed(runs.length);
  }

  #hasMore(run: RunRow): boolean {
    return run.primaryMetric !== undefined || this.#options.children.has(run.id);
  }

  #addOpen(run: RunRow, prefix: string, level: number): void {
    const key = prefix + run.id;
    this.add({ kind: 'run', key, run, level, open: true });
    for (const repeat of repeatsOf(this.#options.records.get(run.id)))
      this.add({ kind: 'repeat', key: `${key} ${repeat.repeat}`, run, repeat, level: level + 1 });
    for (const child of this.#options.children.get(run.id) ?? [])
      this.add({ kind: 'run', key: `${key} ${child.id}`, run: child, level: level + 1, open: undefined });
  }
}

function levelOf(row: DisplayRow | undefined): number {
  return row === undefined || row.kind === 'group' ? 1 : row.level;
}

function grouped(
  runs: readonly RunRow[],
  groupBy: Exclude<HistoryGrouping, 'none'>,
  commits: DisplayOptions['commits'],
): ReadonlyMap<string, readonly RunRow[]> {
  const groups = new Map<string, RunRow[]>();
  for (const run of runs)
    for (const label of groupsOf(run, groupBy, commits)) {
      const group = groups.get(label);
      if (group === undefined) groups.set(label, [run]);
      else group.push(run);
    }
  return groups;
}

/** What a run without tags is listed under. */
const noTags = 'No tags';

/** What a run that was made outside of a repository is listed under. */
const noCommit = 'No commit';

function groupsOf(
  run: RunRow,
  groupBy: Exclude<HistoryGrouping, 'none'>,
  commits: DisplayOptions['commits'],
): readonly string[] {
  switch (groupBy) {
    case 'name':
      return [run.name];
    case 'backend':
      return [run.backend];
    case 'tag':
      return run.tags ?? [noTags];
    case 'file':
      return [run.file];
    case 'state':
      return [run.interrupted === true ? 'Interrupted' : stateWord(run.state)];
    case 'day':
      return [formatDay(run.createdAt)];
    case 'commit':
      return [String(commits?.get(run.id) ?? noCommit)];
  }
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
