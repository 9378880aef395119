import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import type { StateVector } from './stateVector/stateVector.ts';

/**
 * ⟨ψ|O|ψ⟩ of a Pauli sum, exactly, in one sweep per term. With P = i^y · X^x Z^z (bit masks x and z, y the number of
 * Y factors), ⟨ψ|P|ψ⟩ = i^y Σᵢ (−1)^{|i∧z|} ψ*(i⊕x) ψ(i).
 */
export function expectation(state: StateVector, observable: PauliSum): number {
  let value = 0;
  for (const { coefficient, factors } of observable.terms) value += coefficient * pauliExpectation(state, factors);
  return value;
}

function pauliExpectation(state: StateVector, factors: readonly PauliFactor[]): number {
  let flips = 0;
  let signs = 0;
  let quarterTurns = 0;
  for (const { axis, qubit } of factors) {
    const bit = 1 << qubit;
    if (axis !== 'Z') flips |= bit;
    if (axis !== 'X') signs |= bit;
    if (axis === 'Y') quarterTurns++;
  }
  return flips === 0 ? diagonalSum(state, signs) : flippedSum(state, flips, signs, quarterTurns % 4);
}

/** Σᵢ (−1)^{|i∧signs|} |ψ(i)|² */
function diagonalSum(state: StateVector, signs: number): number {
  const size = state.length / 2;
  let sum = 0;
  for (let index = 0; index < size; index++) {
    const re = state[2 * index] as number;
    const im = state[2 * index + 1] as number;
    const probability = re * re + im * im;
    sum += isOdd(index & signs) ? -probability : probability;
  }
  return sum;
}

/** The pairs i and i⊕flips contribute complex conjugates, so half of the indices suffice. */
function flippedSum(state: StateVector, flips: number, signs: number, quarterTurns: number): number {
  const size = state.length / 2;
  const top = 1 << (31 - Math.clz32(flips));
  let sum = 0;
  for (let index = 0; index < size; index = ((index | top) + 1) & ~top) {
    const a = 2 * index;
    const b = 2 * (index ^ flips);
    const aRe = state[a] as number;
    const aIm = state[a + 1] as number;
    const bRe = state[b] as number;
    const bIm = state[b + 1] as number;
    // ψ*(b) ψ(a) times i^quarterTurns: its real part.
    const re = bRe * aRe + bIm * aIm;
    const im = bRe * aIm - bIm * aRe;
    const part = quarterTurns === 0 ? re : quarterTurns === 1 ? -im : quarterTurns === 2 ? -re : im;
    sum += isOdd(index & signs) ? -part : part;
  }
  return 2 * sum;
}

/** Whether a 32-bit integer has an odd number of ones. */
export function isOdd(bits: number): boolean {
  let folded = bits ^ (bits >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return ((0x6996 >>> (folded & 15)) & 1) === 1;
}
