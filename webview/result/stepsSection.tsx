import type { StepTiming } from '#core/runs/runRecord.ts';
import { formatCount } from '../format/numbers.ts';
import { titleOf } from '../format/runWords.ts';
import { formatDuration } from '../format/times.ts';
import { stepTotals } from './stepTotals.ts';

/** Where the time went, in the order of the steps. */
export function StepsSection({ steps }: { readonly steps: readonly StepTiming[] }) {
  const totals = stepTotals(steps);
  const longest = Math.max(...totals.map(({ duration }) => duration), 1e-9);
  return (
    <table class="steps">
      <caption class="visually-hidden">Duration of each step</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Duration as a bar</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ id, duration, repeats }) => (
          <tr key={id}>
            <th scope="row" title={id}>
              {titleOf(id)}
              {repeats > 1 && <span class="step-repeats">{formatCount(repeats, 'repeat')}</span>}
            </th>
            <td class="bar-cell">
              <svg width="100%" height="12" aria-hidden="true">
                <rect class="bar" x="0" y="2" height="8" width={`${((duration / longest) * 100).toFixed(2)}%`} />
              </svg>
            </td>
            <td class="number">{formatDuration(duration)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
