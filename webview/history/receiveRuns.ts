import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { HistoryView, RunRow } from '../app/panelModel.ts';
import type { ValueColumns } from './historyColumns.ts';

/** The runs after a message of the host: all of them anew, older ones, or what has changed. Newest first. */
export function receiveRuns(
  known: HistoryView | undefined,
  message: Extract<HostMessage, { type: 'history' }>,
): HistoryView {
  const { part, runs, total } = message;
  const before = known?.runs ?? [];
  switch (part) {
    case undefined:
      return { runs, total };
    case 'more':
      return {
        runs: isOlder(runs[0], before.at(-1)) ? [...before, ...runs] : newestFirst([...before, ...runs]),
        total,
      };
    case 'changes': {
      const gone = new Set(message.deleted);
      const changed = new Map(runs.map((run) => [run.id, run]));
      const kept = before.flatMap((run) => (gone.has(run.id) ? [] : [changed.get(run.id) ?? run]));
      for (const run of before) changed.delete(run.id);
      return { runs: changed.size === 0 ? kept : newestFirst([...kept, ...changed.values()]), total };
    }
  }
}

function isOlder(run: RunRow | undefined, than: RunRow | undefined): boolean {
  return run === undefined || than === undefined || run.id < than.id;
}

/** Ids begin with the time. */
function newestFirst(runs: RunRow[]): RunRow[] {
  return runs.sort((one, other) => (one.id < other.id ? 1 : one.id > other.id ? -1 : 0));
}

/** Further values of runs that the host has sent. */
export interface RunValueColumns {
  /** Every name that some run has a value of, as far as known. */
  readonly names: readonly string[];
  readonly columns: ValueColumns;
}

export const noValues: RunValueColumns = { names: [], columns: new Map() };

/** The values after a part of them has come. Columns that are not asked for any more are forgotten. */
export function receiveValues(
  known: RunValueColumns,
  message: Extract<HostMessage, { type: 'run-values' }>,
): RunValueColumns {
  const { ids, names } = message;
  const columns = new Map<string, Map<string, number | string>>();
  for (const [name, values] of Object.entries(message.columns)) {
    const column = new Map(known.columns.get(name));
    for (const [index, id] of ids.entries()) {
      const value = values[index] ?? null;
      if (value === null) column.delete(id);
      else column.set(id, value);
    }
    columns.set(name, column);
  }
  return { names: [...new Set([...known.names, ...names])].sort(), columns };
}

/** Records that were read for the table; what is read for a comparison is not more. */
const mostRecords = 64;

/** The records after others have come; the longest known are forgotten. */
export function receiveRecords(
  known: ReadonlyMap<string, RunRecord>,
  records: readonly RunRecord[],
): ReadonlyMap<string, RunRecord> {
  const next = new Map(known);
  for (const record of records) {
    next.delete(record.id);
    next.set(record.id, record);
  }
  return new Map([...next].slice(-mostRecords));
}
