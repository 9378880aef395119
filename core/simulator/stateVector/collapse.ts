import type { StateVector } from './stateVector.ts';

/** The probability of reading 1 from a qubit. */
export function probabilityOfOne(state: StateVector, qubit: number): number {
  const bit = 1 << qubit;
  let zero = 0;
  let one = 0;
  for (let index = 0; index < state.length / 2; index++) {
    const re = state[2 * index] as number;
    const im = state[2 * index + 1] as number;
    if (index & bit) one += re * re + im * im;
    else zero += re * re + im * im;
  }
  return one / (zero + one);
}

/** Projects a qubit on a value found with the given probability, and normalises. */
export function collapse(state: StateVector, qubit: number, value: 0 | 1, probability: number): void {
  const bit = 1 << qubit;
  const scale = 1 / Math.sqrt(probability);
  for (let index = 0; index < state.length / 2; index++) {
    const kept = ((index & bit) === 0 ? 0 : 1) === value;
    state[2 * index] = kept ? (state[2 * index] as number) * scale : 0;
    state[2 * index + 1] = kept ? (state[2 * index + 1] as number) * scale : 0;
  }
}

/** Turns a qubit known to be |1⟩ to |0⟩. */
export function lowerQubit(state: StateVector, qubit: number): void {
  const bit = 1 << qubit;
  for (let index = 0; index < state.length / 2; index++) {
    if (index & bit) continue;
    const [a, b] = [2 * index, 2 * (index | bit)];
    state[a] = state[b] as number;
    state[a + 1] = state[b + 1] as number;
    state[b] = 0;
    state[b + 1] = 0;
  }
}
