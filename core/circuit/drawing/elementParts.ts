import type {
  AssignOperation,
  BarrierOperation,
  Circuit,
  GateOperation,
  MeasureOperation,
  UnitaryOperation,
} from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { expressionsOf } from '../classicalTraversal.ts';
import type { DrawingPart } from './circuitDrawing.ts';
import { geometry, textWidth } from './drawingGeometry.ts';
import { type DrawingWires, gateQubits } from './drawingWires.ts';
import type { GroupRun } from './drawnGroups.ts';
import { gateLabel, type OperationTexts } from './operationTexts.ts';
import { type GroupSubject, type LeafOperation, operationsOf, type Subject } from './placement.ts';

/** The shapes of elements: how wide they are, and what they are made of once the wires have their places. */
export class ElementParts {
  readonly #circuit: Circuit;
  readonly #texts: OperationTexts;
  readonly #wires: DrawingWires;
  readonly #y: (wire: number) => number;
  /** Of labels, in pixels. */
  readonly #widths = new Map<string, number>();

  /** @param y where a wire is; asked only for the parts */
  constructor(circuit: Circuit, texts: OperationTexts, wires: DrawingWires, y: (wire: number) => number) {
    this.#circuit = circuit;
    this.#texts = texts;
    this.#wires = wires;
    this.#y = y;
  }

  /** The width of the widest part, in pixels; of a frame, the width of its label. */
  widthOf(subject: Subject): number {
    switch (subject.kind) {
      case 'branch':
        return this.#labelWidth(this.#texts.blockLabel(subject.operation, subject.branch));
      case 'group': {
        const { group, isOpen } = subject.run;
        if (isOpen) return this.#labelWidth(group.label) + geometry.groupMark;
        const label = textWidth(group.label, 'label') + geometry.groupMark;
        const detail = textWidth(this.#groupDetail(subject.run) ?? '', 'detail');
        return Math.max(geometry.boxMinimumWidth, Math.max(label, detail) + 2 * geometry.boxPadding);
      }
      default:
        return this.#operationWidth(subject);
    }
  }

  /** A circuit has few different labels and many gates. */
  #widthOfLabel(label: string): number {
    const known = this.#widths.get(label);
    if (known !== undefined) return known;
    const width = textWidth(label, 'label');
    this.#widths.set(label, width);
    return width;
  }

