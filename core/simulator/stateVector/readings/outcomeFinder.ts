import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { StateSpace } from '../stateSpace.ts';
import { kernelFor, roomFor } from './dividedReading.ts';
import type { PlacedState } from './placedState.ts';

/** Amplitudes that are added up together. */
const largestChunk = 4096;

/** Numbers drawn, or moved, between two looks at the signal. */
const numbersAtATime = 2 ** 16;

/** So few numbers are sorted at once; more are first divided among buckets. */
const sortedAtOnce = 2 ** 13;

/** Buckets of numbers from 0 to 1, and how many of them a thread sorts at a time. */
const bucketCount = 4096;
const bucketsAtATime = 64;

/**
 * Finds the outcomes that points on the running sum of the probabilities fall on, in order of the qubits: outcomes depend
 * on the state and the points alone, not on how the amplitudes are arranged.
 */
export class OutcomeFinder {
  readonly #space: StateSpace;
  readonly #state: PlacedState;
  readonly #signal: CancellationSignal;
  readonly #capacity: number;
  readonly #chunk: number;
  readonly #bases: number;
  readonly #points: number;
  readonly #indices: number;
  readonly #starts: number;
  readonly #drawn: number;
  readonly #total: number;

  /**
   * Works in the working memory of the space: nothing else may be read of the state meanwhile.
   * @param state every qubit on its own wire
   * @param capacity how many points are looked for at a time
   * @throws Failure `cancelled`, `too-large` (memory)
   */
  constructor(space: StateSpace, state: PlacedState, capacity: number, signal: CancellationSignal) {
    this.#space = space;
    this.#state = state;
    this.#signal = signal;
    this.#capacity = capacity;
    this.#chunk = Math.min(state.size, largestChunk);
    const chunks = state.size / this.#chunk;
    const [norms = 0, bases = 0, points = 0, indices = 0, starts = 0, drawn = 0] = roomFor(space, [
      8 * chunks,
      8 * chunks,
      8 * capacity,
      4 * capacity,
      4 * (Math.max(chunks, bucketCount) + 1),
      8 * (capacity > sortedAtOnce ? capacity : 0),
    ]);
    this.#bases = bases;
    this.#points = points;
    this.#indices = indices;
    this.#starts = starts;
    this.#drawn = drawn;
    space.team.run(kernelFor('chunkNorm', space.precision), [state.address, this.#chunk, norms], chunks, signal);
    const { memory } = space.kernels;
    const parts = memory.float64(norms, chunks);
    const before = memory.float64(bases, chunks);
    const chunkFrame = state.frame >>> Math.log2(this.#chunk);
    let total = 0;
    for (let index = 0; index < chunks; index++) {
      before[index] = total;
      total += parts[index ^ chunkFrame] as number;
    }
    this.#total = total;
  }

  /** The outcomes of points drawn uniformly, in ascending order: the numbers whose bits are the values of the qubits. */
  draw(count: number, stream: RandomStream): Uint32Array {
    const { memory } = this.#space.kernels;
    const points = memory.float64(this.#points, count);
    if (count <= sortedAtOnce) {
      for (let shot = 0; shot < count; shot++) points[shot] = stream.uniform();
      points.sort();
    } else this.#drawSorted(count, stream);
    return this.#find(count);
  }

  /** The outcome of each of some points in ascending order, from 0 to less than 1. */
  locate(points: Float64Array): Uint32Array {
    const { memory } = this.#space.kernels;
    if (points.length > this.#capacity) throw new RangeError(`Room was made for ${this.#capacity} points.`);
    memory.float64(this.#points, points.length).set(points);
    return this.#find(points.length);
  }

  /** Numbers into buckets, and the buckets sorted by all threads. */
  #drawSorted(count: number, stream: RandomStream): void {
    const { memory } = this.#space.kernels;
    const drawn = memory.float64(this.#drawn, count);
    const starts = memory.uint32(this.#starts, bucketCount + 1).fill(0);
    for (let shot = 0; shot < count; shot++) {
      if (shot % numbersAtATime === 0) throwIfCancelled(this.#signal);
      const number = stream.uniform();
      drawn[shot] = number;
      const bucket = Math.floor(number * bucketCount) + 1;
      starts[bucket] = (starts[bucket] as number) + 1;
    }
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
    }
    const next = starts.slice();
    const points = memory.float64(this.#points, count);
    for (let shot = 0; shot < count; shot++) {
      if (shot % numbersAtATime === 0) throwIfCancelled(this.#signal);
      const number = drawn[shot] as number;
      const bucket = Math.floor(number * bucketCount);
      const place = next[bucket] as number;
      points[place] = number;
      next[bucket] = place + 1;
    }
    const values = [this.#points, this.#starts, bucketsAtATime] as const;
    this.#space.team.run('sortBuckets', [...values], bucketCount / bucketsAtATime, this.#signal);
  }

  /** @param count of points in ascending order, from 0 to less than 1 */
  #find(count: number): Uint32Array {
    const { kernels, precision, team } = this.#space;
    const { address, frame, size } = this.#state;
    const { memory } = kernels;
    const chunks = size / this.#chunk;
    const points = memory.float64(this.#points, count);
    const before = memory.float64(this.#bases, chunks);
    const firsts = memory.uint32(this.#starts, chunks + 1);
    let point = 0;
    for (let index = 0; index < chunks; index++) {
      firsts[index] = point;
      const end = index + 1 < chunks ? (before[index + 1] as number) : Number.POSITIVE_INFINITY;
      for (; point < count; point++) {
        const place = (points[point] as number) * this.#total;
        if (place >= end) break;
        points[point] = place;
      }
    }
    firsts[chunks] = count;
    const values = [address, this.#chunk, frame, this.#bases, this.#points, this.#starts, this.#indices] as const;
    team.run(kernelFor('chunkSamples', precision), [...values], chunks, this.#signal);
    return memory.uint32(this.#indices, count);
  }
}
