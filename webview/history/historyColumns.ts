import { metricTitle } from '#core/runs/metricText.ts';
import { runStates } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { outcomeWord, runDuration, stateWord, titleOf } from '../format/runWords.ts';
import type { ValueColumn } from './runValueColumns.ts';

/** What the host has told of further values of runs, by the name of the value. */
export type ValueColumns = ReadonlyMap<string, ValueColumn>;

/** How values of a column are written, and what people compare them by. */
export type ColumnKind = 'text' | 'number' | 'time' | 'duration' | 'money' | 'list';

export interface HistoryColumn {
  /** Of the page's own, or the name of a value: `metric.accuracy`, `setting.optimise.maxIterations`. */
  readonly id: string;
  readonly label: string;
  readonly kind: ColumnKind;
  /** Pixels, unless the user has made it another. */
  readonly width: number;
  /** Whether its larger end is the more telling one. */
  readonly largestFirst: boolean;
  /** What a run is sorted by and compared with. */
  readonly value: (run: RunRow, context: ColumnContext) => number | string | undefined;
  /** What filters read; the value itself when absent. */
  readonly text?: (run: RunRow) => string;
}

export interface ColumnContext {
  /** For durations of runs at work. */
  readonly now: number;
  readonly values: ValueColumns;
}

const outcomeOrder = { worse: 0, 'no-difference-shown': 1, better: 2 } as const;

const text = { kind: 'text', largestFirst: false } as const;

/** The columns that every history has. */
export const ownColumns: readonly HistoryColumn[] = [
  {
    ...{ ...text, id: 'state', label: 'State', width: 112 },
    value: ({ state }) => runStates.indexOf(state),
    text: ({ interrupted, state }) => (interrupted === true ? 'Interrupted' : stateWord(state)),
  },
  {
    ...{ ...text, id: 'name', label: 'Name', width: 190 },
    value: ({ name }) => name.toLowerCase(),
    text: ({ name }) => name,
  },
  {
    ...{ id: 'metric', label: 'Metric', kind: 'number', width: 220, largestFirst: true },
    value: ({ primaryMetric }) => primaryMetric?.mean,
  },
  {
    ...{ ...text, id: 'verdict', label: 'Hybrid vs. baseline', width: 154 },
    value: ({ verdict }) => (verdict === undefined ? undefined : outcomeOrder[verdict]),
    text: ({ verdict }) => (verdict === undefined ? '' : outcomeWord(verdict)),
  },
  {
    ...{ ...text, id: 'backend', label: 'Backend', width: 130 },
    value: ({ backend }) => backend.toLowerCase(),
    text: ({ backend }) => backend,
  },
  {
    ...{ id: 'duration', label: 'Duration', kind: 'duration', width: 104, largestFirst: true },
    value: (run, { now }) => runDuration(run, now),
  },
  {
    ...{ id: 'cost', label: 'Cost', kind: 'money', width: 96, largestFirst: true },
    value: ({ cost }) => cost?.amount,
  },
  {
    ...{ id: 'created', label: 'Started', kind: 'time', width: 138, largestFirst: true },
    value: ({ createdAt }) => createdAt,
  },
  {
    ...{ id: 'ended', label: 'Ended', kind: 'time', width: 138, largestFirst: true },
    value: ({ endedAt }) => endedAt,
  },
  {
    ...{ ...text, id: 'tags', label: 'Tags', kind: 'list', width: 140 },
    value: ({ tags }) => tags?.join(', '),
  },
  {
    ...{ ...text, id: 'starred', label: 'Star', width: 76, largestFirst: true },
    value: ({ starred }) => (starred === true ? 1 : undefined),
    text: ({ starred }) => (starred === true ? 'Starred' : ''),
  },
  { ...{ ...text, id: 'failure', label: 'Why it failed', width: 240 }, value: ({ failure }) => failure },
  { ...{ ...text, id: 'note', label: 'Note', width: 200 }, value: ({ note }) => note },
  { ...{ ...text, id: 'file', label: 'File', width: 200 }, value: ({ file }) => file },
  { ...{ ...text, id: 'kind', label: 'Kind', width: 80 }, value: ({ kind }) => kind },
  { ...{ ...text, id: 'parent', label: 'Repeats', width: 150 }, value: ({ parent }) => parent },
  { ...{ ...text, id: 'id', label: 'Id', width: 150 }, value: ({ id }) => id },
];

/** What the table shows until the user chooses. */
export const usualColumns: readonly string[] = [
  'state',
  'name',
  'metric',
  'verdict',
  'backend',
  'duration',
  'cost',
  'created',
];

const own = new Map(ownColumns.map((column) => [column.id, column]));

/** The column of an id; a name that is none of the page's own is that of a value. */
export function columnOf(id: string): HistoryColumn {
  return own.get(id) ?? valueColumn(id);
}

/** Whether a column needs values that the host sends only when asked. */
export function isValueColumn(id: string): boolean {
  return !own.has(id);
}

function valueColumn(id: string): HistoryColumn {
  const kind = id.startsWith('time.') ? 'duration' : 'number';
  return {
    id,
    label: valueLabel(id),
    kind,
    width: Math.min(220, Math.max(104, 40 + 7 * valueLabel(id).length)),
    largestFirst: id.startsWith('metric.'),
    value: (run, { values }) => values.get(id)?.get(run.id),
  };
}

/** `metric.accuracy` as `Accuracy`, `metric.rbf-svm.accuracy` as `rbf-svm accuracy`, `setting.a.b` as `a.b`. */
export function valueLabel(id: string): string {
  const [group = '', ...rest] = id.split('.');
  const name = rest.join('.');
  switch (group) {
    case 'metric':
      return rest.length > 1 ? `${rest.slice(0, -1).join('.')} ${rest.at(-1) ?? ''}` : metricTitle(name);
    case 'setting':
      return name;
    case 'seed':
      return `Seed ${name}`;
    default:
      return titleOf(name);
  }
}

/** A column where it stands alone: settings are named as such. */
export function filterLabel(id: string): string {
  return id.startsWith('setting.') ? `Setting ${valueLabel(id)}` : columnOf(id).label;
}

/** In what order the chooser has its groups: what runs are told apart by comes first. */
export const valueGroups = ['Metrics', 'Settings', 'Seeds', 'Circuit', 'Use and circumstances'] as const;

/** Under what the chooser lists a value. */
export function valueGroup(id: string): (typeof valueGroups)[number] {
  switch (id.split('.', 1)[0]) {
    case 'metric':
      return 'Metrics';
    case 'setting':
      return 'Settings';
    case 'seed':
      return 'Seeds';
    case 'circuit':
      return 'Circuit';
    default:
      return 'Use and circumstances';
  }
}
