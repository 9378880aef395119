import type { Matrix } from './matrix.ts';

/**
 * Solves A x = b for a symmetric positive definite A by Cholesky decomposition.
 * @returns undefined when A is not positive definite to working precision
 */
export function solvePositiveDefinite(matrix: Matrix, right: Float64Array): Float64Array | undefined {
  const size = matrix.rows;
  const factor = new Float64Array(matrix.values);
  for (let column = 0; column < size; column++) {
    let diagonal = factor[column * size + column] as number;
    for (let k = 0; k < column; k++) diagonal -= (factor[column * size + k] as number) ** 2;
    if (!(diagonal > 0)) return undefined;
    const pivot = Math.sqrt(diagonal);
    factor[column * size + column] = pivot;
    for (let row = column + 1; row < size; row++) {
      let sum = factor[row * size + column] as number;
      for (let k = 0; k < column; k++)
        sum -= (factor[row * size + k] as number) * (factor[column * size + k] as number);
      factor[row * size + column] = sum / pivot;
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    let sum = solution[row] as number;
    for (let k = 0; k < row; k++) sum -= (factor[row * size + k] as number) * (solution[k] as number);
    solution[row] = sum / (factor[row * size + row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] as number;
    for (let k = row + 1; k < size; k++) sum -= (factor[k * size + row] as number) * (solution[k] as number);
    solution[row] = sum / (factor[row * size + row] as number);
  }
  return solution;
}

/**
 * An approximate solution of A x = b by conjugate gradients for a symmetric positive definite A that is only known by
 * its products with vectors; stops at a residual of `tolerance` times |b| or after `limit` products.
 */
export function solveByConjugateGradients(
  multiply: (vector: Float64Array) => Float64Array,
  right: Float64Array,
  tolerance: number,
  limit: number,
): Float64Array {
  const solution = new Float64Array(right.length);
  const residual = Float64Array.from(right);
  const direction = Float64Array.from(right);
  let squared = sumOfSquares(residual);
  const target = squared * tolerance ** 2;
  for (let step = 0; step < limit && squared > target; step++) {
    const product = multiply(direction);
    let curvature = 0;
    product.forEach((value, index) => {
      curvature += value * (direction[index] as number);
    });
    if (!(curvature > 0)) break;
    const length = squared / curvature;
    for (let index = 0; index < right.length; index++) {
      solution[index] = (solution[index] as number) + length * (direction[index] as number);
      residual[index] = (residual[index] as number) - length * (product[index] as number);
    }
    const next = sumOfSquares(residual);
    const ratio = next / squared;
    for (let index = 0; index < right.length; index++)
      direction[index] = (residual[index] as number) + ratio * (direction[index] as number);
    squared = next;
  }
  return solution;
}

function sumOfSquares(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
