import type { RunRow } from '../app/panelModel.ts';
import { decimalsFor, formatMoney, formatNumber, formatSignificant } from '../format/numbers.ts';
import { outcomeWord, runDuration, stateWord, titleOf } from '../format/runWords.ts';
import { formatDuration, formatFullMoment, formatMoment } from '../format/times.ts';
import { StateIcon } from '../ui/icon.tsx';
import type { RepeatRow } from './displayRows.ts';
import type { ColumnContext, HistoryColumn } from './historyColumns.ts';

interface HistoryCellProps {
  readonly column: HistoryColumn;
  readonly run: RunRow;
  readonly context: ColumnContext;
  /** The run that others are compared with. */
  readonly baseline: RunRow | undefined;
  /** Whether its metric is the best of its file. */
  readonly best: boolean;
}

/** What a run has in a column. */
export function HistoryCell({ baseline, best, column, context, run }: HistoryCellProps) {
  const difference = baseline && <Difference {...{ column, run, context, baseline }} />;
  switch (column.id) {
    case 'state':
      return (
        <>
          <StateIcon state={run.state} />
          {run.interrupted === true ? 'Interrupted' : stateWord(run.state)}
        </>
      );
    case 'name':
      return (
        <>
          <span class="run-name">{run.name}</span>
          <span class="run-file">{run.file}</span>
        </>
      );
    case 'metric':
      return run.primaryMetric === undefined && run.failure !== undefined ? (
        <span class="run-failure">{withoutPlace(run.failure, run.file)}</span>
      ) : (
        <MetricCell
          metric={run.primaryMetric}
          best={best ? `The best ${run.primaryMetric?.name} of ${run.file} among the runs shown` : undefined}
        >
          {difference}
        </MetricCell>
      );
    case 'verdict':
      return run.verdict === undefined ? <Nothing /> : outcomeWord(run.verdict);
    case 'duration': {
      const duration = runDuration(run, context.now);
      return duration === undefined ? <Nothing /> : <Valued text={formatDuration(duration)}>{difference}</Valued>;
    }
    case 'cost':
      return run.cost === undefined ? <Nothing /> : <Valued text={formatMoney(run.cost)}>{difference}</Valued>;
    case 'tags':
      return run.tags === undefined ? (
        <Nothing />
      ) : (
        run.tags.map((tag) => (
          <span class="tag" key={tag}>
            {tag}
          </span>
        ))
      );
    default: {
      const value = column.value(run, context);
      return value === undefined ? <Nothing /> : <Valued text={valueText(column, value, context)}>{difference}</Valued>;
    }
  }
}

/** A message without the place in the file of the run, which the row names: there is little room. */
function withoutPlace(failure: string, file: string): string {
  const [place = '', ...rest] = failure.split(/: (.*)/s);
  const named = place.replace(/(:\d+)+$/, '');
  return rest.length > 0 && named !== '' && (file === named || file.endsWith(`/${named}`)) ? rest.join('') : failure;
}

/** What a repeat of a run has in a column. */
export function RepeatCell({ column, repeat }: { readonly column: HistoryColumn; readonly repeat: RepeatRow }) {
  if (column.id === 'name') return <span class="run-name">{`Repeat ${repeat.repeat + 1}`}</span>;
  const value = column.id === 'metric' ? repeat.primary : repeat.metrics.get(column.id);
  return value === undefined ? null : formatSignificant(value);
}

/** What a pointer that rests on a cell is told. */
export function cellTitle({ id, kind }: HistoryColumn, run: RunRow): string | undefined {
  if (id === 'name') return `${run.name}\n${run.file}\nRun ${run.id}`;
  if (id === 'created') return formatFullMoment(run.createdAt);
  if (id === 'backend') return run.backend;
  if (id === 'note') return run.note;
  if (id === 'failure' || id === 'state' || (id === 'metric' && run.primaryMetric === undefined)) return run.failure;
  return kind === 'list' ? run.tags?.join(', ') : undefined;
}

function valueText({ kind }: HistoryColumn, value: number | string, { now }: ColumnContext): string {
  if (typeof value === 'string') return value;
  switch (kind) {
    case 'time':
      return formatMoment(value, now);
    case 'duration':
      return formatDuration(value);
    case 'number':
    case 'money':
    case 'text':
    case 'list':
      return formatSignificant(value);
  }
}

interface DifferenceProps extends Pick<HistoryCellProps, 'column' | 'context' | 'run'> {
  readonly baseline: RunRow;
}

/** How far a number is from that of the baseline, or that a text is another. */
function Difference({ baseline, column, context, run }: DifferenceProps) {
  if (baseline.id === run.id || column.kind === 'time') return null;
  const [value, reference] = [column.value(run, context), column.value(baseline, context)];
  if (value === undefined || reference === undefined || value === reference) return null;
  // Money of two currencies, and two metrics, have no difference.
  if (column.id === 'cost' && run.cost?.currency !== baseline.cost?.currency) return null;
  if (column.id === 'metric' && run.primaryMetric?.name !== baseline.primaryMetric?.name) return null;
  if (typeof value !== 'number' || typeof reference !== 'number')
    return (
      <span class="difference" title={`Baseline: ${reference}`}>
        ≠
      </span>
    );
  const size = Math.abs(value - reference);
  const text = column.kind === 'duration' ? formatDuration(size) : formatSignificant(size);
  return <span class="difference">{`${value > reference ? '+' : '−'}${text}`}</span>;
}

interface MetricCellProps {
  readonly metric: RunRow['primaryMetric'];
  /** What of it is the best; undefined where it is not. */
  readonly best: string | undefined;
  readonly children: preact.ComponentChildren;
}

function MetricCell({ best, children, metric }: MetricCellProps) {
  if (metric === undefined) return <Nothing />;
  const { mean, low, high } = metric;
  const interval = low === undefined || high === undefined ? undefined : { low, high };
  const decimals = decimalsFor(mean, interval);
  return (
    <span title={titleOf(metric.name)}>
      {best !== undefined && (
        <span class="best-mark" title={best}>
          best
        </span>
      )}
      <span class="metric-name">{metric.name} </span>
      <span class="metric-mean">{formatNumber(mean, decimals)}</span>
      {interval !== undefined && (
        <span class="metric-interval">
          {` ${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)}`}
        </span>
      )}
      {children}
    </span>
  );
}

function Valued({ children, text }: { readonly text: string; readonly children: preact.ComponentChildren }) {
  return (
    <span title={text}>
      {text}
      {children}
    </span>
  );
}

function Nothing() {
  return (
    <span class="nothing" role="img" aria-label="none">
      –
    </span>
  );
}
