import { logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import { product, toDense } from '#core/circuit/matrices/denseMatrix.ts';
import { normalEigen, withEigenvalues } from '#core/circuit/matrices/normalEigen.ts';
import type { Amplitudes } from './amplitudes.ts';

/** ⟨ψ|ρ|ψ⟩ of a pure and a mixed state. */
export function fidelityWithMixed(state: Amplitudes, { dimension, values }: ComplexMatrix): number {
  requireSameSize(state.length / 2, dimension);
  let sum = 0;
  for (let row = 0; row < dimension; row++) {
    let re = 0;
    let im = 0;
    for (let column = 0; column < dimension; column++) {
      const entry = 2 * (row * dimension + column);
      const [mRe, mIm] = [values[entry] ?? 0, values[entry + 1] ?? 0];
      const [vRe, vIm] = [state[2 * column] as number, state[2 * column + 1] as number];
      re += mRe * vRe - mIm * vIm;
      im += mRe * vIm + mIm * vRe;
    }
    sum += (state[2 * row] as number) * re + (state[2 * row + 1] as number) * im;
  }
  return sum;
}

/**
 * (Tr √(√ρ σ √ρ))² of two mixed states (A. Uhlmann, 1976): the largest |⟨a|b⟩|² of pure states that they are the reduced
 * states of.
 */
export function mixedFidelity(rho: ComplexMatrix, sigma: ComplexMatrix): number {
  requireSameSize(rho.dimension, sigma.dimension);
  const { re, vectors } = normalEigen(toDense(rho));
  const root = withEigenvalues(vectors, re.map(rootOf), new Float64Array(re.length));
  const inner = normalEigen(product(product(root, toDense(sigma)), root));
  const trace = inner.re.reduce((sum, value) => sum + rootOf(value), 0);
  return trace * trace;
}

/** Tr ρ²: 1 for a pure state, 2⁻ⁿ for the completely mixed one. */
export function purity({ values }: ComplexMatrix): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The von Neumann entropy −Tr ρ log₂ ρ in bits: 0 for a pure state, n for the completely mixed one. */
export function entropy(rho: ComplexMatrix): number {
  const eigenvalues = normalEigen(toDense(rho)).re;
  return eigenvalues.reduce((sum, value) => (value > 1e-15 ? sum - (value * logarithmOf(value)) / Math.LN2 : sum), 0);
}

/** What rounding made negative counts as 0. */
function rootOf(eigenvalue: number): number {
  return Math.sqrt(Math.max(0, eigenvalue));
}

/** @throws Failure `invalid-input` where two states do not have the same number of amplitudes */
export function requireSameSize(left: number, right: number): void {
  if (left === right) return;
  throw new Failure('invalid-input', `States of ${left} and of ${right} amplitudes cannot be compared.`, {
    advice: 'Compare states of the same number of qubits.',
  });
}
