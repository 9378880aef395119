import type { Verdict } from '#core/runs/runRecord.ts';
import { decimalsFor, formatNumber } from '../format/numbers.ts';

interface DifferenceCellProps {
  /** Absent for the hybrid itself and where nothing was compared. */
  readonly verdict: Verdict | undefined;
}

/** How far the hybrid is from a contender: the mean of the paired differences, its interval, its p-value. */
export function DifferenceCell({ verdict }: DifferenceCellProps) {
  if (verdict === undefined) return <td class="number">–</td>;
  const { difference, interval, pValue } = verdict;
  const decimals = decimalsFor(difference, interval);
  const sign = difference > 0 ? '+' : '';
  return (
    <td class="number">
      <span class="metric-mean">{`${sign}${formatNumber(difference, decimals)}`}</span>
      {interval !== undefined && (
        <span class="metric-interval">
          {`${formatNumber(interval.low, decimals)}\u2009–\u2009${formatNumber(interval.high, decimals)}`}
        </span>
      )}
      {pValue !== undefined && (
        <span class="metric-interval">{pValue < 0.001 ? 'p < 0.001' : `p = ${formatNumber(pValue, 3)}`}</span>
      )}
    </td>
  );
}
