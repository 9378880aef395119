import { type Matrix, zeroMatrix } from './matrix.ts';

/** One column per class, 1 for the class of the row and 0 elsewhere. */
export function classTargets(labels: readonly number[], classCount: number): Matrix {
  const targets = zeroMatrix(labels.length, classCount);
  labels.forEach((label, row) => {
    targets.values[row * classCount + label] = 1;
  });
  return targets;
}

/** The classes that occur, ascending, and the position of each label among them. */
export function seenClasses(labels: readonly number[]): { readonly seen: number[]; readonly positions: number[] } {
  const seen = [...new Set(labels)].sort((first, second) => first - second);
  return { seen, positions: labels.map((label) => seen.indexOf(label)) };
}
