/** Numbers as integers in units of 2⁻³²⁰, for oracles that are as exact as anyone may ask. */
export const pointBits = 320n;
const one = 1n << pointBits;

/** Enough for π to tell any two doubles apart. */
const piBits = 1440n;
const pi = 4n * (4n * inverseArcTangent(5n) - inverseArcTangent(239n));

/** arctan(1/n) in units of 2^−piBits (Machin, 1706). */
function inverseArcTangent(n: bigint): bigint {
  let sum = 0n;
  let power = (1n << piBits) / n;
  for (let odd = 1n; power !== 0n; odd += 2n, power /= -(n * n)) sum += power / odd;
  return sum;
}

/** A double, exactly unless it is smaller than 2⁻²⁶⁷. */
export function fixedPoint(value: number, bits = pointBits): bigint {
  const pattern = BigInt.asUintN(64, new BigInt64Array(Float64Array.of(value).buffer)[0] ?? 0n);
  const exponent = (pattern >> 52n) & 2047n;
  const fraction = BigInt.asUintN(52, pattern);
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + bits;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return value < 0 ? -size : size;
}

/** Sine and cosine of an angle in radians, by their series. */
export function exactTurn(angle: number): { readonly sine: bigint; readonly cosine: bigint } {
  return turnOf((fixedPoint(angle, piBits) % (2n * pi)) >> (piBits - pointBits));
}

function turnOf(angle: bigint): { readonly sine: bigint; readonly cosine: bigint } {
  let [sine, cosine] = [0n, 0n];
  let term = one;
  for (let index = 0n; term !== 0n; index++, term = (term * angle) / (index << pointBits)) {
    const signed = (index & 2n) === 0n ? term : -term;
    if ((index & 1n) === 0n) cosine += signed;
    else sine += signed;
  }
  return { sine, cosine };
}

/** The phase of a complex number: near to what the host says, and then by what is left when it is turned back. */
export function exactPhase(across: bigint, up: bigint): bigint {
  let angle = fixedPoint(Math.atan2(Number(up), Number(across)));
  for (let round = 0; round < 3; round++) {
    const { cosine, sine } = turnOf(angle);
    angle += ((up * cosine - across * sine) << pointBits) / (across * cosine + up * sine);
  }
  return angle;
}

/** √(1 − x²) */
export function exactOtherSide(side: bigint): bigint {
  const square = one * one - side * side;
  let root = one;
  for (;;) {
    const better = (root + square / root) >> 1n;
    if (better >= root) return root;
    root = better;
  }
}

/** e^x of a fixed-point number, by its series. */
export function exactExponential(exponent: bigint): bigint {
  let sum = 0n;
  let term = one;
  for (let index = 1n; term !== 0n; index++) {
    sum += term;
    term = (term * exponent) / (index << pointBits);
  }
  return sum;
}

/** ln x of a double, by Newton's method. */
export function exactLogarithm(value: number): bigint {
  const wanted = fixedPoint(value);
  let logarithm = fixedPoint(Math.log(value));
  for (let round = 0; round < 3; round++) {
    const reached = exactExponential(logarithm);
    logarithm += ((wanted - reached) << pointBits) / reached;
  }
  return logarithm;
}

/** How far a double is from the truth, in units of the last place of doubles as large as that. */
export function unitsFrom(truth: bigint, value: number): number {
  const size = (truth < 0n ? -truth : truth).toString(2).length;
  const difference = fixedPoint(value) - truth;
  return Math.abs(Number((difference << 32n) / (1n << BigInt(size - 53)))) / 2 ** 32;
}

/** The double nearest to a multiple of π/2. */
export function nearestQuarterTurn(quarters: bigint): number {
  // A conversion to a double rounds once; large multiples need no bits behind the point.
  const kept = quarters < 1n << 60n ? 200n : 0n;
  return Number((quarters * pi) >> (piBits + 1n - kept)) / Number(1n << kept);
}
