import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RowRange } from '../evaluationParts.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { SmallCircuit } from './smallCircuit.ts';

/** Memory for the states held at a time on each side of a kernel. */
const sideMemory = 32 * 2 ** 20;

/** Told an entry of the kernel. */
type EntryListener = (row: number, column: number, overlap: number) => void;

/**
 * Computes |⟨ψ(x)|ψ(y)⟩|² for x of some rows of `bindings` and y of `others`, tile by tile so that the states held fit
 * into memory. Without `others`, of the entries among `bindings` those above the diagonal.
 * @throws Failure as {@link SmallCircuit.states}
 */
export function smallOverlaps(
  instance: KernelInstance,
  circuit: SmallCircuit,
  bindings: readonly ArrayLike<number>[],
  others: readonly ArrayLike<number>[] | undefined,
  rows: RowRange,
  signal: CancellationSignal,
  found: EntryListener,
): void {
  const { exports, memory } = instance;
  const columns = others ?? bindings;
  const length = 2 ** circuit.qubitCount;
  const stateBytes = 16 * length;
  const tile = Math.max(1, Math.floor(sideMemory / stateBytes));
  const rowTile = Math.min(tile, rows.to - rows.from);
  const columnTile = Math.min(tile, columns.length);
  const left = memory.allocate(rowTile * stateBytes);
  const right = memory.allocate(columnTile * stateBytes);
  const output = memory.allocate(columnTile * 8);
  try {
    for (let rowStart = rows.from; rowStart < rows.to; rowStart += rowTile) {
      const rowEnd = Math.min(rowStart + rowTile, rows.to);
      circuit.writeStates(bindings.slice(rowStart, rowEnd), left, signal);
      for (let start = others ? 0 : rowStart + 1; start < columns.length; start += columnTile) {
        const end = Math.min(start + columnTile, columns.length);
        circuit.writeStates(columns.slice(start, end), right, signal);
        for (let row = rowStart; row < rowEnd; row++) {
          throwIfCancelled(signal);
          const first = others ? start : Math.max(start, row + 1);
          if (first >= end) continue;
          const state = left + (row - rowStart) * stateBytes;
          exports.smallOverlaps(state, right + (first - start) * stateBytes, end - first, length, output);
          const values = memory.float64(output, end - first);
          for (let column = first; column < end; column++) found(row, column, values[column - first] as number);
        }
      }
    }
  } finally {
    for (const address of [left, right, output]) memory.release(address);
  }
}
