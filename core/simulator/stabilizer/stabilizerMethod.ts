import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { OutcomeListener, PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import { CliffordSequence } from './cliffordGates.ts';
import { OutcomeSpace } from './outcomeSpace.ts';
import { requireTableau, Tableau, tableauBytes } from './tableau.ts';

/** Gates that act on a tableau. */
interface TableauGates extends PreparedGates {
  /** @throws Failure `cancelled` */
  applyTo(tableau: Tableau, signal: CancellationSignal): void;
}

/** A state that Clifford gates make of |0…0⟩. Probabilities of a qubit are 0, ½ or 1. */
export class StabilizerState<Gates extends TableauGates = CliffordSequence> implements QuantumState<Gates> {
  readonly #tableau: Tableau;

  constructor(qubitCount: number) {
    this.#tableau = new Tableau(qubitCount);
  }

  clear(): void {
    this.#tableau.clear();
  }

  copyFrom(other: StabilizerState<Gates>): void {
    this.#tableau.copyFrom(other.#tableau);
  }

  release(): void {}

  apply(gates: Gates, signal: CancellationSignal): void {
    gates.applyTo(this.#tableau, signal);
  }

  probabilityOfOne(qubit: number): number {
    return this.#tableau.certainValue(qubit) ?? 0.5;
  }

  collapse(qubit: number, value: 0 | 1): void {
    this.#tableau.project(qubit, value);
  }

  lower(qubit: number): void {
    this.#tableau.x(qubit);
  }

  sample(
    qubits: readonly number[],
    shots: number,
    stream: RandomStream,
    signal: CancellationSignal,
    found: OutcomeListener,
  ): void {
    new OutcomeSpace(this.#tableau, qubits, signal).sample(shots, stream, signal, found);
  }

  /** @throws Failure `too-large` when there are more than 2²⁰ */
  probabilities(qubits: readonly number[], found: OutcomeListener): void {
    new OutcomeSpace(this.#tableau, qubits).list(found);
  }

  expectations(observables: readonly PauliSum[]): Float64Array {
    return Float64Array.from(observables, ({ terms }) =>
      terms.reduce((sum, { coefficient, factors }) => sum + coefficient * this.#tableau.expectation(factors), 0),
    );
  }
}

/**
 * Clifford circuits of thousands of qubits, as tableaus. Gates that are no Clifford gates are refused when they are
 * prepared, or bound.
 * @throws Failure `too-large` above 2 GiB, some 65,000 qubits
 */
export function stabilizerMethod(qubitCount: number): SimulationMethod<CliffordSequence, StabilizerState> {
  requireTableau(qubitCount);
  return {
    prepareGates: (operations) => new CliffordSequence(operations),
    createState: () => new StabilizerState(qubitCount),
    stateBytes: tableauBytes(qubitCount),
  };
}
