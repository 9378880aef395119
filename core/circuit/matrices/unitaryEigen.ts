import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import type { DenseMatrix } from './denseMatrix.ts';
import { normalEigen, withEigenvalues } from './normalEigen.ts';

/** A unitary matrix as vectors · diag(e^{iφ}) · vectors†. */
export interface UnitaryEigen {
  /** The eigenvectors, as columns of a unitary matrix. */
  readonly vectors: DenseMatrix;
  /**
   * Column j of the vectors has the eigenvalue e^{i·phases[j]}. The branch lies 10⁻¹² above −π, so that eigenvalues of
   * −1 are near π on whichever side of it rounding puts them: −π + 10⁻¹² ≤ phase < π + 10⁻¹².
   */
  readonly phases: Float64Array;
}

const branch = -Math.PI + 1e-12;

/** Eigenvectors and eigenphases of a unitary matrix; see {@link normalEigen}. */
export function unitaryEigen(unitary: DenseMatrix): UnitaryEigen {
  const { im, re, vectors } = normalEigen(unitary);
  const phases = re.map((value, index) => {
    const phase = phaseOf(value, im[index] ?? 0);
    return phase < branch ? phase + 2 * Math.PI : phase;
  });
  return { vectors, phases };
}

/** vectors · diag(e^{i·phases}) · vectors† with other phases. */
export function withPhases(vectors: DenseMatrix, phases: ArrayLike<number>): DenseMatrix {
  const angles = Float64Array.from(phases);
  return withEigenvalues(vectors, angles.map(cosineOf), angles.map(sineOf));
}
