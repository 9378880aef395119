import { Failure } from '#core/base/failure.ts';
import type { Angle } from './angle.ts';
import type { Circuit, Operation } from './circuit.ts';

/**
 * The second circuit after the first, on the same qubits and bits; the parameters of the first, then of the second.
 * Registers keep the names of the wider circuit. Source ranges of the second are dropped, for they point into another
 * file.
 * @throws Failure `invalid-circuit` when the circuits differ in qubits
 */
export function composeCircuits(first: Circuit, second: Circuit): Circuit {
  if (first.qubitCount !== second.qubitCount) {
    throw new Failure(
      'invalid-circuit',
      `Circuits on ${first.qubitCount} and ${second.qubitCount} qubits cannot be run one after the other.`,
      { advice: 'Give both the same number of qubits.' },
    );
  }
  const offset = first.parameters.length;
  const names = first.bitCount >= second.bitCount ? first : second;
  return {
    qubitCount: first.qubitCount,
    bitCount: Math.max(first.bitCount, second.bitCount),
    qubitRegisters: first.qubitRegisters,
    bitRegisters: names.bitRegisters,
    parameters: [...first.parameters, ...second.parameters],
    operations: [...first.operations, ...second.operations.map((operation) => moved(operation, offset))],
  };
}

function moved(operation: Operation, offset: number): Operation {
  const { source: _elsewhere, ...placed } = operation;
  switch (placed.kind) {
    case 'gate':
      return { ...placed, parameters: placed.parameters.map((angle) => shifted(angle, offset)) };
    case 'conditional':
      return {
        ...placed,
        body: placed.body.map((inner) => moved(inner, offset)),
        otherwise: placed.otherwise.map((inner) => moved(inner, offset)),
      };
    default:
      return placed;
  }
}

function shifted(angle: Angle, offset: number): Angle {
  if (typeof angle === 'number') return angle;
  switch (angle.op) {
    case 'parameter':
      return { op: 'parameter', index: angle.index + offset };
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return { op: angle.op, left: shifted(angle.left, offset), right: shifted(angle.right, offset) };
    default:
      return { op: angle.op, operand: shifted(angle.operand, offset) };
  }
}
