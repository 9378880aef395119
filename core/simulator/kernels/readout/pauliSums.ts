import { amplitudeShift, loadAmplitude, swapParts } from '../stateVector/amplitude';
import {
  GROUP_FLIPS,
  GROUP_HAS_IMAGINARY,
  GROUP_HAS_REAL,
  GROUP_HEAD,
  GROUP_TERMS,
  TABLE_GROUPS,
  TERM_IM,
  TERM_RE,
  TERM_SIGNS,
  TERM_SIZE,
  TERM_SUM,
} from './pauliLayout';
import { signedSum, walshTransform } from './walsh';

// Means of Pauli sums, without their matrices. A term f · X^x Z^z maps |i⟩ to f (−1)^{|i∧z|} |i⊕x⟩, so with the products
// w(i) = ψ*(i⊕x) ψ(i) its mean is f Σᵢ (−1)^{|i∧z|} w(i): one block of products, which fits into the cache, serves all
// terms that flip the same qubits.

/** For more terms than this, the transform of a block is cheaper than a sum for each. */
const MOST_SUMMED: u32 = 6;

/**
 * Adds up the means over a chunk of the state. The sums are written to `sums`, so many for each chunk.
 * @param block how many amplitudes are looked at together, at least 2
 * @param scratch of each thread `scratchBytes`: 12 for every amplitude of a block
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function pauliSums<T>(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  sums: usize,
  sumCount: u32,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  const values = scratch + <usize>scratchBytes * thread;
  const output = sums + ((<usize>chunk * sumCount) << 3);
  memory.fill(output, 0, <usize>sumCount << 3);
  const groups = load<u32>(table);
  const first = chunk * amplitudes;
  for (let start = first; start < first + amplitudes; start += block) {
    let group = table + TABLE_GROUPS;
    for (let index: u32 = 0; index < groups; index++) {
      addGroup<T>(state, start, block, group, output, values);
      group += GROUP_HEAD + <usize>load<u32>(group, GROUP_TERMS) * TERM_SIZE;
    }
  }
}

function addGroup<T>(state: usize, start: u32, block: u32, group: usize, output: usize, values: usize): void {
  const flips = load<u32>(group, GROUP_FLIPS);
  if (flips == 0) {
    writeSquares<T>(state, start, block, values);
    addTerms(group, TERM_RE, 1, start, block, 0, output, values);
    return;
  }
  // The products of i and of i⊕flips are complex conjugates, so those suffice that have the highest of the bits at 0.
  const top: u32 = 1 << (31 - clz(flips));
  if ((start & top) != 0) return;
  const skipped = top < block ? top : 0;
  const count = skipped != 0 ? block >> 1 : block;
  if (load<u32>(group, GROUP_HAS_REAL) != 0) {
    writeProducts<T>(state, start, block, flips, skipped, count, values, false);
    addTerms(group, TERM_RE, 2, start, count, skipped, output, values);
  }
  if (load<u32>(group, GROUP_HAS_IMAGINARY) != 0) {
    writeProducts<T>(state, start, block, flips, skipped, count, values, true);
    addTerms(group, TERM_IM, -2, start, count, skipped, output, values);
  }
}

/** |ψ(i)|² of a block. */
function writeSquares<T>(state: usize, start: u32, block: u32, values: usize): void {
  const shift = amplitudeShift<T>();
  let from = state + ((<usize>start) << shift);
  const end = values + (<usize>block << 3);
  for (let to = values; to < end; to += 16) {
    const one = loadAmplitude<T>(from);
    const other = loadAmplitude<T>(from + (<usize>1 << shift));
    v128.store(to, sumsOfParts(f64x2.mul(one, one), f64x2.mul(other, other)));
    from += <usize>2 << shift;
  }
}

