import type { Turn } from './turnTable.ts';

/**
 * An operation as the kernels apply it (`kernels/smallCircuits/operations.ts`), on the bits of a state's indices. Qubits
 * join the state when they are first used: `extend` adds one in |0⟩, `grow` one in cos|0⟩ + e^{i·after} sin|1⟩.
 */
export interface FlatOperation {
  readonly kind: FlatKind;
  /** How many bits the indices have when it is applied; `extend` and `grow` add one. */
  readonly width: number;
  /** Masks of bits. */
  readonly controlMask: number;
  readonly controlValue: number;
  /** Bits of the targets, in order. */
  readonly targets: readonly number[];
  readonly before?: Turn;
  readonly turn?: Turn;
  readonly after?: Turn;
  /** Of `matrix`: row-major, re and im interleaved; bit j of its indices is target j. */
  readonly values?: readonly number[];
}

/** In the order of the numbers that the kernels know (`kernels/smallCircuits/layout.ts`). */
export const flatKinds = [
  'extend',
  'grow',
  'rotate',
  'rotateAfter',
  'rotateBefore',
  'rotateBoth',
  'phase',
  'flip',
  'exchange',
  'oddPhase',
  'rotateXX',
  'rotateYY',
  'matrix',
] as const;

export type FlatKind = (typeof flatKinds)[number];
