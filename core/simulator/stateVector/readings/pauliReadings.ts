import { pieceOfWork, type WorkSignal } from '#core/base/workSignal.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { ObservableMoments } from '../../readout/observableMoments.ts';
import { type FlipGroup, groupByFlips } from '../../readout/pauliMasks.ts';
import type { StateSpace } from '../stateSpace.ts';
import { addParts, divide, kernelFor, powerAtMost, roomFor } from './dividedReading.ts';
import { type PauliTable, pauliTable } from './pauliTable.ts';
import type { PlacedState } from './placedState.ts';

/** Products of a block stay in the fast memory of a processor core. */
const largestBlock = 1024;

/** Amplitudes times groups of terms that a thread works on without looking whether it is still wanted. */
const patience = 2 ** 22;

/** Terms read in one pass, which bounds the memory for the sums of all parts. */
const mostTerms = 4096;

/**
 * ⟨ψ|O|ψ⟩ of Pauli sums, exactly, without their matrices. Terms that flip the same qubits are found together by a
 * Walsh–Hadamard transform, see `kernels/readout/pauliSums.ts`; the state is read once for some groups of terms at a time.
 * @param observables on qubits of the state, a product naming each qubit once
 * @returns one number per observable
 * @throws Failure `cancelled`, `too-large` (memory)
 */
export function pauliMeans(
  space: StateSpace,
  state: PlacedState,
  observables: readonly PauliSum[],
  signal: WorkSignal,
): Float64Array {
  const means = new Float64Array(observables.length);
  // Sums run over blocks, and then over the blocks of a part.
  const { amplitudes, parts } = divide(state.size, state.size);
  const block = Math.min(amplitudes, largestBlock);
  const passes = passesOver(groupByFlips(observables), patience / amplitudes);
  const scratchBytes = 12 * Math.max(block, 4);
  passes.forEach((groups, pass) => {
    const table = pauliTable(groups, state);
    const { length: width } = table.observables;
    const [tableAt = 0, sums = 0, scratch = 0] = roomFor(space, [
      table.bytes.length,
      8 * width * parts,
      scratchBytes * space.team.size,
    ]);
    writeTable(space, tableAt, table);
    const values = [state.address, amplitudes, block, tableAt, sums, width, scratch, scratchBytes] as const;
    space.team.run(kernelFor('pauliSums', space.precision), [...values], parts, signal);
    const found = addParts(space.kernels.memory.float64(sums, width * parts), width);
    table.observables.forEach((observable, place) => {
      means[observable] = (means[observable] as number) + (found[place] as number);
    });
    signal.report?.((pass + 1) / passes.length);
  });
  return means;
}

/**
 * Mean and variance of Pauli sums in a state, exactly: the variance is ‖(O − ⟨O⟩)ψ‖².
 * @throws Failure as {@link pauliMeans}
 */
export function pauliMoments(
  space: StateSpace,
  state: PlacedState,
  observables: readonly PauliSum[],
  signal: WorkSignal,
): ObservableMoments[] {
  const means = pauliMeans(space, state, observables, pieceOfWork(signal, 0, 0.5));
  return observables.map((observable, index) => {
    const mean = means[index] as number;
    const variance = centredNorm(space, state, groupByFlips([observable]), mean, signal);
    signal.report?.(0.5 + (index + 1) / (2 * observables.length));
    return { mean, variance };
  });
}

/** ‖(O − mean)ψ‖² */
function centredNorm(
  space: StateSpace,
  state: PlacedState,
  groups: readonly FlipGroup[],
  mean: number,
  signal: WorkSignal,
): number {
  const block = Math.min(state.size, largestBlock);
  const largest = powerAtMost(patience / Math.max(1, groups.length));
  const { amplitudes, parts } = divide(state.size, Math.max(block, largest));
  const scratchBytes = 32 * block;
  const table = pauliTable(groups, state);
  const [tableAt = 0, sums = 0, scratch = 0] = roomFor(space, [
    table.bytes.length,
    8 * parts,
    scratchBytes * space.team.size,
  ]);
  writeTable(space, tableAt, table);
  const values = [state.address, amplitudes, block, tableAt, mean, sums, scratch, scratchBytes] as const;
  space.team.run(kernelFor('centredSquares', space.precision), [...values], parts, signal);
  return addParts(space.kernels.memory.float64(sums, parts), 1)[0] as number;
}

function writeTable({ kernels }: StateSpace, address: number, { bytes }: PauliTable): void {
  kernels.memory.uint8(address, bytes.length).set(bytes);
}

/** Groups of terms that are read together; large ones are divided. */
function passesOver(groups: readonly FlipGroup[], most: number): FlipGroup[][] {
  const passes: FlipGroup[][] = [];
  let current: FlipGroup[] = [];
  let terms = 0;
  for (const { flips, terms: all } of groups) {
    for (let from = 0; from < all.length; from += mostTerms) {
      const some = all.slice(from, from + mostTerms);
      if (current.length > 0 && (current.length >= most || terms + some.length > mostTerms)) {
        passes.push(current);
        current = [];
        terms = 0;
      }
      current.push({ flips, terms: some });
      terms += some.length;
    }
  }
  return current.length > 0 ? [...passes, current] : passes;
}
