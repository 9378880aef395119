import type { WorkSignal } from '#core/base/workSignal.ts';
import { amplitudeBytes } from '../stateSize.ts';
import type { StateSpace } from '../stateSpace.ts';
import { addParts, divide, kernelFor, roomFor } from './dividedReading.ts';

/** Amplitudes of a state in another memory that are brought over at a time. */
const broughtOver = 2 ** 20;

/** ⟨a|b⟩. */
export interface Overlap {
  readonly re: number;
  readonly im: number;
}

/** ⟨a|b⟩ of two states in one memory, both in order of their qubits. @throws Failure `cancelled` */
export function overlapInPlace(space: StateSpace, size: number, a: number, b: number, signal: WorkSignal): Overlap {
  const { amplitudes, parts } = divide(size);
  const [sums = 0] = roomFor(space, [16 * parts]);
  space.team.run(kernelFor('chunkOverlap', space.precision), [a, b, amplitudes, sums], parts, signal);
  const [re = 0, im = 0] = addParts(space.kernels.memory.float64(sums, 2 * parts), 2);
  return { re, im };
}

/**
 * ⟨a|b⟩ with a state in another memory, or of another precision.
 * @param a in order of the qubits
 * @param read gives some amplitudes of b in order of the qubits, from the first on
 * @throws Failure `cancelled`
 */
export function overlapAcross(
  space: StateSpace,
  size: number,
  a: number,
  read: (first: number, count: number) => ArrayLike<number>,
  signal: WorkSignal,
): Overlap {
  const count = Math.min(size, broughtOver);
  const { amplitudes, parts } = divide(count);
  const bytes = amplitudeBytes(space.precision);
  let [re, im] = [0, 0];
  for (let first = 0; first < size; first += count) {
    const [sums = 0, b = 0] = roomFor(space, [16 * parts, bytes * count]);
    const { memory } = space.kernels;
    const target = space.precision === 'double' ? memory.float64(b, 2 * count) : memory.float32(b, 2 * count);
    target.set(read(first, count));
    const values = [a + bytes * first, b, amplitudes, sums] as const;
    space.team.run(kernelFor('chunkOverlap', space.precision), [...values], parts, signal);
    const [partRe = 0, partIm = 0] = addParts(memory.float64(sums, 2 * parts), 2);
    re += partRe;
    im += partIm;
    signal.report?.((first + count) / size);
  }
  return { re, im };
}
