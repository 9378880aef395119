// biome-ignore-all lint/a11y/useSemanticElements: the rows of a drawing are SVG
import { Component } from 'preact';
import type { DrawingElement, DrawingWire } from '#core/circuit/drawing/circuitDrawing.ts';
import type { GridArea } from '#core/circuit/drawing/circuitLayout.ts';
import { formatCount } from '../format/numbers.ts';
import { CircuitElement, type ElementMarks } from './circuitElement.tsx';
import type { PartsInArea } from './tileBlocks.ts';

/** Says how an element stands out; another function whenever that may have changed for any element. */
export type MarkElement = (element: DrawingElement) => ElementMarks;

interface ElementRowsProps {
  readonly wires: readonly DrawingWire[];
  readonly parts: PartsInArea;
  /** Elements of blocks on other wires are not in the page. */
  readonly area: GridArea;
  readonly marksOf: MarkElement;
}

/** Elements as the rows of the grid: each is in the row of its uppermost wire. */
export function ElementRows({ wires, parts, area, marksOf }: ElementRowsProps) {
  return (
    <>
      {rowsOf(parts, area).map(([wire, row]) => (
        <g key={wire} role="row" aria-rowindex={wire + 1} aria-label={wireName(wires[wire])}>
          {row.map(({ elements, key }) => (
            <CellsTogether key={key} elements={elements} marksOf={marksOf} />
          ))}
        </g>
      ))}
    </>
  );
}

/** Cells of a row that come and go together. */
interface RowPart {
  readonly key: string | number;
  readonly elements: readonly DrawingElement[];
}

/** The rows from top to bottom. Frames come first: what is in them lies above. */
function rowsOf({ blocks, spanning }: PartsInArea, { firstWire, lastWire }: GridArea): [number, RowPart[]][] {
  const rows = new Map<number, RowPart[]>();
  const add = (wire: number, part: RowPart) => {
    const row = rows.get(wire);
    if (row === undefined) rows.set(wire, [part]);
    else row.push(part);
  };
  for (const element of spanning) add(element.firstWire, { key: element.id, elements: [element] });
  for (const { key, rows: rowsOfBlock } of blocks) {
    for (const [wire, elements] of rowsOfBlock) {
      if (wire >= firstWire && wire <= lastWire) add(wire, { key, elements });
    }
  }
  return [...rows].sort(([one], [other]) => one - other);
}

interface CellsTogetherProps {
  readonly elements: readonly DrawingElement[];
  readonly marksOf: MarkElement;
}

class CellsTogether extends Component<CellsTogetherProps> {
  override shouldComponentUpdate({ elements, marksOf }: CellsTogetherProps): boolean {
    const { props } = this;
    if (marksOf !== props.marksOf) return true;
    // An element by itself is in a list made for it.
    return elements !== props.elements && (elements.length > 1 || elements[0] !== props.elements[0]);
  }

  override render({ elements, marksOf }: CellsTogetherProps) {
    return elements.map((element) => <CircuitElement key={element.id} element={element} {...marksOf(element)} />);
  }
}

function wireName(wire: DrawingWire | undefined): string {
  if (wire === undefined) return '';
  return wire.size === undefined ? wire.label : `${wire.label}, ${formatCount(wire.size, 'bit')}`;
}
