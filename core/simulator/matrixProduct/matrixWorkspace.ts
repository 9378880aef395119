import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { KernelExports } from '../wasm/kernelExports.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { KernelMemory } from '../wasm/kernelMemory.ts';
import type { PlanarMatrix } from './planarMatrix.ts';

/**
 * A complex matrix in the memory of the kernels: a plane of real parts and one of imaginary parts, with rows of
 * `stride` numbers, of which those after `columns` are zero.
 */
export interface WorkMatrix {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/** Multiplications of real numbers between two looks at the signal: some milliseconds of work. */
const patience = 2e7;

/**
 * Linear algebra in the memory of the kernels. Matrices live until {@link clear}; only those that a function makes are
 * changed by it. Everything is computed in a fixed order, the same on every host.
 */
export class MatrixWorkspace {
  readonly #kernels: KernelExports;
  readonly #memory: KernelMemory;
  /** Blocks of memory in use, the last one partly. */
  #blocks: { readonly address: number; readonly bytes: number }[] = [];
  #used = 0;
  #view: Float64Array = new Float64Array(0);

  constructor({ exports, memory }: KernelInstance) {
    this.#kernels = exports;
    this.#memory = memory;
  }

  /** Forgets all matrices; their memory is kept for the next ones. */
  clear(): void {
    if (this.#blocks.length > 1) {
      const bytes = this.#blocks.reduce((sum, block) => sum + block.bytes, 0);
      this.release();
      this.#blocks = [{ address: this.#memory.allocate(bytes), bytes }];
    }
    this.#used = 0;
  }

  /** Gives the memory back. */
  release(): void {
    for (const { address } of this.#blocks) this.#memory.release(address);
    this.#blocks = [];
    this.#used = 0;
  }

  load({ columns, rows, values }: PlanarMatrix): WorkMatrix {
    const matrix = this.#matrix(rows, columns);
    const compact = this.#allocate(8 * values.length);
    this.#numbers().set(values, compact / 8);
    this.#kernels.padRows(2 * rows, columns, compact, matrix.address, matrix.stride);
    return matrix;
  }

  /** The matrix times a real number. */
  read({ address, columns, rows, stride }: WorkMatrix, factor = 1): PlanarMatrix {
    const length = 2 * rows * columns;
    const compact = this.#allocate(8 * length);
    this.#kernels.unpadRows(2 * rows, columns, address, stride, compact);
    const values = this.#numbers().slice(compact / 8, compact / 8 + length);
    if (factor !== 1) for (let place = 0; place < length; place++) values[place] = (values[place] as number) * factor;
    return { rows, columns, values };
  }

  /** left · right */
  multiply(left: WorkMatrix, right: WorkMatrix, signal: CancellationSignal): WorkMatrix {
    const result = this.#matrix(left.rows, right.columns);
    const scratch = this.#allocate(64 * left.columns);
    const rows = 2 * Math.ceil(patience / (8 * left.columns * right.columns));
    for (let row = 0; row < left.rows; row += rows) {
      if (row > 0) throwIfCancelled(signal);
      this.#kernels.multiplyMatrices(
        row,
        Math.min(row + rows, left.rows),
        left.rows,
        left.columns,
        right.columns,
        left.address,
        left.stride,
        right.address,
        right.stride,
        result.address,
        result.stride,
        scratch,
      );
    }
    return result;
  }

  /** The conjugate transpose. */
  adjoint({ address, columns, rows, stride }: WorkMatrix): WorkMatrix {
    const result = this.#matrix(columns, rows);
    this.#kernels.adjointMatrix(rows, columns, address, stride, result.address, result.stride);
    return result;
  }

  /**
   * Applies a two-qubit gate to two contracted sites, in place: row 2a + s for the left bond a and qubit s, column
   * t · right + b for the right bond b and qubit t.
   * @param gate 4 × 4, row-major, re and im interleaved; bit 0 of an index is the left qubit
   */
  applyPairGate(pair: WorkMatrix, gate: ArrayLike<number>): void {
    const address = this.#allocate(8 * 32);
    this.#numbers().set(gate, address / 8);
    this.#kernels.applyPairGate(pair.rows / 2, pair.columns / 2, pair.address, pair.stride, address);
  }

