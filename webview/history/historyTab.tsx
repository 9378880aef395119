import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fewestCompared } from '#core/protocol/comparisonSize.ts';
import type { ComparisonView } from '#core/protocol/comparisonView.ts';
import type { ChangedOptions } from '#core/protocol/historyMessages.ts';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { RunRecord, TraceEntry } from '#core/runs/runRecord.ts';
import { isFinal } from '#core/runs/runState.ts';
import type { AnnotationChange } from '#core/runs/runStore.ts';
import type { HistoryView } from '../app/panelModel.ts';
import { CompareView } from '../compare/compareView.tsx';
import { RunAgainForm } from '../runAgain/runAgainForm.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Button } from '../ui/kit.ts';
import { type ElementSize, watchSize } from '../ui/useElementSize.ts';
import { useNow } from '../ui/useNow.ts';
import { AnnotationEditor } from './annotationEditor.tsx';
import { bestRuns } from './bestRuns.ts';
import { changedColumns } from './changedColumns.ts';
import { ColumnChooser } from './columnChooser.tsx';
import { childrenOf, DisplayRows } from './displayRows.ts';
import { FilterList } from './filterList.tsx';
import { chartColumns, HistoryChart, useChartedRuns } from './historyCharts.tsx';
import { isValueColumn } from './historyColumns.ts';
import { HistoryGrid } from './historyGrid.tsx';
import { HistoryToolbar, type OpenTool } from './historyToolbar.tsx';
import { RunIndex } from './runIndex.ts';
import type { RunValueColumns } from './runValueColumns.ts';
import { SelectionChips } from './selectionChips.tsx';
import { keptColumns, shownColumns } from './tableColumns.ts';

export interface HistoryActions {
  openRun(id: string): void;
  deleteRuns(ids: readonly string[]): void;
  restoreRuns(ids: readonly string[]): void;
  cancelRun(id: string): void;
  annotate(ids: readonly string[], change: AnnotationChange): void;
  readOlderRuns(): void;
  readValues(names: readonly string[]): void;
  readRecords(ids: readonly string[]): void;
  compareRuns(ids: readonly string[]): void;
  exportRuns(ids: readonly string[]): void;
  restoreFile(id: string): void;
  runChanged(id: string, options: ChangedOptions): void;
}

interface HistoryTabProps {
  readonly history: HistoryView;
  /** Further values of runs that the host has sent. */
  readonly values: RunValueColumns;
  readonly records: ReadonlyMap<string, RunRecord>;
  /** What runs that are under way have said of their optimisation. */
  readonly liveTraces: ReadonlyMap<string, readonly TraceEntry[]>;
  /** What the host said last of runs side by side. */
  readonly comparison: ComparisonView | undefined;
  readonly state: PanelState['history'];
  /** The run shown in the Result tab, marked in the table. */
  readonly openRunId: string | undefined;
  readonly onState: (state: PanelState['history']) => void;
  readonly actions: HistoryActions;
}

const none: readonly string[] = [];

/** Of the table, as long as it has not been in the page. */
const usualSize: ElementSize = { width: 1200, height: 600 };

/** The value that tells at which commit a run was made. */
const commitValue = 'run.commit';

