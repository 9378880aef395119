import type { WorkSignal } from '#core/base/workSignal.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import type { StateSpace } from '../stateSpace.ts';
import { addParts, kernelFor, powerAtMost, roomFor } from './dividedReading.ts';
import { type PlacedState, placesOf } from './placedState.ts';

/** Rows and columns of a matrix that are multiplied together, so that their amplitudes stay in the cache. */
const largestTile = 16;

/** Products of amplitudes that a thread computes without looking whether it is still wanted. */
const patience = 2 ** 22;

/** So many pieces of work keep threads busy evenly. */
const enoughPieces = 128;

/** Bytes that the kernel gathers for a row or a column of a tile. */
const panelBytes = 1024;

/**
 * Σ ψ(row, rest) ψ*(column, rest) over all values of the other qubits: the state of some qubits when nothing is known of
 * the others, times ⟨ψ|ψ⟩.
 * @param qubits distinct, at least one; bit j of a row or column of the matrix is `qubits[j]`
 * @throws Failure `cancelled`, `too-large` (memory)
 */
export function reducedMatrix(
  space: StateSpace,
  state: PlacedState,
  qubits: readonly number[],
  signal: WorkSignal,
): ComplexMatrix {
  const { memory } = space.kernels;
  const dimension = 2 ** qubits.length;
  const tileSize = Math.min(largestTile, dimension);
  const tiles = upperTiles(dimension, tileSize);
  const allRests = state.size / dimension;
  const rests = Math.min(allRests, patience / tileSize ** 2, Math.max(64, allRests / enoughPieces));
  const ranges = allRests / rests;
  // Where there are few tiles, several matrices are begun, each with some of the ranges, and added up in the end.
  const parts = Math.min(ranges, powerAtMost(Math.max(1, (2 * enoughPieces) / tiles.length)));
  const matrixBytes = 16 * dimension ** 2;
  const scratchBytes = 2 * panelBytes * tileSize;
  const [offsetsAt = 0, tilesAt = 0, output = 0, scratch = 0] = roomFor(space, [
    4 * dimension,
    4 * tiles.length,
    parts * matrixBytes,
    scratchBytes * space.team.size,
  ]);
  memory.uint32(offsetsAt, dimension).set(placesOf(qubits, state));
  memory.uint32(tilesAt, tiles.length).set(tiles);
  space.kernels.exports.clearBytes(output, parts * matrixBytes);
  const tileCount = tiles.length / 2;
  const fixed = qubits.reduce((mask, qubit) => mask | (1 << (state.wires[qubit] as number)), 0);
  for (let range = 0; range < ranges; range += parts) {
    space.team.run(
      kernelFor('reducedTile', space.precision),
      [
        ...([state.address, offsetsAt, dimension, fixed, tileSize, tilesAt, tileCount, rests, range, output] as const),
        ...([scratch, scratchBytes] as const),
      ],
      parts * tileCount,
      signal,
    );
    signal.report?.((range + parts) / ranges);
  }
  const numbers = 2 * dimension ** 2;
  const values = addParts(memory.float64(output, parts * numbers), numbers);
  mirror(values, dimension);
  return { dimension, values: Array.from(values) };
}

/** First row and first column of the tiles that have something on the diagonal or above. */
function upperTiles(dimension: number, size: number): Uint32Array {
  const tiles: number[] = [];
  for (let row = 0; row < dimension; row += size) {
    for (let column = row; column < dimension; column += size) tiles.push(row, column);
  }
  return Uint32Array.from(tiles);
}

/** Writes the entries below the diagonal of a Hermitian matrix from those above. */
function mirror(values: Float64Array, dimension: number): void {
  for (let row = 0; row < dimension; row++) {
    values[2 * (row * dimension + row) + 1] = 0;
    for (let column = 0; column < row; column++) {
      const entry = 2 * (row * dimension + column);
      const above = 2 * (column * dimension + row);
      values[entry] = values[above] as number;
      values[entry + 1] = -(values[above + 1] as number);
    }
  }
}
