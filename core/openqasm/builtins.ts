import { angleOf } from '#core/base/arithmetic/angles.ts';
import { complexExponential, complexSquareRoot } from '#core/base/arithmetic/complexNumbers.ts';
import { countOnes, rotateBits } from '#core/base/arithmetic/rotations.ts';
import { arcCosineOf, arcSineOf, arcTangentOf } from '#core/base/elementary/arcTangent.ts';
import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { cosineOf, sineOf, tangentOf } from '#core/base/elementary/sine.ts';
import { bitsOf, type ConstantValue, realValue } from './constantValue.ts';
import { complexType, floatType, intType, type Type, uintType } from './types.ts';

/** A name for a number that every program knows. */
export interface BuiltinConstant {
  readonly name: string;
  readonly value: number;
  readonly summary: string;
}

/** What a parameter of a built-in function takes: values that convert to it implicitly. */
export type BuiltinParameter =
  | 'int'
  | 'float'
  | 'complex'
  /** An angle of any width. */
  | 'angle'
  /** A register of bits, an unsigned integer or an angle, of any known width. */
  | 'bits'
  /** The same, or a constant integer from 0. */
  | 'pattern'
  | 'array';

/** One way to call a built-in function. */
export interface BuiltinOverload {
  readonly parameters: readonly BuiltinParameter[];
  /** The type of the result for arguments of these types. */
  readonly result: (types: readonly Type[]) => Type;
  /** The value for arguments converted to the parameters; not a number outside the domain, undefined if not known. */
  readonly evaluate: (values: readonly ConstantValue[]) => ConstantValue | undefined;
}

/** A function that every program knows (types, "Built-in constant expression functions"). */
export interface BuiltinFunction {
  readonly name: string;
  /** As hover shows it, overloads separated by `; `. */
  readonly signature: string;
  readonly summary: string;
  readonly minimumArguments: number;
  readonly maximumArguments: number;
  /** The first that takes the arguments is the one that is called. */
  readonly overloads: readonly BuiltinOverload[];
  /** Where arguments have a value, in words: `-1 to 1`. Absent where every number has one. */
  readonly domain?: string;
}

const constants3: readonly BuiltinConstant[] = [
  { name: 'pi', value: Math.PI, summary: 'π, half a turn' },
  { name: 'π', value: Math.PI, summary: 'π, half a turn' },
  { name: 'tau', value: 2 * Math.PI, summary: '2π, a full turn' },
  { name: 'τ', value: 2 * Math.PI, summary: '2π, a full turn' },
  { name: 'euler', value: Math.E, summary: 'Euler’s number e' },
  { name: 'ℇ', value: Math.E, summary: 'Euler’s number e' },
];

/** A float argument keeps its width; of anything else the result is of machine precision. */
function floatOf([type]: readonly Type[]): Type {
  return type?.kind === 'float' ? type : floatType;
}

function onReals(parameter: 'float' | 'angle', compute: (x: number) => number): BuiltinOverload {
  return {
    parameters: [parameter],
    result: floatOf,
    evaluate: ([value]) => {
      const x = value === undefined ? undefined : realValue(value);
      return x === undefined ? undefined : compute(x);
    },
  };
}

function real(name: string, summary: string, compute: (x: number) => number, domain?: string): BuiltinFunction {
  const overloads = [onReals('float', compute)];
  const signature = `${name}(float) -> float`;
  return { name, signature, summary, minimumArguments: 1, maximumArguments: 1, overloads, ...(domain && { domain }) };
}

/** Sine and its kin take angles too. */
function trigonometric(name: string, summary: string, compute: (x: number) => number): BuiltinFunction {
  const overloads = [onReals('float', compute), onReals('angle', compute)];
  const signature = `${name}(float) -> float; ${name}(angle) -> float`;
  return { name, signature, summary, minimumArguments: 1, maximumArguments: 1, overloads };
}

type ComplexFunction = typeof complexExponential;

function realOrComplex(of: BuiltinFunction, compute: ComplexFunction): BuiltinFunction {
  const onComplex: BuiltinOverload = {
    parameters: ['complex'],
    result: ([type]) => (type?.kind === 'complex' ? type : complexType),
    evaluate: ([value]) => (typeof value === 'object' && value.kind === 'complex' ? compute(value) : undefined),
  };
  const signature = `${of.signature}; ${of.name}(complex) -> complex`;
  return { ...of, signature, overloads: [...of.overloads, onComplex] };
}

function rotation(name: string, direction: bigint, summary: string): BuiltinFunction {
  const overload: BuiltinOverload = {
    parameters: ['bits', 'int'],
    result: ([type]) => type ?? floatType,
    evaluate: ([value, by]) => (typeof by === 'bigint' ? rotated(value, direction * by) : undefined),
  };
  return {
    name,
    signature: `${name}(bit[n], int) -> bit[n]; ${name}(uint[n], int) -> uint[n]`,
    summary,
    minimumArguments: 2,
    maximumArguments: 2,
    overloads: [overload],
  };
}

