import { Failure } from '#core/base/failure.ts';
import { transformAngle } from './angle.ts';
import type { Circuit, ComplexMatrix, GateOperation, Operation } from './circuit.ts';

/**
 * The circuit that undoes another: its gates inverted, in reverse order, with the same parameters. Barriers stay.
 * @throws Failure `invalid-circuit` when the circuit measures, resets or branches, which nothing undoes
 */
export function inverseCircuit(circuit: Circuit): Circuit {
  return { ...circuit, operations: circuit.operations.toReversed().flatMap(inverseOperation) };
}

function inverseOperation(operation: Operation): Operation[] {
  switch (operation.kind) {
    case 'gate':
      return inverseGate(operation);
    case 'unitary':
      return [{ ...operation, label: `${operation.label}†`, matrix: conjugateTranspose(operation.matrix) }];
    case 'barrier':
      return [operation];
    case 'measure':
    case 'reset':
    case 'conditional':
      throw new Failure('invalid-circuit', `A circuit with a ${operation.kind} operation has no inverse.`);
  }
}

function inverseGate(operation: GateOperation): GateOperation[] {
  const { parameters } = operation;
  const negated = parameters.map((angle) => transformAngle('negate', angle));
  switch (operation.gate) {
    case 'id':
    case 'x':
    case 'y':
    case 'z':
    case 'h':
    case 'swap':
      return [operation];
    case 's':
      return [{ ...operation, gate: 'sdg' }];
    case 'sdg':
      return [{ ...operation, gate: 's' }];
    case 't':
      return [{ ...operation, gate: 'tdg' }];
    case 'tdg':
      return [{ ...operation, gate: 't' }];
    case 'sx':
      return [{ ...operation, gate: 'sxdg' }];
    case 'sxdg':
      return [{ ...operation, gate: 'sx' }];
    case 'gphase':
    case 'p':
    case 'rx':
    case 'ry':
    case 'rz':
    case 'rxx':
    case 'ryy':
    case 'rzz':
      return [{ ...operation, parameters: negated }];
    case 'u': {
      // U(θ, φ, λ)⁻¹ = U(−θ, −λ, −φ)
      const [theta = 0, phi = 0, lambda = 0] = negated;
      return [{ ...operation, parameters: [theta, lambda, phi] }];
    }
    case 'iswap':
      // iSWAP = RXX(−π/2) · RYY(−π/2), and the two commute.
      return [
        { ...operation, gate: 'rxx', parameters: [Math.PI / 2] },
        { ...operation, gate: 'ryy', parameters: [Math.PI / 2] },
      ];
  }
}

function conjugateTranspose(matrix: ComplexMatrix): ComplexMatrix {
  const { dimension } = matrix;
  const values: number[] = [];
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column < dimension; column++) {
      const index = 2 * (column * dimension + row);
      values.push(matrix.values[index] ?? 0, -(matrix.values[index + 1] ?? 0));
    }
  }
  return { dimension, values };
}
