import { type Angle, transformAngle } from '#core/circuit/angle.ts';
import type { Circuit, GateName, GateOperation } from '#core/circuit/circuit.ts';
import { angleText } from '#core/circuit/drawing/angleText.ts';
import { type DenseMatrix, product } from '#core/circuit/matrices/denseMatrix.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { cliffordTableau } from '#core/circuit/synthesis/cliffordTableau.ts';
import { expressIn } from '#core/circuit/synthesis/expressIn.ts';

/** Matrices of more qubits are too large to read. */
const mostQubits = 3;
/** Longer decompositions are not read either. */
const longestDecomposition = 16;
const negligible = 1e-9;

/** The matrix of a circuit of gates on few qubits; undefined for others and with open parameters. */
export function circuitMatrix(circuit: Circuit): DenseMatrix | undefined {
  if (circuit.qubitCount > mostQubits) return undefined;
  return operationsMatrix(
    circuit.operations,
    Array.from({ length: circuit.qubitCount }, (_, index) => index),
  );
}

/** What a matrix is, in a few words each. */
export function matrixFacts(matrix: DenseMatrix): string[] {
  const facts: string[] = [];
  if (isIdentity(matrix)) return ['the identity'];
  if (isIdentity(product(matrix, matrix))) facts.push('its own inverse');
  if (isDiagonal(matrix)) facts.push('diagonal');
  if (cliffordTableau(matrix)) facts.push('Clifford');
  return facts;
}

function isIdentity({ dimension, im, re }: DenseMatrix): boolean {
  return re.every((value, entry) => {
    const wanted = entry % (dimension + 1) === 0 ? 1 : 0;
    return Math.abs(value - wanted) < negligible && Math.abs(im[entry] ?? 0) < negligible;
  });
}

function isDiagonal({ dimension, im, re }: DenseMatrix): boolean {
  return re.every((value, entry) => entry % (dimension + 1) === 0 || Math.hypot(value, im[entry] ?? 0) < negligible);
}

const basis: ReadonlySet<GateName> = new Set(['x', 'y', 'z', 'h', 's', 'sdg', 't', 'tdg', 'p', 'rx', 'ry', 'rz']);

/**
 * A circuit of gates as calls of one-qubit gates and `cx`, equal to it with its global phase.
 * @param names what the qubits are called
 * @returns undefined when it is one of them anyway, too long, or not made of gates
 */
export function decomposition(circuit: Circuit, names: readonly string[], major: 2 | 3): string[] | undefined {
  const gates: GateOperation[] = [];
  for (const operation of circuit.operations) {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') return undefined;
    const supports = (gate: GateName, controls: number) =>
      (controls === 0 && basis.has(gate)) || (controls === 1 && gate === 'x');
    gates.push(...expressIn(operation, { supports }));
    if (gates.length > longestDecomposition) return undefined;
  }
  return withoutOpposites(gates).map((gate) => callText(gate, circuit, names, major));
}

/** The gates without global phases that cancel each other. */
function withoutOpposites(gates: readonly GateOperation[]): GateOperation[] {
  const kept: GateOperation[] = [];
  for (const gate of gates) {
    const opposite = gate.gate === 'gphase' ? kept.findIndex((each) => areOpposite(each, gate)) : -1;
    if (opposite >= 0) kept.splice(opposite, 1);
    else kept.push(gate);
  }
  return kept;
}

function areOpposite(first: GateOperation, second: GateOperation): boolean {
  if (first.gate !== 'gphase' || first.controls.length > 0 || second.controls.length > 0) return false;
  const [a = 0] = first.parameters;
  const [b = 0] = second.parameters;
  const isNegative = (of: Angle, other: Angle) =>
    JSON.stringify(transformAngle('negate', of)) === JSON.stringify(other);
  return isNegative(a, b) || isNegative(b, a);
}

function callText(
  { controls, gate, parameters, targets }: GateOperation,
  circuit: Circuit,
  names: readonly string[],
  major: 2 | 3,
): string {
  const base = gate === 'p' && major === 2 ? 'u1' : gate;
  const name = controls.length > 0 ? `c${base}` : base;
  const angles = parameters.map((angle) => openqasmAngle(angleText(angle, circuit.parameters)));
  const operands = [...controls.map(({ qubit }) => qubit), ...targets].map((qubit) => names[qubit] ?? `${qubit}`);
  return `${name}${angles.length > 0 ? `(${angles.join(', ')})` : ''} ${operands.join(', ')};`.replace(' ;', ';');
}

/** An angle as OpenQASM writes it: `−3π/4` as `-3*pi/4`. */
function openqasmAngle(text: string): string {
  return text.replaceAll('−', '-').replaceAll('·', '*').replaceAll(/(\d)π/g, '$1*pi').replaceAll('π', 'pi');
}