/** Every recorded run in a table that sorts, filters, groups and scrolls, however many there are. */
export function HistoryTab(props: HistoryTabProps) {
  const { history, openRunId, records, state, values } = props;
  const { runs } = history;
  const onState = (change: Partial<PanelState['history']>) => props.onState({ ...state, ...change });
  const [deleted, setDeleted] = useState<readonly string[]>(none);
  const [tool, setTool] = useState<OpenTool>('none');
  const [size, setSize] = useState<ElementSize>();
  const { width } = size ?? usualSize;
  // The height is that of the first drawing; after that the table sees to it itself.
  const noteSize = useCallback(
    (next: ElementSize) => setSize((known) => (known?.width === next.width ? known : next)),
    [],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(runs.some((run) => !isFinal(run.state)));
  const [notice, setNotice] = useState('');
  const chosenColumns = useMemo(
    () => shownColumns(state.columns, width, values.columns),
    [state.columns, width, values.columns],
  );
  const {
    chosen = none,
    closedGroups = none,
    filters,
    groupBy = 'none',
    openRuns = none,
    sort,
    states,
    text,
    thenBy,
  } = state;

  const wanted = [
    ...chosenColumns.map(({ id }) => id),
    ...(groupBy === 'commit' ? [commitValue] : []),
    ...chartColumns(state),
    sort.column,
    ...(filters ?? []).map(({ column }) => column),
  ];
  const wantedNames = [...new Set(wanted.filter(isValueColumn))].sort().join('\n');
  const hasChart = state.view === 'parallel' || state.view === 'scatter';
  const readsValues = wantedNames !== '' || hasChart || tool === 'columns' || tool === 'filters';
  const isLoaded = runs.length >= history.total;
  // Effects wait for the frame: what is seen first does not stand behind all others.
  useEffect(() => {
    if (!isLoaded) props.actions.readOlderRuns();
  }, [isLoaded]);
  // Once all runs are there: a reading goes through all of them.
  useEffect(() => {
    if (readsValues && isLoaded) props.actions.readValues(wantedNames === '' ? [] : wantedNames.split('\n'));
  }, [readsValues, wantedNames, isLoaded]);

  // Durations of unfinished runs grow; only a table sorted by them depends on the time.
  const dependsOnTime = [sort, ...(thenBy ?? [])].some(({ column }) => column === 'duration');
  const sortTime = dependsOnTime ? now : 0;
  const index = useMemo(() => new RunIndex(runs), [runs]);
  const shown = useMemo(
    () => index.select({ sort, thenBy, text, states, filters }, { now: sortTime, values: values.columns }),
    [index, sort, thenBy, text, states, filters, sortTime, values.columns],
  );
  const { axes, charted } = useChartedRuns(shown, state, { now, values: values.columns });
  const columns = useMemo(
    () =>
      state.onlyChanged === true
        ? changedColumns(chosenColumns, charted, { now: 0, values: values.columns })
        : chosenColumns,
    [state.onlyChanged, chosenColumns, charted, values.columns],
  );
  const best = useMemo(() => bestRuns(charted), [charted]);
  const commits = groupBy === 'commit' ? values.columns.get(commitValue) : undefined;
  const children = useMemo(() => childrenOf(runs), [runs]);
  const rows = useMemo(
    () => new DisplayRows(charted, { groupBy, closedGroups, openRuns, records, children, commits }),
    [charted, groupBy, closedGroups, openRuns, records, children, commits],
  );
  const active = useMemo(
    () => (state.selectedRun === undefined ? 0 : Math.max(0, rows.indexOf(state.selectedRun))),
    [rows, state.selectedRun],
  );
  const byId = useMemo(() => new Map(runs.map((run) => [run.id, run])), [runs]);
  const actions: HistoryActions = {
    ...props.actions,
    deleteRuns: (ids) => {
      setDeleted(ids);
      onState({ chosen: chosen.filter((id) => !ids.includes(id)) });
      props.actions.deleteRuns(ids);
    },
    restoreRuns: (ids) => {
      setDeleted(none);
      props.actions.restoreRuns(ids);
    },
  };
  const { compared = none } = state;
  const read = state.view === 'comparison' ? [...openRuns, ...compared] : openRuns;
  const missing = read.filter((id) => !records.has(id) && byId.has(id)).join('\n');
  useEffect(() => {
    if (missing !== '') props.actions.readRecords(missing.split('\n'));
  }, [missing]);

  if (state.view === 'comparison' && compared.length >= fewestCompared) {
    return (
      <CompareView
        ids={compared}
        view={props.comparison}
        records={records}
        live={props.liveTraces}
        states={compared.map((id) => byId.get(id)?.state ?? '')}
        onRead={(ids, changed) => {
          actions.compareRuns(ids);
          // What was read of a run under way lacks its result.
          if (changed.length > 0) actions.readRecords(changed);
        }}
        onRuns={(ids) => onState({ compared: [...ids] })}
        onOpen={actions.openRun}
        onClose={() => onState({ view: 'table' })}
      />
    );
  }
  const baseline = state.baseline === undefined ? undefined : byId.get(state.baseline);
  const activeRow = rows.at(active);
  const activeRun = activeRow === undefined || activeRow.kind === 'group' ? undefined : activeRow.run;
  const meant = chosen.flatMap((id) => byId.get(id) ?? []);
  const clearFilters = () => onState({ text: '', states: 'all', filters: [], brushes: [], scrollTop: 0 });
  const close = () => {
    setTool('none');
    scroller.current?.focus();
  };
  const edited = meant.length > 0 ? meant : activeRun === undefined ? [] : [activeRun];
  return (
    <div class="history">
      <HistoryToolbar
        {...{ history, state, tool, baseline, actions, deleted, notice, onState }}
        shown={charted.length}
        chosen={meant}
        onTool={(next) => setTool(next === tool ? 'none' : next)}
      />
      {tool === 'filters' && (
        <FilterList
          filters={filters ?? []}
          names={values.names}
          onFilters={(next) => onState({ filters: next, scrollTop: 0 })}
          onClose={close}
        />
      )}
      {tool === 'columns' && (
        <ColumnChooser
          shown={chosenColumns}
          onlyChanged={state.onlyChanged === true}
          onOnlyChanged={(onlyChanged) => onState({ onlyChanged })}
          names={values.names}
          isReading={!isLoaded || values.names.length === 0}
          onColumns={(next) => onState({ columns: next === undefined ? undefined : keptColumns(next) })}
          onClose={close}
        />
      )}
      {tool === 'annotate' && edited.length > 0 && (
        <AnnotationEditor
          key={edited.map(({ id }) => id).join()}
          runs={edited}
          onChange={(change) =>
            actions.annotate(
              edited.map(({ id }) => id),
              change,
            )
          }
          onClose={close}
        />
      )}
      {tool === 'again' && edited[0] !== undefined && (
        <RunAgainForm
          key={edited[0].id}
          run={edited[0]}
          record={records.get(edited[0].id)}
          onRead={actions.readRecords}
          onRun={(options) => {
            if (edited[0] !== undefined) actions.runChanged(edited[0].id, options);
            close();
          }}
          onClose={close}
        />
      )}
      {hasChart && (
        <HistoryChart
          {...{ axes, charted, state, onState }}
          runs={shown}
          names={values.names}
          width={width}
          onOpen={(id) => {
            onState({ selectedRun: id });
            actions.openRun(id);
          }}
        />
      )}
      <Measured onSize={noteSize}>
        {size === undefined ? null : rows.length === 0 ? (
          <EmptyState icon="filter" title="No run matches" advice="Other words, filters or another state may find it.">
            <Button label="Clear Filters" onPress={clearFilters} />
          </EmptyState>
        ) : (
          <HistoryGrid
            {...{ rows, active, columns, baseline, size, state, openRunId, scroller, onState, actions }}
            context={{ now, values: values.columns }}
            runs={runs}
            best={best}
            onTool={setTool}
            onNotice={setNotice}
          />
        )}
      </Measured>
      <SelectionChips
        state={state}
        columns={columns.map(({ id }) => id)}
        onState={onState}
        onFilters={() => setTool('filters')}
      />
    </div>
  );
}

interface MeasuredProps {
  readonly onSize: (size: ElementSize) => void;
  readonly children: preact.ComponentChildren;
}

/** Tells how large the table may be. */
function Measured({ children, onSize }: MeasuredProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = element;
    return current === null ? undefined : watchSize(current, onSize);
  }, [onSize]);
  return (
    <div class="history-table" ref={element}>
      {children}
    </div>
  );
}
