import { doSteps, type Steps } from '#core/base/steps.ts';
import type { Circuit, GateOperation, Operation, UnitaryOperation } from './circuit.ts';
import { bodiesOf } from './operationBodies.ts';
import { operationBits, operationQubits } from './operationQubits.ts';

export interface CircuitMetrics {
  /**
   * Length of the longest chain of operations that must follow each other, in which gates, measurements and resets count
   * 1, a conditional its longest branch, a loop one pass, and barriers and classical computation 0 although they keep
   * order. A measurement and what reads its bit follow each other.
   */
  readonly depth: number;
  /** Gates in total, those of all branches and of one pass of loops; uncontrolled global phases are not counted. */
  readonly gates: number;
  /** Gates by name with their controls, e.g. `h`, `cx`, `ccx`, `c3x`; names in alphabetical order. */
  readonly gateCounts: Readonly<Record<string, number>>;
  /** Gates that act on exactly two qubits, controls counted. */
  readonly twoQubitGates: number;
  /** Gates that act on three qubits or more, controls counted. */
  readonly wideGates: number;
  /** Qubits that something other than a barrier acts on. */
  readonly usedQubits: number;
  readonly measuredQubits: number;
  readonly measurements: number;
  readonly resets: number;
  /** Places where the way through the circuit depends on the run: conditionals, switches and loops. */
  readonly conditionals: number;
}

/** Size and shape of a circuit; parameters need not be bound. */
export function circuitMetrics(circuit: Circuit): CircuitMetrics {
  return doSteps(circuitMetricsInSteps(circuit));
}

/** Operations measured in one step. */
const measuredAtOnce = 16_384;

/** The same, of which those of a long circuit are several steps. */
export function* circuitMetricsInSteps(circuit: Circuit): Steps<CircuitMetrics> {
  const counts = new GateCounts();
  const used = new Uint8Array(circuit.qubitCount);
  const measured = new Uint8Array(circuit.qubitCount);
  const totals = { gates: 0, twoQubitGates: 0, wideGates: 0, measurements: 0, resets: 0, conditionals: 0 };
  const visit = (operation: Operation): void => {
    switch (operation.kind) {
      case 'gate':
      case 'unitary': {
        const { controls, targets } = operation;
        const width = controls.length + targets.length;
        if (width === 0) return;
        counts.add(operation);
        totals.gates++;
        if (width === 2) totals.twoQubitGates++;
        if (width > 2) totals.wideGates++;
        for (const { qubit } of controls) used[qubit] = 1;
        for (const qubit of targets) used[qubit] = 1;
        return;
      }
      case 'measure':
        totals.measurements++;
        measured[operation.qubit] = 1;
        used[operation.qubit] = 1;
        return;
      case 'reset':
        totals.resets++;
        used[operation.qubit] = 1;
        return;
      case 'barrier':
      case 'assign':
        return;
      case 'conditional':
      case 'switch':
      case 'while':
        totals.conditionals++;
        for (const body of bodiesOf(operation)) body.forEach(visit);
        return;
    }
  };
  const depth = new DepthCount(new Array<number>(circuit.qubitCount).fill(0));
  let operations = 0;
  for (const operation of circuit.operations) {
    visit(operation);
    depth.add(operation);
    if (++operations % measuredAtOnce === 0) yield;
  }
  return {
    depth: depth.total,
    ...totals,
    gateCounts: counts.byName(),
    usedQubits: sumOf(used),
    measuredQubits: sumOf(measured),
  };
}

/** Counts gates by what they are called without their controls and by how many these are, so that only few names are made. */
class GateCounts {
  readonly #ofNames = new Map<string, number[]>();

  add(operation: GateOperation | UnitaryOperation): void {
    const name = uncontrolledName(operation);
    let ofName = this.#ofNames.get(name);
    if (ofName === undefined) {
      ofName = [];
      this.#ofNames.set(name, ofName);
    }
    const controls = operation.controls.length;
    ofName[controls] = (ofName[controls] ?? 0) + 1;
  }

  byName(): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const [name, ofName] of this.#ofNames) {
      ofName.forEach((count, controls) => {
        const controlled = controlledName(name, controls);
        counts.set(controlled, (counts.get(controlled) ?? 0) + count);
      });
    }
    return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}

function sumOf(flags: Uint8Array): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}

/**
 * `x` with two controls is `ccx`, with more `c3x`, `c4x`, …; unitaries go by their label, gates of a device by its name.
 */
export function gateCountName(operation: GateOperation | UnitaryOperation): string {
  return controlledName(uncontrolledName(operation), operation.controls.length);
}

function uncontrolledName(operation: GateOperation | UnitaryOperation): string {
  return operation.kind === 'gate' ? (operation.native ?? operation.gate) : operation.label;
}

function controlledName(name: string, controls: number): string {
  return controls <= 2 ? `${'c'.repeat(controls)}${name}` : `c${controls}${name}`;
}

/** The depth of operations that are added one after the other. */
class DepthCount {
  /** So far. */
  total = 0;
  readonly #ofQubits: number[];
  readonly #ofBits: number[] = [];

  /** @param ofQubits the depth of each qubit before; absent ones have none */
  constructor(ofQubits: number[] = []) {
    this.#ofQubits = ofQubits;
  }

  add(operation: Operation): void {
    const level = readsNoBits(operation)
      ? deepenGate(operation, this.#ofQubits)
      : deepen(weightOf(operation), operationQubits(operation), operationBits(operation), {
          ofQubits: this.#ofQubits,
          ofBits: this.#ofBits,
        });
    if (level > this.total) this.total = level;
  }
}

function depthOf(operations: readonly Operation[]): number {
  const depth = new DepthCount();
  for (const operation of operations) depth.add(operation);
  return depth.total;
}

/** Whether an operation is a gate with known angles, as nearly all are: its qubits need no list of their own. */
function readsNoBits(operation: Operation): operation is GateOperation | UnitaryOperation {
  if (operation.kind !== 'gate') return operation.kind === 'unitary';
  return operation.parameters.every((angle) => typeof angle === 'number');
}

/** The depth after a gate, which is noted for its qubits; 0 for one on no qubit. */
function deepenGate({ controls, targets }: GateOperation | UnitaryOperation, ofQubits: number[]): number {
  if (controls.length + targets.length === 0) return 0;
  let before = 0;
  for (const { qubit } of controls) before = Math.max(before, ofQubits[qubit] ?? 0);
  for (const qubit of targets) before = Math.max(before, ofQubits[qubit] ?? 0);
  const level = before + 1;
  for (const { qubit } of controls) ofQubits[qubit] = level;
  for (const qubit of targets) ofQubits[qubit] = level;
  return level;
}

/** The same of any operation. */
function deepen(
  weight: number,
  qubits: readonly number[],
  bits: readonly number[],
  { ofBits, ofQubits }: { readonly ofQubits: number[]; readonly ofBits: number[] },
): number {
  if (qubits.length === 0 && bits.length === 0) return 0;
  let before = 0;
  for (const qubit of qubits) before = Math.max(before, ofQubits[qubit] ?? 0);
  for (const bit of bits) before = Math.max(before, ofBits[bit] ?? 0);
  const level = before + weight;
  for (const qubit of qubits) ofQubits[qubit] = level;
  for (const bit of bits) ofBits[bit] = level;
  return level;
}

function weightOf(operation: Operation): number {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
    case 'measure':
    case 'reset':
      return 1;
    case 'barrier':
    case 'assign':
      return 0;
    case 'conditional':
    case 'switch':
    case 'while':
      return Math.max(...bodiesOf(operation).map(depthOf));
  }
}
