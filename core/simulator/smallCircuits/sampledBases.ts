import type { Circuit } from '#core/circuit/circuit.ts';
import { groupByMeasurementBasis, rotationToZ } from '#core/circuit/measurementBasis.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { UnitaryGate } from '../program/quantumState.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { SmallCircuit } from './smallCircuit.ts';

/** Terms of observables that are read together. */
interface SampledBasis {
  /** The circuit with its qubits turned so that all are read along Z. */
  readonly circuit: SmallCircuit;
  readonly terms: readonly {
    readonly observable: number;
    readonly coefficient: number;
    /** The bits whose parity is the value of the term. */
    readonly mask: number;
  }[];
}

/** A circuit before the measurements of some observables, which an optimiser asks for again and again. */
export class SampledBases {
  readonly #kernels: KernelInstance;
  readonly #circuit: Pick<Circuit, 'parameters' | 'qubitCount'>;
  readonly #operations: readonly UnitaryGate[];
  #bases: readonly SampledBasis[] = [];
  #observables: readonly PauliSum[] = [];
  /** Of the observables: those of another thread are other objects each time. */
  #text = '[]';

  /** @param operations the gates of the circuit */
  constructor(
    kernels: KernelInstance,
    circuit: Pick<Circuit, 'parameters' | 'qubitCount'>,
    operations: readonly UnitaryGate[],
  ) {
    this.#kernels = kernels;
    this.#circuit = circuit;
    this.#operations = operations;
  }

  /** The bases of some observables, in order. They hold memory of the kernels until others are asked for. */
  of(observables: readonly PauliSum[]): readonly SampledBasis[] {
    if (observables === this.#observables) return this.#bases;
    const text = JSON.stringify(observables);
    if (text !== this.#text) {
      this.release();
      this.#bases = groupByMeasurementBasis(observables).map(({ axes, terms }) => {
        const rotations = [...axes].flatMap(([qubit, axis]) => rotationToZ(qubit, axis));
        return {
          circuit: new SmallCircuit(this.#kernels, this.#circuit, [...this.#operations, ...rotations]),
          terms: terms.map(({ coefficient, observable, qubits }) => ({
            observable,
            coefficient,
            mask: qubits.reduce((mask, qubit) => mask | (1 << qubit), 0),
          })),
        };
      });
      this.#text = text;
    }
    this.#observables = observables;
    return this.#bases;
  }

  release(): void {
    for (const { circuit } of this.#bases) circuit.release();
    this.#bases = [];
    this.#observables = [];
    this.#text = '[]';
  }
}
