import type { Circuit } from '../circuit.ts';
import type { CircuitDrawing, DrawingColumn, DrawingElement, DrawingPart, DrawingWire } from './circuitDrawing.ts';
import { geometry, textWidth } from './drawingGeometry.ts';
import { DrawingWires } from './drawingWires.ts';
import { automaticOpening, type GroupOpening } from './drawnGroups.ts';
import { ElementParts } from './elementParts.ts';
import { OperationTexts } from './operationTexts.ts';
import { type FrameRoom, mostDrawn, type Placed, type Placement, placeCircuit, type Subject } from './placement.ts';

export interface LayoutOptions {
  /** Operations drawn at most; the rest is left out and said so. {@link mostDrawn} unless given. */
  readonly maximumOperations?: number;
  /** Which calls and loops are opened, for circuits whose operations say what they belong to. */
  readonly opening?: GroupOpening;
}

/**
 * Lays a circuit out: every operation in the first column in which all wires from its top to its bottom one are free,
 * conditional blocks and loops in a frame, measurements joined to the wire of their classical register, classical
 * variables on wires of their own; calls and loops of the program as one box or as a frame around their parts.
 */
export function layoutCircuit(circuit: Circuit, options: LayoutOptions = {}): CircuitDrawing {
  const texts = new OperationTexts(circuit);
  const wires = new DrawingWires(circuit, texts);
  const ys: number[] = [];
  const parts = new ElementParts(circuit, texts, wires, (wire) => ys[wire] ?? 0);
  const placement = placeCircuit(circuit, {
    wires,
    opening: options.opening ?? automaticOpening,
    limit: options.maximumOperations ?? mostDrawn,
    widthOf: (subject) => parts.widthOf(subject),
  });
  const rooms = frameRooms(placement, wires.names.length);
  let y = geometry.margin;
  for (const [wire] of wires.names.entries()) {
    if (wire > 0) y += geometry.wireSpacing + (rooms.below[wire - 1] ?? 0);
    y += rooms.above[wire] ?? 0;
    ys.push(y);
  }
  const columns = columnsOf(placement, rooms, wires.names);
  const maker = new ElementMaker(texts, parts, ys, columns);
  const last = columns.at(-1);
  const ordered = placement.placed.toSorted(
    (a, b) => a.firstColumn - b.firstColumn || a.depth - b.depth || a.firstWire - b.firstWire,
  );
  const right = last ? last.x + last.width + (rooms.right.at(-1) ?? 0) : firstColumnX(wires.names);
  return {
    width: right + 2 * geometry.columnGap,
    gutter: firstColumnX(wires.names) - 8,
    height: y + (rooms.below.at(-1) ?? 0) + geometry.margin,
    wires: wires.names.map((name, wire): DrawingWire => ({ ...name, y: ys[wire] ?? 0 })),
    columns,
    elements: ordered.map((placed, id) => maker.element(placed, id)),
    ...(placement.left > 0 && {
      notice: `The drawing shows the first ${placement.drawn} operations; ${placement.left} more are left out.`,
    }),
  };
}