  /** The matrix as unitary · triangle with k = min(rows, columns) columns of the one and rows of the other. */
  factorise(matrix: WorkMatrix, signal: CancellationSignal): { unitary: WorkMatrix; triangle: WorkMatrix } {
    const { reflected, taus, triangle } = this.#reflect(matrix, signal);
    const { rows } = matrix;
    const columns = triangle.rows;
    const unitary = this.#matrix(rows, columns);
    const scratch = this.#allocate(16 * unitary.stride);
    this.#kernels.writeIdentity(2, rows, columns, unitary.address, unitary.stride);
    const steps = Math.ceil(patience / (16 * rows * columns));
    for (let step = columns; step > 0; step -= steps) {
      throwIfCancelled(signal);
      this.#kernels.formUnitary(
        step,
        Math.max(0, step - steps),
        rows,
        columns,
        reflected.address,
        reflected.stride,
        taus,
        unitary.address,
        unitary.stride,
        scratch,
      );
    }
    return { unitary, triangle };
  }

  /** The triangle of {@link factorise} alone. */
  triangle(matrix: WorkMatrix, signal: CancellationSignal): WorkMatrix {
    return this.#reflect(matrix, signal).triangle;
  }

  /**
   * The right singular vectors of a matrix, as rows, for its largest singular values, as many as `keep` says.
   * Singular values are good to some rounding errors of the largest, and the rows are orthonormal to some rounding
   * errors.
   * @param keep told all singular values in descending order, min(rows, columns) of them
   */
  singularRows(
    matrix: WorkMatrix,
    keep: (values: Float64Array) => number,
    signal: CancellationSignal,
  ): { readonly rows: WorkMatrix; readonly values: Float64Array } {
    const { reduced, scale } = this.#scaledCopy(matrix);
    const keepScaled = (values: Float64Array) => keep(values.map((value) => value * scale));
    const { rows, values } = this.#singularRowsOf(reduced, keepScaled, signal);
    return { rows, values: values.map((value) => value * scale) };
  }

