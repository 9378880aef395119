import { type Angle, combineAngles } from '../angle.ts';
import type { Control, GateName, GateOperation, Operation } from '../circuit.ts';
import { gateTable } from '../gateTable.ts';
import { inverseOperations } from '../inverseCircuit.ts';
import { phasePower, powerByAngle, powerInEigenbasis } from './openPower.ts';
import { matrixQubitLimit, principalPower } from './unitaryPower.ts';

/** Adds controls to everything the operations do, global phases included. */
export function withControls(operations: readonly Operation[], controls: readonly Control[]): Operation[] {
  return operations.map((operation) =>
    operation.kind === 'gate' || operation.kind === 'unitary'
      ? { ...operation, controls: [...controls, ...operation.controls] }
      : operation,
  );
}

/** Gates whose integer powers, and only those for every angle, are the gate with the multiplied angle. */
const linearGates: ReadonlySet<GateName> = new Set<GateName>(['gphase', 'p', 'rx', 'ry', 'rz', 'rxx', 'ryy', 'rzz']);

/** The gate with its angle multiplied, which is any whole power of it; undefined where it is not. */
function multiplied(operation: GateOperation, exponent: Angle): GateOperation | undefined {
  const [angle] = operation.parameters;
  if (!linearGates.has(operation.gate) || angle === undefined) return undefined;
  return { ...operation, parameters: [combineAngles('multiply', angle, exponent)] };
}

/**
 * The operations applied as often as a number says that is known only later.
 * @param isWhole whether the exponent is a whole number
 * @returns undefined when no circuit is known for it
 */
export function openPowerOf(
  operations: readonly Operation[],
  exponent: Angle,
  isWhole: boolean,
  label: string,
): Operation[] | undefined {
  const [single] = operations;
  if (operations.length === 1 && (single?.kind === 'gate' || single?.kind === 'unitary')) {
    if (single.kind === 'gate') {
      if (single.gate === 'id') return [single];
      const simple = isWhole ? multiplied(single, exponent) : undefined;
      if (simple) return [simple];
      if (hasOpenAngle(single)) return powerByAngle(single, exponent);
    }
    const { controls } = single;
    if (controls.length > 0) {
      // A controlled gate does nothing where a control fails, and a power of nothing is nothing.
      const inner = openPowerOf([{ ...single, controls: [] }], exponent, isWhole, label);
      return inner && withControls(inner, controls);
    }
  }
  const qubits = [...new Set(operations.flatMap(qubitsOf))].sort((a, b) => a - b);
  if (qubits.length === 0) return operations.length === 0 ? [] : phasePower(operations, exponent);
  return qubits.length > matrixQubitLimit ? undefined : powerInEigenbasis(operations, qubits, exponent, label);
}

/**
 * The operations applied `exponent` times: whole powers by repetition, the others by the principal power.
 * @param repeated asked before operations are repeated, so that it can refuse too many
 * @returns undefined when a fractional power has no known matrix
 */
export function powerOf(
  operations: readonly Operation[],
  exponent: number,
  label: string,
  repeated: (count: number) => void,
): Operation[] | undefined {
  const [single] = operations;
  if (operations.length === 1 && single?.kind === 'gate') {
    const simple = powerOfGate(single, exponent);
    if (simple) return simple;
  }
  if (Number.isInteger(exponent)) {
    const base = exponent < 0 ? inverseOperations(operations) : operations;
    if (base.length === 0) return [];
    repeated(base.length * Math.abs(exponent));
    return Array.from({ length: Math.abs(exponent) }, () => base).flat();
  }
  const controls = single && (single.kind === 'gate' || single.kind === 'unitary') ? single.controls : [];
  if (operations.length === 1 && controls.length > 0 && (single?.kind === 'gate' || single?.kind === 'unitary')) {
    // A controlled gate does nothing where a control fails, and a power of nothing is nothing.
    const inner = powerOf([{ ...single, controls: [] }], exponent, label, repeated);
    return inner && withControls(inner, controls);
  }
  if (single?.kind === 'gate' && operations.length === 1 && hasOpenAngle(single)) return powerByAngle(single, exponent);
  const qubits = [...new Set(operations.flatMap(qubitsOf))].sort((a, b) => a - b);
  if (qubits.length === 0) return operations.length === 0 ? [] : phasePower(operations, exponent);
  if (qubits.length > matrixQubitLimit) return undefined;
  const matrix = principalPower(operations, qubits, exponent);
  return matrix && [{ kind: 'unitary', label, matrix, controls: [], targets: qubits }];
}

function hasOpenAngle({ parameters }: GateOperation): boolean {
  return parameters.some((angle) => typeof angle !== 'number');
}

function powerOfGate(operation: GateOperation, exponent: number): Operation[] | undefined {
  if (operation.gate === 'id') return [operation];
  if (!Number.isInteger(exponent)) return undefined;
  const simple = multiplied(operation, exponent);
  if (simple) return [simple];
  if (gateTable[operation.gate].selfInverse) return exponent % 2 === 0 ? [] : [operation];
  return undefined;
}

function qubitsOf(operation: Operation): readonly number[] {
  switch (operation.kind) {
    case 'gate':
    case 'unitary':
      return [...operation.targets, ...operation.controls.map(({ qubit }) => qubit)];
    case 'barrier':
      return operation.qubits;
    case 'measure':
    case 'reset':
    case 'conditional':
    case 'switch':
    case 'while':
    case 'assign':
      return [];
  }
}
