import { entry, type Matrix, mapEntries, zeroMatrix } from './matrix.ts';

/**
 * How well a kernel goes with classes: its {@link alignment} with {@link idealKernelOfClasses}.
 * @param gram of the samples with each other @param labels positions of their classes
 */
export function kernelAlignment(gram: Matrix, labels: readonly number[], classCount: number): number {
  return alignment(gram, idealKernelOfClasses(labels, classCount));
}

/**
 * The kernel that tells classes apart best: 1 within a class and −1/(classes − 1) between classes (Cristianini et al., "On
 * kernel-target alignment", 2001; for more than two classes with the corners of a regular simplex as labels).
 * @param labels positions of the classes of the samples
 */
export function idealKernelOfClasses(labels: readonly number[], classCount: number): Matrix {
  const apart = -1 / Math.max(1, classCount - 1);
  const size = labels.length;
  return mapEntries(zeroMatrix(size, size), (_, row, column) => (labels[row] === labels[column] ? 1 : apart));
}

/**
 * The kernel that goes best with numbers: the product of their distances from their mean (Cortes, Mohri and Rostamizadeh,
 * "Algorithms for learning kernels based on centered alignment", 2012).
 */
export function idealKernelOfNumbers(numbers: readonly number[]): Matrix {
  const mean = numbers.reduce((sum, own) => sum + own, 0) / numbers.length;
  const size = numbers.length;
  const distance = (index: number) => (numbers[index] as number) - mean;
  return mapEntries(zeroMatrix(size, size), (_, row, column) => distance(row) * distance(column));
}

/**
 * The cosine, in −1…1, of the angle between two matrices of one shape as vectors of their entries; 0 where one of them is
 * zero. Neither is centred.
 */
export function alignment(gram: Matrix, ideal: Matrix): number {
  const { idealSquare, ownSquare, product } = products(gram, ideal);
  return ownSquare > 0 && idealSquare > 0 ? product / Math.sqrt(ownSquare * idealSquare) : 0;
}

/** The derivatives of {@link alignment} by the entries of the first matrix, each taken by itself. */
export function alignmentSlopes(gram: Matrix, ideal: Matrix): Matrix {
  const { idealSquare, ownSquare, product } = products(gram, ideal);
  if (!(ownSquare > 0 && idealSquare > 0)) return zeroMatrix(gram.rows, gram.columns);
  const length = Math.sqrt(ownSquare * idealSquare);
  return mapEntries(gram, (value, row, column) => (entry(ideal, row, column) - (product / ownSquare) * value) / length);
}

function products(gram: Matrix, ideal: Matrix) {
  let [product, ownSquare, idealSquare] = [0, 0, 0];
  gram.values.forEach((value, index) => {
    const wanted = ideal.values[index] as number;
    product += value * wanted;
    ownSquare += value * value;
    idealSquare += wanted * wanted;
  });
  return { product, ownSquare, idealSquare };
}
