import type { ComplexMatrix, Operation } from '../circuit.ts';
import { gateMatrix } from '../gateTable.ts';
import { type DenseMatrix, denseMatrix, eigenvectors } from './hermitianEigen.ts';

/** Gates on more qubits than this have no matrix here. */
export const matrixQubitLimit = 5;

/**
 * The principal power of what the operations do together: every eigenphase in (−π, π] is multiplied by the exponent
 * (gates, "Quantum gate modifiers").
 * @param qubits the qubits involved; bit j of a matrix index is `qubits[j]`
 * @returns undefined when an operation is no gate or still has a parameter
 */
export function principalPower(
  operations: readonly Operation[],
  qubits: readonly number[],
  exponent: number,
): ComplexMatrix | undefined {
  const unitary = matrixOf(operations, qubits);
  if (!unitary) return undefined;
  const n = unitary.dimension;
  const vectors = eigenvectors(hermitianOf(unitary));
  const result = denseMatrix(n);
  for (let index = 0; index < n; index++) {
    const power = exponent * eigenphase(unitary, vectors, index);
    addProjector(result, vectors, index, Math.cos(power), Math.sin(power));
  }
  const values: number[] = [];
  for (let entry = 0; entry < n * n; entry++) values.push(result.re[entry] ?? 0, result.im[entry] ?? 0);
  return { dimension: n, values };
}

/**
 * A unitary U = A + iB has commuting Hermitian parts A and B; their eigenvectors are those of A + cB for all but a few c.
 */
function hermitianOf({ dimension: n, re, im }: DenseMatrix): DenseMatrix {
  const weight = 0.618_033_988_749_894_9;
  const hermitian = denseMatrix(n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const i = row * n + column;
      const j = column * n + row;
      const [x, y, u, v] = [re[i] ?? 0, im[i] ?? 0, re[j] ?? 0, im[j] ?? 0];
      hermitian.re[i] = (x + u) / 2 + (weight * (y + v)) / 2;
      hermitian.im[i] = (y - v) / 2 + (weight * (u - x)) / 2;
    }
  }
  return hermitian;
}

/** The phase of v†Uv in (−π, π]; a phase of −π up to rounding counts as π. */
function eigenphase(unitary: DenseMatrix, vectors: DenseMatrix, index: number): number {
  const n = unitary.dimension;
  let sumRe = 0;
  let sumIm = 0;
  for (let row = 0; row < n; row++) {
    let re = 0;
    let im = 0;
    for (let column = 0; column < n; column++) {
      const [a, b] = [unitary.re[row * n + column] ?? 0, unitary.im[row * n + column] ?? 0];
      const [x, y] = [vectors.re[column * n + index] ?? 0, vectors.im[column * n + index] ?? 0];
      re += a * x - b * y;
      im += a * y + b * x;
    }
    const [x, y] = [vectors.re[row * n + index] ?? 0, vectors.im[row * n + index] ?? 0];
    sumRe += x * re + y * im;
    sumIm += x * im - y * re;
  }
  const phase = Math.atan2(sumIm, sumRe);
  return phase < -Math.PI + 1e-12 ? Math.PI : phase;
}

function addProjector(result: DenseMatrix, vectors: DenseMatrix, index: number, cosine: number, sine: number): void {
  const n = result.dimension;
  for (let row = 0; row < n; row++) {
    const [a, b] = [vectors.re[row * n + index] ?? 0, vectors.im[row * n + index] ?? 0];
    for (let column = 0; column < n; column++) {
      const [x, y] = [vectors.re[column * n + index] ?? 0, vectors.im[column * n + index] ?? 0];
      const re = a * x + b * y;
      const im = b * x - a * y;
      const entry = row * n + column;
      result.re[entry] = (result.re[entry] ?? 0) + cosine * re - sine * im;
      result.im[entry] = (result.im[entry] ?? 0) + cosine * im + sine * re;
    }
  }
}

/** The matrix of operations one after the other; column by column, as states. */
function matrixOf(operations: readonly Operation[], qubits: readonly number[]): DenseMatrix | undefined {
  const n = 2 ** qubits.length;
  const matrix = denseMatrix(n);
  for (let index = 0; index < n; index++) matrix.re[index * n + index] = 1;
  const position = new Map(qubits.map((qubit, index) => [qubit, index]));
  for (const operation of operations) {
    if (operation.kind === 'barrier') continue;
    if (operation.kind !== 'gate' && operation.kind !== 'unitary') return undefined;
    const small = operation.kind === 'unitary' ? operation.matrix : numericMatrix(operation);
    if (!small) return undefined;
    const targets = operation.targets.map((qubit) => position.get(qubit) ?? 0);
    let mask = 0;
    let wanted = 0;
    for (const { qubit, value } of operation.controls) {
      const bit = 1 << (position.get(qubit) ?? 0);
      mask |= bit;
      if (value === 1) wanted |= bit;
    }
    applyToRows(matrix, small, targets, mask, wanted);
  }
  return matrix;
}

function numericMatrix(operation: Extract<Operation, { kind: 'gate' }>): ComplexMatrix | undefined {
  const parameters = operation.parameters.filter((angle) => typeof angle === 'number');
  return parameters.length === operation.parameters.length ? gateMatrix(operation.gate, parameters) : undefined;
}

function applyToRows(
  matrix: DenseMatrix,
  small: ComplexMatrix,
  targets: readonly number[],
  mask: number,
  wanted: number,
): void {
  const { dimension: n, re, im } = matrix;
  const size = small.dimension;
  const targetMask = targets.reduce((bits, target) => bits | (1 << target), 0);
  for (let base = 0; base < n; base++) {
    if ((base & targetMask) !== 0 || (base & mask) !== wanted) continue;
    const rows = Array.from({ length: size }, (_, local) =>
      targets.reduce((row, target, bit) => row | (((local >> bit) & 1) << target), base),
    );
    for (let column = 0; column < n; column++) {
      const before = rows.map((row) => [re[row * n + column] ?? 0, im[row * n + column] ?? 0] as const);
      rows.forEach((row, local) => {
        let sumRe = 0;
        let sumIm = 0;
        before.forEach(([x, y], other) => {
          const a = small.values[2 * (local * size + other)] ?? 0;
          const b = small.values[2 * (local * size + other) + 1] ?? 0;
          sumRe += a * x - b * y;
          sumIm += a * y + b * x;
        });
        re[row * n + column] = sumRe;
        im[row * n + column] = sumIm;
      });
    }
  }
}
