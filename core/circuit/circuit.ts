import type { OffsetRange } from '#core/base/textRange.ts';
import type { Angle } from './angle.ts';
import type { AssignmentTarget, CircuitOutput, ClassicalExpression, ClassicalVariable } from './classical.ts';

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
  /** The qubits of a device that the circuit was fitted to, where they are not those of the same numbers. */
  readonly deviceQubits?: readonly number[];
  readonly bitRegisters: readonly Register[];
  /** Bound at run time (`input` of OpenQASM 3). Bindings are given in this order. */
  readonly parameters: readonly CircuitParameter[];
  /** Classical values besides the bits that change during the run; absent for none. */
  readonly variables?: readonly ClassicalVariable[];
  /** What the run returns, where the program says so (`output` of OpenQASM 3); otherwise it returns all bits. */
  readonly outputs?: readonly CircuitOutput[];
  readonly operations: readonly Operation[];
}

/** A named run of consecutive qubits or bits. A scalar declaration is a register of size 1 with `scalar` set. */
export interface Register {
  readonly name: string;
  readonly start: number;
  readonly size: number;
  readonly scalar?: boolean;
  /** Bits that the program works with and does not return, such as those of a subroutine. */
  readonly isInternal?: boolean;
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
  | ConditionalOperation
  | SwitchOperation
  | WhileOperation
  | AssignOperation;

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

/** A statement of the source. */
export interface SourceRange extends OffsetRange {
  /**
   * In what is called, the statement of the body of the innermost definition of the same file that this came from; for those
   * who asked for groups.
   */
  readonly inner?: OffsetRange | undefined;
}

interface Placed {
  /** The statement of the source this came from; several operations may share one (broadcast, inlined gates, loops). */
  readonly source?: SourceRange;
  /** The innermost part of the program this belongs to, for those who asked to know. */
  readonly group?: OperationGroup;
}

/**
 * A part of the program that became several operations: a call of a gate or subroutine, a loop that was unrolled, or
 * one pass of it. Operations of one call or pass share the object.
 */
export interface OperationGroup {
  readonly kind: 'call' | 'loop' | 'pass';
  /** What is called, `for i in [0:3]`, or `i = 2`. */
  readonly label: string;
  /** The angles of a call; absent for none. */
  readonly parameters?: readonly Angle[];
  /** The statement of the analysed file that leads here. */
  readonly source?: SourceRange;
  /** What is called as it is, without modifiers, where the analysed file defines it. */
  readonly definition?: CalledDefinition;
  readonly outer?: OperationGroup;
}

/** Where a gate or subroutine is defined. */
export interface CalledDefinition extends OffsetRange {
  /** The qubits that each of its operands stands for in a call, in the order of the definition. */
  readonly qubits: readonly (readonly number[])[];
}

export interface GateOperation extends Placed {
  readonly kind: 'gate';
  readonly gate: GateName;
  readonly parameters: readonly Angle[];
  readonly controls: readonly Control[];
  readonly targets: readonly number[];
  /** What a device calls this gate with these parameters, where that is another name; it means the same without. */
  readonly native?: NativeGateName;
}

/**
 * Gates of devices that are `u` for certain parameters: `r` is the rotation by θ about cos φ X + sin φ Y, which is
 * U(θ, φ − π/2, π/2 − φ); `gpi` and `gpi2` are those by π and by π/2.
 */
export type NativeGateName = 'r' | 'gpi' | 'gpi2';

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

/**
 * Runs the body of the one case that has the value of the subject, else `otherwise`. Breaking out of loops, returning
 * early and ending the program are expressed by conditions, so control enters and leaves every body at its ends.
 */
export interface SwitchOperation extends Placed {
  readonly kind: 'switch';
  /** Of an integer type or bits. */
  readonly subject: ClassicalExpression;
  readonly cases: readonly SwitchCase[];
  readonly otherwise: readonly Operation[];
  /** Any other value is a mistake that ends the run, such as an index outside its register. */
  readonly isExhaustive?: boolean;
}

export interface SwitchCase {
  /** Safe integers; no value occurs twice in a switch. */
  readonly values: readonly number[];
  readonly body: readonly Operation[];
}

/** Repeats the body as long as the condition holds, which is asked before every pass. */
export interface WhileOperation extends Placed {
  readonly kind: 'while';
  readonly condition: Condition;
  readonly body: readonly Operation[];
  /** As the program writes it where that is not its condition, `for i in [0:n]`; for those who asked to know. */
  readonly label?: string;
}

/** Computes a value and stores it. */
export interface AssignOperation extends Placed {
  readonly kind: 'assign';
  readonly target: AssignmentTarget;
  readonly value: ClassicalExpression;
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
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  /** Whether an expression of type `bool` is true; for everything the other forms cannot say. */
  | { readonly kind: 'expression'; readonly expression: ClassicalExpression };