  /** As {@link singularRows}, of a matrix of ordinary size that may be overwritten. */
  #singularRowsOf(
    matrix: WorkMatrix,
    keep: (values: Float64Array) => number,
    signal: CancellationSignal,
  ): { readonly rows: WorkMatrix; readonly values: Float64Array } {
    if (matrix.rows < matrix.columns) {
      // A† = Q R, so A = R† Q†, whose rows are those of R† times Q†.
      const { triangle, unitary } = this.factorise(this.adjoint(matrix), signal);
      const inner = this.#singularRowsOf(this.adjoint(triangle), keep, signal);
      return { values: inner.values, rows: this.multiply(inner.rows, this.adjoint(unitary), signal) };
    }
    // A = Q R has the rows of R.
    const isTall = matrix.rows > 1.25 * matrix.columns;
    return this.#bidiagonalRows(isTall ? this.triangle(matrix, signal) : matrix, keep, signal);
  }

  #bidiagonalRows(
    reduced: WorkMatrix,
    keep: (values: Float64Array) => number,
    signal: CancellationSignal,
  ): { readonly rows: WorkMatrix; readonly values: Float64Array } {
    const { columns, rows } = reduced;
    const diagonal = this.#allocate(8 * columns);
    const upper = this.#allocate(8 * columns);
    const taus = this.#allocate(16 * columns);
    const scratch = this.#allocate(8 * (4 * reduced.stride + 5));
    const steps = Math.ceil(patience / (32 * rows * columns));
    for (let step = 0; step < columns; step += steps) {
      throwIfCancelled(signal);
      const to = Math.min(step + steps, columns);
      this.#kernels.bidiagonalise(
        rows,
        columns,
        reduced.address,
        reduced.stride,
        step,
        to,
        diagonal,
        upper,
        taus,
        scratch,
      );
    }
    const rotations = this.#allocate(8 * columns * reduced.stride);
    this.#kernels.writeIdentity(1, columns, columns, rotations, reduced.stride);
    const numbers = this.#numbers();
    let largest = 0;
    for (let index = 0; index < columns; index++) {
      largest = Math.max(largest, Math.abs(numbers[diagonal / 8 + index] as number));
      if (index < columns - 1) largest = Math.max(largest, Math.abs(numbers[upper / 8 + index] as number));
    }
    if (!Number.isFinite(largest)) throw new RangeError('A matrix without finite numbers has no singular values.');
    const budget = Math.ceil(patience / (6 * columns));
    for (let unfinished = columns, calls = 0; unfinished > 0; calls++) {
      if (calls > 0) throwIfCancelled(signal);
      unfinished = this.#kernels.diagonaliseBidiagonal(
        columns,
        diagonal,
        upper,
        rotations,
        reduced.stride,
        largest,
        budget,
      );
    }
    const found = numbers.slice(diagonal / 8, diagonal / 8 + columns).map(Math.abs);
    const order = Array.from(found, (_, index) => index).sort(
      (left, right) => (found[right] as number) - (found[left] as number),
    );
    const values = found.map((_, index) => found[order[index] as number] as number);
    const kept = keep(values);
    const result = this.#matrix(kept, columns);
    const target = this.#numbers();
    for (let row = 0; row < kept; row++) {
      const start = rotations / 8 + (order[row] as number) * reduced.stride;
      target.copyWithin(result.address / 8 + row * result.stride, start, start + columns);
    }
    const group = 2 * Math.ceil(patience / (16 * columns * columns));
    for (let row = 0; row < kept; row += group) {
      throwIfCancelled(signal);
      this.#kernels.multiplyByReflectors(
        row,
        Math.min(row + group, kept),
        kept,
        result.address,
        result.stride,
        rows,
        columns,
        reduced.address,
        reduced.stride,
        taus,
      );
    }
    return { rows: result, values };
  }

  #reflect(matrix: WorkMatrix, signal: CancellationSignal) {
    const { columns, rows } = matrix;
    const reflected = this.#copy(matrix);
    const count = Math.min(rows, columns);
    const taus = this.#allocate(16 * count);
    const scratch = this.#allocate(8 * (2 * reflected.stride + 5));
    const steps = Math.ceil(patience / (16 * rows * columns));
    for (let step = 0; step < count; step += steps) {
      throwIfCancelled(signal);
      const to = Math.min(step + steps, count);
      this.#kernels.factoriseMatrix(step, to, rows, columns, reflected.address, reflected.stride, taus, scratch);
    }
    const triangle = this.#matrix(count, columns);
    this.#kernels.copyUpperTriangle(rows, count, columns, reflected.address, triangle.address, triangle.stride);
    return { reflected, taus, triangle };
  }

  #copy(matrix: WorkMatrix): WorkMatrix {
    const copy = this.#matrix(matrix.rows, matrix.columns);
    const start = matrix.address / 8;
    this.#numbers().copyWithin(copy.address / 8, start, start + 2 * matrix.rows * matrix.stride);
    return copy;
  }

  /** A copy whose squares neither overflow nor vanish, and the power of two it was divided by. */
  #scaledCopy(matrix: WorkMatrix): { readonly reduced: WorkMatrix; readonly scale: number } {
    const reduced = this.#copy(matrix);
    const numbers = this.#numbers();
    const start = reduced.address / 8;
    const end = start + 2 * matrix.rows * matrix.stride;
    let largest = 0;
    for (let place = start; place < end; place++) {
      const size = Math.abs(numbers[place] as number);
      if (size > largest) largest = size;
    }
    if (largest === 0 || (largest > 1e-100 && largest < 1e100)) return { reduced, scale: 1 };
    const scale = 2 ** Math.floor(Math.log2(largest));
    for (let place = start; place < end; place++) numbers[place] = (numbers[place] as number) / scale;
    return { reduced, scale };
  }

  /** A matrix of zeros, the padding of its rows included. */
  #matrix(rows: number, columns: number): WorkMatrix {
    // Even, so that rows are aligned, and with room for a vector of two that starts at the last column.
    const stride = 2 * Math.floor(columns / 2) + 2;
    const address = this.#allocate(16 * rows * stride);
    this.#numbers().fill(0, address / 8, address / 8 + 2 * rows * stride);
    return { address, rows, columns, stride };
  }

  /** All of the memory as numbers; it holds until more is allocated. */
  #numbers(): Float64Array {
    const { buffer } = this.#memory.memory;
    if (this.#view.buffer !== buffer) this.#view = new Float64Array(buffer);
    return this.#view;
  }

  #allocate(bytes: number): number {
    const size = 64 * Math.ceil(bytes / 64);
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#used + size > block.bytes) {
      const needed = Math.max(size, 2 ** 16);
      block = { address: this.#memory.allocate(needed), bytes: needed };
      this.#blocks.push(block);
      this.#used = 0;
    }
    const address = block.address + this.#used;
    this.#used += size;
    return address;
  }
}
