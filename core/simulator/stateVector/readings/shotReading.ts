import { throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import type { StateSpace } from '../stateSpace.ts';
import { OutcomeFinder } from './outcomeFinder.ts';
import type { PlacedState } from './placedState.ts';

/** Shots drawn together. */
const largestBatch = 2 ** 20;

/** Shots that are counted between two looks at the signal. */
const countedAtATime = 2 ** 15;

/**
 * Reads qubits `shots` times: uniform numbers are sorted and laid over the running sum of the probabilities, a batch of
 * shots in one pass.
 * @param state every qubit on its own wire
 * @param mask the bits of the qubits that are read
 * @param found told every outcome there is, as an index of which only those bits may be set, and how often it was found
 * @throws Failure `cancelled`, `too-large` (memory)
 */
export function sampleOutcomes(
  space: StateSpace,
  state: PlacedState,
  mask: number,
  shots: number,
  stream: RandomStream,
  signal: WorkSignal,
  found: (index: number, count: number) => void,
): void {
  if (shots === 0) return;
  const batch = Math.min(shots, largestBatch);
  const finder = new OutcomeFinder(space, state, batch, signal);
  const tally = tallyFor(state.size, mask, shots);
  for (let done = 0; done < shots; done += batch) {
    throwIfCancelled(signal);
    const indices = finder.draw(Math.min(batch, shots - done), stream);
    addRuns(indices, mask, tally, signal);
    signal.report?.(Math.min(1, (done + batch) / shots));
  }
  let told = 0;
  tally.forEach((count, index) => {
    if (told++ % countedAtATime === 0) throwIfCancelled(signal);
    if (count > 0) found(index, count);
  });
}

/** Counts by index: an entry for every index, or only for those that were found. */
type Tally = Map<number, number> | Uint32Array;

/** Where most outcomes are found, counting them in an array is faster. */
function tallyFor(size: number, mask: number, shots: number): Tally {
  return mask === size - 1 && size <= 4 * shots ? new Uint32Array(size) : new Map();
}

/** Counts sorted indices by their bits in `mask`. */
function addRuns(indices: Uint32Array, mask: number, tally: Tally, signal: WorkSignal): void {
  let place = 0;
  let nextLook = countedAtATime;
  while (place < indices.length) {
    const key = ((indices[place] as number) & mask) >>> 0;
    let end = place + 1;
    while (end < indices.length && ((indices[end] as number) & mask) >>> 0 === key) end++;
    if (tally instanceof Map) tally.set(key, (tally.get(key) ?? 0) + end - place);
    else tally[key] = (tally[key] as number) + end - place;
    place = end;
    if (place >= nextLook) {
      throwIfCancelled(signal);
      nextLook = place + countedAtATime;
    }
  }
}
