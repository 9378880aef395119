import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RowRange } from '../evaluationParts.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { SmallCircuit } from './smallCircuit.ts';

/** Memory for the states held at a time on each side of a kernel. */
const sideMemory = 32 * 2 ** 20;

/** Told the entries of a row from a column on, in memory that is used again. */
type RowListener = (row: number, firstColumn: number, overlaps: Float64Array) => void;

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
  found: RowListener,
): void {
  const { exports, memory } = instance;
  const columns = others ?? bindings;
  const length = 2 ** circuit.qubitCount;
  const stateBytes = 16 * length;
  const tile = Math.max(1, Math.floor(sideMemory / stateBytes));
  const columnTile = Math.min(tile, columns.length);
  // Where all states of a triangle are held at once, those of the rows are among them.
  const isShared = others === undefined && columns.length - rows.from <= tile;
  const rowTile = Math.min(tile, rows.to - rows.from);
  const right = memory.allocate(columnTile * stateBytes);
  const left = isShared ? right : memory.allocate(rowTile * stateBytes);
  const output = memory.allocate(2 * columnTile * 8);
  const tell = (row: number, first: number, end: number, at: number) => {
    if (first < end) found(row, first, memory.float64(at, end - first));
  };
  try {
    for (let rowStart = rows.from; rowStart < rows.to; rowStart += rowTile) {
      const rowEnd = Math.min(rowStart + rowTile, rows.to);
      if (!isShared) circuit.writeStates(bindings.slice(rowStart, rowEnd), left, signal);
      for (let start = others ? 0 : isShared ? rowStart : rowStart + 1; start < columns.length; start += columnTile) {
        const end = Math.min(start + columnTile, columns.length);
        circuit.writeStates(columns.slice(start, end), right, signal);
        for (let row = rowStart; row < rowEnd; row += 2) {
          throwIfCancelled(signal);
          const first = others ? start : Math.max(start, row + 1);
          if (first >= end) continue;
          const state = left + (row - rowStart) * stateBytes;
          const hasSecond = row + 1 < rowEnd;
          const second = hasSecond ? state + stateBytes : state;
          const secondOutput = hasSecond ? output + columnTile * 8 : output;
          const address = right + (first - start) * stateBytes;
          exports.smallOverlaps(state, second, address, end - first, length, output, secondOutput);
          tell(row, first, end, output);
          // Of the second row, a triangle begins a column later.
          const later = others || first > row + 1 ? 0 : 1;
          if (hasSecond) tell(row + 1, first + later, end, secondOutput + 8 * later);
        }
      }
    }
  } finally {
    for (const address of isShared ? [right, output] : [left, right, output]) memory.release(address);
  }
}
