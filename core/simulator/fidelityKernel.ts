import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { RowRange } from './evaluationParts.ts';
import { prepareState } from './prepareState.ts';
import { binomial } from './program/binomial.ts';
import type { Program } from './program/compileProgram.ts';
import { allocateState, type StateVector, stateBytes } from './stateVector/stateVector.ts';
import type { StepSequence } from './stateVector/stateVectorMethod.ts';

/** Memory for the states held at a time on each side of the kernel. */
const sideMemory = 128 * 2 ** 20;

/**
 * Rows of a fidelity kernel: |⟨ψ(x)|ψ(y)⟩|², tile by tile so that the states held fit into memory. Without `others` only
 * the entries above the diagonal are computed and the diagonal is 1. With shots, an entry is the relative frequency of
 * as many trials.
 */
export function kernelRows(
  compiled: Program<StepSequence>,
  { bindings, seed, shots }: Pick<EvaluationRequest, 'bindings' | 'seed' | 'shots'>,
  others: readonly (readonly number[])[] | undefined,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const columns = others ?? bindings;
  const tile = Math.max(1, Math.floor(sideMemory / stateBytes(compiled.qubitCount)));
  const result = Array.from({ length: rows.to - rows.from }, () => new Float64Array(columns.length));
  const rowStates = new StateShelf(compiled, bindings, tile, signal);
  const columnStates = new StateShelf(compiled, columns, tile, signal);

  for (let rowTile = rows.from; rowTile < rows.to; rowTile += tile) {
    const rowEnd = Math.min(rowTile + tile, rows.to);
    rowStates.load(rowTile, rowEnd);
    for (let columnTile = others ? 0 : rowTile + 1; columnTile < columns.length; columnTile += tile) {
      const columnEnd = Math.min(columnTile + tile, columns.length);
      columnStates.load(columnTile, columnEnd);
      for (let row = rowTile; row < rowEnd; row++) {
        for (let column = others ? columnTile : Math.max(columnTile, row + 1); column < columnEnd; column++) {
          const exact = overlap(rowStates.at(row), columnStates.at(column));
          const line = result[row - rows.from] as Float64Array;
          line[column] = shots === undefined ? exact : binomial(randomStream(seed, row, column), shots, exact) / shots;
        }
      }
    }
    if (others === undefined) {
      for (let row = rowTile; row < rowEnd; row++) (result[row - rows.from] as Float64Array)[row] = 1;
    }
  }
  return result;
}

/** Holds the states of a contiguous range of bindings. */
class StateShelf {
  readonly #compiled: Program<StepSequence>;
  readonly #bindings: readonly (readonly number[])[];
  readonly #states: StateVector[] = [];
  readonly #capacity: number;
  readonly #signal: CancellationSignal;
  #first = 0;

  constructor(
    compiled: Program<StepSequence>,
    bindings: readonly (readonly number[])[],
    capacity: number,
    signal: CancellationSignal,
  ) {
    this.#compiled = compiled;
    this.#bindings = bindings;
    this.#capacity = capacity;
    this.#signal = signal;
  }

  load(from: number, to: number): void {
    this.#first = from;
    for (let index = from; index < to; index++) {
      const place = (index - from) % this.#capacity;
      const state = this.#states[place] ?? allocateState(this.#compiled.qubitCount);
      this.#states[place] = state;
      prepareState(this.#compiled, this.#bindings[index] ?? [], state, this.#signal);
    }
  }

  at(index: number): StateVector {
    return this.#states[index - this.#first] as StateVector;
  }
}

/** |⟨a|b⟩|² */
function overlap(a: StateVector, b: StateVector): number {
  let re = 0;
  let im = 0;
  for (let place = 0; place < a.length; place += 2) {
    const aRe = a[place] as number;
    const aIm = a[place + 1] as number;
    const bRe = b[place] as number;
    const bIm = b[place + 1] as number;
    re += aRe * bRe + aIm * bIm;
    im += aRe * bIm - aIm * bRe;
  }
  return re * re + im * im;
}
