import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import { formatBits } from '#core/circuit/bitStrings.ts';
import { chosenLayout, chosenQubits, parseBasisState } from '#core/circuit/chosenWires.ts';
import type { Circuit, ComplexMatrix } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { prepareState } from './prepareState.ts';
import { compileProgram } from './program/compileProgram.ts';
import type { BlochVector } from './readout/blochVector.ts';
import type { ObservableMoments } from './readout/observableMoments.ts';
import { blochVectorsOf, reducedStatesOf } from './readout/readableState.ts';
import { entropy, fidelityWithMixed, requireSameSize } from './readout/stateComparison.ts';
import type { KernelContext } from './simulationContext.ts';
import { requireListable } from './simulationOptions.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import type { Precision } from './stateVector/stateSize.ts';
import { stateVectorMethod } from './stateVector/stateVectorMethod.ts';

export interface FinalStateOptions {
  /** One value per circuit parameter, in order. */
  readonly bindings?: readonly number[];
  /** `double` unless given. */
  readonly precision?: Precision;
  readonly signal?: CancellationSignal;
}

/**
 * The state a circuit of gates ends in, kept for asking it several things. Measurements at the end of the circuit are left
 * out. It holds memory of the kernels until it is released.
 */
export class FinalState {
  readonly #circuit: Circuit;
  readonly #state: AmplitudeState;

  /**
   * @throws Failure `invalid-circuit` for circuits that reset or decide by what they measure, `invalid-input` (bindings),
   * `too-large`, `cancelled`
   */
  constructor(circuit: Circuit, context: KernelContext, options: FinalStateOptions = {}) {
    const { bindings = [], precision, signal = neverCancelled } = options;
    this.#circuit = bindCircuit(circuit, bindings);
    const method = stateVectorMethod(circuit.qubitCount, context, precision);
    const program = compileProgram(this.#circuit, method.prepareGates, { ignoreMeasurements: true });
    this.#state = method.createState();
    try {
      prepareState(program, [], this.#state, signal);
      // From now on nothing that is read can leave the state half done when it is cancelled.
      this.#state.restoreOrder(signal);
    } catch (thrown) {
      this.#state.release();
      throw thrown;
    }
  }

  /** All amplitudes, re and im interleaved, index bit j = qubit j; a copy. */
  amplitudes(): Float64Array | Float32Array {
    return this.#state.vector.slice();
  }

  /** The amplitude of a basis state, written like the bit string of all qubits. @throws Failure `invalid-input` */
  amplitude(state: string): readonly [re: number, im: number] {
    const [re = 0, im = 0] = this.#state.amplitudes([parseBasisState(state, this.#circuit)]);
    return [re, im];
  }

  /**
   * The probability of each outcome that can occur, of all qubits or of chosen registers and qubits (`q`, `q[1]`).
   * @throws Failure `invalid-input` for names that are not there, `too-large` above 20 qubits
   */
  probabilities(names?: readonly string[], signal: CancellationSignal = neverCancelled): Record<string, number> {
    const all = this.#circuit.qubitRegisters.map(({ name }) => name);
    const { layout } = chosenLayout({ ...this.#circuit, bitRegisters: [] }, names ?? all);
    const qubits = layout.filter((qubit) => qubit !== undefined);
    requireListable(qubits.length);
    const found: Record<string, number> = {};
    const tell = (values: Uint8Array, probability: number) => {
      found[this.#bitString(layout, qubits, values)] = probability;
    };
    this.#state.probabilities(qubits, tell, signal);
    return found;
  }

  /** How often each bit string of all qubits is read. @param seed the same seed gives the same counts */
  sample(shots: number, seed: number, signal: CancellationSignal = neverCancelled): Record<string, number> {
    const names = this.#circuit.qubitRegisters.map(({ name }) => name);
    const { layout } = chosenLayout({ ...this.#circuit, bitRegisters: [] }, names);
    const qubits = layout.filter((qubit) => qubit !== undefined);
    const counts: Record<string, number> = {};
    this.#state.sample(qubits, shots, randomStream(seed, 'shots'), signal, (values, count) => {
      counts[this.#bitString(layout, qubits, values)] = count;
    });
    return counts;
  }

  /**
   * Mean and variance of an observable, a Pauli sum or its text.
   * @throws Failure `invalid-input` for a text that cannot be read
   */
  moments(observable: PauliSum | string, signal: CancellationSignal = neverCancelled): ObservableMoments {
    const [moments] = this.#state.moments([sumOf(observable, this.#circuit)], signal);
    return moments ?? { mean: 0, variance: 0 };
  }

  /** Bloch vectors of chosen registers and qubits, or of all qubits in order. @throws Failure `invalid-input` */
  bloch(names?: readonly string[], signal: CancellationSignal = neverCancelled): BlochVector[] {
    const qubits = names
      ? chosenQubits(this.#circuit, names)
      : Array.from({ length: this.#circuit.qubitCount }, (_, qubit) => qubit);
    return blochVectorsOf(this.#state, qubits, this.#circuit.qubitCount, signal);
  }

  /**
   * The density matrix of chosen registers and qubits, in this order: bit j of an index is the j-th qubit.
   * @throws Failure `invalid-input`, `too-large` above 10 qubits
   */
  densityMatrix(names: readonly string[], signal: CancellationSignal = neverCancelled): ComplexMatrix {
    const qubits = chosenQubits(this.#circuit, names);
    const [matrix] = reducedStatesOf(this.#state, [qubits], this.#circuit.qubitCount, signal);
    return matrix ?? { dimension: 0, values: [] };
  }

  /**
   * How much two sets of qubits have to do with each other, in bits: S(A) + S(B) − S(AB), with the von Neumann entropy S.
   * It is 0 where knowing one says nothing of the other, and the sum of the numbers of qubits at most.
   * @param one registers and qubits; neither set has a qubit of the other
   * @throws Failure `invalid-input`, `too-large` above 10 qubits together
   */
  mutualInformation(
    one: readonly string[],
    other: readonly string[],
    signal: CancellationSignal = neverCancelled,
  ): number {
    const [a, b] = [chosenQubits(this.#circuit, one), chosenQubits(this.#circuit, other)];
    const sets = [[...a, ...b], a, b];
    const [both = 0, left = 0, right = 0] = reducedStatesOf(this.#state, sets, this.#circuit.qubitCount, signal).map(
      entropy,
    );
    return left + right - both;
  }

  /**
   * |⟨a|b⟩|² with another pure state, or ⟨a|ρ|a⟩ with a density matrix of all qubits.
   * @throws Failure `invalid-input` for states of another size, `cancelled`
   */
  fidelity(other: FinalState | ComplexMatrix, signal: CancellationSignal = neverCancelled): number {
    if (!(other instanceof FinalState)) return fidelityWithMixed(this.#state.vector, other);
    requireSameSize(2 ** this.#circuit.qubitCount, 2 ** other.#circuit.qubitCount);
    return this.#state.fidelity(other.#state, signal);
  }

  /** Gives its memory back; the state is not used any more. */
  release(): void {
    this.#state.release();
  }

  #bitString(layout: readonly (number | undefined)[], qubits: readonly number[], values: Uint8Array): string {
    const bits = new Uint8Array(this.#circuit.qubitCount);
    qubits.forEach((qubit, place) => {
      bits[qubit] = values[place] ?? 0;
    });
    return formatBits(bits, layout);
  }
}

/** An observable, read from text where it is one. @throws Failure `invalid-input` */
export function sumOf(observable: PauliSum | string, circuit: Circuit): PauliSum {
  return typeof observable === 'string' ? parseObservable(observable, circuit) : observable;
}
