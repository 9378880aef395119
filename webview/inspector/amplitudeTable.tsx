import { useEffect, useRef } from 'preact/hooks';
import type { StateView } from '#core/protocol/stateInspection.ts';
import { useVirtualRows } from '../history/useVirtualRows.ts';
import { amplitudeText, chanceText } from './amplitudeText.ts';
import { isMixture } from './branchText.ts';
import { phaseOf, phaseText } from './phase.ts';
import { PhaseDisk } from './phaseDisk.tsx';

const rowHeight = 26;
const headerHeight = 26;

interface AmplitudeTableProps {
  readonly state: StateView;
  /** Told the rows that are in view, so that the others need not be known. */
  readonly onRange: (first: number, last: number) => void;
}

/**
 * The basis states that may be read, with their amplitudes unless the state is a mixture; of a million rows only those in
 * view are in the page.
 */
export function AmplitudeTable({ state, onRange }: AmplitudeTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { items, totalHeight } = useVirtualRows({
    count: state.stateCount,
    rowHeight,
    headerHeight,
    initialOffset: 0,
    keptIndex: undefined,
    scrollElement: scroller,
  });
  const [first, last] = [items[0], items.at(-1)];
  const isMixed = isMixture(state);
  useEffect(() => onRange(first?.index ?? 0, last?.index ?? 0), [first?.index, last?.index]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class={isMixed ? 'amplitudes mixed' : 'amplitudes'} aria-label="Basis states" tabIndex={0} ref={scroller}>
      <table aria-rowcount={state.stateCount + 1}>
        <caption class="visually-hidden">{isMixed ? 'Probabilities' : 'Amplitudes'}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Basis state</th>
            {!isMixed && (
              <>
                <th scope="col" class="number">
                  Amplitude
                </th>
                <th scope="col">Phase</th>
              </>
            )}
            <th scope="col">Probability</th>
          </tr>
        </thead>
        <tbody>
          <Space height={(first?.start ?? headerHeight) - headerHeight} />
          {items.map(({ index }) => (
            <AmplitudeRow key={index} row={state.states[index - state.from]} index={index} />
          ))}
          <Space height={totalHeight - (last?.end ?? totalHeight)} />
        </tbody>
      </table>
    </section>
  );
}

/** In place of rows that are not in the page. */
function Space({ height }: { readonly height: number }) {
  return height > 0 ? <tr style={{ height: `${height}px` }} /> : null;
}

interface AmplitudeRowProps {
  /** Absent until it has come. */
  readonly row: StateView['states'][number] | undefined;
  readonly index: number;
}

function AmplitudeRow({ row, index }: AmplitudeRowProps) {
  if (row === undefined) {
    return (
      <tr aria-rowindex={index + 2}>
        <td colSpan={4}>…</td>
      </tr>
    );
  }
  const { amplitude, chance, label } = row;
  return (
    <tr aria-rowindex={index + 2} title={`|${label}⟩: ${exactly(row)}`}>
      <th scope="row" class="basis-state">
        |{label}⟩
      </th>
      {amplitude !== undefined && (
        <>
          <td class="number">{amplitudeText(amplitude)}</td>
          <td>
            <span class="amplitude-phase">
              <PhaseDisk amplitude={amplitude} />
              {phaseText(phaseOf(amplitude))}
            </span>
          </td>
        </>
      )}
      <td>
        <span class="amplitude-chance">
          <span class="chance-bar" style={{ '--share': `${chance * 100}%` }} />
          <span class="number">{chanceText(chance)}</span>
        </span>
      </td>
    </tr>
  );
}

/** All digits there are. */
function exactly({ amplitude, chance }: StateView['states'][number]): string {
  if (amplitude === undefined) return `probability ${chance}`;
  const { im, re } = amplitude;
  return `amplitude ${re} ${im < 0 ? '−' : '+'} ${Math.abs(im)}i, probability ${chance}, phase ${phaseText(phaseOf(amplitude))}`;
}
