import { type ComparisonRow, comparisonRows } from '#core/runs/comparisonRows.ts';
import { metricTitle } from '#core/runs/metricText.ts';
import type { ContenderResult, KindResult, MetricSummary, Verdict } from '#core/runs/runRecord.ts';
import { IntervalAxis, IntervalPlot, sharedScale } from '../charts/intervalPlot.tsx';
import { kindWord } from '../format/backendWords.ts';
import { decimalsFor, formatCount, formatMoney, formatNumber } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { formatDuration } from '../format/times.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';
import { DifferenceCell } from './differenceCell.tsx';

interface ComparisonTableProps {
  readonly contenders: readonly ContenderResult[];
  readonly verdicts: readonly Verdict[];
  /** Where the circuits of this run were computed: `local (simulator)`. */
  readonly computedOn: string;
}

/**
 * The hybrid beside its baselines and ablations on the same splits: the primary metric drawn, what it cost, the hybrid's
 * difference from each of them, the other metrics as numbers. What ran on different kinds of backends is also told apart.
 */
export function ComparisonTable({ computedOn, contenders, verdicts }: ComparisonTableProps) {
  const names = [...new Set(contenders.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const primaryName =
    contenders.flatMap(({ metrics }) => metrics).find(({ primary }) => primary)?.name ?? names[0] ?? '';
  const others = names.filter((name) => name !== primaryName);
  const rows = comparisonRows(contenders);
  const scale = sharedScale(rows.flatMap((row) => metricOf(row, primaryName) ?? []));
  const primaries = contenders.flatMap((contender) => metricOf(contender, primaryName) ?? []);
  const differences = verdicts.filter(({ metric }) => metric === primaryName);
  // Columns of nothing but zeros would only push the others out of sight.
  const hasShots = contenders.some(({ shots }) => shots > 0);
  const hasCost = contenders.some(({ cost }) => cost.amount > 0);
  return (
    <>
      <ScrollArea label="Comparison">
        <table class="comparison">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                {metricTitle(primaryName)}
              </th>
              <th scope="col" class="plot-cell">
                <span class="visually-hidden">{metricTitle(primaryName)} as a plot</span>
                <IntervalAxis scale={scale} />
              </th>
              {hasCost && <NumberHead>Cost</NumberHead>}
              {differences.length > 0 && <NumberHead>Hybrid − this</NumberHead>}
              {others.map((name) => (
                <NumberHead key={name}>{metricTitle(name)}</NumberHead>
              ))}
              <NumberHead>Time</NumberHead>
              {hasShots && <NumberHead>Shots</NumberHead>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { contender, cost, duration, shots } = row;
              const primary = metricOf(row, primaryName);
              return (
                <tr key={row.title} class={row.repeats === undefined ? contender.role : `${contender.role} part`}>
                  <RowHead row={row} computedOn={computedOn} />
                  <td class="number">{primary !== undefined && <MetricValue metric={primary} />}</td>
                  <td class="plot-cell">
                    {primary !== undefined && (
                      <IntervalPlot metric={primary} scale={scale} emphasised={contender.role === 'hybrid'} />
                    )}
                  </td>
                  {hasCost && <td class="number">{formatMoney(cost)}</td>}
                  {differences.length > 0 && (
                    <DifferenceCell
                      verdict={
                        row.repeats === undefined
                          ? differences.find(({ against }) => against === contender.id)
                          : undefined
                      }
                    />
                  )}
                  {others.map((name) => {
                    const metric = metricOf(row, name);
                    return (
                      <td key={name} class="number">
                        {metric === undefined ? '–' : <MetricValue metric={metric} />}
                      </td>
                    );
                  })}
                  <td class="number">{formatDuration(duration)}</td>
                  {hasShots && <td class="number">{formatNumber(shots)}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
      <p class="chart-caption">{caption(primaries, differences.length > 0)}</p>
    </>
  );
}

function NumberHead({ children }: { readonly children: string }) {
  return (
    <th scope="col" class="number">
      {children}
    </th>
  );
}

interface RowHeadProps {
  readonly row: ComparisonRow;
  readonly computedOn: string;
}

/** A contender, or under it its repeats on one kind of backend. */
function RowHead({ computedOn, row: { contender, kind, repeats } }: RowHeadProps) {
  if (repeats !== undefined) {
    return (
      <th scope="row">
        <span class="contender-name">{partName(kind)}</span>
        <span class="contender-role">{formatCount(repeats.length, 'repeat')}</span>
        <span class="visually-hidden">{` of ${titleOf(contender.id)}`}</span>
      </th>
    );
  }
  return (
    <th scope="row">
      <span class="contender-name">{titleOf(contender.id)}</span>
      <span class="contender-role">{roleText(contender, computedOn)}</span>
      <span class="contender-description">{contender.description}</span>
    </th>
  );
}

function partName(kind: KindResult['kind'] | undefined): string {
  if (kind === undefined || kind === 'mixed') return 'on several kinds';
  return kind === 'classical' ? 'without a quantum step' : `on ${kindWord(kind)}`;
}

/** The role, where the name does not say it, and for what runs circuits where they ran: simulators are no devices. */
function roleText(contender: ContenderResult, computedOn: string): string {
  const { role } = contender;
  const runsCircuits = contender.circuit !== undefined || role === 'hybrid';
  const parts = [
    ...(titleOf(contender.id).toLowerCase() === role ? [] : [role]),
    ...(runsCircuits && computedOn !== '' ? [`on ${computedOn}`] : []),
  ];
  return parts.join(', ');
}

function metricOf({ metrics }: Pick<ContenderResult, 'metrics'>, name: string): MetricSummary | undefined {
  return metrics.find((metric) => metric.name === name);
}

function MetricValue({ metric }: { readonly metric: MetricSummary }) {
  const { mean, interval } = metric;
  const decimals = decimalsFor(mean, interval);
  return (
    <>
      <span class="metric-mean">{formatNumber(mean, decimals)}</span>
      {interval !== undefined && (
        <span class="metric-interval">
          {`${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)}`}
        </span>
      )}
    </>
  );
}

function caption(primaries: readonly MetricSummary[], hasDifferences: boolean): string {
  const [first] = primaries;
  if (first === undefined) return '';
  const repeats = first.values.length;
  const direction = first.better === 'lower' ? 'Lower is better.' : 'Higher is better.';
  const side = first.better === 'lower' ? 'below' : 'above';
  const paired = hasDifferences ? ` Differences are paired by repeat; ${side} zero the hybrid is better.` : '';
  if (first.interval === undefined)
    return `${direction} ${repeats === 1 ? 'One repeat' : `${repeats} repeats`}: no interval can be given.${paired}`;
  const level = formatNumber(first.interval.level * 100);
  return `${direction} Mean and ${level}\u00a0% interval over ${repeats} repeats on the same splits; small marks are single repeats.${paired}`;
}
