import { lanesSum, swapped } from './complexVectors';
import {
  circuitPauliTerms,
  circuitProbabilities,
  circuitStateLength,
  observableDiagonal,
  observableFirstTerm,
  observableTermCount,
  pauliCoefficient,
  pauliFlips,
  pauliQuarterTurns,
  pauliSigns,
  pauliTermSize,
} from './layout';

/** |ψ(i)|² of every amplitude. A state of one amplitude gets a second probability, 0. */
export function storeProbabilities(state: usize, length: u32, probabilities: usize): void {
  if (length === 1) {
    const square = f64x2.mul(v128.load(state), v128.load(state));
    v128.store(probabilities, f64x2(lanesSum(square), 0));
    return;
  }
  const end = probabilities + ((<usize>length) << 3);
  let from = state;
  for (let to = probabilities; to < end; to += 16) {
    const first = v128.load(from);
    const second = v128.load(from, 16);
    const firstSquare = f64x2.mul(first, first);
    const secondSquare = f64x2.mul(second, second);
    v128.store(
      to,
      f64x2.add(v128.shuffle<f64>(firstSquare, secondSquare, 0, 2), v128.shuffle<f64>(firstSquare, secondSquare, 1, 3)),
    );
    from += 32;
  }
}

/** ⟨ψ|O|ψ⟩, of which the diagonal part uses the circuit's probabilities. */
export function expectationOf(circuit: usize, observable: usize, state: usize): f64 {
  const length = load<u32>(circuit, circuitStateLength);
  const diagonal = <usize>load<u32>(observable, observableDiagonal);
  let value: f64 = 0;
  if (diagonal !== 0) value = weightedSum(diagonal, <usize>load<u32>(circuit, circuitProbabilities), length);
  const count = load<u32>(observable, observableTermCount);
  let term =
    <usize>load<u32>(circuit, circuitPauliTerms) + (<usize>load<u32>(observable, observableFirstTerm)) * pauliTermSize;
  for (let index: u32 = 0; index < count; index++) {
    value += load<f64>(term, pauliCoefficient) * flippedSum(term, state, length);
    term += pauliTermSize;
  }
  return value;
}

function weightedSum(weights: usize, values: usize, length: u32): f64 {
  let sum = f64x2.splat(0);
  // Of a state of one amplitude there are two, the second 0.
  const end = weights + ((<usize>max<u32>(length, 2)) << 3);
  let other = values;
  for (let at = weights; at < end; at += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(at), v128.load(other)));
    other += 16;
  }
  return lanesSum(sum);
}

/**
 * ⟨ψ|P|ψ⟩ of a Pauli product that is not diagonal. With P = i^y · X^x Z^z (masks x and z, y the number of Y factors) it
 * is i^y Σᵢ (−1)^{|i∧z|} ψ*(i⊕x) ψ(i). The pairs i and i⊕x contribute complex conjugates, so half of them suffice.
 */
function flippedSum(term: usize, state: usize, length: u32): f64 {
  const flips = load<u32>(term, pauliFlips);
  const signs = load<u32>(term, pauliSigns);
  const quarterTurns = load<u32>(term, pauliQuarterTurns);
  const top: u32 = 1 << (31 - clz<u32>(flips));
  let re = f64x2.splat(0);
  let im = f64x2.splat(0);
  for (let index: u32 = 0; index < length; index = ((index | top) + 1) & ~top) {
    const a = v128.load(state + ((<usize>index) << 4));
    const b = v128.load(state + ((<usize>(index ^ flips)) << 4));
    const sign = i64x2.splat((<i64>popcnt<u32>(index & signs)) << 63);
    const signed = v128.xor(a, sign);
    re = f64x2.add(re, f64x2.mul(b, signed));
    im = f64x2.add(im, f64x2.mul(b, swapped(signed)));
  }
  // ψ*(b) ψ(a) = Σ re + i · (first − second lane of im), times i^quarterTurns: its real part.
  if (quarterTurns === 0) return 2 * lanesSum(re);
  if (quarterTurns === 2) return -2 * lanesSum(re);
  const imaginary = f64x2.extract_lane(im, 0) - f64x2.extract_lane(im, 1);
  return quarterTurns === 1 ? -2 * imaginary : 2 * imaginary;
}

/**
 * bra ← O ψ
 * @returns ⟨ψ|O|ψ⟩
 */
export function applyObservable(circuit: usize, observable: usize, state: usize, bra: usize): f64 {
  const length = load<u32>(circuit, circuitStateLength);
  const diagonal = <usize>load<u32>(observable, observableDiagonal);
  const bytes = (<usize>length) << 4;
  if (diagonal === 0) memory.fill(bra, 0, bytes);
  else {
    let weight = diagonal;
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      v128.store(bra + offset, f64x2.mul(v128.load(state + offset), v128.load64_splat(weight)));
      weight += 8;
    }
  }
  const count = load<u32>(observable, observableTermCount);
  let term =
    <usize>load<u32>(circuit, circuitPauliTerms) + (<usize>load<u32>(observable, observableFirstTerm)) * pauliTermSize;
  for (let index: u32 = 0; index < count; index++) {
    addPauli(term, state, bra, length);
    term += pauliTermSize;
  }
  let sum = f64x2.splat(0);
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(state + offset), v128.load(bra + offset)));
  }
  return lanesSum(sum);
}

/** bra += coefficient · P ψ, with P|i⟩ = i^y (−1)^{|i∧z|} |i⊕x⟩ */
function addPauli(term: usize, state: usize, bra: usize, length: u32): void {
  const flips = load<u32>(term, pauliFlips);
  const signs = load<u32>(term, pauliSigns);
  const quarterTurns = load<u32>(term, pauliQuarterTurns);
  const coefficient = load<f64>(term, pauliCoefficient);
  const isImaginary = (quarterTurns & 1) === 1;
  // i · (re, im) = (−im, re)
  const factor = quarterTurns >= 2 ? -coefficient : coefficient;
  const factors = isImaginary ? f64x2(-factor, factor) : f64x2.splat(factor);
  for (let index: u32 = 0; index < length; index++) {
    const value = v128.load(state + ((<usize>index) << 4));
    const sign = i64x2.splat((<i64>popcnt<u32>(index & signs)) << 63);
    const part = v128.xor(isImaginary ? swapped(value) : value, sign);
    const at = bra + ((<usize>(index ^ flips)) << 4);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(part, factors)));
  }
}
