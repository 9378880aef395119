// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import type { DisplayRow, DisplayRows } from './displayRows.ts';
import type { ColumnContext } from './historyColumns.ts';
import { HistoryHeader } from './historyHeader.tsx';
import { HistoryRow, type RowHandlers } from './historyRow.tsx';
import type { HistoryActions } from './historyTab.tsx';
import { nextSort, nextSorts } from './nextSort.ts';
import { gridTracks, leastWidth, movedColumn, resizedColumn, type ShownColumn } from './tableColumns.ts';
import { useVirtualRows } from './useVirtualRows.ts';

/** Heights the style sheet gives to rows and header. */
const rowHeight = 28;
const headerHeight = 30;

interface HistoryGridProps {
  readonly rows: DisplayRows;
  /** Which of the rows is the active one. */
  readonly active: number;
  readonly columns: readonly ShownColumn[];
  readonly context: ColumnContext;
  readonly baseline: RunRow | undefined;
  /** Of the table, in pixels. */
  readonly width: number;
  readonly state: PanelState['history'];
  /** The run shown in the Result tab, marked in the table. */
  readonly openRunId: string | undefined;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onState: (change: Partial<PanelState['history']>) => void;
  readonly actions: HistoryActions;
  /** Keys that act on the runs chosen, or else on the active one. */
  readonly onEdit: (run: RunRow) => void;
}

