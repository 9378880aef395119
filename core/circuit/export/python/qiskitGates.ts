import type { Control, GateName, GateOperation, UnitaryOperation } from '../../circuit.ts';
import { withoutControlledPhase } from './controlledPhase.ts';
import type { MatrixTable } from './matrixTable.ts';
import { pythonString } from './pythonNames.ts';
import type { PythonImports } from './pythonProgram.ts';
import type { PythonRegisters } from './pythonRegisters.ts';

/** Methods of `QuantumCircuit` for gates with so many controls; controls come before targets. */
const methods: ReadonlyMap<string, string> = new Map([
  ...['id', 'x', 'y', 'z', 'h', 's', 'sdg', 't', 'tdg', 'sx', 'sxdg', 'p', 'rx', 'ry', 'rz', 'u', 'swap', 'iswap'].map(
    (name) => [`0 ${name}`, name] as const,
  ),
  ...['rxx', 'ryy', 'rzz'].map((name) => [`0 ${name}`, name] as const),
  ...['x', 'y', 'z', 'h', 's', 'sdg', 'sx', 'p', 'rx', 'ry', 'rz', 'swap'].map(
    (name) => [`1 ${name}`, `c${name}`] as const,
  ),
  ['1 u', 'cu'],
  ['2 x', 'ccx'],
  ['2 z', 'ccz'],
]);

/** Classes of `qiskit.circuit.library`. */
const classes: Readonly<Record<GateName, string>> = {
  gphase: 'GlobalPhaseGate',
  id: 'IGate',
  x: 'XGate',
  y: 'YGate',
  z: 'ZGate',
  h: 'HGate',
  s: 'SGate',
  sdg: 'SdgGate',
  t: 'TGate',
  tdg: 'TdgGate',
  sx: 'SXGate',
  sxdg: 'SXdgGate',
  p: 'PhaseGate',
  rx: 'RXGate',
  ry: 'RYGate',
  rz: 'RZGate',
  u: 'UGate',
  swap: 'SwapGate',
  iswap: 'iSwapGate',
  rxx: 'RXXGate',
  ryy: 'RYYGate',
  rzz: 'RZZGate',
};

const library = 'qiskit.circuit.library';

export interface QiskitContext {
  readonly imports: PythonImports;
  readonly registers: PythonRegisters;
  readonly matrices: MatrixTable;
  /** The variable of the circuit. */
  readonly circuit: string;
}

/**
 * The statements that append a gate.
 * @param angles the parameters of the gate, written
 * @param isBound whether they are numbers: only gates with numbers can be controlled at once
 */
export function qiskitGate(
  operation: GateOperation,
  angles: readonly string[],
  isBound: boolean,
  context: QiskitContext,
): string[] {
  return withoutControlledPhase(operation).map((gate) =>
    plainGate(gate, gate.parameters.length === 0 ? [] : angles, isBound, context),
  );
}

function plainGate(
  operation: GateOperation,
  angles: readonly string[],
  isBound: boolean,
  context: QiskitContext,
): string {
  const { controls, gate, targets } = operation;
  const { circuit, imports, registers } = context;
  const operands = [...controls.map(({ qubit }) => qubit), ...targets].map((qubit) => registers.qubit(qubit));
  const state = controlState(controls);
  const method = methods.get(`${controls.length} ${gate}`);
  if (method !== undefined) {
    // CU has a fourth angle, the phase of the controlled gate.
    const written = method === 'cu' ? [...angles, '0'] : angles;
    return `${circuit}.${method}(${[...written, ...operands, ...state].join(', ')})`;
  }
  if (controls.length > 2 && (gate === 'x' || gate === 'p')) {
    const list = registers.qubitList(controls.map(({ qubit }) => qubit));
    const target = operands.at(-1) ?? '';
    return `${circuit}.mc${gate}(${[...angles, list, target, ...state].join(', ')})`;
  }
  const made = `${imports.name(library, classes[gate])}(${angles.join(', ')})`;
  const annotated = isBound ? [] : ['annotated=True'];
  return append(controlled(made, controls, annotated), operands, circuit);
}

export function qiskitUnitary(operation: UnitaryOperation, context: QiskitContext): string {
  const { controls, label, targets } = operation;
  const { circuit, imports, matrices, registers } = context;
  const operands = [...controls.map(({ qubit }) => qubit), ...targets].map((qubit) => registers.qubit(qubit));
  const title = label === '' ? [] : [`label=${pythonString(label)}`];
  const made = `${imports.name(library, 'UnitaryGate')}(${[matrices.variable(operation), ...title].join(', ')})`;
  return append(controlled(made, controls, []), operands, circuit);
}

function append(gate: string, operands: readonly string[], circuit: string): string {
  return `${circuit}.append(${gate}, [${operands.join(', ')}])`;
}

function controlled(gate: string, controls: readonly Control[], more: readonly string[]): string {
  if (controls.length === 0) return gate;
  const count = controls.length === 1 && more.length === 0 ? [] : [String(controls.length)];
  return `${gate}.control(${[...count, ...controlState(controls), ...more].join(', ')})`;
}

/** The values of the controls, the first one rightmost; nothing when all are 1. */
function controlState(controls: readonly Control[]): readonly string[] {
  if (controls.every(({ value }) => value === 1)) return [];
  const digits = controls.map(({ value }) => String(value)).toReversed();
  return [`ctrl_state="${digits.join('')}"`];
}
