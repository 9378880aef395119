import type { HistoryColumn, PanelState } from '#core/protocol/panelState.ts';
import type { RunRow } from '../app/panelModel.ts';
export type HistorySelection = Pick<PanelState['history'], 'sort' | 'text' | 'states'>;
/**
 * The runs the history shows, in its order. Every word of the text must occur in the run's name, file, backend, id,
 * state, metric name or verdict, in any case. Runs that lack the sorted value come last in either direction; equals
 * stay newest first.
 */
export declare function historyRows(
  runs: readonly RunRow[],
  selection: HistorySelection,
  now: number,
): readonly RunRow[];
/** The sort after its column header is pressed: the other direction, or a new column from its more telling end. */
export declare function nextSort(sort: HistorySelection['sort'], column: HistoryColumn): HistorySelection['sort'];