function rotated(value: ConstantValue | undefined, distance: bigint): ConstantValue | undefined {
  if (typeof value !== 'object' || !('width' in value)) return undefined;
  const pattern = rotateBits(value.value, value.width, distance);
  return value.kind === 'bits' ? bitsOf(pattern, value.width) : angleOf(pattern, value.width);
}

function part(name: 'real' | 'imag', key: 're' | 'im', summary: string): BuiltinFunction {
  const overload: BuiltinOverload = {
    parameters: ['complex'],
    result: ([type]) => ({ kind: 'float', width: type && 'width' in type ? type.width : undefined }),
    evaluate: ([value]) => (typeof value === 'object' && value.kind === 'complex' ? value[key] : undefined),
  };
  return {
    name,
    signature: `${name}(complex[float[n]]) -> float[n]`,
    summary,
    minimumArguments: 1,
    maximumArguments: 1,
    overloads: [overload],
  };
}

const remainder: BuiltinFunction = {
  name: 'mod',
  signature: 'mod(int, int) -> int; mod(float, float) -> float',
  summary: 'Remainder of a division, with the sign of the first argument',
  minimumArguments: 2,
  maximumArguments: 2,
  overloads: [
    {
      parameters: ['int', 'int'],
      result: () => intType,
      evaluate: ([x, y]) => (typeof x === 'bigint' && typeof y === 'bigint' && y !== 0n ? x % y : Number.NaN),
    },
    {
      parameters: ['float', 'float'],
      result: floatOf,
      evaluate: ([x, y]) => (typeof x === 'number' && typeof y === 'number' ? x % y : undefined),
    },
  ],
  domain: 'second arguments other than 0',
};

const popcount: BuiltinFunction = {
  name: 'popcount',
  signature: 'popcount(bit[n]) -> uint',
  summary: 'Number of ones',
  minimumArguments: 1,
  maximumArguments: 1,
  overloads: [
    {
      parameters: ['pattern'],
      result: () => uintType,
      evaluate: ([value]) => (typeof value === 'object' && 'width' in value ? countOnes(value.value) : undefined),
    },
  ],
};

const sizeOf: BuiltinFunction = {
  name: 'sizeof',
  signature: 'sizeof(array[, dimension]) -> uint',
  summary: 'Number of elements of an array along a dimension, the outermost where none is named',
  minimumArguments: 1,
  maximumArguments: 2,
  overloads: [
    { parameters: ['array'], result: () => uintType, evaluate: () => undefined },
    { parameters: ['array', 'int'], result: () => uintType, evaluate: () => undefined },
  ],
};

const sine = trigonometric('sin', 'Sine of an angle in radians', sineOf);
const cosine = trigonometric('cos', 'Cosine of an angle in radians', cosineOf);
const tangent = trigonometric('tan', 'Tangent of an angle in radians', tangentOf);
const exponential = real('exp', 'e to the power of the argument', exponentialOf);
const squareRoot = real(
  'sqrt',
  'Square root',
  Math.sqrt,
  'numbers from 0; of others it is complex, as in sqrt(-1 + 0im)',
);
const unitInterval = 'numbers from -1 to 1';
const positive = 'numbers greater than 0';

const functions3: readonly BuiltinFunction[] = [
  sine,
  cosine,
  tangent,
  real('arcsin', 'Inverse sine, in radians', arcSineOf, unitInterval),
  real('arccos', 'Inverse cosine, in radians', arcCosineOf, unitInterval),
  real('arctan', 'Inverse tangent, in radians', arcTangentOf),
  realOrComplex(exponential, complexExponential),
  real('log', 'Natural logarithm', logarithmOf, positive),
  realOrComplex(squareRoot, complexSquareRoot),
  real('floor', 'Largest whole number not above the argument', Math.floor),
  real('ceiling', 'Smallest whole number not below the argument', Math.ceil),
  remainder,
  popcount,
  rotation('rotl', 1n, 'Bits rotated towards higher indices'),
  rotation('rotr', -1n, 'Bits rotated towards lower indices'),
  part('real', 're', 'Real part'),
  part('imag', 'im', 'Imaginary part'),
  sizeOf,
];

const functions2: readonly BuiltinFunction[] = [
  real('sin', sine.summary, sineOf),
  real('cos', cosine.summary, cosineOf),
  real('tan', tangent.summary, tangentOf),
  exponential,
  real('ln', 'Natural logarithm', logarithmOf, positive),
  real('sqrt', squareRoot.summary, Math.sqrt, 'numbers from 0'),
  real('asin', 'Inverse sine, in radians', arcSineOf, unitInterval),
  real('acos', 'Inverse cosine, in radians', arcCosineOf, unitInterval),
  real('atan', 'Inverse tangent, in radians', arcTangentOf),
];

/** The constants of a language version. */
export function builtinConstants(major: 2 | 3): readonly BuiltinConstant[] {
  return major === 3 ? constants3 : constants3.slice(0, 1);
}

/** The functions of a language version; OpenQASM 2 with the inverse functions its tools accept. */
export function builtinFunctions(major: 2 | 3): readonly BuiltinFunction[] {
  return major === 3 ? functions3 : functions2;
}
