import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation } from '../circuit.ts';
import type { DrawingElement, DrawingFrame } from './circuitDrawing.ts';
import { type ElementMaker, sourceOf } from './elementMaker.ts';
import type { Placement } from './placement.ts';

/** Columns and wires from the first to the last one, both included. */
export interface GridArea {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstWire: number;
  readonly lastWire: number;
}

/**
 * A circuit of which everything has its place. Elements are numbered in the order of the drawing (by column, then by
 * how deep in frames, then by wire) and made when they are asked for: where they are takes some bytes of each, what
 * they are made of some hundred.
 */
export class CircuitLayout {
  readonly frame: DrawingFrame;
  readonly elementCount: number;
  /** Whether there are calls and loops, which can be opened or closed. */
  readonly hasGroups: boolean;
  readonly #placement: Placement;
  readonly #maker: ElementMaker;
  /** The first element of each column. */
  readonly #columnStarts: Int32Array;
  /** Whether there is anything on each wire. */
  #usedWires: Uint8Array | undefined;

  constructor(frame: DrawingFrame, placement: Placement, maker: ElementMaker) {
    this.frame = frame;
    this.#placement = placement;
    this.#maker = maker;
    const { firstColumn } = placement.elements;
    this.elementCount = firstColumn.length;
    this.hasGroups = placement.subjects.others.some(({ kind }) => kind === 'group');
    this.#columnStarts = new Int32Array(placement.columnCount + 1).fill(firstColumn.length);
    for (let id = firstColumn.length - 1; id >= 0; id--) this.#columnStarts[firstColumn[id] ?? 0] = id;
    for (let column = placement.columnCount - 1; column >= 0; column--) {
      this.#columnStarts[column] = Math.min(this.columnStart(column), this.columnStart(column + 1));
    }
  }

  /** @throws RangeError for an element that is not there */
  element(id: number): DrawingElement {
    return this.#maker.element(this.#subject(id), this.#place(id));
  }

  /** The description of an element, by which it is searched. */
  description(id: number): string {
    return this.#maker.description(this.#subject(id), this.columnOf(id));
  }

  /** Where an element is in the source; undefined where it is not from there. */
  source(id: number): OffsetRange | undefined {
    return sourceOf(this.#subject(id));
  }

  /** The operation that an element is, or is a body of; undefined for calls and loops. */
  operation(id: number): Operation | undefined {
    const subject = this.#subject(id);
    if (subject.kind === 'group') return undefined;
    return subject.kind === 'branch' ? subject.operation : subject;
  }

  /** Which body of its operation an element is; undefined for what is none. */
  branch(id: number): number | undefined {
    const subject = this.#subject(id);
    return subject.kind === 'branch' ? subject.branch : undefined;
  }

  /** The element of a call or loop. */
  withGroup(key: string): number | undefined {
    const { elements, subjects } = this.#placement;
    const place = subjects.others.findIndex((subject) => subject.kind === 'group' && subject.run.key === key);
    const id = place < 0 ? -1 : elements.subject.indexOf(-place - 1);
    return id < 0 ? undefined : id;
  }

  /** The column an element begins in. */
  columnOf(id: number): number {
    return this.#placement.elements.firstColumn[id] ?? 0;
  }

  /** The column it ends in: only frames have more than one. */
  lastColumnOf(id: number): number {
    return this.#placement.elements.lastColumn[id] ?? 0;
  }

  firstWireOf(id: number): number {
    return this.#placement.elements.firstWire[id] ?? 0;
  }

  lastWireOf(id: number): number {
    return this.#placement.elements.lastWire[id] ?? 0;
  }

  isFrame(id: number): boolean {
    return this.#placement.frames.has(id);
  }

  /** Whether an element covers a wire, though it may have nothing to do with it. */
  covers(id: number, wire: number): boolean {
    return this.firstWireOf(id) <= wire && wire <= this.lastWireOf(id);
  }

  /** Whether any element covers a wire. */
  isUsed(wire: number): boolean {
    this.#usedWires ??= this.#findUsedWires();
    return this.#usedWires[wire] === 1;
  }

  #findUsedWires(): Uint8Array {
    const used = new Uint8Array(this.frame.wires.length);
    for (let id = 0; id < this.elementCount; id++) used.fill(1, this.firstWireOf(id), this.lastWireOf(id) + 1);
    return used;
  }

  /** The first element that begins in a column or a later one; the number of all elements if there is none. */
  columnStart(column: number): number {
    return this.#columnStarts[column] ?? this.elementCount;
  }

  /** The elements that reach into an area, in the order of the drawing. */
  idsIn({ firstColumn, firstWire, lastColumn, lastWire }: GridArea): number[] {
    const { frames } = this.#placement;
    const found: number[] = [];
    const isBetween = (id: number) => this.firstWireOf(id) <= lastWire && this.lastWireOf(id) >= firstWire;
    const start = this.columnStart(firstColumn);
    // Only frames have more than one column.
    for (const id of frames.keys()) {
      if (id >= start) break;
      if (this.lastColumnOf(id) >= firstColumn && isBetween(id)) found.push(id);
    }
    const end = this.columnStart(lastColumn + 1);
    for (let id = start; id < end; id++) if (isBetween(id)) found.push(id);
    return found;
  }

  #subject(id: number) {
    const { elements, subjects } = this.#placement;
    const number = elements.subject[id];
    if (number === undefined) throw new RangeError(`The drawing has no element ${id}.`);
    return subjects.at(number);
  }

  #place(id: number) {
    const room = this.#placement.frames.get(id);
    return {
      id,
      firstColumn: this.columnOf(id),
      lastColumn: this.lastColumnOf(id),
      firstWire: this.firstWireOf(id),
      lastWire: this.lastWireOf(id),
      ...(room && { room }),
    };
  }
}
