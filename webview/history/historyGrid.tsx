// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';
import type { MenuEntry } from '../ui/menuList.tsx';
import { PopupMenu, type PopupPlace, popupPlace } from '../ui/popupMenu.tsx';
import type { ElementSize } from '../ui/useElementSize.ts';
import { columnMenu } from './columnMenu.ts';
import { referenceFirst, runBefore } from './comparedRuns.ts';
import { copiedRuns, copiedValue } from './copiedRuns.ts';
import type { DisplayRow, DisplayRows } from './displayRows.ts';
import type { ColumnContext } from './historyColumns.ts';
import { HistoryHeader } from './historyHeader.tsx';
import { HistoryRow, type RowHandlers } from './historyRow.tsx';
import type { HistoryActions } from './historyTab.tsx';
import type { OpenTool } from './historyToolbar.tsx';
import { nextSort, nextSorts } from './nextSort.ts';
import { runMenu } from './runMenu.ts';
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
  /** Of the table. */
  readonly size: ElementSize;
  readonly state: PanelState['history'];
  /** The run shown in the Result tab, marked in the table. */
  readonly openRunId: string | undefined;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onState: (change: Partial<PanelState['history']>) => void;
  readonly actions: HistoryActions;
  /** All runs, newest first. */
  readonly runs: readonly RunRow[];
  /** The ids of those with the best metric of their file. */
  readonly best: ReadonlySet<string>;
  readonly onTool: (tool: OpenTool) => void;
  /** Tells what was done that is not to be seen. */
  readonly onNotice: (notice: string) => void;
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
    initialSize: props.size,
    keptIndex: active,
    scrollElement: scroller,
  });
  const [menu, setMenu] = useState<OpenMenu>();
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
  const copy = (text: string, what: string) => {
    navigator.clipboard.writeText(text).then(
      () => props.onNotice(`Copied ${what}.`),
      () => props.onNotice('The clipboard is out of reach.'),
    );
  };
  const copyRows = (runs: readonly RunRow[]) =>
    copy(copiedRuns(columns, runs, context), formatCount(runs.length, 'run'));
  const compareWithBefore = (run: RunRow) => {
    const before = runBefore(props.runs, run);
    if (before === undefined) props.onNotice(`There is no run of ${run.file} before this one.`);
    else onState({ view: 'comparison', compared: [before.id, run.id] });
  };
  const openMenu = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const header = event.target.closest<HTMLElement>('[data-column]');
    const id = header?.dataset['column'];
    if (header !== null && id !== undefined) {
      event.preventDefault();
      setMenu({ kind: 'column', id, place: popupPlace(event, header) });
      return;
    }
    const isByKey = event.target === scroller.current;
    const element = isByKey ? document.getElementById(`run-row-${active}`) : event.target.closest('.history-run');
    const row = rows.at(Number(element?.getAttribute('aria-rowindex')) - 2);
    if (element === null || row?.kind !== 'run') return;
    event.preventDefault();
    // As in lists of files: a menu is for what was chosen only where it is opened on it.
    onState({ selectedRun: row.key, ...(chosen.has(row.run.id) ? {} : { chosen: [] }) });
    const place = isByKey ? { x: 0, y: element.getBoundingClientRect().bottom } : popupPlace(event, element);
    const cell = event.target.closest('[role=gridcell]')?.getAttribute('aria-colindex');
    setMenu({ kind: 'run', id: row.run.id, column: columns[Number(cell) - 2]?.id, place });
  };
  const closeMenu = (isLeft: boolean) => {
    if (!isLeft) {
      const header = menu?.kind === 'column' ? `[data-column="${CSS.escape(menu.id)}"] button` : undefined;
      const target = header === undefined ? scroller.current : scroller.current?.querySelector<HTMLElement>(header);
      target?.focus();
    }
    setMenu(undefined);
  };
  const menuEntries = (opened: OpenMenu): readonly MenuEntry[] => {
    if (opened.kind === 'column') {
      const column = columns.find(({ id }) => id === opened.id);
      const { filters = [] } = state;
      return column === undefined ? [] : columnMenu({ column, columns, sorts, filters, onState, onTool: props.onTool });
    }
    const all = new Map(props.runs.map((run) => [run.id, run]));
    const run = all.get(opened.id);
    if (run === undefined) return [];
    const isChosen = chosen.has(run.id);
    const meant = isChosen ? [...chosen].flatMap((id) => all.get(id) ?? []) : [run];
    const ids = meant.map(({ id }) => id);
    const column = columns.find(({ id }) => id === opened.column);
    const { length } = meant;
    const subject = { run, meant, isChosen, isBaseline: run.id === baseline?.id, column: column?.label };
    return runMenu(
      { ...subject, hasBefore: length === 1 && runBefore(props.runs, run) !== undefined },
      {
        open: () => actions.openRun(run.id),
        choose: () => onState({ chosen: isChosen ? [...chosen].filter((id) => id !== run.id) : [run.id] }),
        compareWithBefore: () => compareWithBefore(run),
        compare: () => onState({ view: 'comparison', compared: referenceFirst(meant, baseline) }),
        star: () => actions.annotate(ids, { starred: meant.some(({ starred }) => starred !== true) }),
        pin: () => handlers.pin(run),
        annotate: () => props.onTool('annotate'),
        runChanged: () => props.onTool('again'),
        copyValue: () => column && copy(copiedValue(column, run, context), column.label),
        copyRows: () => copyRows(meant),
        copyId: () => copy(run.id, 'the id'),
        exportRuns: () => actions.exportRuns(ids),
        restoreFile: () => actions.restoreFile(run.id),
        cancel: () => handlers.cancel(run),
        remove: () => actions.deleteRuns(ids),
      },
    );
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
      e: () => run && props.onTool('annotate'),
      c: () => run && compareWithBefore(run),
    };
    const isCommand = event.ctrlKey || event.metaKey;
    const commands: Record<string, () => void> = {
      a: () => onState({ chosen: runsBetween(rows, 0, rows.length - 1) }),
      c: () => copyRows(runsMeant()),
    };
    const handler = (isCommand ? commands : plain)[event.key];
    if (handler === undefined) return;
    event.preventDefault();
    // The editor would select the text of the whole page as well.
    if (isCommand) event.stopPropagation();
    handler();
  };

  return (
    <>
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
          '--history-columns': gridTracks(columns, props.size.width),
          '--history-width': `${leastWidth(columns, props.size.width)}px`,
        }}
        onKeyDown={handleKeys}
        onContextMenu={openMenu}
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
                best={row.kind === 'run' && props.best.has(row.run.id)}
                handlers={handlers}
              />
            );
          })}
        </div>
      </div>
      {menu !== undefined && (
        <PopupMenu
          label={menu.kind === 'column' ? 'Menu of the column' : 'Menu of the run'}
          place={menu.place}
          entries={menuEntries(menu)}
          onClose={closeMenu}
        />
      )}
    </>
  );
}

/** What a menu is open for. */
type OpenMenu =
  | { readonly kind: 'run'; readonly id: string; readonly column: string | undefined; readonly place: PopupPlace }
  | { readonly kind: 'column'; readonly id: string; readonly place: PopupPlace };

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
