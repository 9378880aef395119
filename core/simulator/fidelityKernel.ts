import type { CancellationSignal } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { RowRange } from './evaluationParts.ts';
import { prepareState } from './prepareState.ts';
import { binomial } from './program/binomial.ts';
import type { Program } from './program/compileProgram.ts';
import type { AmplitudeState } from './stateVector/amplitudeState.ts';
import type { StagedGates } from './stateVector/stagedGates.ts';
import type { StateVectorMethod } from './stateVector/stateVectorMethod.ts';

/** Memory for the states held at a time on each side of the kernel. */
const sideMemory = 128 * 2 ** 20;

/**
 * Rows of a fidelity kernel: |⟨ψ(x)|ψ(y)⟩|², tile by tile so that the states held fit into memory. Without `others` only
 * the entries above the diagonal are computed and the diagonal is 1. With shots, an entry is the relative frequency of
 * as many trials.
 */
export function kernelRows(
  method: StateVectorMethod,
  compiled: Program<StagedGates>,
  { bindings, seed, shots }: Pick<EvaluationRequest, 'bindings' | 'seed' | 'shots'>,
  others: readonly (readonly number[])[] | undefined,
  rows: RowRange,
  signal: CancellationSignal,
): Float64Array[] {
  const columns = others ?? bindings;
  const tile = Math.max(1, Math.floor(sideMemory / method.stateBytes));
  const result = Array.from({ length: rows.to - rows.from }, () => new Float64Array(columns.length));
  const rowStates = new StateShelf(method, compiled, bindings, tile, signal);
  const columnStates = new StateShelf(method, compiled, columns, tile, signal);

  try {
    for (let rowTile = rows.from; rowTile < rows.to; rowTile += tile) {
      const rowEnd = Math.min(rowTile + tile, rows.to);
      rowStates.load(rowTile, rowEnd);
      for (let columnTile = others ? 0 : rowTile + 1; columnTile < columns.length; columnTile += tile) {
        const columnEnd = Math.min(columnTile + tile, columns.length);
        columnStates.load(columnTile, columnEnd);
        for (let row = rowTile; row < rowEnd; row++) {
          for (let column = others ? columnTile : Math.max(columnTile, row + 1); column < columnEnd; column++) {
            const exact = rowStates.at(row).fidelity(columnStates.at(column), signal);
            const line = result[row - rows.from] as Float64Array;
            line[column] =
              shots === undefined ? exact : binomial(randomStream(seed, row, column), shots, exact) / shots;
          }
        }
      }
      if (others === undefined) {
        for (let row = rowTile; row < rowEnd; row++) (result[row - rows.from] as Float64Array)[row] = 1;
      }
    }
  } finally {
    rowStates.release();
    columnStates.release();
  }
  return result;
}

/** Holds the states of a contiguous range of bindings. */
class StateShelf {
  readonly #method: StateVectorMethod;
  readonly #compiled: Program<StagedGates>;
  readonly #bindings: readonly (readonly number[])[];
  readonly #states: AmplitudeState[] = [];
  readonly #capacity: number;
  readonly #signal: CancellationSignal;
  #first = 0;

  constructor(
    method: StateVectorMethod,
    compiled: Program<StagedGates>,
    bindings: readonly (readonly number[])[],
    capacity: number,
    signal: CancellationSignal,
  ) {
    this.#method = method;
    this.#compiled = compiled;
    this.#bindings = bindings;
    this.#capacity = capacity;
    this.#signal = signal;
  }

  load(from: number, to: number): void {
    this.#first = from;
    for (let index = from; index < to; index++) {
      const place = (index - from) % this.#capacity;
      const state = this.#states[place] ?? this.#method.createState();
      this.#states[place] = state;
      prepareState(this.#compiled, this.#bindings[index] ?? [], state, this.#signal);
    }
  }

  at(index: number): AmplitudeState {
    return this.#states[index - this.#first] as AmplitudeState;
  }

  release(): void {
    for (const state of this.#states) state.release();
  }
}
