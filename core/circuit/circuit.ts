import type { OffsetRange } from '#core/base/textRange.ts';
import type { Angle } from './angle.ts';

/**
 * A quantum circuit, independent of any language: what OpenQASM lowers to, templates produce, the simulator runs, the
 * drawing shows and exporters write. Plain JSON, never mutated.
 *
 * Qubits and bits are numbered 0… in order of declaration; bit j of a basis index is qubit j (little-endian).
 */
export interface Circuit {
  readonly qubitCount: number;
  readonly bitCount: number;
  readonly qubitRegisters: readonly Register[];
  readonly bitRegisters: readonly Register[];
  /** Bound at run time (`input` of OpenQASM 3). Bindings are given in this order. */
  readonly parameters: readonly CircuitParameter[];
  readonly operations: readonly Operation[];
}

/** A named run of consecutive qubits or bits. A scalar declaration is a register of size 1 with `scalar` set. */
export interface Register {
  readonly name: string;
  readonly start: number;
  readonly size: number;
  readonly scalar?: boolean;
  readonly source?: OffsetRange;
}

export interface CircuitParameter {
  readonly name: string;
  readonly type: 'angle' | 'float' | 'int' | 'uint' | 'bool';
  readonly source?: OffsetRange;
}

export type Operation =
  | GateOperation
  | UnitaryOperation
  | MeasureOperation
  | ResetOperation
  | BarrierOperation
  | ConditionalOperation;

/**
 * The gates every part of the product knows; everything else is expressed through them, `controls` and
 * {@link UnitaryOperation}. Matrices are those of OpenQASM's standard library, `u` is U_std(θ, φ, λ), `gphase` acts on
 * no target, `sxdg` is the inverse of `sx`; the two-qubit rotations are exp(−iθ/2 · P⊗P).
 */
export type GateName =
  | 'gphase'
  | 'id'
  | 'x'
  | 'y'
  | 'z'
  | 'h'
  | 's'
  | 'sdg'
  | 't'
  | 'tdg'
  | 'sx'
  | 'sxdg'
  | 'p'
  | 'rx'
  | 'ry'
  | 'rz'
  | 'u'
  | 'swap'
  | 'iswap'
  | 'rxx'
  | 'ryy'
  | 'rzz';

/** A control qubit; the gate acts where the qubit has this value. */
export interface Control {
  readonly qubit: number;
  readonly value: 0 | 1;
}

interface Placed {
  /** The statement of the source this came from; several operations may share one (broadcast, inlined gates, loops). */
  readonly source?: OffsetRange;
}

export interface GateOperation extends Placed {
  readonly kind: 'gate';
  readonly gate: GateName;
  readonly parameters: readonly Angle[];
  readonly controls: readonly Control[];
  readonly targets: readonly number[];
}

/** A gate given by its matrix, such as a fractional power of a gate. */
export interface UnitaryOperation extends Placed {
  readonly kind: 'unitary';
  readonly label: string;
  readonly matrix: ComplexMatrix;
  readonly controls: readonly Control[];
  /** Bit j of a matrix index is `targets[j]`. */
  readonly targets: readonly number[];
}

/** A square complex matrix, row-major, real and imaginary parts interleaved (2·dimension² numbers). */
export interface ComplexMatrix {
  readonly dimension: number;
  readonly values: readonly number[];
}

export interface MeasureOperation extends Placed {
  readonly kind: 'measure';
  readonly qubit: number;
  /** Absent when the result is discarded. */
  readonly bit?: number;
}

export interface ResetOperation extends Placed {
  readonly kind: 'reset';
  readonly qubit: number;
}

export interface BarrierOperation extends Placed {
  readonly kind: 'barrier';
  readonly qubits: readonly number[];
}

export interface ConditionalOperation extends Placed {
  readonly kind: 'conditional';
  readonly condition: Condition;
  readonly body: readonly Operation[];
  readonly otherwise: readonly Operation[];
}

export type Condition =
  /** Compares the unsigned integer held by the bits (first bit least significant) with a constant. */
  | {
      readonly kind: 'compare';
      readonly bits: readonly number[];
      readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
      readonly value: number;
    }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };
