import { unpackRuns } from '#core/protocol/packedRuns.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { HistoryView, RunRow } from '../app/panelModel.ts';

type HistoryMessage = Extract<HostMessage, { type: 'history' }>;

/** The runs after a message of the host: the newest anew, or what has changed. Newest first. */
export function receiveRuns(known: HistoryView | undefined, message: HistoryMessage): HistoryView {
  const { part, runs, total } = message;
  switch (part) {
    case undefined:
      return { runs, waiting: [], total };
    case 'changes':
      return { runs: withChanges([...(known?.runs ?? []), ...(known?.waiting ?? [])], message), waiting: [], total };
  }
}

function withChanges(before: readonly RunRow[], { deleted, runs }: HistoryMessage): readonly RunRow[] {
  const gone = new Set(deleted);
  const changed = new Map(runs.map((run) => [run.id, run]));
  const kept: RunRow[] = [];
  for (const run of before) {
    if (gone.has(run.id)) continue;
    kept.push(changed.get(run.id) ?? run);
    changed.delete(run.id);
  }
  return changed.size === 0 ? kept : newestFirst([...kept, ...changed.values()]);
}

/**
 * The runs after older ones have come. They wait until they are as many as those shown, or all: were every part shown as
 * it comes, the table would be made anew for each.
 */
export function receiveOlderRuns(
  known: HistoryView | undefined,
  { columns, isLast, total }: Extract<HostMessage, { type: 'older-runs' }>,
): HistoryView {
  const shown = known?.runs ?? [];
  const waiting = [...(known?.waiting ?? []), ...unpackRuns(columns)];
  if (!isLast && waiting.length < shown.length) return { runs: shown, waiting, total };
  const runs = [...shown, ...waiting];
  return { runs: isOlder(waiting[0], shown.at(-1)) ? runs : newestFirst(runs), waiting: [], total };
}

/** Those of one folder come in their order. */
function isOlder(run: RunRow | undefined, than: RunRow | undefined): boolean {
  return run === undefined || than === undefined || run.id < than.id;
}

/** Ids begin with the time. */
function newestFirst(runs: RunRow[]): RunRow[] {
  return runs.sort((one, other) => (one.id < other.id ? 1 : one.id > other.id ? -1 : 0));
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
