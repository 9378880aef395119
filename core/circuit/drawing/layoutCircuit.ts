import type { AssignOperation, Circuit, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { expressionBits, expressionsOf, expressionVariables } from '../classicalTraversal.ts';
import { bodiesOf } from '../operationBodies.ts';
import { conditionBits } from '../operationQubits.ts';
import type { CircuitDrawing, DrawingElement, DrawingPart, DrawingWire } from './circuitDrawing.ts';
import { geometry, textWidth } from './drawingGeometry.ts';
import { type BlockOperation, gateLabel, isBlock, OperationTexts } from './operationTexts.ts';

export interface LayoutOptions {
  /** Operations drawn at most; the rest is left out and said so. 20,000 unless given. */
  readonly maximumOperations?: number;
}

/**
 * Lays a circuit out: every operation in the first column in which all wires from its top to its bottom one are free,
 * conditional blocks and loops in a frame, measurements joined to the wire of their classical register, classical
 * variables on wires of their own.
 */
export function layoutCircuit(circuit: Circuit, options: LayoutOptions = {}): CircuitDrawing {
  const layout = new CircuitLayout(circuit, options.maximumOperations ?? 20_000);
  layout.place(circuit.operations);
  return layout.finish();
}

/** An element whose column is known and whose parts are made once the widths of all columns are. */
interface PlacedElement {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstWire: number;
  readonly lastWire: number;
  /** Of the widest part, for the width of the column. */
  readonly width: number;
  /** How deep in frames it is; frames grow outwards. */
  readonly depth: number;
  readonly operation: Operation;
  /** Which body of an operation that holds others; 0 for the others. */
  readonly branch: number;
}

class CircuitLayout {
  readonly #circuit: Circuit;
  readonly #texts: OperationTexts;
  readonly #limit: number;
  readonly #wires: DrawingWire[];
  /** The wire of each classical bit. */
  readonly #bitWire = new Map<number, number>();
  /** The wire of the first classical variable. */
  #variableWire = 0;
  readonly #nextColumn: number[];
  readonly #placed: PlacedElement[] = [];
  #drawn = 0;
  #left = 0;

  constructor(circuit: Circuit, limit: number) {
    this.#circuit = circuit;
    this.#texts = new OperationTexts(circuit);
    this.#limit = limit;
    this.#wires = this.#makeWires();
    this.#nextColumn = this.#wires.map(() => 0);
  }

  #makeWires(): DrawingWire[] {
    const wires: DrawingWire[] = [];
    const y = () => geometry.margin + wires.length * geometry.wireSpacing;
    for (let qubit = 0; qubit < this.#circuit.qubitCount; qubit++) {
      wires.push({ kind: 'qubit', label: this.#texts.qubit(qubit), y: y() });
    }
    for (const register of this.#circuit.bitRegisters) {
      for (let bit = register.start; bit < register.start + register.size; bit++) this.#bitWire.set(bit, wires.length);
      wires.push({ kind: 'bits', label: register.name, y: y(), size: register.size });
    }
    this.#variableWire = wires.length;
    for (const { name } of this.#circuit.variables ?? []) wires.push({ kind: 'bits', label: name, y: y() });
    return wires;
  }

  place(operations: readonly Operation[], depth = 0): void {
    for (const operation of operations) {
      if (this.#drawn >= this.#limit) {
        this.#left++;
        continue;
      }
      const wires = this.#wiresOf(operation);
      if (wires.length === 0) continue;
      this.#drawn++;
      const firstWire = Math.min(...wires);
      const lastWire = Math.max(...wires);
      const column = Math.max(...this.#nextColumn.slice(firstWire, lastWire + 1));
      if (isBlock(operation)) {
        this.#placeBlock(operation, { firstWire, lastWire, column, depth });
      } else {
        this.#advance(firstWire, lastWire, column + 1);
        const width = this.#operationWidth(operation);
        const place = { firstColumn: column, lastColumn: column, firstWire, lastWire, width, depth };
        this.#placed.push({ ...place, operation, branch: 0 });
      }
    }
  }

  #placeBlock(
    operation: BlockOperation,
    place: { firstWire: number; lastWire: number; column: number; depth: number },
  ): void {
    const { depth, firstWire, lastWire } = place;
    let column = place.column;
    for (const [branch, body] of bodiesOf(operation).entries()) {
      if (branch > 0 && body.length === 0) continue;
      this.#advance(firstWire, lastWire, column);
      this.place(body, depth + 1);
      const end = Math.max(column + 1, ...this.#nextColumn.slice(firstWire, lastWire + 1));
      this.#advance(firstWire, lastWire, end);
      const width = textWidth(this.#texts.blockLabel(operation, branch), 'detail') + 2 * geometry.boxPadding;
      const span = { firstColumn: column, lastColumn: end - 1, firstWire, lastWire };
      this.#placed.push({ ...span, width: width / (end - column), depth, operation, branch });
      column = end;
    }
  }

  #advance(firstWire: number, lastWire: number, column: number): void {
    for (let wire = firstWire; wire <= lastWire; wire++) this.#nextColumn[wire] = column;
  }

  #wiresOf(operation: Operation): number[] {
    switch (operation.kind) {
      case 'gate':
        return [...gateQubits(operation), ...this.#wiresOfExpressions(expressionsOf(operation))];
      case 'unitary':
        return gateQubits(operation);
      case 'assign':
        return [...this.#targetWires(operation), ...this.#wiresOfExpressions(expressionsOf(operation))];
      case 'measure': {
        const wire = operation.bit === undefined ? undefined : this.#bitWire.get(operation.bit);
        return wire === undefined ? [operation.qubit] : [operation.qubit, wire];
      }
      case 'reset':
        return [operation.qubit];
      case 'barrier':
        return [...operation.qubits];
      case 'conditional':
      case 'switch':
      case 'while': {
        const inner = bodiesOf(operation).flatMap((body) => body.flatMap((each) => this.#wiresOf(each)));
        const compared = operation.kind === 'switch' ? [] : this.#wiresOfBits(conditionBits(operation.condition));
        return [...inner, ...compared, ...this.#wiresOfExpressions(expressionsOf(operation))];
      }
    }
  }

  #wiresOfBits(bits: readonly number[]): number[] {
    return bits.map((bit) => this.#bitWire.get(bit)).filter((wire) => wire !== undefined);
  }

  /** The wires of the bits and variables that expressions read. */
  #wiresOfExpressions(expressions: readonly ClassicalExpression[]): number[] {
    return expressions.flatMap((expression) => [
      ...this.#wiresOfBits(expressionBits(expression)),
      ...expressionVariables(expression).map((variable) => this.#variableWire + variable),
    ]);
  }

  #targetWires({ target }: AssignOperation): number[] {
    return target.kind === 'bits' ? this.#wiresOfBits(target.bits) : [this.#variableWire + target.variable];
  }

  #operationWidth(operation: Operation): number {
    if (operation.kind === 'gate' || operation.kind === 'unitary') {
      const symbol = gateSymbol(operation);
      if (symbol !== 'box') return 2 * geometry.notRadius;
      const label = textWidth(gateLabel(operation), 'label');
      const detail = textWidth(this.#texts.detail(operation) ?? '', 'detail');
      return Math.max(geometry.boxMinimumWidth, Math.max(label, detail) + 2 * geometry.boxPadding);
    }
    if (operation.kind === 'assign') {
      return textWidth(this.#texts.assignment(operation), 'detail') + 2 * geometry.boxPadding;
    }
    if (operation.kind === 'barrier') return 12;
    return geometry.boxMinimumWidth;
  }

  finish(): CircuitDrawing {
    const columnCount = Math.max(0, ...this.#nextColumn);
    const widths = new Array<number>(columnCount).fill(2 * geometry.controlRadius);
    for (const { firstColumn, lastColumn, width, depth, operation } of this.#placed) {
      const padding = (depth + (isBlock(operation) ? 1 : 0)) * 2 * geometry.framePadding;
      for (let column = firstColumn; column <= lastColumn; column++) {
        widths[column] = Math.max(widths[column] ?? 0, width + padding);
      }
    }
    const labelWidth = Math.max(0, ...this.#wires.map(({ label }) => textWidth(label, 'label')));
    let x = Math.round(labelWidth + 2 * geometry.columnGap);
    const columns = widths.map((width) => {
      const column = { x, width: Math.round(width) };
      x += column.width + geometry.columnGap;
      return column;
    });

    const ordered = this.#placed.toSorted(
      (a, b) => a.firstColumn - b.firstColumn || a.depth - b.depth || a.firstWire - b.firstWire,
    );
    const elements = ordered.map((placed, id) => this.#element(placed, id, columns));
    return {
      width: x + geometry.columnGap,
      height: 2 * geometry.margin + Math.max(0, this.#wires.length - 1) * geometry.wireSpacing,
      wires: this.#wires,
      columns,
      elements,
      ...(this.#left > 0
        ? { notice: `The drawing shows the first ${this.#drawn} operations; ${this.#left} more are left out.` }
        : {}),
    };
  }

  #element(placed: PlacedElement, id: number, columns: readonly { x: number; width: number }[]): DrawingElement {
    const { firstColumn, lastColumn, firstWire, lastWire, operation } = placed;
    const first = columns[firstColumn] ?? { x: 0, width: 0 };
    const last = columns[lastColumn] ?? first;
    const left = first.x;
    const right = last.x + last.width;
    const top = this.#y(firstWire) - geometry.boxHeight / 2;
    const bottom = this.#y(lastWire) + geometry.boxHeight / 2;
    const isFrame = isBlock(operation);
    // A frame lies outside what it holds, and an outer frame outside an inner one.
    const inset = isFrame ? placed.depth * geometry.framePadding : 0;
    const grow = isFrame ? geometry.framePadding / 2 : 0;
    const box = {
      x: left + inset - grow,
      y: top + inset - 2 * grow,
      width: right - left - 2 * inset + 2 * grow,
      height: bottom - top - 2 * inset + 4 * grow,
    };
    const center = (left + right) / 2;
    return {
      id,
      column: firstColumn,
      firstWire,
      lastWire,
      ...box,
      description: `${this.#texts.description(operation, placed.branch)}, moment ${firstColumn + 1}`,
      ...(operation.source === undefined ? {} : { source: operation.source }),
      parts: isFrame
        ? [{ kind: 'frame', ...box, label: this.#texts.blockLabel(operation, placed.branch) }]
        : this.#parts(operation, center, placed.width),
    };
  }

  #y(wire: number): number {
    return this.#wires[wire]?.y ?? 0;
  }

  #parts(operation: Exclude<Operation, BlockOperation>, x: number, width: number): DrawingPart[] {
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
        return operation.qubits.map((qubit) => {
          const half = geometry.wireSpacing / 2;
          return { kind: 'barrier', x, y1: this.#y(qubit) - half + 4, y2: this.#y(qubit) + half - 4 };
        });
    }
  }

  #gateParts(operation: GateOperation | UnitaryOperation, x: number, width: number): DrawingPart[] {
    const parts: DrawingPart[] = this.#readParts(gateQubits(operation), expressionsOf(operation), x);
    const qubits = gateQubits(operation);
    if (qubits.length > 1) {
      const ys = qubits.map((qubit) => this.#y(qubit));
      parts.push({ kind: 'line', role: 'quantum', x, y1: Math.min(...ys), y2: Math.max(...ys) });
    }
    for (const { qubit, value } of operation.controls) parts.push({ kind: 'control', x, y: this.#y(qubit), value });
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
      }
    }
    return parts;
  }

  /** Lines from the wires of what is read to the wires of what depends on it. */
  #readParts(wires: readonly number[], read: readonly ClassicalExpression[], x: number): DrawingPart[] {
    const lowest = Math.max(...wires);
    const highest = Math.min(...wires);
    return [...new Set(this.#wiresOfExpressions(read))]
      .filter((wire) => wire > lowest || wire < highest)
      .map((wire) => {
        const [from, to] = wire > lowest ? [lowest, wire] : [wire, highest];
        return { kind: 'line', role: 'classical', x, y1: this.#y(from), y2: this.#y(to) };
      });
  }

  #assignmentParts(operation: AssignOperation, x: number, width: number): DrawingPart[] {
    const wires = this.#targetWires(operation);
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

  #measureParts(operation: Extract<Operation, { kind: 'measure' }>, x: number): DrawingPart[] {
    const y = this.#y(operation.qubit);
    const size = { width: geometry.boxMinimumWidth, height: geometry.boxHeight };
    const meter: DrawingPart = { kind: 'meter', x, y, ...size };
    const wire = operation.bit === undefined ? undefined : this.#bitWire.get(operation.bit);
    if (wire === undefined || operation.bit === undefined) return [meter];
    const register = this.#circuit.bitRegisters.find(
      ({ size: bits, start }) => (operation.bit ?? -1) >= start && (operation.bit ?? -1) < start + bits,
    );
    const parts: DrawingPart[] = [
      { kind: 'line', role: 'classical', x, y1: y + geometry.boxHeight / 2, y2: this.#y(wire) },
      meter,
    ];
    if (register && !register.scalar) {
      parts.push({ kind: 'text', x: x + 6, y: this.#y(wire) - 7, text: String(operation.bit - register.start) });
    }
    return parts;
  }
}

function gateQubits({ controls, targets }: GateOperation | UnitaryOperation): number[] {
  return [...controls.map(({ qubit }) => qubit), ...targets];
}

/** How a gate is drawn on its targets: controlled X, Z and swaps have symbols of their own. */
function gateSymbol(operation: GateOperation | UnitaryOperation): 'box' | 'not' | 'control' | 'swap' {
  if (operation.kind === 'unitary') return 'box';
  if (operation.gate === 'swap') return 'swap';
  if (operation.controls.length > 0 && operation.gate === 'x') return 'not';
  if (operation.controls.length > 0 && operation.gate === 'z') return 'control';
  return 'box';
}
