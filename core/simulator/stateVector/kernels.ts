import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { StateVector } from './stateVector.ts';
import type { Step } from './step.ts';

/**
 * The sweeps over a state vector. A sweep visits the groups of amplitudes whose indices differ in the target bits only
 * and whose control bits have the required values. Groups are enumerated by counting in the bits that are not fixed:
 * `next = ((index | fixed) + 1) & ~fixed`.
 */

/** Groups per chunk between two looks at the signal: some milliseconds of work. */
const chunkSize = 1 << 18;

/**
 * Applies steps in order.
 * @throws Failure `cancelled`; the state is then half done
 */
export function applySteps(
  state: StateVector,
  qubits: number,
  steps: readonly Step[],
  signal: CancellationSignal,
): void {
  for (const step of steps) {
    throwIfCancelled(signal);
    const groups = 2 ** (qubits - countBits(step.fixedMask));
    for (let start = 0; start < groups; start += chunkSize) {
      if (start > 0) throwIfCancelled(signal);
      applyChunk(state, step, depositBits(start, step.fixedMask), Math.min(chunkSize, groups - start));
    }
  }
}

function applyChunk(state: StateVector, step: Step, start: number, count: number): void {
  switch (step.kind) {
    case 'dense':
      dense(state, step, start, count);
      break;
    case 'diagonal':
      diagonal(state, step, start, count);
      break;
    case 'flip':
      flip(state, step, start, count);
      break;
    case 'exchange':
      exchange(state, step, start, count);
      break;
    case 'phase':
      phase(state, step.fixedMask, step.controlValue, step.coefficients, 0, start, count);
      break;
    case 'matrix':
      matrix(state, step, start, count);
      break;
  }
}

/** A 2×2 matrix. */
function dense(state: StateVector, step: Step, start: number, count: number): void {
  const { coefficients, controlValue, fixedMask } = step;
  const stride = 2 * (step.targetBits[0] as number);
  const m0 = coefficients[0] as number;
  const m1 = coefficients[1] as number;
  const m2 = coefficients[2] as number;
  const m3 = coefficients[3] as number;
  const m4 = coefficients[4] as number;
  const m5 = coefficients[5] as number;
  const m6 = coefficients[6] as number;
  const m7 = coefficients[7] as number;
  const real = m1 === 0 && m3 === 0 && m5 === 0 && m7 === 0;
  let index = start;
  if (real) {
    for (let group = 0; group < count; group++) {
      const a = 2 * (index | controlValue);
      const b = a + stride;
      const aRe = state[a] as number;
      const aIm = state[a + 1] as number;
      const bRe = state[b] as number;
      const bIm = state[b + 1] as number;
      state[a] = m0 * aRe + m2 * bRe;
      state[a + 1] = m0 * aIm + m2 * bIm;
      state[b] = m4 * aRe + m6 * bRe;
      state[b + 1] = m4 * aIm + m6 * bIm;
      index = ((index | fixedMask) + 1) & ~fixedMask;
    }
    return;
  }
  for (let group = 0; group < count; group++) {
    const a = 2 * (index | controlValue);
    const b = a + stride;
    const aRe = state[a] as number;
    const aIm = state[a + 1] as number;
    const bRe = state[b] as number;
    const bIm = state[b + 1] as number;
    state[a] = m0 * aRe - m1 * aIm + m2 * bRe - m3 * bIm;
    state[a + 1] = m0 * aIm + m1 * aRe + m2 * bIm + m3 * bRe;
    state[b] = m4 * aRe - m5 * aIm + m6 * bRe - m7 * bIm;
    state[b + 1] = m4 * aIm + m5 * aRe + m6 * bIm + m7 * bRe;
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
}

/** A diagonal matrix on any number of targets: one strided sweep per diagonal entry that is not 1. */
function diagonal(state: StateVector, step: Step, start: number, count: number): void {
  const { coefficients, controlValue, fixedMask, offsets } = step;
  const dimension = offsets.length;
  for (let entry = 0; entry < dimension; entry++) {
    const place = 2 * entry * (dimension + 1);
    if (coefficients[place] === 1 && coefficients[place + 1] === 0) continue;
    phase(state, fixedMask, controlValue | (offsets[entry] as number), coefficients, place, start, count);
  }
}

/** Multiplies the amplitudes whose fixed bits have the given value by the complex number at `place`. */
function phase(
  state: StateVector,
  fixedMask: number,
  fixedValue: number,
  coefficients: Float64Array,
  place: number,
  start: number,
  count: number,
): void {
  const re = coefficients[place] as number;
  const im = coefficients[place + 1] as number;
  let index = start;
  for (let group = 0; group < count; group++) {
    const a = 2 * (index | fixedValue);
    const aRe = state[a] as number;
    const aIm = state[a + 1] as number;
    state[a] = re * aRe - im * aIm;
    state[a + 1] = re * aIm + im * aRe;
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
}

/** X: exchanges the two amplitudes of a group. */
function flip(state: StateVector, step: Step, start: number, count: number): void {
  exchangePairs(state, step, step.controlValue, step.controlValue | (step.targetBits[0] as number), start, count);
}

/** SWAP: exchanges |01⟩ and |10⟩. */
function exchange(state: StateVector, step: Step, start: number, count: number): void {
  const [low = 0, high = 0] = step.targetBits;
  exchangePairs(state, step, step.controlValue | low, step.controlValue | high, start, count);
}

function exchangePairs(
  state: StateVector,
  { fixedMask }: Step,
  first: number,
  second: number,
  start: number,
  count: number,
): void {
  let index = start;
  for (let group = 0; group < count; group++) {
    const a = 2 * (index | first);
    const b = 2 * (index | second);
    const re = state[a] as number;
    const im = state[a + 1] as number;
    state[a] = state[b] as number;
    state[a + 1] = state[b + 1] as number;
    state[b] = re;
    state[b + 1] = im;
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
}

/** Any matrix on any number of targets. */
function matrix(state: StateVector, step: Step, start: number, count: number): void {
  const { coefficients, controlValue, fixedMask, offsets } = step;
  const dimension = offsets.length;
  const held = new Float64Array(2 * dimension);
  let index = start;
  for (let group = 0; group < count; group++) {
    const base = index | controlValue;
    for (let entry = 0; entry < dimension; entry++) {
      const place = 2 * (base | (offsets[entry] as number));
      held[2 * entry] = state[place] as number;
      held[2 * entry + 1] = state[place + 1] as number;
    }
    let coefficient = 0;
    for (let row = 0; row < dimension; row++) {
      let re = 0;
      let im = 0;
      for (let column = 0; column < 2 * dimension; column += 2) {
        const mRe = coefficients[coefficient] as number;
        const mIm = coefficients[coefficient + 1] as number;
        const hRe = held[column] as number;
        const hIm = held[column + 1] as number;
        re += mRe * hRe - mIm * hIm;
        im += mRe * hIm + mIm * hRe;
        coefficient += 2;
      }
      const place = 2 * (base | (offsets[row] as number));
      state[place] = re;
      state[place + 1] = im;
    }
    index = ((index | fixedMask) + 1) & ~fixedMask;
  }
}

/** The number of ones of a non-negative 32-bit integer. */
function countBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Spreads the bits of a number, lowest first, over the positions not in the mask. */
function depositBits(value: number, mask: number): number {
  let result = 0;
  let rest = value;
  for (let position = 0; rest !== 0; position++) {
    if (mask & (1 << position)) continue;
    if (rest & 1) result |= 1 << position;
    rest >>>= 1;
  }
  return result;
}