/** The rows and headers, with all keys of the table. */
export function HistoryGrid(props: HistoryGridProps) {
  const { actions, active, baseline, columns, context, onState, rows, scroller, state } = props;
  /** Where choosing with Shift begins. */
  const anchor = useRef(active);
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight,
    headerHeight,
    initialOffset: state.scrollTop,
    keptIndex: active,
    scrollElement: scroller,
  });
  const sorts = [state.sort, ...(state.thenBy ?? [])];
  const chosen = new Set(state.chosen);

  const selectionKey = JSON.stringify([sorts, state.states, state.text, state.filters, state.groupBy]);
  const lastSelection = useRef(selectionKey);
  useEffect(() => {
    if (lastSelection.current === selectionKey) return;
    lastSelection.current = selectionKey;
    scroller.current?.scrollTo({ top: 0 });
  }, [selectionKey, scroller]);

  const clamp = (index: number) => Math.max(0, Math.min(index, rows.length - 1));
  const moveTo = (index: number, extend = false) => {
    const target = clamp(index);
    const row = rows.at(target);
    if (row === undefined) return;
    if (!extend) anchor.current = target;
    onState({ selectedRun: row.key, ...(extend ? { chosen: runsBetween(rows, anchor.current, target) } : {}) });
    virtual.scrollToIndex(target);
  };
  const handlers: RowHandlers = {
    choose(index, extend) {
      const row = rows.at(index);
      if (row?.kind !== 'run') return;
      if (extend) {
        onState({ chosen: runsBetween(rows, anchor.current, index), selectedRun: row.key });
        return;
      }
      anchor.current = index;
      const next = new Set(chosen);
      if (!next.delete(row.run.id)) next.add(row.run.id);
      onState({ chosen: [...next], selectedRun: row.key });
    },
    open(index) {
      const row = rows.at(index);
      if (row === undefined) return;
      if (row.kind === 'group') handlers.toggle(index);
      else {
        onState({ selectedRun: row.key });
        actions.openRun(row.run.id);
      }
    },
    toggle(index) {
      const row = rows.at(index);
      if (row === undefined || row.kind === 'repeat') return;
      if (row.kind === 'group') onState({ closedGroups: toggled(state.closedGroups, row.label), selectedRun: row.key });
      else {
        if (row.open !== undefined) onState({ openRuns: toggled(state.openRuns, row.run.id), selectedRun: row.key });
      }
    },
    star: (run) => actions.annotate([run.id], { starred: run.starred !== true }),
    pin: (run) => onState({ baseline: baseline?.id === run.id ? undefined : run.id }),
    remove: (run) => actions.deleteRuns([run.id]),
    cancel: (run) => actions.cancelRun(run.id),
  };
  const runsMeant = (): readonly RunRow[] => {
    const meant = chosen.size === 0 ? [] : rows.runsBetween(0, rows.length - 1).filter(({ id }) => chosen.has(id));
    const row = rows.at(active);
    return meant.length > 0 ? meant : row?.kind === 'run' ? [row.run] : [];
  };
  const handleKeys = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.altKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1);
    const row = rows.at(active);
    const run = row?.kind === 'run' ? row.run : undefined;
    const extend = event.shiftKey;
    const plain: Record<string, () => void> = {
      ArrowDown: () => moveTo(active + 1, extend),
      ArrowUp: () => moveTo(active - 1, extend),
      PageDown: () => moveTo(active + page, extend),
      PageUp: () => moveTo(active - page, extend),
      Home: () => moveTo(0, extend),
      End: () => moveTo(rows.length - 1, extend),
      ArrowRight: () => {
        if (row?.kind !== 'repeat' && row?.open === false) handlers.toggle(active);
        else moveTo(active + 1);
      },
      ArrowLeft: () => {
        if (row?.kind !== 'repeat' && row?.open === true) handlers.toggle(active);
        else if (row !== undefined) moveTo(rows.parentOf(active));
      },
      Enter: () => handlers.open(active),
      ' ': () => handlers.choose(active, extend),
      Escape: () => onState({ chosen: [] }),
      Delete: () => {
        const ended = runsMeant().filter(({ interrupted, state: now }) => isFinal(now) || interrupted === true);
        if (ended.length > 0) actions.deleteRuns(ended.map(({ id }) => id));
      },
      s: () => {
        const runs = runsMeant();
        const starred = runs.some((one) => one.starred !== true);
        if (runs.length > 0)
          actions.annotate(
            runs.map(({ id }) => id),
            { starred },
          );
      },
      b: () => run && handlers.pin(run),
      e: () => run && props.onEdit(run),
    };
    const isCommand = event.ctrlKey || event.metaKey;
    const handler = isCommand
      ? event.key === 'a'
        ? () => onState({ chosen: runsBetween(rows, 0, rows.length - 1) })
        : undefined
      : plain[event.key];
    if (handler === undefined) return;
    event.preventDefault();
    // The editor would select the text of the whole page as well.
    if (isCommand) event.stopPropagation();
    handler();
  };

  return (
    <div
      class="history-grid"
      role="treegrid"
      aria-label="Runs"
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length + 2}
      aria-activedescendant={`run-row-${active}`}
      aria-describedby="history-keys"
      tabIndex={0}
      ref={scroller}
      style={{
        '--history-columns': gridTracks(columns, props.width),
        '--history-width': `${leastWidth(columns, props.width)}px`,
      }}
      onKeyDown={handleKeys}
      onScrollEnd={(event) => onState({ scrollTop: event.currentTarget.scrollTop })}
    >
      <HistoryHeader
        columns={columns}
        sorts={sorts}
        onSort={(column, add) => {
          const [sort = state.sort, ...thenBy] = add ? nextSorts(sorts, column) : [nextSort(state.sort, column)];
          onState({ sort, thenBy, scrollTop: 0 });
        }}
        onMove={(id, to) => onState({ columns: movedColumn(columns, id, to) })}
        onResize={(id, width) => onState({ columns: resizedColumn(columns, id, width) })}
      />
      <div class="history-rows" role="rowgroup" style={{ height: `${virtual.totalHeight - headerHeight}px` }}>
        {virtual.items.map((item) => {
          const row = rows.at(item.index);
          return row === undefined ? null : (
            <HistoryRow
              key={row.key}
              row={row}
              index={item.index}
              offset={item.start - headerHeight}
              active={item.index === active}
              chosen={row.kind === 'run' && chosen.has(row.run.id)}
              shown={idOf(row) === props.openRunId}
              columns={columns}
              context={context}
              baseline={baseline}
              handlers={handlers}
            />
          );
        })}
      </div>
    </div>
  );
}

function idOf(row: DisplayRow): string | undefined {
  return row.kind === 'run' ? row.run.id : undefined;
}

/** More cannot be kept by the editor, nor looked at. */
const mostChosen = 10_000;

function runsBetween(rows: DisplayRows, one: number, other: number): string[] {
  return rows
    .runsBetween(one, other)
    .slice(0, mostChosen)
    .map(({ id }) => id);
}

function toggled(list: readonly string[] = [], item: string): string[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}
