import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import { sampleOutcomes } from '../stateVector/readings/shotReading.ts';
import { stateBytes } from '../stateVector/stateSize.ts';
import { StateSpace } from '../stateVector/stateSpace.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { SmallCircuit } from './smallCircuit.ts';

/** Memory for the states held at a time. */
const heldMemory = 4 * 2 ** 20;

/** So many shots of a state are looked up one by one; of more, sorting them first is as fast. */
const mostLookedUp = 2 ** 13;

/** Told an outcome of a binding, as the number whose bits are the values of the qubits, and how often it was found. */
type SampleListener = (binding: number, index: number, count: number) => void;

/**
 * Reads all qubits of the final state of every binding `shots` times.
 * @param streamOf the random numbers of a binding
 * @throws Failure as {@link SmallCircuit.states}
 */
export function sampleSmallStates(
  kernels: KernelInstance,
  circuit: SmallCircuit,
  bindings: readonly ArrayLike<number>[],
  shots: number,
  streamOf: (binding: number) => RandomStream,
  signal: CancellationSignal,
  found: SampleListener,
): void {
  const { qubitCount } = circuit;
  const space = new StateSpace({ kernels }, qubitCount, 'double');
  const bytes = stateBytes(qubitCount);
  const held = Math.min(bindings.length, Math.max(1, Math.floor(heldMemory / bytes)));
  const states = space.allocateState(held * bytes);
  const size = 2 ** qubitCount;
  const wires = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  const lookup = shots <= mostLookedUp ? new OutcomeLookup(size) : undefined;
  try {
    for (let first = 0; first < bindings.length; first += held) {
      const some = bindings.slice(first, first + held);
      circuit.writeStates(some, states, signal);
      some.forEach((_, place) => {
        const binding = first + place;
        const address = states + place * bytes;
        const tell = (index: number, count: number) => found(binding, index, count);
        if (lookup) {
          throwIfCancelled(signal);
          lookup.sample(kernels.memory.float64(address, 2 * size), shots, streamOf(binding), tell);
          return;
        }
        const state = { address, size, wires, frame: 0 };
        sampleOutcomes(space, state, size - 1, shots, streamOf(binding), signal, tell);
      });
    }
  } finally {
    space.releaseState(states);
  }
}

/**
 * Reads states shot by shot: each number that is drawn is looked up on the running sum of the probabilities. Finds what
 * {@link sampleOutcomes} finds, bit for bit, without sorting and without calling the kernels for every state.
 */
class OutcomeLookup {
  /** Of every outcome that can be found, the running sum up to and with it. */
  readonly #ends: Float64Array;
  readonly #outcomes: Uint32Array;
  readonly #counts: Uint32Array;

  constructor(size: number) {
    this.#ends = new Float64Array(size);
    this.#outcomes = new Uint32Array(size);
    this.#counts = new Uint32Array(size);
  }

  /** @param amplitudes re and im of every basis state */
  sample(
    amplitudes: Float64Array,
    shots: number,
    stream: RandomStream,
    found: (index: number, count: number) => void,
  ): void {
    const [ends, outcomes, counts] = [this.#ends, this.#outcomes, this.#counts];
    // The squared norm is added up as the kernels do, real and imaginary parts apart.
    let real = 0;
    let imaginary = 0;
    let sum = 0;
    let possible = 0;
    for (let index = 0; index < ends.length; index++) {
      const re = amplitudes[2 * index] as number;
      const im = amplitudes[2 * index + 1] as number;
      real += re * re;
      imaginary += im * im;
      const probability = re * re + im * im;
      if (probability === 0) continue;
      sum += probability;
      ends[possible] = sum;
      outcomes[possible] = index;
      counts[possible] = 0;
      possible++;
    }
    const total = real + imaginary;
    for (let shot = 0; shot < shots; shot++) {
      const point = stream.uniform() * total;
      // What rounding left above the sum belongs to the last outcome that can be found.
      let low = 0;
      let high = possible - 1;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (point < (ends[middle] as number)) high = middle;
        else low = middle + 1;
      }
      counts[low] = (counts[low] as number) + 1;
    }
    for (let place = 0; place < possible; place++) {
      const count = counts[place] as number;
      if (count > 0) found(outcomes[place] as number, count);
    }
  }
}
