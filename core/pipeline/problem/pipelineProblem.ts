import type { PauliSum } from '#core/circuit/observable.ts';
import type { QuadraticObjective } from '#core/optimise/binary/quadraticObjective.ts';

/** What a pipeline without a table is to find: the best value of something, and where the circuit reads it. */
export type PipelineProblem = GroundStateProblem | BinaryProblem;

interface ProblemOperator {
  /** The value of a state is `constant` plus the expectation value of `observable`, which has no multiple of the identity. */
  readonly observable: PauliSum;
  readonly constant: number;
  readonly sense: 'min' | 'max';
  /** The best known value, as the file gives it. */
  readonly reference?: number;
}

/** The lowest (or highest) energy of a Hamiltonian. */
export interface GroundStateProblem extends ProblemOperator {
  readonly kind: 'ground-state';
  readonly qubits: number;
}

/** The best assignment of binary variables, variable i on qubit i. */
export interface BinaryProblem extends ProblemOperator {
  readonly kind: 'binary';
  readonly objective: QuadraticObjective;
}
