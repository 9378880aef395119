import { Matrix as DenseMatrix, EigenvalueDecomposition } from 'ml-matrix';
import { type Matrix, mapEntries, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';

/**
 * Makes a symmetric Gram matrix positive semidefinite, as support vector machines need and shot noise spoils.
 * `clip` drops the negative eigenvalues and applies the same projection to the rows to be judged, so that both live in
 * one feature space; `shift` adds the size of the smallest eigenvalue to the diagonal; `none` changes nothing
 * (the three repairs compared in Chen, Garcia, Gupta, Rahimi and Cazzanti, "Similarity-based classification", 2009).
 */
export function repairedKernel(
  train: Matrix,
  test: Matrix,
  repair: 'clip' | 'shift' | 'none',
): { readonly train: Matrix; readonly test: Matrix } {
  if (repair === 'none') return { train, test };
  const decomposition = new EigenvalueDecomposition(new DenseMatrix(matrixToRows(train)), { assumeSymmetric: true });
  const eigenvalues = decomposition.realEigenvalues;
  const least = Math.min(...eigenvalues);
  if (least >= 0) return { train, test };
  if (repair === 'shift')
    return { train: mapEntries(train, (value, row, column) => (row === column ? value - least : value)), test };
  const vectors = decomposition.eigenvectorMatrix;
  const kept = eigenvalues.flatMap((value, index) => (value > 0 ? [index] : []));
  const basis = vectors.subMatrixColumn(kept);
  const projector = basis.mmul(basis.transpose());
  const scaled = basis.clone();
  for (const [column, index] of kept.entries()) scaled.mulColumn(column, eigenvalues[index] ?? 0);
  return {
    train: matrixFromRows(scaled.mmul(basis.transpose()).to2DArray()),
    test: matrixFromRows(new DenseMatrix(matrixToRows(test)).mmul(projector).to2DArray()),
  };
}
