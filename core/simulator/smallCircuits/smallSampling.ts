import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import { sampleOutcomes } from '../stateVector/readings/shotReading.ts';
import { stateBytes } from '../stateVector/stateSize.ts';
import { StateSpace } from '../stateVector/stateSpace.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { SmallCircuit } from './smallCircuit.ts';

/** Memory for the states held at a time. */
const heldMemory = 4 * 2 ** 20;

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
  try {
    for (let first = 0; first < bindings.length; first += held) {
      const some = bindings.slice(first, first + held);
      circuit.writeStates(some, states, signal);
      some.forEach((_, place) => {
        const state = { address: states + place * bytes, size, wires, frame: 0 };
        const binding = first + place;
        sampleOutcomes(space, state, size - 1, shots, streamOf(binding), signal, (index, count) =>
          found(binding, index, count),
        );
      });
    }
  } finally {
    space.releaseState(states);
  }
}