/** The real or the imaginary parts of ψ*(i⊕flips) ψ(i), of those i of a block that have a bit at 0, unless it is 0. */
// @ts-ignore: AssemblyScript's decorators
@inline
function writeProducts<T>(
  state: usize,
  start: u32,
  block: u32,
  flips: u32,
  skipped: u32,
  count: u32,
  values: usize,
  isImaginary: bool,
): void {
  const shift = amplitudeShift<T>();
  const from = state + ((<usize>start) << shift);
  const partners = state + ((<usize>(start ^ (flips & ~(block - 1)))) << shift);
  const inner = flips & (block - 1);
  if (count == 1) {
    const value = productPart<T>(from, partners + (<usize>inner << shift), isImaginary);
    store<f64>(values, f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1));
    return;
  }
  const low = skipped - 1;
  for (let index: u32 = 0; index < count; index += 2) {
    const i = skipped == 0 ? index : (index & low) | ((index & ~low) << 1);
    const next = index + 1;
    const j = skipped == 0 ? next : (next & low) | ((next & ~low) << 1);
    const one = productPart<T>(from + (<usize>i << shift), partners + ((<usize>(i ^ inner)) << shift), isImaginary);
    const other = productPart<T>(from + (<usize>j << shift), partners + ((<usize>(j ^ inner)) << shift), isImaginary);
    v128.store(values + (<usize>index << 3), sumsOfParts(one, other));
  }
}

/** Two numbers whose sum is the real or the imaginary part of b* a. */
// @ts-ignore: AssemblyScript's decorators
@inline
function productPart<T>(atA: usize, atB: usize, isImaginary: bool): v128 {
  const a = loadAmplitude<T>(atA);
  const b = loadAmplitude<T>(atB);
  if (isImaginary) return f64x2.mul(f64x2.mul(a, swapParts(b)), f64x2(-1, 1));
  return f64x2.mul(a, b);
}

