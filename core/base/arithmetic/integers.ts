/** A signed or unsigned integer type; of one without width the machine chooses it. */
export interface IntegerType {
  readonly kind: 'int' | 'uint';
  readonly width: number | undefined;
}

/** Integers of more bits than this are not computed, so that no constant takes up time and memory. */
export const integerBitLimit = 4096;

const bound = 1n << BigInt(integerBitLimit);

/** The value, unless it has too many digits. */
function boundedInteger(value: bigint): bigint | undefined {
  return value < bound && value > -bound ? value : undefined;
}

/** The value of the bit pattern an integer type of the width keeps of it (types, "Integers"); no width keeps all. */
export function wrapInteger(value: bigint, type: IntegerType): bigint {
  if (type.width === undefined) return value;
  return type.kind === 'int' ? BigInt.asIntN(type.width, value) : BigInt.asUintN(type.width, value);
}

/** Whether an integer type has the value. Types without width have every integer, `uint` those from 0. */
export function hasInteger(value: bigint, type: IntegerType): boolean {
  if (type.width === undefined) return type.kind === 'int' || value >= 0n;
  return wrapInteger(value, type) === value;
}

/**
 * Exact integer arithmetic (classical, "Integers"): division drops the fraction, the remainder has the sign of the
 * dividend. The divisor is not 0.
 * @returns undefined for an operator that is none of integers, and for results of too many digits
 */
export function combineIntegers(operator: string, x: bigint, y: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return boundedInteger(x + y);
    case '-':
      return boundedInteger(x - y);
    case '*':
      return boundedInteger(x * y);
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '**':
      return integerPower(x, y);
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '^':
      return x ^ y;
    case '<<':
      return y > integerBitLimit ? undefined : boundedInteger(x << y);
    case '>>':
      return y > integerBitLimit ? (x < 0n ? -1n : 0n) : x >> y;
    default:
      return undefined;
  }
}

function integerPower(base: bigint, exponent: bigint): bigint | undefined {
  if (exponent < 0n) return undefined;
  if (base === 0n || base === 1n) return exponent === 0n ? 1n : base;
  if (base === -1n) return exponent % 2n === 0n ? 1n : -1n;
  const bits = (base < 0n ? -base : base).toString(2).length - 1;
  return BigInt(bits) * exponent > integerBitLimit ? undefined : boundedInteger(base ** exponent);
}
