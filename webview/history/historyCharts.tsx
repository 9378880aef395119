import { useMemo } from 'preact/hooks';
import type { PanelState } from '#core/protocol/panelState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { type Brush, brushedRuns, chartAxis } from './chartAxis.ts';
import { type ColumnContext, columnOf, ownColumns, valueLabel } from './historyColumns.ts';
import { ParallelCoordinates } from './parallelCoordinates.tsx';
import { ScatterPlot } from './scatterPlot.tsx';

const usualAxes: readonly string[] = ['backend', 'duration', 'cost', 'metric'];
const usualScatter = { x: 'cost', y: 'metric' } as const;
const none: readonly Brush[] = [];

/** The columns that the chart of a state shows, whose values are to be read. */
export function chartColumns({ axes, scatter, view }: PanelState['history']): readonly string[] {
  switch (view) {
    case 'parallel':
      return axes ?? usualAxes;
    case 'scatter':
      return [(scatter ?? usualScatter).x, (scatter ?? usualScatter).y];
    case 'comparison':
    case 'table':
    case undefined:
      return [];
  }
}

/** The runs that the table shows under the chart: those in the ranges of the axes. */
export function useChartedRuns(
  runs: readonly RunRow[],
  state: PanelState['history'],
  context: ColumnContext,
): { readonly axes: readonly ReturnType<typeof chartAxis>[]; readonly charted: readonly RunRow[] } {
  const ids = chartColumns(state).join('\n');
  const axes = useMemo(
    () => (ids === '' ? [] : ids.split('\n').map((id) => chartAxis(id, runs, context))),
    [ids, runs, context.values],
  );
  const brushes = state.view === 'parallel' ? (state.brushes ?? none) : none;
  const charted = useMemo(() => brushedRuns(runs, axes, brushes), [runs, axes, brushes]);
  return { axes, charted };
}

interface HistoryChartProps {
  readonly runs: readonly RunRow[];
  readonly charted: readonly RunRow[];
  readonly axes: readonly ReturnType<typeof chartAxis>[];
  /** Values of runs that can be axes, beside the columns of the page. */
  readonly names: readonly string[];
  readonly state: PanelState['history'];
  readonly width: number;
  readonly onState: (change: Partial<PanelState['history']>) => void;
  readonly onOpen: (id: string) => void;
}

/** The chart over the table, if the user wants one. */
export function HistoryChart({ axes, charted, names, onOpen, onState, runs, state, width }: HistoryChartProps) {
  const choices = [
    ...ownColumns
      .filter(({ id }) => id !== 'note' && id !== 'id' && id !== 'tags')
      .map(({ id, label }) => ({ value: id, label })),
    ...names.map((id) => ({
      value: id,
      label: id.startsWith('setting.') ? `Setting ${valueLabel(id)}` : valueLabel(id),
    })),
    ...axes
      .filter(({ id }) => !names.includes(id) && columnOf(id).id === id && !ownColumns.some((own) => own.id === id))
      .map(({ id, label }) => ({ value: id, label })),
  ];
  const [x, y] = axes;
  if (state.view === 'parallel')
    return (
      <ParallelCoordinates
        {...{ runs, axes, choices, width }}
        brushed={charted}
        brushes={state.brushes ?? none}
        onAxes={(ids) => onState({ axes: ids })}
        onBrushes={(brushes) => onState({ brushes })}
      />
    );
  if (state.view === 'scatter' && x !== undefined && y !== undefined)
    return (
      <ScatterPlot
        {...{ runs, x, y, choices, width, onOpen }}
        active={state.selectedRun}
        onAxes={(scatter) => onState({ scatter })}
      />
    );
  return null;
}
