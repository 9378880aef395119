import type { MatrixSource } from './oneQubitMatrix.ts';

/**
 * A piece of a circuit as the engine executes it, on wires: positions of bits in the index of an amplitude. Masks have a
 * bit per wire.
 */
export type Item =
  /** One-qubit gates: phases · real rotation · phases, the outer phases left to the diagonals around. */
  | { readonly kind: 'rotation'; readonly wire: number; readonly sources: readonly MatrixSource[] }
  /** One-qubit gates that are phases or flips for all parameters, remembered and not executed. */
  | { readonly kind: 'monomial'; readonly wire: number; readonly sources: readonly MatrixSource[] }
  /** Executes the phases that one-qubit gates have left on a wire. */
  | { readonly kind: 'settle'; readonly wire: number }
  /**
   * A factor where the wires of `mask` have the value: number `place` of the source, to the power −1, 1 or 2, times others.
   */
  | { readonly kind: 'phase'; readonly mask: number; readonly value: number; readonly factors: readonly PhaseFactor[] }
  /** Exchanges |0⟩ and |1⟩ of the target where the wires of `mask` have the value. */
  | { readonly kind: 'flip'; readonly target: number; readonly mask: number; readonly value: number }
  /** Any matrix, also one that is not unitary; bit j of its index is `targets[j]`. */
  | {
      readonly kind: 'dense';
      readonly targets: readonly number[];
      readonly mask: number;
      readonly value: number;
      readonly source: MatrixSource;
    }
  /** Executes the factor that all amplitudes have left. */
  | { readonly kind: 'scalar' };

/** Entry (place, place) of the diagonal of a source's matrix, or the number `place` of eigenvalues. */
export interface PhaseFactor {
  readonly source: MatrixSource;
  readonly place: number;
  readonly power: 1 | -1;
}

/** A circuit without measurements. */
export interface LoweredGates {
  readonly items: readonly Item[];
  /** The wire of each qubit, by qubit, after the gates. */
  readonly wires: readonly number[];
}

/** The wires whose amplitudes an item mixes. */
export function mixedWires(item: Item): number {
  switch (item.kind) {
    case 'rotation':
      return 1 << item.wire;
    case 'flip':
      return 1 << item.target;
    case 'dense':
      return item.targets.reduce((mask, wire) => mask | (1 << wire), 0);
    case 'monomial':
    case 'settle':
    case 'phase':
    case 'scalar':
      return 0;
  }
}

/** The wires whose values an item depends on, or changes. */
export function touchedWires(item: Item): number {
  switch (item.kind) {
    case 'rotation':
    case 'monomial':
    case 'settle':
      return 1 << item.wire;
    case 'flip':
    case 'dense':
      return mixedWires(item) | item.mask;
    case 'phase':
      return item.mask;
    case 'scalar':
      return 0;
  }
}

/** Whether it only multiplies amplitudes. */
export function isDiagonalItem(item: Item): boolean {
  return item.kind === 'settle' || item.kind === 'phase' || item.kind === 'scalar';
}
