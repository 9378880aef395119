import type { Precision } from '../stateSize.ts';
import type { StateSpace } from '../stateSpace.ts';

/*
 * How states are read by several threads. A state is divided into parts that depend on its size alone; every part is read
 * by one thread, writes its sums to a place of its own, and those are added up in a fixed order. So the threads take part
 * as they like, a reading can be cancelled between two parts, and its result has the same bits whoever did the work.
 */

/** So many parts keep threads busy evenly, and one of them takes some milliseconds even of the widest states. */
const mostParts = 256;

/** Amplitudes that are read in less time than it takes to hand them to another thread. */
const smallestPart = 4096;

/** Amplitudes that a sum runs over without rounding getting large. */
const largestPart = 2 ** 16;

/** Equal parts of a state. */
export interface Division {
  /** In each part; a power of two. */
  readonly amplitudes: number;
  readonly parts: number;
}

/**
 * @param size of the state, a power of two
 * @param largest how many amplitudes a part may have, a power of two
 */
export function divide(size: number, largest: number = largestPart): Division {
  const amplitudes = Math.min(size, largest, Math.max(smallestPart, size / mostParts));
  return { amplitudes, parts: size / amplitudes };
}

/** The largest power of two that is not more than a number from 1 to 2³¹. */
export function powerAtMost(value: number): number {
  return 2 ** (31 - Math.clz32(value));
}

/** Room in the working memory of a space for several things one after the other. @returns their addresses */
export function roomFor(space: StateSpace, bytes: readonly number[]): number[] {
  const sizes = bytes.map((size) => 64 * Math.ceil(size / 64));
  let address = space.work(sizes.reduce((sum, size) => sum + size, 0));
  return sizes.map((size) => {
    const place = address;
    address += size;
    return place;
  });
}

/**
 * Adds up what the parts of a reading found, in pairs, pairs of pairs and so on, which keeps rounding small.
 * @param sums of every part `width` numbers, of a power of two parts; overwritten
 * @returns the first `width` of them, which are the result now
 */
export function addParts(sums: Float64Array, width: number): Float64Array {
  for (let half = sums.length / 2; half >= width; half /= 2) {
    for (let place = 0; place < half; place++) {
      sums[place] = (sums[place] as number) + (sums[half + place] as number);
    }
  }
  return sums.subarray(0, width);
}

/** The name of a kernel for a precision. */
export function kernelFor<Name extends string>(name: Name, precision: Precision): `${Name}F64` | `${Name}F32` {
  return precision === 'double' ? `${name}F64` : `${name}F32`;
}
