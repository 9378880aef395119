import { useState } from 'preact/hooks';
import type { StateView } from '#core/protocol/stateInspection.ts';
import { formatNumber } from '../format/numbers.ts';
import { placeOfPair } from './pairOrder.ts';

/** Two qubits have at most that many bits in common. */
const most = 2;

/** Of so many qubits the cells have room for their numbers. */
const mostWithNumbers = 10;

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** How much each two qubits have to do with each other, as a table whose cells are as dark as it is much. */
export function CorrelationMap({ state: { correlations = [], qubits } }: { readonly state: StateView }) {
  const [read, setRead] = useState<Cell>();
  const count = qubits.length;
  if (count < 2) return <p class="inspector-note">There is one qubit only.</p>;
  const value = ({ column, row }: Cell) => correlations[placeOfPair(row, column, count)] ?? 0;
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, Cell> = {
      ArrowUp: { row: -1, column: 0 },
      ArrowDown: { row: 1, column: 0 },
      ArrowLeft: { row: 0, column: -1 },
      ArrowRight: { row: 0, column: 1 },
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = read ?? { row: 0, column: 0 };
    const within = (place: number) => Math.max(0, Math.min(count - 1, place));
    setRead({ row: within(from.row + step.row), column: within(from.column + step.column) });
  };
  return (
    <div class="correlations">
      <p class="inspector-note" aria-live="polite">
        {read === undefined || read.row === read.column
          ? 'Mutual information of pairs of qubits, from 0 to 2 bits. More than 1 bit have only pairs that are entangled.'
          : `${qubits[read.row]} and ${qubits[read.column]}: ${formatNumber(value(read), 4)} bits`}
      </p>
      <section
        class="correlation-scroll"
        aria-label="Map"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows read the cells, and scroll it
        tabIndex={0}
        onKeyDown={move}
        onPointerLeave={() => setRead(undefined)}
      >
        <table class={`correlation-table${count > mostWithNumbers ? ' dense' : ''}`}>
          <caption class="visually-hidden">Mutual information of each pair of qubits in bits</caption>
          <thead>
            <tr>
              <td />
              {qubits.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {qubits.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {qubits.map((other, column) =>
                  row === column ? (
                    <td key={other} class="correlation-self" />
                  ) : (
                    <td
                      key={other}
                      class={read?.row === row && read.column === column ? 'read' : undefined}
                      style={{ '--share': `${(100 * value({ row, column })) / most}%` }}
                      onPointerEnter={() => setRead({ row, column })}
                    >
                      <span>{formatNumber(value({ row, column }), 2)}</span>
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
