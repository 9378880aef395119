import type { ComparisonReport } from '#core/protocol/comparisonView.ts';
import { metricTitle } from '#core/runs/metricText.ts';
import { linearScale } from '../charts/linearScale.ts';
import { decimalsFor, formatCount, formatNumber } from '../format/numbers.ts';
import { outcomeWord } from '../format/runWords.ts';
import { RunTable } from './runTable.tsx';

interface ComparedMetricsProps {
  readonly names: readonly string[];
  readonly metrics: ComparisonReport['metrics'];
}

/** Every metric of every contender by run: mean and interval, drawn on one scale a row, and the test against the first run. */
export function ComparedMetrics({ metrics, names }: ComparedMetricsProps) {
  const reasons = [
    ...new Set(metrics.flatMap(({ tests }) => tests.flatMap((test) => (test?.kind === 'untested' ? test.why : [])))),
  ];
  return (
    <>
      <RunTable label="Metrics" subject="Metric" names={names}>
        {metrics.map((row) => (
          <MetricRow key={`${row.contender} ${row.metric}`} row={row} />
        ))}
      </RunTable>
      {reasons.length > 0 && <p class="toolbar-note">{`Where no test is shown: ${reasons.join('; ')}.`}</p>}
    </>
  );
}

function MetricRow({ row }: { readonly row: ComparisonReport['metrics'][number] }) {
  const { better, contender, metric, summaries, tests } = row;
  const values = summaries.flatMap((summary) =>
    summary === null ? [] : [summary.mean, ...(summary.interval ? [summary.interval.low, summary.interval.high] : [])],
  );
  const scale = linearScale(values, 4, 0.06);
  const at = (value: number) => `${(100 * scale.position(value)).toFixed(2)}%`;
  const present = summaries.flatMap((summary) => (summary === null ? [] : [summary.mean]));
  const best = better === 'higher' ? Math.max(...present) : Math.min(...present);
  return (
    <tr>
      <th scope="row">
        {metricTitle(metric)}
        <span class="run-file">{`${contender}${better === 'lower' ? ', less is better' : ''}`}</span>
      </th>
      {summaries.map((summary, index) => {
        if (summary === null)
          return (
            <td key={index}>
              <span aria-hidden="true">–</span>
              <span class="visually-hidden">none</span>
            </td>
          );
        const { interval, mean } = summary;
        const decimals = decimalsFor(mean, interval);
        const test = tests[index];
        return (
          <td key={index} class={`series-${index}`}>
            <span class={mean === best && present.length > 1 ? 'best' : ''}>{formatNumber(mean, decimals)}</span>
            {interval !== undefined && (
              <span class="metric-interval">
                {` ${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)}`}
              </span>
            )}
            <svg class="compare-interval" width="100%" height="10" aria-hidden="true">
              {interval !== undefined && (
                <line class="series-line" x1={at(interval.low)} x2={at(interval.high)} y1="5" y2="5" />
              )}
              <circle class="series-dot" cx={at(mean)} cy="5" r="3.5" />
            </svg>
            {test?.kind === 'paired' && (
              <span class="compare-test">
                {`${signed(test.difference, decimals)} (${signed(test.interval.low, decimals)} to ${signed(test.interval.high, decimals)}), ${outcomeWord(test.outcome).toLowerCase()}, p ${pText(test.pValue)}, ${formatCount(summary.repeats, 'repeat')}`}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** A difference with its sign. */
function signed(difference: number, decimals: number): string {
  return `${difference > 0 ? '+' : ''}${formatNumber(difference, decimals)}`;
}

function pText(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : `= ${pValue.toFixed(3)}`;
}
