/** A dense square complex matrix, row-major. */
export interface DenseMatrix {
  readonly dimension: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function denseMatrix(dimension: number): DenseMatrix {
  return { dimension, re: new Float64Array(dimension * dimension), im: new Float64Array(dimension * dimension) };
}

/**
 * Eigenvectors of a Hermitian matrix by complex Jacobi rotations, as the columns of a unitary matrix. The matrix is
 * overwritten; its diagonal then holds the eigenvalues.
 */
export function eigenvectors(matrix: DenseMatrix): DenseMatrix {
  const { dimension: n, re } = matrix;
  const vectors = denseMatrix(n);
  for (let index = 0; index < n; index++) vectors.re[index * n + index] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let offDiagonal = 0;
    for (let row = 0; row < n; row++) {
      for (let column = row + 1; column < n; column++) {
        const magnitude = Math.hypot(re[row * n + column] ?? 0, matrix.im[row * n + column] ?? 0);
        offDiagonal += magnitude;
        if (magnitude > 1e-300) rotate(matrix, vectors, row, column, magnitude);
      }
    }
    if (offDiagonal < 1e-15 * n) break;
  }
  return vectors;
}

/** Makes one off-diagonal entry zero by a unitary change of two basis vectors. */
function rotate(matrix: DenseMatrix, vectors: DenseMatrix, p: number, q: number, magnitude: number): void {
  const { dimension: n, re, im } = matrix;
  const difference = (re[q * n + q] ?? 0) - (re[p * n + p] ?? 0);
  const ratio = difference / (2 * magnitude);
  const tangent = (ratio >= 0 ? 1 : -1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const phaseRe = (re[p * n + q] ?? 0) / magnitude;
  const phaseIm = (im[p * n + q] ?? 0) / magnitude;
  mixColumns(matrix, p, q, cosine, sine, phaseRe, phaseIm);
  mixRows(matrix, p, q, cosine, sine, phaseRe, phaseIm);
  mixColumns(vectors, p, q, cosine, sine, phaseRe, phaseIm);
}

/** Columns p, q become c·p − s·e^{−iα}·q and s·e^{iα}·p + c·q. */
function mixColumns(matrix: DenseMatrix, p: number, q: number, c: number, s: number, a: number, b: number): void {
  const { dimension: n, re, im } = matrix;
  for (let row = 0; row < n; row++) {
    const i = row * n + p;
    const j = row * n + q;
    const [x, y, u, v] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
    re[i] = c * x - s * (a * u + b * v);
    im[i] = c * y - s * (a * v - b * u);
    re[j] = s * (a * x - b * y) + c * u;
    im[j] = s * (a * y + b * x) + c * v;
  }
}

/** The rows change by the conjugate of what the columns do. */
function mixRows(matrix: DenseMatrix, p: number, q: number, c: number, s: number, a: number, b: number): void {
  const { dimension: n, re, im } = matrix;
  for (let column = 0; column < n; column++) {
    const i = p * n + column;
    const j = q * n + column;
    const [x, y, u, v] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
    re[i] = c * x - s * (a * u - b * v);
    im[i] = c * y - s * (a * v + b * u);
    re[j] = s * (a * x + b * y) + c * u;
    im[j] = s * (a * y - b * x) + c * v;
  }
}
