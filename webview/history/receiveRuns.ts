import type { HostMessage } from '#core/protocol/webview.ts';
import type { HistoryView, RunRow } from '../app/panelModel.ts';

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
