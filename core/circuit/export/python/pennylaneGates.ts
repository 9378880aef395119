import { transformAngle } from '../../angle.ts';
import type { GateName, GateOperation, UnitaryOperation } from '../../circuit.ts';
import { withoutControlledPhase } from './controlledPhase.ts';
import type { MatrixTable } from './matrixTable.ts';
import { type AngleDialect, pythonAngle } from './pythonAngle.ts';
import type { PythonRegisters } from './pythonRegisters.ts';

const names: { readonly [Name in GateName]: string } = {
  gphase: 'GlobalPhase',
  id: 'Identity',
  x: 'X',
  y: 'Y',
  z: 'Z',
  h: 'Hadamard',
  s: 'S',
  sdg: 'S',
  t: 'T',
  tdg: 'T',
  sx: 'SX',
  sxdg: 'SX',
  p: 'PhaseShift',
  rx: 'RX',
  ry: 'RY',
  rz: 'RZ',
  u: 'U3',
  swap: 'SWAP',
  iswap: 'ISWAP',
  rxx: 'IsingXX',
  ryy: 'IsingYY',
  rzz: 'IsingZZ',
};

const adjoints: ReadonlySet<GateName> = new Set(['sdg', 'tdg', 'sxdg']);

/** Gates with so many controls on 1 that have a name; controls come first among the wires. */
const controlledNames: ReadonlyMap<string, string> = new Map([
  ['1 x', 'CNOT'],
  ['1 y', 'CY'],
  ['1 z', 'CZ'],
  ['1 h', 'CH'],
  ['1 p', 'ControlledPhaseShift'],
  ['1 rx', 'CRX'],
  ['1 ry', 'CRY'],
  ['1 rz', 'CRZ'],
  ['1 swap', 'CSWAP'],
  ['2 x', 'Toffoli'],
  ['2 z', 'CCZ'],
]);

export interface PennylaneContext {
  readonly registers: PythonRegisters;
  readonly dialect: AngleDialect;
  readonly matrices: MatrixTable;
}

/** @returns calls of operators, in order; undefined when an angle cannot be written */
export function pennylaneGate(operation: GateOperation, context: PennylaneContext): string[] | undefined {
  const parts = withoutControlledPhase(operation).map((gate) => plainGate(gate, context));
  const known = parts.flatMap((part) => part ?? []);
  return known.length === parts.length ? known : undefined;
}

/** @param wires what the gate acts on, written; its own targets unless given */
export function plainGate(
  operation: GateOperation,
  context: PennylaneContext,
  wires = wiresText(operation.targets, context),
): string | undefined {
  const { controls, gate, targets } = operation;
  // PennyLane's global phase is e^(−iφ).
  const angles = operation.parameters
    .map((angle) => (gate === 'gphase' ? transformAngle('negate', angle) : angle))
    .flatMap((angle) => pythonAngle(angle, context.dialect) ?? []);
  if (angles.length < operation.parameters.length) return undefined;
  const named = controls.every(({ value }) => value === 1)
    ? controlledNames.get(`${controls.length} ${gate}`)
    : undefined;
  if (named !== undefined) {
    const all = wiresText([...controls.map(({ qubit }) => qubit), ...targets], context);
    return `qml.${named}(${[...angles, all].join(', ')})`;
  }
  // A phase that is applied conditionally is drawn on a wire.
  const placed = gate === 'gphase' ? [wiresText([0], context)] : [wires];
  const call = `qml.${names[gate]}(${[...angles, ...placed].join(', ')})`;
  return withControls(operation, adjoints.has(gate) ? `qml.adjoint(${call})` : call, context);
}

export function pennylaneUnitary(operation: UnitaryOperation, context: PennylaneContext): string {
  // In PennyLane the first wire is the highest bit of a matrix index.
  const wires = wiresText(operation.targets.toReversed(), context);
  return withControls(operation, `qml.QubitUnitary(${context.matrices.variable(operation)}, ${wires})`, context);
}

/** `wires=q[0]`, `wires=[q[0], q[1]]`, or the name of a whole register. */
export function wiresText(qubits: readonly number[], { registers }: Pick<PennylaneContext, 'registers'>): string {
  const [first] = qubits;
  const single = qubits.length === 1 && first !== undefined;
  return `wires=${single ? registers.qubit(first) : registers.qubitList(qubits)}`;
}

function withControls(
  { controls }: Pick<GateOperation, 'controls'>,
  call: string,
  { registers }: PennylaneContext,
): string {
  if (controls.length === 0) return call;
  const qubits = controls.map(({ qubit }) => registers.qubit(qubit)).join(', ');
  const isPlain = controls.every(({ value }) => value === 1);
  const values = isPlain ? [] : [`control_values=[${controls.map(({ value }) => value).join(', ')}]`];
  return `qml.ctrl(${[call, `control=[${qubits}]`, ...values].join(', ')})`;
}
