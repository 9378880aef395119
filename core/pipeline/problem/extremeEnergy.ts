import { Failure } from '#core/base/failure.ts';
import { RandomStream } from '#core/base/random.ts';
import type { PauliSum } from '#core/circuit/observable.ts';

/** The most qubits whose Hamiltonian is diagonalised. */
export const mostDiagonalisedQubits = 14;

const mostSteps = 300;

/**
 * The lowest (or highest) eigenvalue of a Pauli sum, by the Lanczos method with full orthogonalisation (Golub and Van
 * Loan, Matrix Computations, section 10.3); correct to about 1e-10 of its size.
 * @param breathe called between steps; may reject to end the work
 * @throws Failure `too-large` for more than {@link mostDiagonalisedQubits} qubits
 */
export async function extremeEnergy(
  observable: PauliSum,
  qubits: number,
  sense: 'min' | 'max',
  breathe: () => Promise<void>,
): Promise<number> {
  if (qubits > mostDiagonalisedQubits)
    throw new Failure(
      'too-large',
      `A Hamiltonian of ${qubits} qubits is too large to diagonalise; the limit is ${mostDiagonalisedQubits} qubits.`,
      { advice: 'Give the known energy as problem.reference.' },
    );
  const size = 2 ** qubits;
  const sign = sense === 'min' ? 1 : -1;
  const apply = paulisApplied(observable, sign);
  // Any start that is not orthogonal to the ground state will do; a fixed one keeps runs equal.
  const stream = RandomStream.seeded(1);
  let current = normalised(Float64Array.from({ length: 2 * size }, () => stream.normal()));
  if (!current) return 0;
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let energy = Number.POSITIVE_INFINITY;
  for (let step = 0; step < Math.min(size, mostSteps); step++) {
    await breathe();
    basis.push(current);
    const next = apply(current);
    diagonal.push(realProduct(current, next));
    // Twice is enough to keep the basis orthogonal to rounding.
    for (let pass = 0; pass < 2; pass++) for (const vector of basis) removeComponent(next, vector);
    const before = energy;
    energy = leastEigenvalue(diagonal, offDiagonal);
    const length = Math.sqrt(realProduct(next, next));
    const scale = Math.max(1, Math.abs(energy));
    // Two steps that change nothing: a plateau on the way down lasts shorter than that after so many steps.
    if (length < 1e-11 * scale || (step > 20 && before - energy < 1e-14 * scale)) break;
    offDiagonal.push(length);
    current = next.map((entry) => entry / length);
  }
  return sign * energy;
}

/** Multiplies a state (real and imaginary parts in turn) by a Pauli sum times a sign. */
function paulisApplied({ terms }: PauliSum, sign: number): (state: Float64Array) => Float64Array {
  const products = terms.map(({ coefficient, factors }) => {
    let flips = 0;
    let phases = 0;
    let turns = 0;
    for (const { qubit, axis } of factors) {
      if (axis !== 'Z') flips |= 1 << qubit;
      if (axis !== 'X') phases |= 1 << qubit;
      if (axis === 'Y') turns += 1;
    }
    return { coefficient: sign * coefficient, flips, phases, turns: turns % 4 };
  });
  return (state) => {
    const result = new Float64Array(state.length);
    for (const { coefficient, flips, phases, turns } of products) {
      // Y = i X Z: each takes |b⟩ to i(−1)^b |1 − b⟩.
      for (let index = 0; index < state.length / 2; index++) {
        const factor = oddOnes(index & phases) ? -coefficient : coefficient;
        const re = factor * (state[2 * index] as number);
        const im = factor * (state[2 * index + 1] as number);
        const target = 2 * (index ^ flips);
        const [turnedRe, turnedIm] =
          turns === 0 ? [re, im] : turns === 1 ? [-im, re] : turns === 2 ? [-re, -im] : [im, -re];
        result[target] = (result[target] as number) + turnedRe;
        result[target + 1] = (result[target + 1] as number) + turnedIm;
      }
    }
    return result;
  };
}

function oddOnes(bits: number): boolean {
  let rest = bits;
  let odd = false;
  while (rest !== 0) {
    rest &= rest - 1;
    odd = !odd;
  }
  return odd;
}

function normalised(state: Float64Array): Float64Array | undefined {
  const length = Math.sqrt(realProduct(state, state));
  return length > 0 ? state.map((entry) => entry / length) : undefined;
}

/** The real part of ⟨left|right⟩. */
function realProduct(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] as number) * (right[index] as number);
  return sum;
}

/** Takes ⟨vector|state⟩ |vector⟩ off a state. */
function removeComponent(state: Float64Array, vector: Float64Array): void {
  let re = 0;
  let im = 0;
  for (let index = 0; index < state.length; index += 2) {
    const vectorRe = vector[index] as number;
    const vectorIm = vector[index + 1] as number;
    const stateRe = state[index] as number;
    const stateIm = state[index + 1] as number;
    re += vectorRe * stateRe + vectorIm * stateIm;
    im += vectorRe * stateIm - vectorIm * stateRe;
  }
  for (let index = 0; index < state.length; index += 2) {
    const vectorRe = vector[index] as number;
    const vectorIm = vector[index + 1] as number;
    state[index] = (state[index] as number) - (re * vectorRe - im * vectorIm);
    state[index + 1] = (state[index + 1] as number) - (re * vectorIm + im * vectorRe);
  }
}

/** The least eigenvalue of a symmetric tridiagonal matrix, by bisection on the number of eigenvalues below a value. */
function leastEigenvalue(diagonal: readonly number[], offDiagonal: readonly number[]): number {
  const radius = (index: number) => Math.abs(offDiagonal[index - 1] ?? 0) + Math.abs(offDiagonal[index] ?? 0);
  let low = Math.min(...diagonal.map((entry, index) => entry - radius(index)));
  let high = Math.max(...diagonal.map((entry, index) => entry + radius(index)));
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (anyBelow(diagonal, offDiagonal, middle)) high = middle;
    else low = middle;
  }
}

/** Whether an eigenvalue is below a value: whether a pivot of the elimination of T − value is negative. */
function anyBelow(diagonal: readonly number[], offDiagonal: readonly number[], value: number): boolean {
  let pivot = 1;
  for (let index = 0; index < diagonal.length; index++) {
    const off = index > 0 ? (offDiagonal[index - 1] as number) : 0;
    pivot = (diagonal[index] as number) - value - (off * off) / (pivot === 0 ? Number.MIN_VALUE : pivot);
    if (pivot < 0) return true;
  }
  return false;
}
