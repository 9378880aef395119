import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Circuit } from '../circuit.ts';
import type { CircuitDrawing, DrawingColumn, DrawingFrame, DrawingWire } from './circuitDrawing.ts';
import { CircuitLayout } from './circuitLayout.ts';
import { geometry, textWidth } from './drawingGeometry.ts';
import { DrawingWires } from './drawingWires.ts';
import { automaticOpening, type GroupOpening } from './drawnGroups.ts';
import { ElementMaker } from './elementMaker.ts';
import { ElementParts } from './elementParts.ts';
import { type FrameSides, sidesOf } from './frameSides.ts';
import { OperationTexts } from './operationTexts.ts';
import { mostDrawn, type Placement, placeInSteps } from './placement.ts';

export interface LayoutOptions {
  /** Operations drawn at most; the rest is left out and said so. */
  readonly maximumOperations?: number;
  /** Which calls and loops are opened, for circuits whose operations say what they belong to. */
  readonly opening?: GroupOpening;
  /** What another drawing takes that is to stand above or below this one, column by column. */
  readonly least?: LeastWidths;
}

/** In pixels. */
export interface LeastWidths {
  /** Left of the wires. */
  readonly gutter: number;
  readonly columns: readonly number[];
}

/** From the beginning of the wires to the first column, in pixels. */
const beforeFirst = 8;

/** A drawing with more is no use to anybody who has to look at it whole. */
const mostWhole = 20_000;

/**
 * Lays a circuit out: every operation in the first column in which all wires from its top to its bottom one are free,
 * conditional blocks and loops in a frame, measurements joined to the wire of their classical register, classical
 * variables on wires of their own; calls and loops of the program as one box or as a frame around their parts.
 * @param options 20,000 operations at most unless given
 */
export function layoutCircuit(circuit: Circuit, options: LayoutOptions = {}): CircuitDrawing {
  const layout = layOutCircuit(circuit, { maximumOperations: mostWhole, ...options });
  const elements = Array.from({ length: layout.elementCount }, (_, id) => layout.element(id));
  return { ...layout.frame, elements };
}

/**
 * The same for circuits of any length: places everything, and makes the elements that are asked for.
 * @param options {@link mostDrawn} operations at most unless given
 */
export function layOutCircuit(circuit: Circuit, options: LayoutOptions = {}): CircuitLayout {
  return doSteps(layOutInSteps(circuit, options));
}

/** The same, of which a long circuit is several steps. */
export function* layOutInSteps(circuit: Circuit, options: LayoutOptions = {}): Steps<CircuitLayout> {
  const texts = new OperationTexts(circuit);
  const wires = new DrawingWires(circuit, texts);
  const ys: number[] = [];
  const parts = new ElementParts(circuit, texts, wires, (wire) => ys[wire] ?? 0);
  const placement = yield* placeInSteps(circuit, {
    wires,
    opening: options.opening ?? automaticOpening,
    limit: options.maximumOperations ?? mostDrawn,
    widthOf: (subject) => parts.widthOf(subject),
    leastWidth: 2 * geometry.controlRadius,
  });
  const rooms = frameRooms(placement, wires.names.length);
  let y = geometry.margin;
  for (const [wire] of wires.names.entries()) {
    if (wire > 0) y += geometry.wireSpacing + (rooms.below[wire - 1] ?? 0);
    y += rooms.above[wire] ?? 0;
    ys.push(y);
  }
  const { least } = options;
  const left = Math.max(firstColumnX(wires.names), (least?.gutter ?? 0) + beforeFirst);
  const columns = columnsOf(placement, rooms, parts, left, least?.columns ?? []);
  const last = columns.at(-1);
  const right = last ? last.x + last.width + (rooms.right.at(-1) ?? 0) : left;
  const frame: DrawingFrame = {
    width: right + 2 * geometry.columnGap,
    gutter: left - beforeFirst,
    height: y + (rooms.below.at(-1) ?? 0) + geometry.margin,
    wires: wires.names.map((name, wire): DrawingWire => ({ ...name, y: ys[wire] ?? 0 })),
    columns,
    ...(placement.left > 0 && {
      notice: `The drawing shows the first ${placement.drawn} operations; ${placement.left} more are left out.`,
    }),
  };
  return new CircuitLayout(frame, placement, new ElementMaker(texts, wires, parts, frame));
}

/** The room that frames take beside wires and columns, in pixels. */
interface Rooms {
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function frameRooms({ columnCount, elements, frames }: Placement, wireCount: number): Rooms {
  const rooms = {
    above: new Float64Array(wireCount),
    below: new Float64Array(wireCount),
    left: new Float64Array(columnCount),
    right: new Float64Array(columnCount),
  };
  const widen = (side: keyof FrameSides, index: number | undefined, size: number) => {
    if (index !== undefined) rooms[side][index] = Math.max(rooms[side][index] ?? 0, size);
  };
  for (const [id, frame] of frames) {
    const sides = sidesOf(frame);
    widen('above', elements.firstWire[id], sides.above);
    widen('below', elements.lastWire[id], sides.below);
    widen('left', elements.firstColumn[id], sides.left);
    widen('right', elements.lastColumn[id], sides.right);
  }
  return rooms;
}

function firstColumnX(wires: readonly { readonly label: string }[]): number {
  const labelWidth = wires.reduce((most, { label }) => Math.max(most, textWidth(label, 'label')), 0);
  return Math.round(labelWidth + 2 * geometry.columnGap);
}

function columnsOf(
  placement: Placement,
  rooms: Rooms,
  parts: ElementParts,
  left: number,
  least: readonly number[],
): DrawingColumn[] {
  const { columnWidths, elements, frames, subjects } = placement;
  const widths = columnWidths.slice();
  for (const id of frames.keys()) {
    const subject = subjects.at(elements.subject[id] ?? 0);
    // The label of a frame needs room in all its columns together.
    const firstColumn = elements.firstColumn[id] ?? 0;
    const lastColumn = elements.lastColumn[id] ?? firstColumn;
    const gaps = (lastColumn - firstColumn) * geometry.columnGap;
    const each = (parts.widthOf(subject) - gaps) / (lastColumn - firstColumn + 1);
    for (let column = firstColumn; column <= lastColumn; column++) {
      if (each > (widths[column] ?? 0)) widths[column] = each;
    }
  }
  let x = left;
  return Array.from(widths, (width, column) => {
    x += rooms.left[column] ?? 0;
    const place = { x, width: Math.max(Math.round(width), least[column] ?? 0) };
    x += place.width + (rooms.right[column] ?? 0) + geometry.columnGap;
    return place;
  });
}
