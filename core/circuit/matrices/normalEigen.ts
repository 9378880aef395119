import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { adjoint, type DenseMatrix, denseMatrix, identityMatrix, rotateColumns } from './denseMatrix.ts';

/** A normal matrix (one that commutes with its adjoint) as vectors · diag(eigenvalues) · vectors†. */
export interface NormalEigen {
  /** The eigenvectors, as columns of a unitary matrix. */
  readonly vectors: DenseMatrix;
  /** Real and imaginary part of the eigenvalue of each column, in no order. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const maximumSweeps = 60;

/**
 * Eigenvectors and eigenvalues of a normal matrix, such as a unitary or Hermitian one with entries of at most about 1, by
 * Jacobi rotations that make it diagonal as a whole. Rotation angles follow J.-F. Cardoso and A. Souloumiac, "Jacobi angles
 * for simultaneous diagonalization" (1996); the method needs no eigenvalues to be distinct.
 */
export function normalEigen(normal: DenseMatrix): NormalEigen {
  const n = normal.dimension;
  const matrix: DenseMatrix = { dimension: n, re: normal.re.slice(), im: normal.im.slice() };
  const vectors = identityMatrix(n);
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const turn = jacobiTurn(matrix, p, q);
        if (turn === undefined) continue;
        turned = true;
        rotateColumns(matrix, p, q, turn.cosine, turn.re, turn.im);
        rotateColumns(vectors, p, q, turn.cosine, turn.re, turn.im);
        rotateRows(matrix, p, q, turn.cosine, turn.re, turn.im);
      }
    }
    if (!turned) break;
  }
  const diagonal = (part: Float64Array) => Float64Array.from({ length: n }, (_, index) => part[index * n + index] ?? 0);
  return { vectors, re: diagonal(matrix.re), im: diagonal(matrix.im) };
}

/** vectors · diag(eigenvalues) · vectors† with other eigenvalues. */
export function withEigenvalues(
  vectors: DenseMatrix,
  eigenvaluesRe: ArrayLike<number>,
  eigenvaluesIm: ArrayLike<number>,
): DenseMatrix {
  const n = vectors.dimension;
  const right = adjoint(vectors);
  const result = denseMatrix(n);
  for (let inner = 0; inner < n; inner++) {
    const [valueRe, valueIm] = [eigenvaluesRe[inner] ?? 0, eigenvaluesIm[inner] ?? 0];
    for (let row = 0; row < n; row++) {
      const [x, y] = [vectors.re[row * n + inner] ?? 0, vectors.im[row * n + inner] ?? 0];
      const [a, b] = [x * valueRe - y * valueIm, x * valueIm + y * valueRe];
      for (let column = 0; column < n; column++) {
        const [u, v] = [right.re[inner * n + column] ?? 0, right.im[inner * n + column] ?? 0];
        const entry = row * n + column;
        result.re[entry] = (result.re[entry] ?? 0) + a * u - b * v;
        result.im[entry] = (result.im[entry] ?? 0) + a * v + b * u;
      }
    }
  }
  return result;
}

/** The rotation of basis vectors p and q that makes their off-diagonal entries smallest; undefined when they vanish. */
function jacobiTurn(
  { dimension: n, re, im }: DenseMatrix,
  p: number,
  q: number,
): { readonly cosine: number; readonly re: number; readonly im: number } | undefined {
  const [pqRe, pqIm] = [re[p * n + q] ?? 0, im[p * n + q] ?? 0];
  const [qpRe, qpIm] = [re[q * n + p] ?? 0, im[q * n + p] ?? 0];
  if (lengthOf(pqRe, pqIm, qpRe, qpIm) < 4e-15) return undefined;
  const differenceRe = (re[p * n + p] ?? 0) - (re[q * n + q] ?? 0);
  const differenceIm = (im[p * n + p] ?? 0) - (im[q * n + q] ?? 0);
  // h = (a_pp − a_qq, a_pq + a_qp, i(a_qp − a_pq)); the best axis is the main eigenvector of Re(h h†).
  const first = [differenceRe, pqRe + qpRe, pqIm - qpIm] as const;
  const second = [differenceIm, pqIm + qpIm, qpRe - pqRe] as const;
  let [x, y, z] = mainAxis(first, second);
  if (x < 0) [x, y, z] = [-x, -y, -z];
  const cosine = Math.sqrt((x + 1) / 2);
  const scale = 1 / (2 * cosine);
  if (lengthOf(y, z) * scale < 1e-17) return undefined;
  // Column q gains s·p with s = −(y + iz)/2c.
  return { cosine, re: -y * scale, im: -z * scale };
}

type Vector = readonly [number, number, number];

/** The unit vector maximising (a·v)² + (b·v)². */
function mainAxis(a: Vector, b: Vector): Vector {
  const aa = dot(a, a);
  const bb = dot(b, b);
  const ab = dot(a, b);
  // In the plane of a and b the maximum is reached at cos t · a + sin t · b, a 2×2 eigenproblem of the Gram matrix.
  const angle = phaseOf(aa - bb, 2 * ab) / 2;
  const [cosine, sine] = [cosineOf(angle), sineOf(angle)];
  const axis: Vector = [cosine * a[0] + sine * b[0], cosine * a[1] + sine * b[1], cosine * a[2] + sine * b[2]];
  const length = Math.sqrt(dot(axis, axis));
  return [axis[0] / length, axis[1] / length, axis[2] / length];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The rows change by the adjoint of what {@link rotateColumns} does to the columns. */
function rotateRows(matrix: DenseMatrix, p: number, q: number, cosine: number, sineRe: number, sineIm: number): void {
  const { dimension: n, re, im } = matrix;
  for (let column = 0; column < n; column++) {
    const i = p * n + column;
    const j = q * n + column;
    const [x, y, u, v] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
    // p ← c·p − s·q, q ← s̄·p + c·q
    re[i] = cosine * x - (sineRe * u - sineIm * v);
    im[i] = cosine * y - (sineRe * v + sineIm * u);
    re[j] = sineRe * x + sineIm * y + cosine * u;
    im[j] = sineRe * y - sineIm * x + cosine * v;
  }
}
