import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import type { DenseMatrix } from './denseMatrix.ts';
import { normalEigen, withEigenvalues } from './normalEigen.ts';

/** A unitary matrix as vectors · diag(e^{iφ}) · vectors†. */
export interface UnitaryEigen {
  /** The eigenvectors, as columns of a unitary matrix. */
  readonly vectors: DenseMatrix;
  /** Column j of the vectors has the eigenvalue e^{i·phases[j]}; −π < phase ≤ π, and −π up to rounding counts as π. */
  readonly phases: Float64Array;
}

/** Eigenvectors and eigenphases of a unitary matrix; see {@link normalEigen}. */
export function unitaryEigen(unitary: DenseMatrix): UnitaryEigen {
  const { im, re, vectors } = normalEigen(unitary);
  const phases = re.map((value, index) => {
    const phase = phaseOf(value, im[index] ?? 0);
    return phase < -Math.PI + 1e-12 ? Math.PI : phase;
  });
  return { vectors, phases };
}

/** vectors · diag(e^{i·phases}) · vectors† with other phases. */
export function withPhases(vectors: DenseMatrix, phases: ArrayLike<number>): DenseMatrix {
  const angles = Float64Array.from(phases);
  return withEigenvalues(vectors, angles.map(cosineOf), angles.map(sineOf));
}
