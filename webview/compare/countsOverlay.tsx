import type { ComparisonReport } from '#core/protocol/comparisonView.ts';
import { formatCount, formatNumber, formatShare } from '../format/numbers.ts';
import { RunTable } from './runTable.tsx';

interface CountsOverlayProps {
  readonly names: readonly string[];
  readonly counts: NonNullable<ComparisonReport['counts']>;
}

/** The most frequent outcomes with a bar for each run, and how far the runs are from the first. */
export function CountsOverlay({ counts, names }: CountsOverlayProps) {
  const { distances, others, outcomes, shares } = counts;
  const most = Math.max(...shares.flatMap((row) => row ?? []), Number.MIN_VALUE);
  return (
    <>
      <RunTable label="Distances of counts" subject="Distance from A" names={names.slice(1)}>
        {(['totalVariation', 'hellinger'] as const).map((kind) => (
          <tr key={kind}>
            <th scope="row">{kind === 'hellinger' ? 'Hellinger' : 'Total variation'}</th>
            {distances.slice(1).map((distance, index) => (
              <td key={index}>{distance === null ? '–' : formatNumber(distance[kind], 4)}</td>
            ))}
          </tr>
        ))}
      </RunTable>
      <div class="scroll-x">
        <table class="comparison compare-counts" aria-label="Counts by outcome">
          <thead>
            <tr>
              <th scope="col">Outcome</th>
              {names.map((name, run) => (
                <th scope="col" key={name} class="number">
                  <span class={`series-mark series-${run}`} />
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="visually-hidden">Bars</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map((outcome, at) => (
              <tr key={outcome}>
                <th scope="row" class="code">
                  {outcome}
                </th>
                {names.map((name, run) => (
                  <td key={name} class="number">
                    {shares[run] === null ? '–' : formatShare(shares[run]?.[at] ?? 0)}
                  </td>
                ))}
                <td class="bars">
                  <svg width="100%" height={4 + 6 * names.length} aria-hidden="true">
                    {names.map((name, run) => (
                      <rect
                        key={name}
                        class={`series-bar series-${run}`}
                        x="0"
                        y={2 + 6 * run}
                        height="5"
                        width={`${((100 * (shares[run]?.[at] ?? 0)) / most).toFixed(2)}%`}
                      />
                    ))}
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {others > 0 && <p class="toolbar-note">{`and ${formatCount(others, 'rarer outcome')}`}</p>}
    </>
  );
}
