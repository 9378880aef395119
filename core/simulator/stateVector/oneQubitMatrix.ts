import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import type { GateName } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';

/** Where the numbers of a gate come from. Matrices are row-major, real and imaginary parts interleaved. */
export type MatrixSource =
  | { readonly kind: 'fixed'; readonly values: Float64Array }
  /** With the angles of an operation, given by its index; of a gate without angles, −1. */
  | { readonly kind: 'gate'; readonly gate: GateName; readonly operation: number }
  /** The columns are eigenvectors of a one-qubit unitary, or the rows are their conjugates. */
  | { readonly kind: 'eigenvectors'; readonly of: MatrixSource; readonly isAdjoint: boolean }
  /** Two numbers: the eigenvalues that belong to the eigenvectors. */
  | { readonly kind: 'eigenvalues'; readonly of: MatrixSource };

/** The angles of every operation. */
export type Binding = readonly (readonly number[])[];

export function writeSource(source: MatrixSource, binding: Binding, values: Float64Array): void {
  switch (source.kind) {
    case 'fixed':
      values.set(source.values);
      return;
    case 'gate':
      gateTable[source.gate].write(binding[source.operation] ?? [], values);
      return;
    case 'eigenvectors': {
      writeSource(source.of, binding, values);
      const { vectors } = eigenOf(values);
      values.set(vectors);
      if (source.isAdjoint) {
        [values[2], values[3], values[4], values[5]] = [vectors[4], -vectors[5], vectors[2], -vectors[3]];
        values[1] = -vectors[1];
        values[7] = -vectors[7];
      }
      return;
    }
    case 'eigenvalues': {
      const matrix = new Float64Array(8);
      writeSource(source.of, binding, matrix);
      values.set(eigenOf(matrix).values);
      return;
    }
  }
}

/** The product of the matrices of one-qubit gates, the first applied first. */
export function writeProduct(sources: readonly MatrixSource[], binding: Binding, product: Float64Array): void {
  const [first, ...others] = sources;
  if (first === undefined) product.set([1, 0, 0, 0, 0, 0, 1, 0]);
  else writeSource(first, binding, product);
  if (others.length === 0) return;
  const left = new Float64Array(8);
  for (const source of others) {
    writeSource(source, binding, left);
    multiplyInto(left, product);
  }
}

/** accumulated ← left · accumulated */
function multiplyInto(left: Float64Array, accumulated: Float64Array): void {
  const at = (values: Float64Array, place: number) => values[place] as number;
  for (let column = 0; column < 4; column += 2) {
    const [re0, im0] = [at(accumulated, column), at(accumulated, column + 1)];
    const [re1, im1] = [at(accumulated, column + 4), at(accumulated, column + 5)];
    for (let row = 0; row < 8; row += 4) {
      const [a, b, c, d] = [at(left, row), at(left, row + 1), at(left, row + 2), at(left, row + 3)];
      accumulated[row + column] = a * re0 - b * im0 + c * re1 - d * im1;
      accumulated[row + column + 1] = a * im0 + b * re0 + c * im1 + d * re1;
    }
  }
}

type Eight = [number, number, number, number, number, number, number, number];

/**
 * The eigenvectors (columns) and eigenvalues of a one-qubit unitary e^{iα}(cos γ − i sin γ n·σ): the states along n and
 * against it, and e^{i(α∓γ)}.
 */
function eigenOf(u: Float64Array): { readonly vectors: Eight; readonly values: [number, number, number, number] } {
  const at = (place: number) => u[place] as number;
  // det U = e^{2iα}
  const detRe = at(0) * at(6) - at(1) * at(7) - at(2) * at(4) + at(3) * at(5);
  const detIm = at(0) * at(7) + at(1) * at(6) - at(2) * at(5) - at(3) * at(4);
  const alpha = phaseOf(detRe, detIm) / 2;
  const [c, s] = [cosineOf(alpha), sineOf(alpha)];
  const cosine = c * at(0) + s * at(1);
  const z = -(c * at(1) - s * at(0));
  const x = -(c * at(5) - s * at(4));
  const y = c * at(4) + s * at(5);
  const sine = Math.hypot(x, y, z);
  const values: [number, number, number, number] = [
    c * cosine + s * sine,
    s * cosine - c * sine,
    c * cosine - s * sine,
    s * cosine + c * sine,
  ];
  // So near to a multiple of 1, or to the axis, that directions would be rounding.
  if (sine < 1e-17) return { vectors: [1, 0, 0, 0, 0, 0, 1, 0], values };
  const flat = Math.hypot(x, y);
  // The polar angle of n, halved, and its direction in the plane.
  const half = phaseOf(z, flat) / 2;
  const [near, far] = [cosineOf(half), sineOf(half)];
  const [re, im] = flat < 1e-150 ? [1, 0] : [x / flat, y / flat];
  return { vectors: [near, 0, -re * far, im * far, re * far, im * far, near, 0], values };
}
