// biome-ignore-all lint/a11y/useSemanticElements: the rows of a drawing are SVG
import type { DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import { formatCount } from '../format/numbers.ts';
import { CircuitElement } from './circuitElement.tsx';

interface ElementRowsProps {
  readonly wires: readonly DrawingWire[];
  readonly elements: readonly DrawingElement[];
  /** Whether an element is drawn from where the cursor is in the source. */
  readonly isHighlighted: (element: DrawingElement) => boolean;
  /** Whether a search has found an element, and which of them is shown. */
  readonly isFound: (element: DrawingElement) => boolean;
  readonly shown: DrawingElement | undefined;
  /** The element the keyboard is at, while it is in the drawing. */
  readonly active: DrawingElement | undefined;
}

/** Elements as the rows of the grid: each is in the row of its uppermost wire. */
export function ElementRows({ wires, elements, isHighlighted, isFound, shown, active }: ElementRowsProps) {
  return (
    <>
      {byFirstWire(elements).map(([wire, row]) => (
        <g key={wire} role="row" aria-rowindex={wire + 1} aria-label={wireName(wires[wire])}>
          {row.map((element) => (
            <CircuitElement
              key={element.id}
              element={element}
              highlighted={isHighlighted(element)}
              found={element.id === shown?.id ? 'shown' : isFound(element)}
              active={element.id === active?.id}
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
