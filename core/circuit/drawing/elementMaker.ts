import type { SourceRange } from '../circuit.ts';
import type { DrawingElement, DrawingFrame, DrawingPart } from './circuitDrawing.ts';
import { geometry } from './drawingGeometry.ts';
import type { DrawingWires } from './drawingWires.ts';
import type { ElementParts } from './elementParts.ts';
import { sidesOf } from './frameSides.ts';
import type { OperationTexts } from './operationTexts.ts';
import { type FrameRoom, operationsOf, type Subject } from './placement.ts';

/** Where an element is, in columns and wires. */
export interface ElementPlace {
  readonly id: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstWire: number;
  readonly lastWire: number;
  /** Around what is in it; absent for what is no frame. */
  readonly room?: FrameRoom;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Makes elements of what was placed, one at a time. */
export class ElementMaker {
  readonly #texts: OperationTexts;
  readonly #wires: DrawingWires;
  readonly #parts: ElementParts;
  readonly #frame: DrawingFrame;

  constructor(texts: OperationTexts, wires: DrawingWires, parts: ElementParts, frame: DrawingFrame) {
    this.#texts = texts;
    this.#wires = wires;
    this.#parts = parts;
    this.#frame = frame;
  }

  element(subject: Subject, place: ElementPlace): DrawingElement {
    const { firstColumn, firstWire, id, lastColumn, lastWire } = place;
    const { columns } = this.#frame;
    const first = columns[firstColumn] ?? { x: 0, width: 0 };
    const last = columns[lastColumn] ?? first;
    const box = this.box(place);
    const source = sourceOf(subject);
    return {
      id,
      column: firstColumn,
      firstWire,
      lastWire,
      ...box,
      description: this.description(subject, firstColumn),
      ...(source && { source }),
      ...(subject.kind === 'group' && { group: { key: subject.run.key, isOpen: subject.run.isOpen } }),
      parts: this.#partsOf(subject, box, (first.x + last.x + last.width) / 2),
    };
  }

  /** All that an element covers, in pixels. */
  box({ firstColumn, firstWire, lastColumn, lastWire, room }: ElementPlace): Box {
    const { columns, wires } = this.#frame;
    const first = columns[firstColumn] ?? { x: 0, width: 0 };
    const last = columns[lastColumn] ?? first;
    const sides = room ? sidesOf(room) : { above: 0, below: 0, left: 0, right: 0 };
    const x = first.x - sides.left;
    const y = (wires[firstWire]?.y ?? 0) - geometry.boxHeight / 2 - sides.above;
    return {
      x,
      y,
      width: last.x + last.width + sides.right - x,
      height: (wires[lastWire]?.y ?? 0) + geometry.boxHeight / 2 + sides.below - y,
    };
  }

  description(subject: Subject, firstColumn: number): string {
    return `${this.#describe(subject)}, moment ${firstColumn + 1}`;
  }

  #partsOf(subject: Subject, box: Box, center: number): DrawingPart[] {
    switch (subject.kind) {
      case 'branch': {
        const label = this.#texts.blockLabel(subject.operation, subject.branch);
        return [{ kind: 'frame', role: 'branch', ...box, label }];
      }
      case 'group': {
        const { run } = subject;
        if (run.isOpen) return [{ kind: 'frame', role: run.group.kind, ...box, label: run.group.label }];
        return this.#parts.ofClosedGroup(subject, center, this.#parts.widthOf(subject));
      }
      default:
        return this.#parts.ofOperation(subject, center, this.#parts.widthOf(subject));
    }
  }

  #describe(subject: Subject): string {
    switch (subject.kind) {
      case 'branch':
        return this.#texts.description(subject.operation, subject.branch);
      case 'group': {
        const operations = operationsOf(subject);
        const qubits = this.#wires.ofAll(operations).filter((wire) => wire < this.#wires.qubitCount);
        return this.#texts.groupDescription(subject.run, operations.length, qubits);
      }
      default:
        return this.#texts.description(subject, 0);
    }
  }
}

/** The part of the source an element is drawn from. */
export function sourceOf(subject: Subject): SourceRange | undefined {
  switch (subject.kind) {
    case 'branch':
      return subject.operation.source;
    case 'group':
      return subject.run.group.source;
    default:
      return subject.source;
  }
}