/** The room that frames take beside wires and columns, in pixels. */
interface Rooms {
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function frameRooms({ columnCount, placed }: Placement, wireCount: number): Rooms {
  const rooms = {
    above: new Float64Array(wireCount),
    below: new Float64Array(wireCount),
    left: new Float64Array(columnCount),
    right: new Float64Array(columnCount),
  };
  const widen = (room: Float64Array, index: number, size: number) => {
    room[index] = Math.max(room[index] ?? 0, size);
  };
  for (const { firstColumn, firstWire, frame, lastColumn, lastWire } of placed) {
    if (!frame) continue;
    const sides = sidesOf(frame);
    widen(rooms.above, firstWire, sides.above);
    widen(rooms.below, lastWire, sides.below);
    widen(rooms.left, firstColumn, sides.left);
    widen(rooms.right, lastColumn, sides.right);
  }
  return rooms;
}

/** How far a frame reaches beyond the boxes in it. */
function sidesOf({ above, below, left, right }: FrameRoom): FrameRoom {
  return {
    above: (above + 1) * geometry.frameHeader,
    below: (below + 1) * geometry.framePadding,
    left: (left + 1) * geometry.framePadding,
    right: (right + 1) * geometry.framePadding,
  };
}

function firstColumnX(wires: readonly { readonly label: string }[]): number {
  const labelWidth = wires.reduce((most, { label }) => Math.max(most, textWidth(label, 'label')), 0);
  return Math.round(labelWidth + 2 * geometry.columnGap);
}

function columnsOf(
  { columnCount, placed }: Placement,
  rooms: Rooms,
  wires: readonly { readonly label: string }[],
): DrawingColumn[] {
  const widths = new Float64Array(columnCount).fill(2 * geometry.controlRadius);
  for (const { firstColumn, lastColumn, width } of placed) {
    // The label of a frame needs room in all its columns together.
    const gaps = (lastColumn - firstColumn) * geometry.columnGap;
    const each = (width - gaps) / (lastColumn - firstColumn + 1);
    for (let column = firstColumn; column <= lastColumn; column++) {
      widths[column] = Math.max(widths[column] ?? 0, each);
    }
  }
  let x = firstColumnX(wires);
  return Array.from(widths, (width, column) => {
    x += rooms.left[column] ?? 0;
    const place = { x, width: Math.round(width) };
    x += place.width + (rooms.right[column] ?? 0) + geometry.columnGap;
    return place;
  });
}

class ElementMaker {
  readonly #texts: OperationTexts;
  readonly #parts: ElementParts;
  readonly #ys: readonly number[];
  readonly #columns: readonly DrawingColumn[];

  constructor(texts: OperationTexts, parts: ElementParts, ys: readonly number[], columns: readonly DrawingColumn[]) {
    this.#texts = texts;
    this.#parts = parts;
    this.#ys = ys;
    this.#columns = columns;
  }

  element(placed: Placed, id: number): DrawingElement {
    const { firstColumn, firstWire, lastColumn, lastWire, subject } = placed;
    const first = this.#columns[firstColumn] ?? { x: 0, width: 0 };
    const last = this.#columns[lastColumn] ?? first;
    const sides = placed.frame ? sidesOf(placed.frame) : { above: 0, below: 0, left: 0, right: 0 };
    const left = first.x - sides.left;
    const top = (this.#ys[firstWire] ?? 0) - geometry.boxHeight / 2 - sides.above;
    const box = {
      x: left,
      y: top,
      width: last.x + last.width + sides.right - left,
      height: (this.#ys[lastWire] ?? 0) + geometry.boxHeight / 2 + sides.below - top,
    };
    const center = (first.x + last.x + last.width) / 2;
    const source = sourceOf(subject);
    return {
      id,
      column: firstColumn,
      firstWire,
      lastWire,
      ...box,
      description: `${this.#description(subject)}, moment ${firstColumn + 1}`,
      ...(source && { source }),
      ...(subject.kind === 'group' && { group: { key: subject.run.key, isOpen: subject.run.isOpen } }),
      parts: this.#partsOf(subject, box, center, placed.width),
    };
  }

  #partsOf(
    subject: Subject,
    box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
    center: number,
    width: number,
  ): DrawingPart[] {
    switch (subject.kind) {
      case 'operation':
        return this.#parts.ofOperation(subject.operation, center, width);
      case 'branch': {
        const label = this.#texts.blockLabel(subject.operation, subject.branch);
        return [{ kind: 'frame', role: 'branch', ...box, label }];
      }
      case 'group': {
        const { run } = subject;
        if (run.isOpen) return [{ kind: 'frame', role: run.group.kind, ...box, label: run.group.label }];
        return this.#parts.ofClosedGroup(subject, center, width);
      }
    }
  }

  #description(subject: Subject): string {
    switch (subject.kind) {
      case 'operation':
        return this.#texts.description(subject.operation, 0);
      case 'branch':
        return this.#texts.description(subject.operation, subject.branch);
      case 'group': {
        const { operations, qubits, run } = subject;
        return this.#texts.groupDescription(run, operations, qubits);
      }
    }
  }
}

function sourceOf(subject: Subject) {
  return subject.kind === 'group' ? subject.run.group.source : subject.operation.source;
}
