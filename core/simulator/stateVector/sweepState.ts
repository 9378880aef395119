import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { SparseSweep } from '../noise/densityMatrix/sparseSweep.ts';
import { type SweepTable, sweepTable } from '../noise/densityMatrix/sweepTable.ts';
import { kernelFor, roomFor } from './readings/dividedReading.ts';
import type { PlacedState } from './readings/placedState.ts';
import type { StateSpace } from './stateSpace.ts';

/** Groups of numbers that a matrix mixes between two looks at the signal: some milliseconds of work. */
const largestChunk = 2 ** 14;

/**
 * Multiplies a state by the matrix of a sweep, wherever its qubits are.
 * @throws Failure `cancelled`; the state is then half done
 */
export function sweepState(
  space: StateSpace,
  state: PlacedState,
  sweep: SparseSweep,
  signal: CancellationSignal,
): void {
  if (sweep.rows.length > 0) runSweep(space, state, sweepTable(sweep, state), signal);
}

/** As {@link sweepState}, of a table that is written already. */
export function runSweep(
  space: StateSpace,
  { address, size }: Pick<PlacedState, 'address' | 'size'>,
  table: SweepTable,
  signal: CancellationSignal,
): void {
  const { kernels, precision, team } = space;
  const [tableAt = 0, scratch = 0] = roomFor(space, [table.bytes.length, table.scratchBytes * team.size]);
  kernels.memory.uint8(tableAt, table.bytes.length).set(table.bytes);
  const groups = size / 2 ** table.fixedBits;
  const chunk = Math.min(groups, largestChunk);
  const values = [tableAt, address, chunk, scratch, table.scratchBytes] as const;
  team.run(kernelFor('sweepChunk', precision), [...values], groups / chunk, signal);
}
