import type { CircuitDrawing, DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/** A part of the drawing, in its own pixels. */
export interface DrawingArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface DrawingIndex {
  readonly drawing: CircuitDrawing;
  /** The elements that reach into an area, in the order of the drawing. */
  elementsIn(area: DrawingArea): readonly DrawingElement[];
  /** The elements that cover a wire, by column. */
  elementsOn(wire: number): readonly DrawingElement[];
}

/** Prepares a drawing for questions whose answers cost no more than they hold, however long the circuit is. */
export function indexDrawing(drawing: CircuitDrawing): DrawingIndex {
  const { columns, wires, elements } = drawing;
  const firstOfColumn = new Int32Array(columns.length + 1).fill(elements.length);
  const onWire: DrawingElement[][] = wires.map(() => []);
  /** Elements that reach beyond their column, e.g. the frame of a branch. */
  const wide: DrawingElement[] = [];
  for (let index = elements.length - 1; index >= 0; index--) {
    const element = elements[index];
    if (element !== undefined) firstOfColumn[element.column] = index;
  }
  for (let column = columns.length - 1; column >= 0; column--) {
    firstOfColumn[column] = Math.min(firstOfColumn[column] ?? 0, firstOfColumn[column + 1] ?? 0);
  }
  for (const element of elements) {
    const column = columns[element.column];
    if (column !== undefined && element.x + element.width > column.x + column.width) wide.push(element);
    for (let wire = element.firstWire; wire <= element.lastWire; wire++) onWire[wire]?.push(element);
  }

  return {
    drawing,
    elementsIn(area) {
      const firstColumn = columnAt(drawing, area.left);
      const lastColumn = columnAt(drawing, area.right);
      const found: DrawingElement[] = wide.filter(
        (element) => element.column < firstColumn && element.x + element.width >= area.left && isBetween(element, area),
      );
      const end = firstOfColumn[lastColumn + 1] ?? elements.length;
      for (let index = firstOfColumn[firstColumn] ?? 0; index < end; index++) {
        const element = elements[index];
        if (element !== undefined && isBetween(element, area)) found.push(element);
      }
      return found;
    },
    elementsOn: (wire) => onWire[wire] ?? [],
  };
}

function isBetween(element: DrawingElement, area: DrawingArea): boolean {
  return element.y + element.height >= area.top && element.y <= area.bottom;
}

/** The last column that starts at or before x; the first if none does. */
export function columnAt(drawing: CircuitDrawing, x: number): number {
  const { columns } = drawing;
  let low = 0;
  let high = columns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((columns[middle]?.x ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
