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
  const counts = new Map<string, number>();
  const used = new Set<number>();
  const measured = new Set<number>();
  const totals = { gates: 0, twoQubitGates: 0, wideGates: 0, measurements: 0, resets: 0, conditionals: 0 };
  const visit = (operation: Operation): void => {
    switch (operation.kind) {
      case 'gate':
      case 'unitary': {
        const qubits = operationQubits(operation);
        if (qubits.length === 0) return;
        const name = gateCountName(operation);
        counts.set(name, (counts.get(name) ?? 0) + 1);
        totals.gates++;
        if (qubits.length === 2) totals.twoQubitGates++;
        if (qubits.length > 2) totals.wideGates++;
        for (const qubit of qubits) used.add(qubit);
        return;
      }
      case 'measure':
        totals.measurements++;
        measured.add(operation.qubit);
        used.add(operation.qubit);
        return;
      case 'reset':
        totals.resets++;
        used.add(operation.qubit);
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
  circuit.operations.forEach(visit);
  const names = [...counts.keys()].sort();
  return {
    depth: depthOf(circuit.operations),
    ...totals,
    gateCounts: Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0])),
    usedQubits: used.size,
    measuredQubits: measured.size,
  };
}

/**
 * `x` with two controls is `ccx`, with more `c3x`, `c4x`, …; unitaries go by their label, gates of a device by its name.
 */
export function gateCountName(operation: GateOperation | UnitaryOperation): string {
  const name = operation.kind === 'gate' ? (operation.native ?? operation.gate) : operation.label;
  const controls = operation.controls.length;
  return controls <= 2 ? `${'c'.repeat(controls)}${name}` : `c${controls}${name}`;
}

function depthOf(operations: readonly Operation[]): number {
  const ofQubits: number[] = [];
  const ofBits: number[] = [];
  let depth = 0;
  for (const operation of operations) {
    const qubits = operationQubits(operation);
    const bits = operationBits(operation);
    if (qubits.length === 0 && bits.length === 0) continue;
    let before = 0;
    for (const qubit of qubits) before = Math.max(before, ofQubits[qubit] ?? 0);
    for (const bit of bits) before = Math.max(before, ofBits[bit] ?? 0);
    const level = before + weightOf(operation);
    for (const qubit of qubits) ofQubits[qubit] = level;
    for (const bit of bits) ofBits[bit] = level;
    depth = Math.max(depth, level);
  }
  return depth;
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
