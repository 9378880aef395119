import type { BitsValue, ConstantValue } from './constantValue.ts';
import { realValue } from './constantValue.ts';

/** A name for a number that every program knows. */
export interface BuiltinConstant {
  readonly name: string;
  readonly value: number;
  readonly summary: string;
}

/** A function that every program knows (types, "Built-in constant expression functions"). */
export interface BuiltinFunction {
  readonly name: string;
  /** As hover shows it. */
  readonly signature: string;
  readonly summary: string;
  readonly minimumArguments: number;
  readonly maximumArguments: number;
  /** The value for constant arguments; undefined where the function has none. */
  readonly evaluate: (values: readonly ConstantValue[]) => ConstantValue | undefined;
}

const constants3: readonly BuiltinConstant[] = [
  { name: 'pi', value: Math.PI, summary: 'π, half a turn' },
  { name: 'π', value: Math.PI, summary: 'π, half a turn' },
  { name: 'tau', value: 2 * Math.PI, summary: '2π, a full turn' },
  { name: 'τ', value: 2 * Math.PI, summary: '2π, a full turn' },
  { name: 'euler', value: Math.E, summary: 'Euler’s number e' },
  { name: 'ℇ', value: Math.E, summary: 'Euler’s number e' },
];

function real(name: string, summary: string, compute: (x: number) => number): BuiltinFunction {
  return {
    name,
    signature: `${name}(float) -> float`,
    summary,
    minimumArguments: 1,
    maximumArguments: 1,
    evaluate: ([value]) => {
      const x = value === undefined ? undefined : realValue(value);
      return x === undefined ? undefined : compute(x);
    },
  };
}

function rotate(bits: BitsValue, by: bigint): BitsValue {
  const width = BigInt(bits.width);
  if (width === 0n) return bits;
  const left = ((by % width) + width) % width;
  const value = BigInt.asUintN(bits.width, (bits.value << left) | (bits.value >> (width - left)));
  return { kind: 'bits', value, width: bits.width };
}

function rotation(name: string, direction: bigint, summary: string): BuiltinFunction {
  return {
    name,
    signature: `${name}(bit[n], int) -> bit[n]`,
    summary,
    minimumArguments: 2,
    maximumArguments: 2,
    evaluate: ([bits, by]) =>
      typeof bits === 'object' && bits.kind === 'bits' && typeof by === 'bigint'
        ? rotate(bits, direction * by)
        : undefined,
  };
}

function part(name: 'real' | 'imag', key: 're' | 'im', summary: string): BuiltinFunction {
  return {
    name,
    signature: `${name}(complex) -> float`,
    summary,
    minimumArguments: 1,
    maximumArguments: 1,
    evaluate: ([value]) => (typeof value === 'object' && value.kind === 'complex' ? value[key] : undefined),
  };
}

function remainder(values: readonly ConstantValue[]): ConstantValue | undefined {
  const [left, right] = values;
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'bigint' && typeof right === 'bigint') return right === 0n ? undefined : left % right;
  const [x, y] = [realValue(left), realValue(right)];
  return x === undefined || y === undefined ? undefined : x % y;
}

function countOnes(bits: ConstantValue | undefined): ConstantValue | undefined {
  if (typeof bits !== 'object' || bits.kind !== 'bits') return undefined;
  return BigInt(bits.value.toString(2).replaceAll('0', '').length);
}

const sine = real('sin', 'Sine of an angle in radians', Math.sin);
const cosine = real('cos', 'Cosine of an angle in radians', Math.cos);
const tangent = real('tan', 'Tangent of an angle in radians', Math.tan);
const exponential = real('exp', 'e to the power of the argument', Math.exp);
const squareRoot = real('sqrt', 'Square root', Math.sqrt);

const functions3: readonly BuiltinFunction[] = [
  sine,
  cosine,
  tangent,
  real('arcsin', 'Inverse sine, in radians', Math.asin),
  real('arccos', 'Inverse cosine, in radians', Math.acos),
  real('arctan', 'Inverse tangent, in radians', Math.atan),
  exponential,
  real('log', 'Natural logarithm', Math.log),
  squareRoot,
  real('floor', 'Largest whole number not above the argument', Math.floor),
  real('ceiling', 'Smallest whole number not below the argument', Math.ceil),
  {
    name: 'mod',
    signature: 'mod(int, int) -> int; mod(float, float) -> float',
    summary: 'Remainder of a division',
    minimumArguments: 2,
    maximumArguments: 2,
    evaluate: remainder,
  },
  {
    name: 'popcount',
    signature: 'popcount(bit[n]) -> uint',
    summary: 'Number of ones',
    minimumArguments: 1,
    maximumArguments: 1,
    evaluate: ([bits]) => countOnes(bits),
  },
  rotation('rotl', 1n, 'Bits rotated towards higher indices'),
  rotation('rotr', -1n, 'Bits rotated towards lower indices'),
  part('real', 're', 'Real part'),
  part('imag', 'im', 'Imaginary part'),
  {
    name: 'sizeof',
    signature: 'sizeof(array[, dimension]) -> uint',
    summary: 'Number of elements of an array along a dimension',
    minimumArguments: 1,
    maximumArguments: 2,
    evaluate: () => undefined,
  },
];

const functions2: readonly BuiltinFunction[] = [
  sine,
  cosine,
  tangent,
  exponential,
  real('ln', 'Natural logarithm', Math.log),
  squareRoot,
  real('asin', 'Inverse sine, in radians', Math.asin),
  real('acos', 'Inverse cosine, in radians', Math.acos),
  real('atan', 'Inverse tangent, in radians', Math.atan),
];

/** The constants of a language version. */
export function builtinConstants(major: 2 | 3): readonly BuiltinConstant[] {
  return major === 3 ? constants3 : constants3.slice(0, 1);
}

/** The functions of a language version; OpenQASM 2 with the inverse functions its tools accept. */
export function builtinFunctions(major: 2 | 3): readonly BuiltinFunction[] {
  return major === 3 ? functions3 : functions2;
}
