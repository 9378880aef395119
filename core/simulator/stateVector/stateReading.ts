import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { OutcomeListener } from '../program/quantumState.ts';
import type { StateSpace } from './stateSpace.ts';

/** Amplitudes that are read together; what is summed up over them does not depend on the number of threads. */
const largestChunk = 4096;

/** Shots drawn together. */
const largestBatch = 1 << 20;

/** Wires beyond which the probabilities of all their values are too many. */
const mostListedWires = 26;

/** Where a state is, and how its qubits are arranged. */
export interface PlacedState {
  readonly address: number;
  /** How many amplitudes. */
  readonly size: number;
  /** The wire of each qubit. */
  readonly wires: readonly number[];
  /** Wires whose |0⟩ and |1⟩ are exchanged. */
  readonly frame: number;
}

/** The probabilities of reading 0 and 1 of a wire, up to a common factor, which is 1 but for rounding. */
export function wireProbabilities(space: StateSpace, { address, size }: PlacedState, wire: number): [number, number] {
  const chunk = Math.min(size, largestChunk);
  const chunks = size / chunk;
  const sums = space.work(16 * chunks);
  const name = space.precision === 'double' ? 'chunkBitNormsF64' : 'chunkBitNormsF32';
  space.team.run(name, [address, chunk, 1 << wire, sums], chunks, unstoppable);
  const parts = space.kernels.memory.float64(sums, 2 * chunks);
  let zero = 0;
  let one = 0;
  for (let index = 0; index < chunks; index++) {
    zero += parts[2 * index] as number;
    one += parts[2 * index + 1] as number;
  }
  return [zero, one];
}

/** Keeps the amplitudes that have a wire at a value, times `scale`. */
export function collapseWire(
  space: StateSpace,
  { address, size }: PlacedState,
  wire: number,
  value: 0 | 1,
  scale: number,
): void {
  const chunk = Math.min(size, largestChunk);
  const name = space.precision === 'double' ? 'chunkCollapseF64' : 'chunkCollapseF32';
  space.team.run(name, [address, chunk, 1 << wire, value << wire, scale], size / chunk, unstoppable);
}

/** Reads of single qubits take no longer than a gate. */
const unstoppable: CancellationSignal = { isCancelled: false, onCancel: () => () => {} };

/**
 * Reads qubits `shots` times. Uniform numbers are sorted and laid over the running sum of the probabilities in order of the
 * qubits, a batch of shots in one pass, so that the outcomes depend on the state and the stream alone, not on how the
 * amplitudes are arranged.
 * @param state every qubit on its own wire
 */
export function sampleQubits(
  space: StateSpace,
  state: PlacedState,
  qubits: readonly number[],
  shots: number,
  stream: RandomStream,
  signal: CancellationSignal,
  found: OutcomeListener,
): void {
  if (shots === 0) return;
  const { address, size } = state;
  const { memory } = space.kernels;
  const isDouble = space.precision === 'double';
  const chunk = Math.min(size, largestChunk);
  const chunks = size / chunk;
  const batch = Math.min(shots, largestBatch);
  const norms = space.work(8 * chunks + 8 * chunks + 8 * batch + 4 * batch + 4 * (chunks + 1));
  const bases = norms + 8 * chunks;
  const points = bases + 8 * chunks;
  const indices = points + 8 * batch;
  const starts = indices + 4 * batch;
  space.team.run(isDouble ? 'chunkNormF64' : 'chunkNormF32', [address, chunk, norms], chunks, signal);
  let total = 0;
  const parts = memory.float64(norms, chunks);
  const before = memory.float64(bases, chunks);
  const chunkFrame = state.frame >>> Math.log2(chunk);
  for (let index = 0; index < chunks; index++) {
    before[index] = total;
    total += parts[index ^ chunkFrame] as number;
  }
  const tally = new Map<number, number>();
  const mask = qubits.reduce((bits, qubit) => bits | (1 << qubit), 0);
  for (let done = 0; done < shots; done += batch) {
    throwIfCancelled(signal);
    const count = Math.min(batch, shots - done);
    const drawn = memory.float64(points, count);
    for (let shot = 0; shot < count; shot++) drawn[shot] = stream.uniform() * total;
    drawn.sort();
    const firsts = memory.uint32(starts, chunks + 1);
    let point = 0;
    for (let index = 0; index < chunks; index++) {
      firsts[index] = point;
      const end = index + 1 < chunks ? (before[index + 1] as number) : Number.POSITIVE_INFINITY;
      while (point < count && (drawn[point] as number) < end) point++;
    }
    firsts[chunks] = count;
    const name = isDouble ? 'chunkSamplesF64' : 'chunkSamplesF32';
    space.team.run(name, [address, chunk, state.frame, bases, points, starts, indices], chunks, signal);
    addRuns(memory.uint32(indices, count), mask, tally);
  }
  const values = new Uint8Array(qubits.length);
  for (const [index, count] of tally) {
    for (let place = 0; place < qubits.length; place++) {
      values[place] = (index >>> (qubits[place] as number)) & 1;
    }
    found(values, count);
  }
}

/** Counts sorted indices by their bits in `mask`. */
function addRuns(indices: Uint32Array, mask: number, tally: Map<number, number>): void {
  let place = 0;
  while (place < indices.length) {
    const index = indices[place] as number;
    let end = place + 1;
    while (end < indices.length && indices[end] === index) end++;
    const key = (index & mask) >>> 0;
    tally.set(key, (tally.get(key) ?? 0) + end - place);
    place = end;
  }
}

/**
 * The probability of each value of some qubits, in ascending order of the number whose bits they are; what is below
 * 10⁻¹⁵ is left out.
 * @throws Failure `too-large`
 */
export function marginalsOf(
  space: StateSpace,
  state: PlacedState,
  qubits: readonly number[],
  found: OutcomeListener,
): void {
  if (qubits.length > mostListedWires) {
    throw new Failure('too-large', `The probabilities of ${qubits.length} qubits are too many to list.`, {
      advice: 'Ask for those of fewer qubits, or use shots.',
    });
  }
  const { address, size } = state;
  const { exports, memory } = space.kernels;
  const chunk = Math.min(size, largestChunk);
  const count = 2 ** qubits.length;
  const table = space.work(8 * count + 4 * chunk);
  const keys = table + 8 * count;
  const wires = qubits.map((qubit) => state.wires[qubit] as number);
  const keyOf = (index: number) => wires.reduce((key, wire, place) => key | (((index >>> wire) & 1) << place), 0);
  memory.float64(table, count).fill(0);
  const lower = memory.uint32(keys, chunk);
  for (let index = 0; index < chunk; index++) lower[index] = keyOf(index);
  const add = space.precision === 'double' ? exports.addMarginalsF64 : exports.addMarginalsF32;
  for (let index = 0; index < size / chunk; index++) add(address, chunk, index, keys, keyOf(index * chunk), table);
  const flipped = keyOf(state.frame);
  const probabilities = memory.float64(table, count).slice();
  const values = new Uint8Array(qubits.length);
  for (let key = 0; key < count; key++) {
    const probability = probabilities[key ^ flipped] as number;
    if (probability < 1e-15) continue;
    for (let place = 0; place < qubits.length; place++) values[place] = (key >>> place) & 1;
    found(values, probability);
  }
}
