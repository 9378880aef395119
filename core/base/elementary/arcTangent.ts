/*
 * Like sines (`sine.ts`): the operations of IEEE 754 only, and so the same bits on every host.
 */

/** arctan(j/8) for j = 0…8, each as a double and what it leaves out. */
const tabulated: readonly (readonly [high: number, low: number])[] = [
  [0, 0],
  [0.12435499454676144, -3.1253241424539383e-18],
  [0.24497866312686414, 1.0698755618734451e-17],
  [0.35877067027057225, -2.4623815582638635e-17],
  [0.4636476090008061, 2.2698777452961687e-17],
  [0.5585993153435624, -5.4556305485916264e-18],
  [0.6435011087932844, 1.5834785051444286e-17],
  [0.7188299996216245, -2.1478388444456983e-17],
  [Math.PI / 4, 3.061616997868383e-17],
];

/** What the doubles π/2 and π leave out. */
const leftOfHalfPi = 6.123233995736766e-17;
const leftOfPi = 1.2246467991473532e-16;

/** Ratios below are their arc tangents. */
const tiny = 1 / 2 ** 27;

/**
 * The phase of a complex number, between −π and π, less than one unit in the last place from the truth; with the
 * conventions of `Math.atan2(im, re)` for zeros and infinities.
 */
export function phaseOf(re: number, im: number): number {
  return phaseOfSum(re, 0, im, 0);
}

/** The arc tangent, between −π/2 and π/2, as exact as {@link phaseOf}. */
export function arcTangentOf(value: number): number {
  return phaseOfSum(1, 0, value, 0);
}

/** The arc sine, between −π/2 and π/2, as exact as {@link phaseOf}; not a number beyond ±1. */
export function arcSineOf(value: number): number {
  const [cosine, left] = otherSide(value);
  return phaseOfSum(cosine, left, value, 0);
}

/** The arc cosine, between 0 and π, as exact as {@link phaseOf}; not a number beyond ±1. */
export function arcCosineOf(value: number): number {
  const [sine, left] = otherSide(value);
  return phaseOfSum(value, 0, sine, left);
}

/** √(1 − x²) and what the double leaves out. */
function otherSide(value: number): readonly [root: number, left: number] {
  // (1 − x)(1 + x), where the sums and the product leave something out.
  const size = Math.abs(value);
  const [minus, minusLeft] = [1 - size, 1 - (1 - size) - size];
  const [plus, plusLeft] = [1 + size, size - (1 + size - 1)];
  const square = minus * plus;
  const root = Math.sqrt(square);
  if (!(root > 0)) return [root, 0];
  const left = productLeft(minus, plus, square) + minusLeft * plus + plusLeft * minus;
  return [root, (square - root * root - productLeft(root, root, root * root) + left) / (2 * root)];
}

/** The phase of the complex number (re + reLeft) + i(im + imLeft). */
function phaseOfSum(re: number, reLeft: number, im: number, imLeft: number): number {
  const [across, up] = [Math.abs(re), Math.abs(im)];
  if (!(across < Number.POSITIVE_INFINITY && up < Number.POSITIVE_INFINITY && across + up > 0)) {
    return phaseAtTheEdge(re, im);
  }
  const isSteep = up > across;
  const [short, shortLeft] = isSteep ? [across, re < 0 ? -reLeft : reLeft] : [up, im < 0 ? -imLeft : imLeft];
  const [long, longLeft] = isSteep ? [up, im < 0 ? -imLeft : imLeft] : [across, re < 0 ? -reLeft : reLeft];
  const [angle, left] = flatAngle(short, shortLeft, long, longLeft);
  const isBehind = re < 0;
  const size = isSteep
    ? plus(Math.PI / 2, leftOfHalfPi, isBehind ? angle : -angle, isBehind ? left : -left)
    : isBehind
      ? plus(Math.PI, leftOfPi, -angle, -left)
      : angle + left;
  return im < 0 || Object.is(im, -0) ? -size : size;
}

/** The sum of two numbers and of what they leave out, where the first is the larger one. */
function plus(high: number, highLeft: number, low: number, lowLeft: number): number {
  const sum = high + low;
  return sum + (low - (sum - high) + (highLeft + lowLeft));
}

/** The arc tangent of short/long, which is between 0 and 1, and what the double leaves out. */
function flatAngle(short: number, shortLeft: number, long: number, longLeft: number): readonly [number, number] {
  const ratio = short / long;
  if (ratio < tiny) return [ratio, 0];
  // Products of numbers that large or small would leave the range of doubles.
  if (long > 2 ** 400 || long < 1 / 2 ** 400) {
    const unit = long > 1 ? 1 / 2 ** 600 : 2 ** 600;
    return flatAngle(unit * short, unit * shortLeft, unit * long, unit * longLeft);
  }
  const eighths = Math.round(8 * ratio);
  const [nearest, nearestLeft] = tabulated[eighths] ?? [0, 0];
  const slope = eighths / 8;
  // arctan t = arctan c + arctan((t − c)/(1 + t·c)), with numerator and denominator in two parts.
  const product = slope * long;
  const numerator = short - product;
  const numeratorLeft = shortLeft - slope * longLeft - productLeft(slope, long, product);
  const added = slope * short;
  const denominator = long + added;
  const denominatorLeft = added - (denominator - long) + longLeft + productLeft(slope, short, added);
  const tangent = numerator / denominator;
  const whole = tangent * denominator;
  const missing = numerator - whole - productLeft(tangent, denominator, whole);
  const tangentLeft = (missing + numeratorLeft - tangent * denominatorLeft) / denominator;
  // The series of Taylor: up to 1/15, what is left out is below 2⁻⁶⁰ of the value.
  const square = tangent * tangent;
  let series = 1 / 13;
  series = series * square - 1 / 11;
  series = series * square + 1 / 9;
  series = series * square - 1 / 7;
  series = series * square + 1 / 5;
  series = series * square - 1 / 3;
  const rest = tangentLeft + tangent * square * series;
  const sum = nearest + tangent;
  const sumLeft = eighths === 0 ? rest : tangent - (sum - nearest) + (nearestLeft + rest);
  const angle = sum + sumLeft;
  return [angle, sumLeft - (angle - sum)];
}

/** What a product leaves out (Dekker, A floating-point technique for extending the available precision, 1971). */
function productLeft(x: number, y: number, product: number): number {
  const scaledX = x * 134217729;
  const headX = scaledX - (scaledX - x);
  const tailX = x - headX;
  const scaledY = y * 134217729;
  const headY = scaledY - (scaledY - y);
  const tailY = y - headY;
  return headX * headY - product + headX * tailY + tailX * headY + tailX * tailY;
}

/** Where one of the two is no finite number, or both are zero. */
function phaseAtTheEdge(re: number, im: number): number {
  if (Number.isNaN(re) || Number.isNaN(im)) return Number.NaN;
  const isBehind = re < 0 || Object.is(re, -0);
  const across = Math.abs(re) === Number.POSITIVE_INFINITY;
  const up = Math.abs(im) === Number.POSITIVE_INFINITY;
  const ahead = up ? (across ? Math.PI / 4 : Math.PI / 2) : 0;
  const size = isBehind ? (up && across ? 3 * ahead : up ? ahead : Math.PI) : ahead;
  return im < 0 || Object.is(im, -0) ? -size : size;
}
