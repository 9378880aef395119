// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HistoryStateFilter, PanelState } from '#core/protocol/panelState.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { HistoryView, RunRow } from '../app/panelModel.ts';
import { formatCount, formatNumber } from '../format/numbers.ts';
import { EmptyState } from '../ui/emptyState.tsx';
import { Icon } from '../ui/icon.tsx';
import { Button, Select, TextField } from '../ui/kit.ts';
import { SmallButton } from '../ui/smallButton.tsx';
import { useNow } from '../ui/useNow.ts';
import { HistoryHeader } from './historyHeader.tsx';
import { HistoryRow } from './historyRow.tsx';
import { historyRows, nextSort } from './historyRows.ts';
import { useVirtualRows } from './useVirtualRows.ts';

/** Heights the style sheet gives to rows and header. */
const rowHeight = 28;
const headerHeight = 30;

const stateOptions: readonly { value: HistoryStateFilter; label: string }[] = [
  { value: 'all', label: 'All states' },
  { value: 'active', label: 'In progress' },
  { value: 'succeeded', label: 'Succeeded' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'stopped', label: 'Stopped' },
];

export interface HistoryActions {
  openRun(id: string): void;
  deleteRuns(ids: readonly string[]): void;
  restoreRuns(ids: readonly string[]): void;
  cancelRun(id: string): void;
}

interface HistoryTabProps {
  readonly history: HistoryView;
  readonly state: PanelState['history'];
  /** The run shown in the Result tab, marked in the table. */
  readonly openRunId: string | undefined;
  readonly onState: (state: PanelState['history']) => void;
  readonly actions: HistoryActions;
}

/** Every recorded run in a table that sorts, filters and scrolls, however many there are. */
export function HistoryTab({ history, state, openRunId, onState, actions: given }: HistoryTabProps) {
  const [deleted, setDeleted] = useState<readonly string[]>([]);
  const actions: HistoryActions = {
    ...given,
    deleteRuns: (ids) => {
      setDeleted(ids);
      given.deleteRuns(ids);
    },
    restoreRuns: (ids) => {
      setDeleted([]);
      given.restoreRuns(ids);
    },
  };
  const now = useNow(history.runs.some((run) => !isFinal(run.state)));
  // Durations of unfinished runs grow; only a table sorted by them depends on the time.
  const sortTime = state.sort.column === 'duration' ? now : 0;
  const { sort, text, states } = state;
  const rows = useMemo(
    () => historyRows(history.runs, { sort, text, states }, { now: sortTime, values: new Map() }),
    [history.runs, sort, text, states, sortTime],
  );

  if (history.runs.length === 0) {
    return (
      <EmptyState
        icon="clock"
        title="No runs yet"
        advice="Run a pipeline or simulate a circuit: every run is kept here with its result, its seeds and how to repeat it."
      />
    );
  }
  const clearFilters = () => onState({ ...state, text: '', states: 'all', scrollTop: 0 });
  return (
    <div class="history">
      <div class="toolbar">
        <TextField
          label="Filter runs"
          placeholder="Filter by name, file, backend or id"
          value={text}
          icon={<Icon name="filter" />}
          onInput={(value) => onState({ ...state, text: value, scrollTop: 0 })}
        />
        <Select
          label="State of runs"
          value={states}
          options={stateOptions}
          onSelect={(value) => onState({ ...state, states: value, scrollTop: 0 })}
        />
        <span class="toolbar-note" role="status">
          {shownCount(rows.length, history)}
        </span>
        {deleted.length > 0 && (
          <span class="toolbar-note" role="status">
            {`Deleted ${formatCount(deleted.length, 'run')}. `}
            <SmallButton label="Undo deleting" text="Undo" onPress={() => actions.restoreRuns(deleted)} />
          </span>
        )}
        <span id="history-keys" class="visually-hidden">
          Enter opens the run, Delete deletes it.
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState icon="filter" title="No run matches" advice="Other words or another state may find it.">
          <Button label="Clear Filters" onPress={clearFilters} />
        </EmptyState>
      ) : (
        <HistoryGrid rows={rows} now={now} state={state} openRunId={openRunId} onState={onState} actions={actions} />
      )}
    </div>
  );
}

function shownCount(shown: number, history: HistoryView): string {
  const loaded = history.runs.length;
  const of = shown === loaded ? formatCount(shown, 'run') : `${formatNumber(shown)} of ${formatCount(loaded, 'run')}`;
  return history.total > loaded ? `${of}, the newest of ${formatNumber(history.total)}` : of;
}

interface HistoryGridProps extends Omit<HistoryTabProps, 'history'> {
  readonly rows: readonly RunRow[];
  readonly now: number;
}

function HistoryGrid({ rows, now, state, openRunId, onState, actions }: HistoryGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const found = rows.findIndex((run) => run.id === state.selectedRun);
  const selected = found === -1 ? 0 : found;
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight,
    headerHeight,
    initialOffset: state.scrollTop,
    keptIndex: selected,
    scrollElement: scroller,
  });

  const { sort, text, states } = state;
  const filterKey = `${sort.column} ${sort.direction} ${states} ${text}`;
  const lastFilterKey = useRef(filterKey);
  useEffect(() => {
    if (lastFilterKey.current === filterKey) return;
    lastFilterKey.current = filterKey;
    scroller.current?.scrollTo({ top: 0 });
  }, [filterKey]);

  const select = (index: number) => {
    const run = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (run === undefined) return;
    onState({ ...state, selectedRun: run.id });
    virtual.scrollToIndex(rows.indexOf(run));
  };
  const moveSelection = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1);
    const run = rows[selected];
    const handlers: Record<string, () => void> = {
      ArrowDown: () => select(selected + 1),
      ArrowUp: () => select(selected - 1),
      PageDown: () => select(selected + page),
      PageUp: () => select(selected - page),
      Home: () => select(0),
      End: () => select(rows.length - 1),
      Enter: () => run && actions.openRun(run.id),
      Delete: () => run && isFinal(run.state) && actions.deleteRuns([run.id]),
    };
    const handler = handlers[event.key];
    if (handler === undefined) return;
    event.preventDefault();
    handler();
  };

  return (
    <div
      class="history-grid"
      role="grid"
      aria-label="Runs"
      aria-rowcount={rows.length + 1}
      aria-colcount={9}
      aria-activedescendant={`run-row-${selected}`}
      aria-describedby="history-keys"
      tabIndex={0}
      ref={scroller}
      onKeyDown={moveSelection}
      onScrollEnd={(event) => onState({ ...state, scrollTop: event.currentTarget.scrollTop })}
    >
      <HistoryHeader
        sort={state.sort}
        onSort={(column) => onState({ ...state, sort: nextSort(state.sort, column), scrollTop: 0 })}
      />
      <div class="history-rows" role="rowgroup" style={{ height: `${virtual.totalHeight - headerHeight}px` }}>
        {virtual.items.map((item) => {
          const run = rows[item.index];
          return run === undefined ? null : (
            <HistoryRow
              key={run.id}
              run={run}
              index={item.index}
              offset={item.start - headerHeight}
              selected={item.index === selected}
              open={run.id === openRunId}
              now={now}
              onSelect={() => onState({ ...state, selectedRun: run.id })}
              actions={actions}
            />
          );
        })}
      </div>
    </div>
  );
}
