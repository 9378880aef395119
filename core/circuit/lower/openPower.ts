import { type Angle, combineAngles, transformAngle } from '../angle.ts';
import type { ComplexMatrix, Control, GateName, GateOperation, Operation } from '../circuit.ts';
import { adjoint, fromDense } from '../matrices/denseMatrix.ts';
import { operationsMatrix } from '../matrices/operationsMatrix.ts';
import { unitaryEigen } from '../matrices/unitaryEigen.ts';

/*
 * Powers of gates (gates, "Quantum gate modifiers") of which something is known only later: the exponent, or the angle of
 * the gate. Eigenphases in (−π, π] are multiplied by the exponent, as for powers that are known.
 */

/** Eigenphases smaller than this are those of 1 after rounding. */
const negligible = 1e-15;

/**
 * The power of gates whose matrix is known: into the basis of their eigenvectors, a phase for each, and back.
 * @param qubits all those the operations act on
 * @returns undefined when an operation is no gate or has an angle that is known only later
 */
export function powerInEigenbasis(
  operations: readonly Operation[],
  qubits: readonly number[],
  exponent: Angle,
  label: string,
): Operation[] | undefined {
  const unitary = operationsMatrix(operations, qubits);
  if (!unitary) return undefined;
  const { phases, vectors } = unitaryEigen(unitary);
  const turned = [...phases].flatMap((phase, index): GateOperation[] => {
    if (Math.abs(phase) < negligible) return [];
    const controls = qubits.map((qubit, bit): Control => ({ qubit, value: ((index >> bit) & 1) === 1 ? 1 : 0 }));
    const parameters = [combineAngles('multiply', exponent, phase)];
    return [{ kind: 'gate', gate: 'gphase', parameters, controls, targets: [], ...sourceOf(operations) }];
  });
  const basis = (matrix: ComplexMatrix, name: string): Operation => ({
    kind: 'unitary',
    label: name,
    matrix,
    controls: [],
    targets: qubits,
    ...sourceOf(operations),
  });
  return [
    basis(fromDense(adjoint(vectors)), `${label} basis†`),
    ...turned,
    basis(fromDense(vectors), `${label} basis`),
  ];
}

function sourceOf([first]: readonly Operation[]): Pick<Operation, 'source'> {
  return first?.source ? { source: first.source } : {};
}

/** Rotations exp(−iθ/2·P) with P² = 1. */
const rotations: ReadonlySet<GateName> = new Set<GateName>(['rx', 'ry', 'rz', 'rxx', 'ryy', 'rzz']);

/**
 * The power of a single gate by its angle, which is known only later. The controls of the gate stay.
 * @returns undefined for gates with more than one angle
 */
export function powerByAngle(gate: GateOperation, exponent: Angle): Operation[] | undefined {
  const [angle] = gate.parameters;
  if (angle === undefined || gate.parameters.length > 1) return undefined;
  if (gate.gate === 'gphase' || gate.gate === 'p') {
    return [{ ...gate, parameters: [combineAngles('multiply', exponent, principal(angle))] }];
  }
  if (!rotations.has(gate.gate)) return undefined;
  const half = combineAngles('divide', angle, 2);
  const [rising, falling] = [principal(half), principal(transformAngle('negate', half))];
  // They cancel unless both are π, where the gate is −1.
  const common = combineAngles('multiply', combineAngles('divide', exponent, 2), combineAngles('add', rising, falling));
  const turn = combineAngles('multiply', exponent, combineAngles('subtract', rising, falling));
  return [
    { ...gate, gate: 'gphase', parameters: [common], targets: [] },
    { ...gate, parameters: [turn] },
  ];
}

/** The power of global phases, which are operations without qubits. */
export function phasePower(phases: readonly Operation[], exponent: Angle): Operation[] {
  const angles = phases.flatMap((phase) => (phase.kind === 'gate' ? (phase.parameters[0] ?? []) : []));
  const sum = angles.reduce((left, right) => combineAngles('add', left, right), 0);
  const parameters = [combineAngles('multiply', exponent, principal(sum))];
  const phase = { kind: 'gate', gate: 'gphase', parameters, controls: [], targets: [] } as const;
  return [{ ...phase, ...sourceOf(phases) }];
}

/** The angle in (−π, π] that differs by whole turns. */
function principal(angle: Angle): Angle {
  const turn = 2 * Math.PI;
  const turns = transformAngle('ceiling', combineAngles('subtract', combineAngles('divide', angle, turn), 0.5));
  return combineAngles('subtract', angle, combineAngles('multiply', turns, turn));
}
