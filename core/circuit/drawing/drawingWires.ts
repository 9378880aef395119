import type { AssignOperation, Circuit, GateOperation, Operation, UnitaryOperation } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { expressionBits, expressionsOf, expressionVariables } from '../classicalTraversal.ts';
import { bodiesOf } from '../operationBodies.ts';
import { conditionBits } from '../operationQubits.ts';
import type { DrawingWire } from './circuitDrawing.ts';
import type { OperationTexts } from './operationTexts.ts';

/** From a first to a last wire. */
export interface WireSpan {
  readonly firstWire: number;
  readonly lastWire: number;
}

/** The wires of a drawing from top to bottom: qubits, classical registers, classical variables; and who is on them. */
export class DrawingWires {
  readonly names: readonly Omit<DrawingWire, 'y'>[];
  readonly qubitCount: number;
  /** The wire of each classical bit. */
  readonly #bitWire: Int32Array;
  /** The wire of the first classical variable. */
  readonly #variableWire: number;

  constructor(circuit: Circuit, texts: OperationTexts) {
    const names: Omit<DrawingWire, 'y'>[] = [];
    this.qubitCount = circuit.qubitCount;
    this.#bitWire = new Int32Array(circuit.bitCount).fill(-1);
    for (let qubit = 0; qubit < circuit.qubitCount; qubit++) names.push({ kind: 'qubit', label: texts.qubit(qubit) });
    for (const { name, size, start } of circuit.bitRegisters) {
      this.#bitWire.fill(names.length, start, start + size);
      names.push({ kind: 'bits', label: name, size });
    }
    this.#variableWire = names.length;
    for (const { name } of circuit.variables ?? []) names.push({ kind: 'bits', label: name });
    this.names = names;
  }

  /** Undefined for a bit of no register. */
  bit(bit: number): number | undefined {
    const wire = this.#bitWire[bit];
    return wire === undefined || wire < 0 ? undefined : wire;
  }

  /** All wires that an operation, or one in it, acts on, reads or writes; some may be named more than once. */
  of(operation: Operation): readonly number[] {
    switch (operation.kind) {
      case 'gate': {
        const qubits = gateQubits(operation);
        if (isGateOnQubits(operation)) return qubits;
        const read = expressionsOf(operation);
        return read.length === 0 ? qubits : [...qubits, ...this.ofExpressions(read)];
      }
      case 'unitary':
        return gateQubits(operation);
      case 'assign':
        return [...this.ofTarget(operation), ...this.ofExpressions(expressionsOf(operation))];
      case 'measure': {
        const wire = operation.bit === undefined ? undefined : this.bit(operation.bit);
        return wire === undefined ? [operation.qubit] : [operation.qubit, wire];
      }
      case 'reset':
        return [operation.qubit];
      case 'barrier':
        return operation.qubits;
      case 'conditional':
      case 'switch':
      case 'while': {
        const inner = bodiesOf(operation).flatMap((body) => body.flatMap((each) => this.of(each)));
        const compared = operation.kind === 'switch' ? [] : this.#ofBits(conditionBits(operation.condition));
        return [...inner, ...compared, ...this.ofExpressions(expressionsOf(operation))];
      }
    }
  }

  /** From the top to the bottom wire of an operation; undefined for one on no wire, such as a global phase. */
  spanOf(operation: Operation): WireSpan | undefined {
    return isGateOnQubits(operation) ? spanOfGate(operation) : spanOf(this.of(operation));
  }

  /** The same of several operations of a list together. */
  spanOfAll(operations: readonly Operation[], start: number, end: number): WireSpan | undefined {
    let firstWire = Number.POSITIVE_INFINITY;
    let lastWire = -1;
    for (let index = start; index < end; index++) {
      const operation = operations[index];
      const span = operation && this.spanOf(operation);
      if (!span) continue;
      firstWire = Math.min(firstWire, span.firstWire);
      lastWire = Math.max(lastWire, span.lastWire);
    }
    return lastWire < 0 ? undefined : { firstWire, lastWire };
  }

  /** The wires of several operations, ascending and each once. */
  ofAll(operations: readonly Operation[]): readonly number[] {
    const wires = new Set<number>();
    for (const operation of operations) for (const wire of this.of(operation)) wires.add(wire);
    return [...wires].sort((one, other) => one - other);
  }

  /** The wires of the bits and variables that expressions read. */
  ofExpressions(expressions: readonly ClassicalExpression[]): number[] {
    return expressions.flatMap((expression) => [
      ...this.#ofBits(expressionBits(expression)),
      ...expressionVariables(expression).map((variable) => this.#variableWire + variable),
    ]);
  }

  /** The wires of what is assigned to. */
  ofTarget({ target }: AssignOperation): number[] {
    return target.kind === 'bits' ? this.#ofBits(target.bits) : [this.#variableWire + target.variable];
  }

  #ofBits(bits: readonly number[]): number[] {
    return bits.map((bit) => this.bit(bit)).filter((wire) => wire !== undefined);
  }
}

export function gateQubits({ controls, targets }: GateOperation | UnitaryOperation): readonly number[] {
  return controls.length === 0 ? targets : [...controls.map(({ qubit }) => qubit), ...targets];
}

function spanOf(wires: readonly number[]): WireSpan | undefined {
  let firstWire = Number.POSITIVE_INFINITY;
  let lastWire = -1;
  for (const wire of wires) {
    if (wire < firstWire) firstWire = wire;
    if (wire > lastWire) lastWire = wire;
  }
  return lastWire < 0 ? undefined : { firstWire, lastWire };
}

/** Whether an operation is a gate that reads nothing classical, as most operations of large circuits are. */
function isGateOnQubits(operation: Operation): operation is GateOperation {
  return operation.kind === 'gate' && operation.parameters.every((angle) => typeof angle === 'number');
}

/** The same as of a list of its qubits, without one. */
function spanOfGate({ controls, targets }: GateOperation): WireSpan | undefined {
  let firstWire = Number.POSITIVE_INFINITY;
  let lastWire = -1;
  for (const { qubit } of controls) {
    if (qubit < firstWire) firstWire = qubit;
    if (qubit > lastWire) lastWire = qubit;
  }
  for (const qubit of targets) {
    if (qubit < firstWire) firstWire = qubit;
    if (qubit > lastWire) lastWire = qubit;
  }
  return lastWire < 0 ? undefined : { firstWire, lastWire };
}
