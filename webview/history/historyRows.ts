import type { HistoryColumn, HistoryStateFilter, PanelState } from '#core/protocol/panelState.ts';
import { isFinal, runStates } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { outcomeWord, runDuration, stateWord } from '../format/runWords.ts';

export type HistorySelection = Pick<PanelState['history'], 'sort' | 'text' | 'states'>;

/**
 * The runs the history shows, in its order. Every word of the text must occur in the run's name, file, backend, id,
 * state, metric name or verdict, in any case. Runs that lack the sorted value come last in either direction; equals
 * stay newest first.
 */
export function historyRows(runs: readonly RunRow[], selection: HistorySelection, now: number): readonly RunRow[] {
  const words = selection.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = runs.filter((run) => isInStates(run, selection.states) && hasWords(run, words));
  const { column, direction } = selection.sort;
  const sign = direction === 'ascending' ? 1 : -1;
  const keyed = shown.map((run) => ({ run, key: sortKey(run, column, now) }));
  keyed.sort((one, other) => {
    if (one.key === undefined || other.key === undefined) {
      if (one.key !== other.key) return one.key === undefined ? 1 : -1;
    } else if (one.key !== other.key) {
      return (one.key < other.key ? -1 : 1) * sign;
    }
    return other.run.createdAt - one.run.createdAt;
  });
  return keyed.map(({ run }) => run);
}

function isInStates(run: RunRow, states: HistoryStateFilter): boolean {
  if (states === 'all') return true;
  return states === 'active' ? !isFinal(run.state) : run.state === states;
}

function hasWords(run: RunRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [
    run.name,
    run.file,
    run.backend,
    run.id,
    stateWord(run.state),
    run.primaryMetric?.name ?? '',
    run.verdict === undefined ? '' : outcomeWord(run.verdict),
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

const outcomeOrder = { worse: 0, 'no-difference-shown': 1, better: 2 } as const;

function sortKey(run: RunRow, column: HistoryColumn, now: number): number | string | undefined {
  switch (column) {
    case 'state':
      return runStates.indexOf(run.state);
    case 'name':
      return run.name.toLowerCase();
    case 'metric':
      return run.primaryMetric?.mean;
    case 'verdict':
      return run.verdict === undefined ? undefined : outcomeOrder[run.verdict];
    case 'backend':
      return run.backend.toLowerCase();
    case 'cost':
      return run.cost?.amount;
    case 'duration':
      return runDuration(run, now);
    case 'created':
      return run.createdAt;
  }
}

/** The sort after its column header is pressed: the other direction, or a new column from its more telling end. */
export function nextSort(sort: HistorySelection['sort'], column: HistoryColumn): HistorySelection['sort'] {
  if (sort.column === column) {
    return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  const largestFirst = column === 'created' || column === 'metric' || column === 'duration' || column === 'cost';
  return { column, direction: largestFirst ? 'descending' : 'ascending' };
}
