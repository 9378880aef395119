import fc from 'fast-check';
import type { ComplexMatrix } from '#core/circuit/circuit.ts';
import { fromDense } from '#core/circuit/matrices/denseMatrix.ts';
import { operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { anyGates } from './circuits.ts';

/** A unitary matrix on some qubits without any structure: random vectors made orthogonal. */
export function denseUnitary(qubits: number): fc.Arbitrary<ComplexMatrix> {
  const n = 2 ** qubits;
  return fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2 * n * n, maxLength: 2 * n * n })
    .map((entries) => ({ dimension: n, values: orthonormalRows(entries, n) }));
}

/** What random gates do together: matrices with zeros, equal eigenvalues and blocks. */
export function gateUnitary(qubits: number): fc.Arbitrary<ComplexMatrix> {
  const order = Array.from({ length: qubits }, (_, qubit) => qubit);
  return anyGates(qubits, 6).map((gates) => {
    const matrix = operationsMatrix(gates, order);
    if (matrix === undefined) throw new Error('Gates have a matrix.');
    return fromDense(matrix);
  });
}

function orthonormalRows(entries: readonly number[], n: number): number[] {
  const rows: { re: number[]; im: number[] }[] = [];
  for (let index = 0; index < n; index++) {
    const re = Array.from(
      { length: n },
      (_, column) => (entries[2 * (index * n + column)] ?? 0) + (column === index ? 1e-3 : 0),
    );
    const im = Array.from({ length: n }, (_, column) => entries[2 * (index * n + column) + 1] ?? 0);
    // What a pass leaves of a row that hardly differs from the ones before is rounding; scaled up, it needs another pass.
    for (let pass = 0; pass < 3; pass++) {
      for (const other of rows) {
        let [x, y] = [0, 0];
        for (let column = 0; column < n; column++) {
          const [a = 0, b = 0, u = 0, v = 0] = [other.re[column], other.im[column], re[column], im[column]];
          x += a * u + b * v;
          y += a * v - b * u;
        }
        for (let column = 0; column < n; column++) {
          const [a = 0, b = 0] = [other.re[column], other.im[column]];
          re[column] = (re[column] ?? 0) - (x * a - y * b);
          im[column] = (im[column] ?? 0) - (x * b + y * a);
        }
      }
      const length = Math.hypot(...re, ...im);
      for (let column = 0; column < n; column++) {
        re[column] = (re[column] ?? 0) / length;
        im[column] = (im[column] ?? 0) / length;
      }
    }
    rows.push({ re, im });
  }
  return rows.flatMap(({ re, im }) => re.flatMap((value, column) => [value, im[column] ?? 0]));
}
