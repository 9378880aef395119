import { useEffect, useRef } from 'preact/hooks';
import type { StateView } from '#core/protocol/stateInspection.ts';
import { useVirtualRows } from '../history/useVirtualRows.ts';
import { amplitudeText, chanceText } from './amplitudeText.ts';
import { phaseOf, phaseText } from './phase.ts';
import { PhaseDisk } from './phaseDisk.tsx';

const rowHeight = 26;
const headerHeight = 26;

interface AmplitudeTableProps {
  readonly state: StateView;
  /** Told the rows that are in view, so that the others need not be known. */
  readonly onRange: (first: number, last: number) => void;
}

/** The basis states whose amplitudes are not 0; of a million rows only those in view are in the page. */
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
  useEffect(() => onRange(first?.index ?? 0, last?.index ?? 0), [first?.index, last?.index]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="amplitudes" aria-label="Basis states" tabIndex={0} ref={scroller}>
      <table aria-rowcount={state.stateCount + 1}>
        <caption class="visually-hidden">Amplitudes</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Basis state</th>
            <th scope="col" class="number">
              Amplitude
            </th>
            <th scope="col">Phase</th>
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
  const { im, label, re } = row;
  const chance = re * re + im * im;
  const phase = phaseText(phaseOf(row));
  const exactly = `${re} ${im < 0 ? '−' : '+'} ${Math.abs(im)}i, probability ${chance}, phase ${phase}`;
  return (
    <tr aria-rowindex={index + 2} title={`|${label}⟩: amplitude ${exactly}`}>
      <th scope="row" class="basis-state">
        |{label}⟩
      </th>
      <td class="number">{amplitudeText(row)}</td>
      <td>
        <span class="amplitude-phase">
          <PhaseDisk amplitude={row} />
          {phase}
        </span>
      </td>
      <td>
        <span class="amplitude-chance">
          <span class="chance-bar" style={{ '--share': `${chance * 100}%` }} />
          <span class="number">{chanceText(chance)}</span>
        </span>
      </td>
    </tr>
  );
}
