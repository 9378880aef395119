// biome-ignore-all lint/a11y/useSemanticElements: the rows of a long list are placed one by one, which table elements are not
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { isFinal } from '#core/runs/runState.ts';
import type { RunRow } from '../app/panelModel.ts';
import { decimalsFor, formatMoney, formatNumber } from '../format/numbers.ts';
import { outcomeWord, runDuration, stateWord, titleOf } from '../format/runWords.ts';
import { formatDuration, formatFullMoment, formatMoment } from '../format/times.ts';
import { Icon, StateIcon } from '../ui/icon.tsx';
import type { HistoryActions } from './historyTab.tsx';

interface HistoryRowProps {
  readonly run: RunRow;
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly offset: number;
  readonly selected: boolean;
  /** Whether the Result tab shows this run. */
  readonly open: boolean;
  readonly now: number;
  readonly onSelect: () => void;
  readonly actions: HistoryActions;
}

export function HistoryRow({ run, index, offset, selected, open, now, onSelect, actions }: HistoryRowProps) {
  const duration = runDuration(run, now);
  const openRun = () => {
    onSelect();
    actions.openRun(run.id);
  };
  return (
    // The keyboard reaches rows through the grid, which has the focus and the keys.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of its active row
    <div
      id={`run-row-${index}`}
      class={`history-row history-run${open ? ' open' : ''}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${offset}px)` }}
      onClick={openRun}
    >
      <div role="gridcell" aria-colindex={1} class="cell cell-state">
        <StateIcon state={run.state} />
        {stateWord(run.state)}
      </div>
      <div role="gridcell" aria-colindex={2} class="cell cell-name" title={`${run.name}\n${run.file}\nRun ${run.id}`}>
        <span class="run-name">{run.name}</span>
        <span class="run-file">{run.file}</span>
      </div>
      <div role="gridcell" aria-colindex={3} class="cell cell-metric">
        <MetricCell metric={run.primaryMetric} />
      </div>
      <div role="gridcell" aria-colindex={4} class="cell cell-verdict">
        {run.verdict === undefined ? <Nothing /> : outcomeWord(run.verdict)}
      </div>
      <div role="gridcell" aria-colindex={5} class="cell cell-backend" title={run.backend}>
        {run.backend}
      </div>
      <div role="gridcell" aria-colindex={6} class="cell cell-duration">
        {duration === undefined ? <Nothing /> : formatDuration(duration)}
      </div>
      <div role="gridcell" aria-colindex={7} class="cell cell-cost">
        {run.cost === undefined ? <Nothing /> : formatMoney(run.cost)}
      </div>
      <div role="gridcell" aria-colindex={8} class="cell cell-created" title={formatFullMoment(run.createdAt)}>
        {formatMoment(run.createdAt, now)}
      </div>
      <div role="gridcell" aria-colindex={9} class="cell cell-actions">
        {isFinal(run.state) ? (
          <RowAction label={`Delete ${run.name}`} icon="trash" onPress={() => actions.deleteRuns([run.id])} />
        ) : (
          <RowAction label={`Cancel ${run.name}`} icon="circle-stop" onPress={() => actions.cancelRun(run.id)} />
        )}
      </div>
    </div>
  );
}

function MetricCell({ metric }: { readonly metric: RunRow['primaryMetric'] }) {
  if (metric === undefined) return <Nothing />;
  const { mean, low, high } = metric;
  const interval = low === undefined || high === undefined ? undefined : { low, high };
  const decimals = decimalsFor(mean, interval);
  return (
    <span title={titleOf(metric.name)}>
      <span class="metric-name">{metric.name} </span>
      <span class="metric-mean">{formatNumber(mean, decimals)}</span>
      {interval !== undefined && (
        <span class="metric-interval">
          {` ${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)}`}
        </span>
      )}
    </span>
  );
}

function Nothing() {
  return (
    <span class="nothing">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">none</span>
    </span>
  );
}

interface RowActionProps {
  readonly label: string;
  readonly icon: 'trash' | 'circle-stop';
  readonly onPress: () => void;
}

/** For the pointer; the keyboard has Delete, and Cancel in the Result tab. */
function RowAction({ label, icon, onPress }: RowActionProps) {
  return (
    <button
      type="button"
      class="row-action"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onPress();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}
