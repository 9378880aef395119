import type { ContenderResult, MetricSummary } from '#core/runs/runRecord.ts';
import { IntervalAxis, IntervalPlot, sharedScale } from '../charts/intervalPlot.tsx';
import { decimalsFor, formatMoney, formatNumber } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { formatDuration } from '../format/times.ts';
import { ScrollArea } from '../ui/scrollArea.tsx';

const roleWords: Record<ContenderResult['role'], string> = {
  hybrid: 'hybrid',
  baseline: 'baseline',
  ablation: 'ablation',
};

interface ComparisonTableProps {
  readonly contenders: readonly ContenderResult[];
  /** Where the circuits of this run were computed: `local (simulator)`. */
  readonly computedOn: string;
}

/** The hybrid beside its baselines and ablations on the same splits: the primary metric drawn, the others as numbers. */
export function ComparisonTable({ contenders, computedOn }: ComparisonTableProps) {
  const names = [...new Set(contenders.flatMap(({ metrics }) => metrics.map(({ name }) => name)))];
  const primaryName =
    contenders.flatMap(({ metrics }) => metrics).find(({ primary }) => primary)?.name ?? names[0] ?? '';
  const others = names.filter((name) => name !== primaryName);
  const primaries = contenders.flatMap((contender) => metricOf(contender, primaryName) ?? []);
  const scale = sharedScale(primaries);
  const better = primaries[0]?.better;
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
                {titleOf(primaryName)}
              </th>
              <th scope="col" class="plot-cell">
                <span class="visually-hidden">{titleOf(primaryName)} as a plot</span>
                <IntervalAxis scale={scale} />
              </th>
              {others.map((name) => (
                <th key={name} scope="col" class="number">
                  {titleOf(name)}
                </th>
              ))}
              <th scope="col" class="number">
                Time
              </th>
              {hasShots && (
                <th scope="col" class="number">
                  Shots
                </th>
              )}
              {hasCost && (
                <th scope="col" class="number">
                  Cost
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {contenders.map((contender) => {
              const primary = metricOf(contender, primaryName);
              return (
                <tr key={contender.id} class={contender.role}>
                  <th scope="row">
                    <span class="contender-name">{titleOf(contender.id)}</span>
                    <span class="contender-role">{roleText(contender, computedOn)}</span>
                    <span class="contender-description">{contender.description}</span>
                  </th>
                  <td class="number">{primary !== undefined && <MetricValue metric={primary} />}</td>
                  <td class="plot-cell">
                    {primary !== undefined && (
                      <IntervalPlot metric={primary} scale={scale} emphasised={contender.role === 'hybrid'} />
                    )}
                  </td>
                  {others.map((name) => {
                    const metric = metricOf(contender, name);
                    return (
                      <td key={name} class="number">
                        {metric === undefined ? '–' : <MetricValue metric={metric} />}
                      </td>
                    );
                  })}
                  <td class="number">{formatDuration(contender.duration)}</td>
                  {hasShots && <td class="number">{formatNumber(contender.shots)}</td>}
                  {hasCost && <td class="number">{formatMoney(contender.cost)}</td>}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
      <p class="chart-caption">{caption(primaries, better)}</p>
    </>
  );
}

/** The role, where the name does not say it, and for what runs circuits where they ran: simulators are no devices. */
function roleText(contender: ContenderResult, computedOn: string): string {
  const role = roleWords[contender.role];
  const runsCircuits = contender.circuit !== undefined || contender.role === 'hybrid';
  const parts = [
    ...(titleOf(contender.id).toLowerCase() === role ? [] : [role]),
    ...(runsCircuits && computedOn !== '' ? [`on ${computedOn}`] : []),
  ];
  return parts.join(', ');
}

function metricOf(contender: ContenderResult, name: string): MetricSummary | undefined {
  return contender.metrics.find((metric) => metric.name === name);
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

function caption(primaries: readonly MetricSummary[], better: MetricSummary['better'] | undefined): string {
  const [first] = primaries;
  if (first === undefined) return '';
  const repeats = first.values.length;
  const direction = better === 'lower' ? 'Lower is better.' : 'Higher is better.';
  if (first.interval === undefined)
    return `${direction} ${repeats === 1 ? 'One repeat' : `${repeats} repeats`}: no interval can be given.`;
  const level = formatNumber(first.interval.level * 100);
  return `${direction} Mean and ${level}\u00a0% interval over ${repeats} repeats on the same splits; small marks are single repeats.`;
}
