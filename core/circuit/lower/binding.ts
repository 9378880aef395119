import type { Selection } from '#core/openqasm/selection.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';
import type { ArrayView, Cell } from './classicalStore.ts';
import type { LoweredScalar, LoweredTime } from './loweredValue.ts';

/** What a name stands for at a point of the program. */
export type Binding =
  /** Qubits or bits of the circuit. */
  | { readonly kind: 'elements'; readonly selection: Selection }
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'array'; readonly view: ArrayView }
  /** Qubits or bits that an expression picks by indices only the run knows; the state keeps their values. */
  | { readonly kind: 'alias'; readonly value: Expression }
  /** A value that nothing assigns to: inputs, loop variables, parameters of gates and subroutines, durations. */
  | { readonly kind: 'value'; readonly value: LoweredScalar | LoweredTime };
