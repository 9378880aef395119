import { multiplyAdd } from '../vectors';
import { lanesDifference, lanesSum, swapped } from './complexVectors';

/**
 * |⟨a|b⟩|² of each of two states with each of `count` states that lie one after the other at `others`: a double each. Two
 * by two, as the sums of a single pair would wait for each other; the order of every sum is that of the amplitudes.
 * @param length amplitudes of a state
 * @param secondOutput for the second state, which may be the first again, as may be its output
 */
export function smallOverlaps(
  first: usize,
  second: usize,
  others: usize,
  count: u32,
  length: u32,
  output: usize,
  secondOutput: usize,
): void {
  const size = (<usize>length) << 4;
  const pairs = <usize>count & ~1;
  for (let index: usize = 0; index < pairs; index += 2) {
    const other = others + index * size;
    writePair(first, second, other, other + size, size, output + (index << 3), secondOutput + (index << 3));
  }
  if (count & 1) {
    const other = others + pairs * size;
    store<f64>(output + (pairs << 3), overlapOf(first, other, size));
    store<f64>(secondOutput + (pairs << 3), overlapOf(second, other, size));
  }
}

/** The overlaps of two states with two others, those of each state side by side. */
// @ts-ignore: AssemblyScript's decorators
@inline
function writePair(
  first: usize,
  second: usize,
  other: usize,
  next: usize,
  size: usize,
  output: usize,
  secondOutput: usize,
): void {
  let re = f64x2.splat(0);
  let im = f64x2.splat(0);
  let nextRe = f64x2.splat(0);
  let nextIm = f64x2.splat(0);
  let secondRe = f64x2.splat(0);
  let secondIm = f64x2.splat(0);
  let bothRe = f64x2.splat(0);
  let bothIm = f64x2.splat(0);
  for (let offset: usize = 0; offset < size; offset += 16) {
    const a = v128.load(first + offset);
    const b = v128.load(second + offset);
    const c = v128.load(other + offset);
    const d = v128.load(next + offset);
    const swappedC = swapped(c);
    const swappedD = swapped(d);
    re = multiplyAdd<f64>(a, c, re);
    im = multiplyAdd<f64>(a, swappedC, im);
    nextRe = multiplyAdd<f64>(a, d, nextRe);
    nextIm = multiplyAdd<f64>(a, swappedD, nextIm);
    secondRe = multiplyAdd<f64>(b, c, secondRe);
    secondIm = multiplyAdd<f64>(b, swappedC, secondIm);
    bothRe = multiplyAdd<f64>(b, d, bothRe);
    bothIm = multiplyAdd<f64>(b, swappedD, bothIm);
  }
  store<f64>(output, squareOf(re, im));
  store<f64>(output, squareOf(nextRe, nextIm), 8);
  store<f64>(secondOutput, squareOf(secondRe, secondIm));
  store<f64>(secondOutput, squareOf(bothRe, bothIm), 8);
}

function overlapOf(left: usize, right: usize, size: usize): f64 {
  let re = f64x2.splat(0);
  let im = f64x2.splat(0);
  for (let offset: usize = 0; offset < size; offset += 16) {
    const a = v128.load(left + offset);
    const b = v128.load(right + offset);
    re = multiplyAdd<f64>(a, b, re);
    im = multiplyAdd<f64>(a, swapped(b), im);
  }
  return squareOf(re, im);
}

/** The square of a number whose parts are the sum and the difference of lanes. */
// @ts-ignore: AssemblyScript's decorators
@inline
function squareOf(re: v128, im: v128): f64 {
  const realPart = lanesSum(re);
  const imaginaryPart = lanesDifference(im);
  return realPart * realPart + imaginaryPart * imaginaryPart;
}
