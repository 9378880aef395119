import { entry, type Matrix } from './matrix.ts';

/**
 * How well a kernel goes with classes: the cosine, in −1…1, of the angle between its matrix and the ideal one, which is 1
 * within a class and −1/(classes − 1) between classes (Cristianini et al., "On kernel-target alignment", 2001; for more
 * than two classes with the corners of a regular simplex as labels). 0 for a matrix of zeros.
 * @param gram of the samples with each other @param labels positions of their classes
 */
export function kernelAlignment(gram: Matrix, labels: readonly number[], classCount: number): number {
  const apart = -1 / Math.max(1, classCount - 1);
  let [product, ownSquare, idealSquare] = [0, 0, 0];
  for (let row = 0; row < gram.rows; row++) {
    for (let column = 0; column < gram.columns; column++) {
      const value = entry(gram, row, column);
      const ideal = labels[row] === labels[column] ? 1 : apart;
      product += value * ideal;
      ownSquare += value * value;
      idealSquare += ideal * ideal;
    }
  }
  return ownSquare > 0 ? product / Math.sqrt(ownSquare * idealSquare) : 0;
}