  #labelWidth(label: string): number {
    return textWidth(label, 'detail') + 2 * geometry.boxPadding;
  }

  #operationWidth(operation: LeafOperation): number {
    switch (operation.kind) {
      case 'gate':
      case 'unitary': {
        if (gateSymbol(operation) !== 'box') return 2 * geometry.notRadius;
        const label = this.#widthOfLabel(gateLabel(operation));
        const text = this.#texts.detail(operation);
        const detail = text === undefined ? 0 : textWidth(text, 'detail');
        return Math.max(geometry.boxMinimumWidth, Math.max(label, detail) + 2 * geometry.boxPadding);
      }
      case 'assign':
        return textWidth(this.#texts.assignment(operation), 'detail') + 2 * geometry.boxPadding;
      case 'barrier':
        return 12;
      case 'measure':
      case 'reset':
        return geometry.boxMinimumWidth;
    }
  }

  /** The parts of an operation around the middle of its column. */
  ofOperation(operation: LeafOperation, x: number, width: number): DrawingPart[] {
    switch (operation.kind) {
      case 'assign':
        return this.#assignmentParts(operation, x, width);
      case 'gate':
      case 'unitary':
        return this.#gateParts(operation, x, width);
      case 'measure':
        return this.#measureParts(operation, x);
      case 'reset':
        return [
          { ...this.#box(operation.qubit, operation.qubit, x, geometry.boxMinimumWidth), role: 'reset', label: '|0⟩' },
        ];
      case 'barrier':
        return this.#barrierParts(operation, x);
    }
  }

  /** A line over each run of neighbouring wires: of a barrier over a thousand qubits one, not a thousand. */
  #barrierParts({ qubits }: BarrierOperation, x: number): DrawingPart[] {
    const parts: DrawingPart[] = [];
    const ascending = [...new Set(qubits)].sort((one, other) => one - other);
    let first = 0;
    for (const [index, qubit] of ascending.entries()) {
      if (ascending[index + 1] === qubit + 1) continue;
      const y1 = this.#y(ascending[first] ?? qubit) - geometry.barrierReach;
      parts.push({ kind: 'barrier', x, y1, y2: this.#y(qubit) + geometry.barrierReach });
      first = index + 1;
    }
    return parts;
  }

  /** A closed call or loop: a box over its qubits, joined to the classical wires it reads or writes. */
  ofClosedGroup(subject: GroupSubject, x: number, width: number): DrawingPart[] {
    const { run } = subject;
    const touched = this.#wires.ofAll(operationsOf(subject));
    const qubits = touched.filter((wire) => wire < this.#wires.qubitCount);
    const classical = touched.filter((wire) => wire >= this.#wires.qubitCount);
    const boxed = qubits.length > 0 ? qubits : classical;
    const [first = 0, last = first] = [boxed[0], boxed.at(-1)];
    const parts: DrawingPart[] = classical
      .filter((wire) => wire > last)
      .map((wire) => ({ kind: 'line', role: 'classical', x, y1: this.#y(last), y2: this.#y(wire) }));
    const detail = this.#groupDetail(run);
    const box = this.#box(first, last, x, width);
    parts.push({ ...box, role: 'group', label: run.group.label, ...(detail === undefined ? {} : { detail }) });
    return [...parts, ...this.#passing(boxed, box, first, last)];
  }

  #groupDetail({ group, passes }: GroupRun): string | undefined {
    return group.kind === 'loop' ? `× ${passes}` : this.#texts.angles(group.parameters ?? []);
  }

  #gateParts(operation: GateOperation | UnitaryOperation, x: number, width: number): DrawingPart[] {
    const parts: DrawingPart[] = this.#readParts(gateQubits(operation), expressionsOf(operation), x);
    const qubits = gateQubits(operation);
    if (qubits.length > 1) {
      const ys = qubits.map((qubit) => this.#y(qubit));
      parts.push({ kind: 'line', role: 'quantum', x, y1: Math.min(...ys), y2: Math.max(...ys) });
    }
    const controls = operation.controls.map(({ qubit, value }): DrawingPart => {
      return { kind: 'control', x, y: this.#y(qubit), value };
    });
    switch (gateSymbol(operation)) {
      case 'not':
        for (const target of operation.targets) {
          parts.push({ kind: 'not', x, y: this.#y(target), radius: geometry.notRadius });
        }
        break;
      case 'control':
        for (const target of operation.targets) parts.push({ kind: 'control', x, y: this.#y(target), value: 1 });
        break;
      case 'swap':
        for (const target of operation.targets) parts.push({ kind: 'swap', x, y: this.#y(target) });
        break;
      case 'box': {
        const targets = operation.targets.length > 0 ? operation.targets : qubits.slice(-1);
        const detail = this.#texts.detail(operation);
        const span = this.#box(Math.min(...targets), Math.max(...targets), x, width);
        parts.push({ ...span, role: 'gate', label: gateLabel(operation), ...(detail === undefined ? {} : { detail }) });
        parts.push(...this.#passing(qubits, span, Math.min(...targets), Math.max(...targets)));
      }
    }
    // Last, as a control may be between the targets of a box.
    return [...parts, ...controls];
  }

  /** The wires in a box that have nothing to do with it. */
  #passing(
    involved: readonly number[],
    { width, x }: { readonly x: number; readonly width: number },
    first: number,
    last: number,
  ): DrawingPart[] {
    const parts: DrawingPart[] = [];
    const known = new Set(involved);
    for (let wire = first + 1; wire < last; wire++) {
      if (!known.has(wire)) parts.push({ kind: 'passing', x1: x, x2: x + width, y: this.#y(wire) });
    }
    return parts;
  }

  /** Lines from the wires of what is read to the wires of what depends on it. */
  #readParts(wires: readonly number[], read: readonly ClassicalExpression[], x: number): DrawingPart[] {
    const lowest = Math.max(...wires);
    const highest = Math.min(...wires);
    return [...new Set(this.#wires.ofExpressions(read))]
      .filter((wire) => wire > lowest || wire < highest)
      .map((wire) => {
        const [from, to] = wire > lowest ? [lowest, wire] : [wire, highest];
        return { kind: 'line', role: 'classical', x, y1: this.#y(from), y2: this.#y(to) };
      });
  }

  #assignmentParts(operation: AssignOperation, x: number, width: number): DrawingPart[] {
    const wires = this.#wires.ofTarget(operation);
    if (wires.length === 0) return [];
    const box = this.#box(Math.min(...wires), Math.max(...wires), x, width);
    const label = this.#texts.assignment(operation);
    return [...this.#readParts(wires, expressionsOf(operation), x), { ...box, role: 'assignment', label }];
  }

  #box(firstWire: number, lastWire: number, x: number, width: number) {
    return {
      kind: 'box' as const,
      x: x - width / 2,
      y: this.#y(firstWire) - geometry.boxHeight / 2,
      width,
      height: this.#y(lastWire) - this.#y(firstWire) + geometry.boxHeight,
    };
  }

  #measureParts({ bit, qubit }: MeasureOperation, x: number): DrawingPart[] {
    const y = this.#y(qubit);
    const meter: DrawingPart = { kind: 'meter', x, y, width: geometry.boxMinimumWidth, height: geometry.boxHeight };
    const wire = bit === undefined ? undefined : this.#wires.bit(bit);
    if (wire === undefined || bit === undefined) return [meter];
    const register = this.#circuit.bitRegisters.find(({ size, start }) => bit >= start && bit < start + size);
    const parts: DrawingPart[] = [
      { kind: 'line', role: 'classical', x, y1: y + geometry.boxHeight / 2, y2: this.#y(wire) },
      meter,
    ];
    if (register && !register.scalar) {
      parts.push({ kind: 'text', x: x + 6, y: this.#y(wire) - 7, text: String(bit - register.start) });
    }
    return parts;
  }
}

/** How a gate is drawn on its targets: controlled X, Z and swaps have symbols of their own. */
function gateSymbol(operation: GateOperation | UnitaryOperation): 'box' | 'not' | 'control' | 'swap' {
  if (operation.kind === 'unitary') return 'box';
  if (operation.gate === 'swap') return 'swap';
  if (operation.controls.length > 0 && operation.gate === 'x') return 'not';
  if (operation.controls.length > 0 && operation.gate === 'z') return 'control';
  return 'box';
}
