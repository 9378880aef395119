import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { StateSpace } from '../stateSpace.ts';
import { addParts, divide, kernelFor, roomFor } from './dividedReading.ts';
import type { PlacedState } from './placedState.ts';

/** ⟨ψ|ψ⟩. @throws Failure `cancelled` */
export function squaredNorm(space: StateSpace, { address, size }: PlacedState, signal: CancellationSignal): number {
  const { amplitudes, parts } = divide(size);
  const [norms = 0] = roomFor(space, [8 * parts]);
  space.team.run(kernelFor('chunkNorm', space.precision), [address, amplitudes, norms], parts, signal);
  return addParts(space.kernels.memory.float64(norms, parts), 1)[0] as number;
}

/** The probabilities of reading 0 and 1 of a wire, up to a common factor, which is 1 but for rounding. */
export function wireProbabilities(
  space: StateSpace,
  { address, size }: PlacedState,
  wire: number,
  signal: CancellationSignal,
): [zero: number, one: number] {
  const { amplitudes, parts } = divide(size);
  const [sums = 0] = roomFor(space, [16 * parts]);
  space.team.run(kernelFor('chunkBitNorms', space.precision), [address, amplitudes, 1 << wire, sums], parts, signal);
  const [zero = 0, one = 0] = addParts(space.kernels.memory.float64(sums, 2 * parts), 2);
  return [zero, one];
}

/** Keeps the amplitudes that have a wire at a value, times `scale`. @throws Failure `cancelled`; it is then half done */
export function collapseWire(
  space: StateSpace,
  { address, size }: PlacedState,
  wire: number,
  value: 0 | 1,
  scale: number,
  signal: CancellationSignal,
): void {
  const { amplitudes, parts } = divide(size);
  const name = kernelFor('chunkCollapse', space.precision);
  space.team.run(name, [address, amplitudes, 1 << wire, value << wire, scale], parts, signal);
}

/** Multiplies all amplitudes by a number. @throws Failure `cancelled`; it is then half done */
export function scaleState(
  space: StateSpace,
  { address, size }: PlacedState,
  factor: number,
  signal: CancellationSignal,
): void {
  const { amplitudes, parts } = divide(size);
  // Where no bit is looked at, all amplitudes are kept.
  space.team.run(kernelFor('chunkCollapse', space.precision), [address, amplitudes, 0, 0, factor], parts, signal);
}
