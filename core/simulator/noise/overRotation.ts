import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { Failure } from '#core/base/failure.ts';
import type { Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { type DenseMatrix, identityMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import { pauliMatrix } from './channel.ts';
import type { ClassifiedOperation } from './classifyOperation.ts';
import { type OverRotation, ownAxis } from './noiseModel.ts';

/**
 * A rotation by the angle about a Pauli word, or the gate itself by that much more.
 * @throws Failure `invalid-input` when the word has another length than the operation has qubits, or the gate no axis
 */
export function overRotation(
  { angle, axis }: OverRotation,
  operation: Operation,
  { name, qubits }: ClassifiedOperation,
): UnitaryGate {
  if (axis !== ownAxis) {
    if (axis.length !== qubits.length) throw wrongSize({ name, qubits }, axis.length);
    return rotationAbout(axis, angle, qubits);
  }
  if (operation.kind === 'gate') {
    const { controls, gate, targets } = operation;
    const base = { kind: 'gate', parameters: [angle], controls, targets } as const;
    switch (gate) {
      case 'x':
      case 'sx':
      case 'sxdg':
        return { ...base, gate: 'rx' };
      case 'y':
        return { ...base, gate: 'ry' };
      // Phases on |1⟩ go on as phases, also under controls.
      case 'z':
      case 's':
      case 'sdg':
      case 't':
      case 'tdg':
      case 'p':
        return { ...base, gate: 'p' };
      case 'h':
        return { ...hadamardRotation(angle, targets[0] ?? 0), controls };
      case 'rx':
      case 'ry':
      case 'rz':
      case 'rxx':
      case 'ryy':
      case 'rzz':
        return { ...base, gate };
      default:
        break;
    }
  }
  throw new Failure('invalid-input', `The noise model over-rotates \`${name}\` about its own axis, and it has none.`, {
    advice: 'Name the axis: a word of I, X, Y and Z over its qubits.',
  });
}

function rotationAbout(word: string, angle: number, qubits: readonly number[]): UnitaryOperation {
  const index = [...word].reduce((sum, letter, qubit) => sum + 'IXYZ'.indexOf(letter) * 4 ** qubit, 0);
  return rotationBy(pauliMatrix(qubits.length, index), angle, qubits);
}

/** About (X + Z)/√2. */
function hadamardRotation(angle: number, qubit: number): UnitaryOperation {
  const re = Float64Array.of(Math.SQRT1_2, Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2);
  return rotationBy({ dimension: 2, re, im: new Float64Array(4) }, angle, [qubit]);
}

/** exp(−iε/2 · A) = cos(ε/2) − i sin(ε/2) A, of an A that is its own inverse. */
function rotationBy(axis: DenseMatrix, angle: number, targets: readonly number[]): UnitaryOperation {
  const [cosine, sine] = [cosineOf(angle / 2), sineOf(angle / 2)];
  const identity = identityMatrix(axis.dimension);
  const values = Array.from(identity.re, (one, entry) => {
    return [cosine * one + sine * (axis.im[entry] ?? 0), -sine * (axis.re[entry] ?? 0)];
  }).flat();
  return {
    kind: 'unitary',
    label: 'over-rotation',
    matrix: { dimension: axis.dimension, values },
    controls: [],
    targets,
  };
}

/** Noise of one size is given to an operation of another. */
export function wrongSize({ name, qubits }: Pick<ClassifiedOperation, 'name' | 'qubits'>, found: number): Failure {
  return new Failure(
    'invalid-input',
    `The noise model gives \`${name}\`, which acts on ${qubits.length} qubits, noise on ${found}.`,
    { advice: 'Give gates of each size a rule of their own, by name.' },
  );
}
