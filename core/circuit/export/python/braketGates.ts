import type { GateName, GateOperation, UnitaryOperation } from '../../circuit.ts';
import { expressIn } from '../../synthesis/expressIn.ts';
import type { MatrixTable } from './matrixTable.ts';
import { type AngleDialect, pythonAngle } from './pythonAngle.ts';
import type { PythonRegisters } from './pythonRegisters.ts';

/** Methods of Braket's circuits. */
const braketNames: Readonly<Record<GateName, string>> = {
  gphase: 'gphase',
  id: 'i',
  x: 'x',
  y: 'y',
  z: 'z',
  h: 'h',
  s: 's',
  sdg: 'si',
  t: 't',
  tdg: 'ti',
  sx: 'v',
  sxdg: 'vi',
  p: 'phaseshift',
  rx: 'rx',
  ry: 'ry',
  rz: 'rz',
  u: 'u',
  swap: 'swap',
  iswap: 'iswap',
  rxx: 'xx',
  ryy: 'yy',
  rzz: 'zz',
};

/** Gates with so many controls on 1 that have a name; controls come first. */
const braketControlledNames: ReadonlyMap<string, string> = new Map([
  ['1 x', 'cnot'],
  ['1 y', 'cy'],
  ['1 z', 'cz'],
  ['1 sx', 'cv'],
  ['1 p', 'cphaseshift'],
  ['1 swap', 'cswap'],
  ['2 x', 'ccnot'],
]);

/** All names of gates that a program must not use for anything else. */
export const braketGateNames: readonly string[] = [
  ...Object.values(braketNames),
  ...braketControlledNames.values(),
  ...['ecr', 'pswap', 'xy', 'gpi', 'gpi2', 'ms', 'prx', 'cphaseshift00', 'cphaseshift01', 'cphaseshift10', 'unitary'],
];

export interface BraketContext {
  readonly registers: PythonRegisters;
  readonly dialect: AngleDialect;
  readonly matrices: MatrixTable;
}

/**
 * A gate as gates that Braket has by name. It has control modifiers besides, but its devices take none, and its local
 * simulator misplaces them on four or more qubits (version 1.41).
 */
export function braketOperations(
  operation: GateOperation | UnitaryOperation,
): readonly (GateOperation | UnitaryOperation)[] {
  if (operation.controls.length === 0) return [operation];
  return expressIn(operation, {
    supports: (gate, controls) => controls === 0 || braketControlledNames.has(`${controls} ${gate}`),
  });
}

/** @returns calls of methods of a circuit, in order; undefined when an angle cannot be written */
export function braketCalls(operation: GateOperation | UnitaryOperation, context: BraketContext): string[] | undefined {
  const parts = braketOperations(operation).map((part) =>
    part.kind === 'gate' ? braketGate(part, context) : unitaryCall(part, context),
  );
  const known = parts.flatMap((part) => part ?? []);
  return known.length === parts.length ? known : undefined;
}

/** @param qubits what the gate acts on, written; its controls and targets unless given */
export function braketGate(operation: GateOperation, context: BraketContext, qubits?: string): string | undefined {
  const { controls, parameters, targets } = operation;
  const { dialect, registers } = context;
  const angles = parameters.flatMap((angle) => pythonAngle(angle, dialect) ?? []);
  if (angles.length < parameters.length) return undefined;
  const placed = [...controls.map(({ qubit }) => qubit), ...targets];
  const operands = qubits === undefined ? placed.map((qubit) => registers.qubit(qubit)) : [qubits];
  return `${braketName(operation.gate, controls.length)}(${[...operands, ...angles].join(', ')})`;
}

/** The name of a gate that is one of {@link braketOperations}. */
export function braketName(gate: GateName, controls: number): string {
  return braketControlledNames.get(`${controls} ${gate}`) ?? braketNames[gate];
}

function unitaryCall(operation: UnitaryOperation, { matrices, registers }: BraketContext): string {
  // In Braket the first target is the highest bit of a matrix index.
  const targets = registers.qubitList(operation.targets.toReversed());
  return `unitary(matrix=${matrices.variable(operation)}, targets=${targets})`;
}