/** (a₀ + a₁, b₀ + b₁) */
// @ts-ignore: AssemblyScript's decorators
@inline
function sumsOfParts(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** Adds up what a block contributes to the terms of a group that have a factor of one kind. */
function addTerms(
  group: usize,
  factorAt: usize,
  weight: f64,
  start: u32,
  count: u32,
  skipped: u32,
  output: usize,
  values: usize,
): void {
  const terms = load<u32>(group, GROUP_TERMS);
  const scratch = values + (<usize>count << 3);
  const low = skipped - 1;
  const transforms = terms > MOST_SUMMED && count > 1;
  if (transforms) walshTransform(values, count);
  let term = group + GROUP_HEAD;
  for (let index: u32 = 0; index < terms; index++) {
    const factor = load<f64>(term + factorAt);
    if (factor != 0) {
      const signs = load<u32>(term, TERM_SIGNS);
      const inner = (skipped == 0 ? signs : (signs & low) | ((signs >> 1) & ~low)) & (count - 1);
      let sum: f64;
      if (transforms) sum = load<f64>(values + (<usize>inner << 3));
      else if (count == 1) sum = load<f64>(values);
      else sum = signedSum(values, count, inner, scratch);
      if ((popcnt(start & signs) & 1) != 0) sum = -sum;
      const to = output + (<usize>load<u32>(term, TERM_SUM) << 3);
      store<f64>(to, load<f64>(to) + weight * factor * sum);
    }
    term += TERM_SIZE;
  }
}

/**
 * Writes ‖(O − mean)ψ‖² of a chunk to `sums`: one number, where squares are not subtracted from each other, so that a
 * small variance of a large observable keeps its digits.
 * @param scratch of each thread `scratchBytes`: 32 for every amplitude of a block
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function centredSquares<T>(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  mean: f64,
  sums: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  const shift = amplitudeShift<T>();
  const image = scratch + <usize>scratchBytes * thread;
  const factors = image + (<usize>block << 4);
  const groups = load<u32>(table);
  const first = chunk * amplitudes;
  let sum: f64 = 0;
  for (let start = first; start < first + amplitudes; start += block) {
    const from = state + ((<usize>start) << shift);
    for (let index: u32 = 0; index < block; index++) {
      const amplitude = loadAmplitude<T>(from + (<usize>index << shift));
      v128.store(image + (<usize>index << 4), f64x2.mul(amplitude, f64x2.splat(-mean)));
    }
    let group = table + TABLE_GROUPS;
    for (let index: u32 = 0; index < groups; index++) {
      addImage<T>(state, start, block, group, image, factors);
      group += GROUP_HEAD + <usize>load<u32>(group, GROUP_TERMS) * TERM_SIZE;
    }
    let part = f64x2.splat(0);
    for (let at = image; at < factors; at += 16) {
      const value = v128.load(at);
      part = f64x2.add(part, f64x2.mul(value, value));
    }
    sum += f64x2.extract_lane(part, 0) + f64x2.extract_lane(part, 1);
  }
  store<f64>(sums + (<usize>chunk << 3), sum);
}

/** Adds what a group of terms makes of the state to a block of its image. */
function addImage<T>(state: usize, start: u32, block: u32, group: usize, image: usize, factors: usize): void {
  const shift = amplitudeShift<T>();
  const flips = load<u32>(group, GROUP_FLIPS);
  const inner = flips & (block - 1);
  const source = start ^ (flips & ~(block - 1));
  const from = state + ((<usize>source) << shift);
  const imaginary = factors + (<usize>block << 3);
  const hasReal = load<u32>(group, GROUP_HAS_REAL) != 0;
  const hasImaginary = load<u32>(group, GROUP_HAS_IMAGINARY) != 0;
  if (hasReal) writeFactors(group, TERM_RE, source, block, factors);
  if (hasImaginary) writeFactors(group, TERM_IM, source, block, imaginary);
  for (let index: u32 = 0; index < block; index++) {
    const k = index ^ inner;
    const amplitude = loadAmplitude<T>(from + (<usize>k << shift));
    const to = image + (<usize>index << 4);
    let value = v128.load(to);
    if (hasReal) value = f64x2.add(value, f64x2.mul(amplitude, v128.load64_splat(factors + (<usize>k << 3))));
    if (hasImaginary) {
      const turned = f64x2.mul(swapParts(amplitude), f64x2(-1, 1));
      value = f64x2.add(value, f64x2.mul(turned, v128.load64_splat(imaginary + (<usize>k << 3))));
    }
    v128.store(to, value);
  }
}

/**
 * Σ over terms of factor · (−1)^{|k∧signs|} for every k of a block: the transform of the factors, each at the place of its
 * signs.
 */
function writeFactors(group: usize, factorAt: usize, source: u32, block: u32, factors: usize): void {
  memory.fill(factors, 0, <usize>block << 3);
  const terms = load<u32>(group, GROUP_TERMS);
  let term = group + GROUP_HEAD;
  for (let index: u32 = 0; index < terms; index++) {
    const signs = load<u32>(term, TERM_SIGNS);
    const factor = load<f64>(term + factorAt);
    const to = factors + ((<usize>(signs & (block - 1))) << 3);
    store<f64>(to, load<f64>(to) + ((popcnt(source & signs) & 1) != 0 ? -factor : factor));
    term += TERM_SIZE;
  }
  walshTransform(factors, block);
}

export function pauliSumsF64(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  sums: usize,
  sumCount: u32,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  pauliSums<f64>(state, amplitudes, block, table, sums, sumCount, scratch, scratchBytes, chunk, thread);
}

export function pauliSumsF32(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  sums: usize,
  sumCount: u32,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  pauliSums<f32>(state, amplitudes, block, table, sums, sumCount, scratch, scratchBytes, chunk, thread);
}

export function centredSquaresF64(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  mean: f64,
  sums: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  centredSquares<f64>(state, amplitudes, block, table, mean, sums, scratch, scratchBytes, chunk, thread);
}

export function centredSquaresF32(
  state: usize,
  amplitudes: u32,
  block: u32,
  table: usize,
  mean: f64,
  sums: usize,
  scratch: usize,
  scratchBytes: u32,
  chunk: u32,
  thread: u32,
): void {
  centredSquares<f32>(state, amplitudes, block, table, mean, sums, scratch, scratchBytes, chunk, thread);
}
