// biome-ignore-all lint/a11y/useSemanticElements: the rows of a drawing are SVG
import type { DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import { formatCount } from '../format/numbers.ts';
import { CircuitElement } from './circuitElement.tsx';

interface ElementRowsProps {
  readonly wires: readonly DrawingWire[];
  readonly elements: readonly DrawingElement[];
  /** Those drawn from where the cursor is in the source. */
  readonly highlighted: ReadonlySet<number>;
  /** What a search has found, and which of it is shown. */
  readonly found: ReadonlySet<number>;
  readonly shown: DrawingElement | undefined;
  /** The element the keyboard is at, while it is in the drawing. */
  readonly active: DrawingElement | undefined;
}

/** Elements as the rows of the grid: each is in the row of its uppermost wire. */
export function ElementRows({ wires, elements, highlighted, found, shown, active }: ElementRowsProps) {
  return (
    <>
      {byFirstWire(elements).map(([wire, row]) => (
        <g key={wire} role="row" aria-rowindex={wire + 1} aria-label={wireName(wires[wire])}>
          {row.map((element) => (
            <CircuitElement
              key={element.id}
              element={element}
              highlighted={highlighted.has(element.id)}
              found={element === shown ? 'shown' : found.has(element.id)}
              active={element === active}
            />
          ))}
        </g>
      ))}
    </>
  );
}

function byFirstWire(elements: readonly DrawingElement[]): readonly (readonly [number, readonly DrawingElement[]])[] {
  const rows = new Map<number, DrawingElement[]>();
  for (const element of elements) {
    const row = rows.get(element.firstWire);
    if (row === undefined) rows.set(element.firstWire, [element]);
    else row.push(element);
  }
  return [...rows].sort(([one], [other]) => one - other);
}

function wireName(wire: DrawingWire | undefined): string {
  if (wire === undefined) return '';
  return wire.size === undefined ? wire.label : `${wire.label}, ${formatCount(wire.size, 'bit')}`;
}
