import type { OffsetRange } from '#core/base/textRange.ts';

/*
 * Classical computation while a circuit runs: typed variables, expressions over them and over measured bits, and
 * assignments. Plain JSON like the rest of the circuit. `classicalArithmetic.ts` says what the operators compute.
 */

/**
 * The type of a single value. Arithmetic wraps at the width, or is rounded to it. A width is absent where OpenQASM leaves
 * it to the machine: such integers have as many digits as they need, floats are doubles, angles have 128 bits.
 */
export type ScalarType =
  | { readonly kind: 'bool' }
  /** Bits in a row, bit 0 least significant; as a number unsigned. A single bit that is no register is a `bool`. */
  | BitsType
  | { readonly kind: 'int' | 'uint'; readonly width?: number }
  /** IEEE 754 of 16 or 32 bits; other widths compute as doubles. */
  | { readonly kind: 'float'; readonly width?: number }
  /** A number k below 2^width that stands for 2πk/2^width radians. */
  | { readonly kind: 'angle'; readonly width?: number }
  /** Real and imaginary part are floats of this width. */
  | { readonly kind: 'complex'; readonly width?: number };

export interface BitsType {
  readonly kind: 'bits';
  readonly width: number;
}

/** Elements are in row-major order. */
export interface ArrayType {
  readonly kind: 'array';
  readonly base: ScalarType;
  readonly shape: readonly number[];
}

export type ClassicalType = ScalarType | ArrayType;

/** A variable that changes while the circuit runs. It starts at zero in every component. */
export interface ClassicalVariable {
  /** Different from the names of other variables, registers and parameters. */
  readonly name: string;
  readonly type: ClassicalType;
  readonly source?: OffsetRange;
}

/** What a run returns besides or instead of its bits, by the name the program gives it. */
export interface CircuitOutput {
  readonly name: string;
  /** Read when the run ends: bits, or a variable, which may be an array. */
  readonly value: BitsExpression | VariableExpression;
}

/** A value computed while the circuit runs. Operands have the types their operator needs; casts are written out. */
export type ClassicalExpression =
  | ConstantExpression
  | BitsExpression
  | VariableExpression
  | ElementExpression
  | ParameterExpression
  | UnaryClassicalExpression
  | BinaryClassicalExpression
  | CastClassicalExpression
  | CallClassicalExpression
  | ConcatenationExpression;

export interface ConstantExpression {
  readonly kind: 'constant';
  readonly type: ScalarType;
  /**
   * A boolean for `bool`; for integers, bits and angles (the k of their type) a whole number, as decimal digits where it
   * is not a safe integer; for floats a number, `'Infinity'`, `'-Infinity'` or `'NaN'`; for complex numbers real and
   * imaginary part.
   */
  readonly value: boolean | number | string | readonly [ConstantFloat, ConstantFloat];
}

/** A float as JSON can hold it. */
export type ConstantFloat = number | 'Infinity' | '-Infinity' | 'NaN';

/** The bits of the circuit at these places, the first one least significant; `bool` for one bit by itself. */
export interface BitsExpression {
  readonly kind: 'bits';
  readonly type: { readonly kind: 'bool' } | BitsType;
  readonly bits: readonly number[];
}

/** A variable as a whole; an array only as an output and in the assignment of one array to another. */
export interface VariableExpression {
  readonly kind: 'variable';
  readonly type: ClassicalType;
  /** Index in `Circuit.variables`. */
  readonly variable: number;
}

/** An element of an array, one integer index for each dimension; negative ones count from the end. */
export interface ElementExpression {
  readonly kind: 'element';
  readonly type: ScalarType;
  readonly variable: number;
  readonly indices: readonly ClassicalExpression[];
}

/** A parameter of the circuit; angles are the real number they are bound to and have type `float`. */
export interface ParameterExpression {
  readonly kind: 'parameter';
  readonly type: ScalarType;
  /** Index in `Circuit.parameters`. */
  readonly index: number;
}

/** `!` of `bool`; `~` of `bool`, bits, integers and angles; `-` of numbers. The type is that of the operand. */
export type UnaryClassicalOperator = '-' | '!' | '~';

export interface UnaryClassicalExpression {
  readonly kind: 'unary';
  readonly type: ScalarType;
  readonly operator: UnaryClassicalOperator;
  readonly operand: ClassicalExpression;
}

/**
 * Both operands have the same type, which is the type of the result; except that comparisons and the logical operators
 * give `bool`; shifts take an integer on the right; an angle may be multiplied and divided by a `uint` of its width (the
 * factor stands on either side); the quotient of two angles is a `uint` of their width; bits may be compared with an
 * integer; and `bit` takes bits, an integer or an angle of known width on the left, an integer on the right, and gives
 * one bit as `bool`, negative positions counted from the end.
 */
export type BinaryClassicalOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '&'
  | '|'
  | '^'
  | '<<'
  | '>>'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | 'bit';

export interface BinaryClassicalExpression {
  readonly kind: 'binary';
  readonly type: ScalarType;
  readonly operator: BinaryClassicalOperator;
  readonly left: ClassicalExpression;
  readonly right: ClassicalExpression;
}

/** The value of the operand as another type, as an explicit cast of OpenQASM gives it. */
export interface CastClassicalExpression {
  readonly kind: 'cast';
  readonly type: ScalarType;
  readonly operand: ClassicalExpression;
}

/** The built-in functions of OpenQASM, by its names. */
export type ClassicalFunction =
  | 'arccos'
  | 'arcsin'
  | 'arctan'
  | 'ceiling'
  | 'cos'
  | 'exp'
  | 'floor'
  | 'imag'
  | 'log'
  | 'mod'
  | 'popcount'
  | 'real'
  | 'rotl'
  | 'rotr'
  | 'sin'
  | 'sqrt'
  | 'tan';

export interface CallClassicalExpression {
  readonly kind: 'call';
  readonly type: ScalarType;
  readonly function: ClassicalFunction;
  readonly arguments: readonly ClassicalExpression[];
}

/** Bits (and single bits) one after the other, the first part least significant. */
export interface ConcatenationExpression {
  readonly kind: 'concatenation';
  readonly type: BitsType;
  readonly parts: readonly ClassicalExpression[];
}

/** Where an assignment puts its value, whose type is that of the place. */
export type AssignmentTarget =
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'element'; readonly variable: number; readonly indices: readonly ClassicalExpression[] }
  /** All of the bits (the first one least significant); with an index only the bit at this place among them. */
  | { readonly kind: 'bits'; readonly bits: readonly number[]; readonly index?: ClassicalExpression };
