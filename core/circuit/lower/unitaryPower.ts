import type { ComplexMatrix, Operation } from '../circuit.ts';
import { fromDense } from '../matrices/denseMatrix.ts';
import { operationsMatrix } from '../matrices/operationsMatrix.ts';
import { unitaryEigen, withPhases } from '../matrices/unitaryEigen.ts';

/** Gates on more qubits than this have no matrix here. */
export const matrixQubitLimit = 5;

/**
 * The principal power of what the operations do together: every eigenphase in (−π, π] is multiplied by the exponent
 * (gates, "Quantum gate modifiers").
 * @param qubits the qubits involved; bit j of a matrix index is `qubits[j]`
 * @returns undefined when an operation is no gate or still has a parameter
 */
export function principalPower(
  operations: readonly Operation[],
  qubits: readonly number[],
  exponent: number,
): ComplexMatrix | undefined {
  const unitary = operationsMatrix(operations, qubits);
  if (!unitary) return undefined;
  const { phases, vectors } = unitaryEigen(unitary);
  return fromDense(
    withPhases(
      vectors,
      phases.map((phase) => exponent * phase),
    ),
  );
}
