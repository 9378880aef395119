import { throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { OutcomeListener } from '../../program/quantumState.ts';
import type { StateSpace } from '../stateSpace.ts';
import { addParts, kernelFor, roomFor } from './dividedReading.ts';
import type { PlacedState } from './placedState.ts';

/** Qubits beyond which the probabilities of all their values are too many. */
const mostListedQubits = 26;

/** Amplitudes whose keys the kernel looks up; see `kernels/readout/marginals.ts`. */
const keyedAmplitudes = 4096;

/** As many tables of probabilities as keep threads busy evenly, and all of them together have so many numbers at most. */
const mostTables = 64;
const mostTableNumbers = 2 ** 23;

/** Amplitudes that a thread reads without looking whether it is still wanted. */
const patience = 2 ** 21;

/** Outcomes that are told between two looks at the signal. */
const outcomesAtATime = 2 ** 14;

/**
 * The probability of each value of some qubits, in ascending order of the number whose bits they are; what is below
 * 10⁻¹⁵ is left out.
 * @throws Failure `too-large`, `cancelled`
 */
export function marginals(
  space: StateSpace,
  state: PlacedState,
  qubits: readonly number[],
  signal: WorkSignal,
  found: OutcomeListener,
): void {
  if (qubits.length > mostListedQubits) {
    throw new Failure('too-large', `The probabilities of ${qubits.length} qubits are too many to list.`, {
      advice: 'Ask for those of fewer qubits, or use shots.',
    });
  }
  const { memory } = space.kernels;
  const wires = qubits.map((qubit) => state.wires[qubit] as number);
  const keyOf = (index: number) => wires.reduce((key, wire, place) => key | (((index >>> wire) & 1) << place), 0);
  const count = 2 ** qubits.length;
  const { areApart, tables } = tablesFor(state.size, wires);
  const ranges = Math.max(1, state.size / tables / patience);
  const amplitudes = state.size / tables / ranges;
  const numbers = areApart ? count : tables * count;
  const keyCount = Math.min(keyedAmplitudes, state.size);
  const [tablesAt = 0, keysAt = 0, wiresAt = 0] = roomFor(space, [8 * numbers, 4 * keyCount, 4 * wires.length]);
  memory.float64(tablesAt, numbers).fill(0);
  memory.uint32(keysAt, keyCount).set(Uint32Array.from({ length: keyCount }, (_, index) => keyOf(index)));
  memory.uint32(wiresAt, wires.length).set(wires);
  for (let range = 0; range < ranges; range++) {
    space.team.run(
      kernelFor('chunkMarginals', space.precision),
      [
        ...([state.address, amplitudes, keysAt, wiresAt, wires.length, tablesAt, areApart ? 0 : 8 * count] as const),
        ...([range, ranges] as const),
      ],
      tables,
      signal,
    );
    signal.report?.((range + 1) / ranges);
  }
  const probabilities = addParts(memory.float64(tablesAt, numbers), count).slice();
  const flipped = keyOf(state.frame);
  const values = new Uint8Array(qubits.length);
  for (let key = 0; key < count; key++) {
    if (key % outcomesAtATime === 0) throwIfCancelled(signal);
    const probability = probabilities[key ^ flipped] as number;
    if (probability < 1e-15) continue;
    for (let place = 0; place < qubits.length; place++) values[place] = (key >>> place) & 1;
    found(values, probability);
  }
}

/**
 * How many tables are filled at the same time, each with a part of the state. Where the values of the wires tell the parts
 * from each other, all of them go into one table.
 */
function tablesFor(size: number, wires: readonly number[]): { readonly areApart: boolean; readonly tables: number } {
  const parts = Math.min(mostTables, Math.max(1, size / keyedAmplitudes));
  const lowest = Math.log2(size / parts);
  const areApart = Array.from({ length: Math.log2(parts) }, (_, place) => lowest + place).every((wire) =>
    wires.includes(wire),
  );
  if (areApart) return { areApart, tables: parts };
  return { areApart, tables: Math.min(parts, Math.max(1, mostTableNumbers / 2 ** wires.length)) };
}
