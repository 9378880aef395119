import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { beforeAll, describe, expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { RandomStream } from '#core/base/random.ts';
import { MatrixWorkspace } from '#core/simulator/matrixProduct/matrixWorkspace.ts';
import { type PlanarMatrix, planarMatrix } from '#core/simulator/matrixProduct/planarMatrix.ts';
import { kernelsForTests } from '#test/support/matrixProductStates.ts';

let workspace: MatrixWorkspace;

beforeAll(async () => {
  workspace = new MatrixWorkspace(await kernelsForTests());
});

const size = fc.integer({ min: 1, max: 24 });
const shape = fc.record({ rows: size, columns: size, seed: fc.integer() });

function randomMatrix({ columns, rows, seed }: { columns: number; rows: number; seed: number }): PlanarMatrix {
  const stream = RandomStream.seeded(seed);
  const matrix = planarMatrix(rows, columns);
  for (let place = 0; place < matrix.values.length; place++) matrix.values[place] = stream.normal();
  return matrix;
}

/** The product, entry by entry from the definition. */
function product(left: PlanarMatrix, right: PlanarMatrix): PlanarMatrix {
  const result = planarMatrix(left.rows, right.columns);
  const [m, k, n] = [left.rows, left.columns, right.columns];
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      let [re, im] = [0, 0];
      for (let inner = 0; inner < k; inner++) {
        const [x, y] = [left.values[row * k + inner] ?? 0, left.values[m * k + row * k + inner] ?? 0];
        const [u, v] = [right.values[inner * n + column] ?? 0, right.values[k * n + inner * n + column] ?? 0];
        re += x * u - y * v;
        im += x * v + y * u;
      }
      result.values[row * n + column] = re;
      result.values[m * n + row * n + column] = im;
    }
  }
  return result;
}

function adjoint({ columns, rows, values }: PlanarMatrix): PlanarMatrix {
  const result = planarMatrix(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result.values[column * rows + row] = values[row * columns + column] ?? 0;
      result.values[rows * columns + column * rows + row] = -(values[rows * columns + row * columns + column] ?? 0);
    }
  }
  return result;
}

function identity(dimension: number): PlanarMatrix {
  const result = planarMatrix(dimension, dimension);
  for (let index = 0; index < dimension; index++) result.values[index * (dimension + 1)] = 1;
  return result;
}

function largest(matrix: PlanarMatrix): number {
  return matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function expectClose(found: PlanarMatrix, wanted: PlanarMatrix, tolerance: number): void {
  expect([found.rows, found.columns]).toEqual([wanted.rows, wanted.columns]);
  const difference = found.values.map((value, place) => value - (wanted.values[place] ?? Number.NaN));
  expect(largest({ ...found, values: difference })).toBeLessThanOrEqual(tolerance);
}

/** A = (A V) V† with orthonormal rows V† and orthogonal columns A V of the lengths found. */
function expectDecomposed(matrix: PlanarMatrix): Float64Array {
  workspace.clear();
  const loaded = workspace.load(matrix);
  const { rows, values } = workspace.singularRows(loaded, (all) => all.length, neverCancelled);
  const basis = workspace.read(rows);
  const rank = Math.min(matrix.rows, matrix.columns);
  const scale = values[0] ?? 0;
  expect(values).toHaveLength(rank);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
  expectClose(product(basis, adjoint(basis)), identity(rank), 1e-13);
  const scaled = product(matrix, adjoint(basis));
  expectClose(product(scaled, basis), matrix, 1e-13 * scale + 1e-313);
  for (const [index, value] of values.entries()) {
    let square = 0;
    for (const start of [0, matrix.rows * rank]) {
      for (let row = 0; row < matrix.rows; row++) {
        square += ((scaled.values[start + row * rank + index] ?? 0) / (scale || 1)) ** 2;
      }
    }
    // Below 10⁻³⁰⁰ numbers have fewer digits.
    expect(Math.abs(Math.sqrt(square) * scale - value)).toBeLessThanOrEqual(1e-13 * scale + 1e-313);
  }
  return values;
}

describe('products', () => {
  test('are those of the definition', () => {
    fc.assert(
      fc.property(size, size, size, fc.integer(), (rows, inner, columns, seed) => {
        const left = randomMatrix({ rows, columns: inner, seed });
        const right = randomMatrix({ rows: inner, columns, seed: seed + 1 });
        workspace.clear();
        const found = workspace.multiply(workspace.load(left), workspace.load(right), neverCancelled);
        expectClose(workspace.read(found), product(left, right), 1e-12);
        expectClose(workspace.read(workspace.adjoint(workspace.load(left))), adjoint(left), 0);
      }),
    );
  });
});

describe('factorisation', () => {
  test('gives a unitary and a triangle', () => {
    fc.assert(
      fc.property(shape, (of) => {
        const matrix = randomMatrix(of);
        workspace.clear();
        const { triangle, unitary } = workspace.factorise(workspace.load(matrix), neverCancelled);
        const [left, right] = [workspace.read(unitary), workspace.read(triangle)];
        expectClose(product(left, right), matrix, 1e-13 * 24);
        expectClose(product(adjoint(left), left), identity(Math.min(of.rows, of.columns)), 1e-13);
        for (let row = 0; row < right.rows; row++) {
          for (let column = 0; column < row; column++) expect(right.values[row * right.columns + column]).toBe(0);
        }
        expect(workspace.read(workspace.triangle(workspace.load(matrix), neverCancelled))).toEqual(right);
      }),
    );
  });
});

describe('singular values', () => {
  test('and vectors make the matrix', () => {
    fc.assert(
      fc.property(shape, (of) => {
        expectDecomposed(randomMatrix(of));
      }),
      { numRuns: 200 },
    );
  });

  test('of real matrices are those of ml-matrix', () => {
    fc.assert(
      fc.property(shape, (of) => {
        const matrix = randomMatrix(of);
        matrix.values.fill(0, of.rows * of.columns);
        const rows = Array.from({ length: of.rows }, (_, row) => [
          ...matrix.values.subarray(row * of.columns, (row + 1) * of.columns),
        ]);
        const wanted = new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true }).diagonal;
        const found = expectDecomposed(matrix);
        found.forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 11);
        });
      }),
    );
  });

  test('are found whatever the rank', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 5 }), (of, rank) => {
        const left = randomMatrix({ ...of, columns: rank });
        const right = randomMatrix({ rows: rank, columns: of.columns, seed: of.seed + 1 });
        const values = expectDecomposed(product(left, right));
        for (const value of values.subarray(rank)) expect(value).toBeLessThanOrEqual(1e-14 * (values[0] ?? 0) * 24);
      }),
    );
  });

  test('are found however large or small the numbers are', () => {
    const exponent = fc.integer({ min: -300, max: 300 });
    fc.assert(
      fc.property(shape, exponent, (of, power) => {
        const matrix = randomMatrix(of);
        expectDecomposed({ ...matrix, values: matrix.values.map((value) => value * 10 ** power) });
      }),
    );
    const wide = fc.integer({ min: -320, max: 0 });
    fc.assert(
      fc.property(shape, fc.array(wide, { minLength: 24, maxLength: 24 }), fc.boolean(), (of, powers, byRow) => {
        const matrix = randomMatrix(of);
        for (let place = 0; place < matrix.values.length; place++) {
          const entry = place % (of.rows * of.columns);
          const line = byRow ? Math.floor(entry / of.columns) : entry % of.columns;
          matrix.values[place] = (matrix.values[place] ?? 0) * 10 ** (powers[line] ?? 0);
        }
        expectDecomposed(matrix);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['zero', () => planarMatrix(5, 4)],
    ['the identity', () => identity(7)],
    ['a single imaginary number', () => ({ rows: 1, columns: 1, values: Float64Array.of(0, -3) })],
    [
      'graded',
      () => {
        const matrix = planarMatrix(20, 20);
        for (let index = 0; index < 20; index++) matrix.values[index * 21] = 10 ** -index;
        for (let index = 0; index < 19; index++) matrix.values[400 + index * 21 + 1] = 10 ** -index;
        return matrix;
      },
    ],
    [
      'graded the other way',
      () => {
        const matrix = planarMatrix(20, 20);
        for (let index = 0; index < 20; index++) matrix.values[index * 21] = 10 ** (index - 19);
        for (let index = 0; index < 19; index++) matrix.values[400 + index * 21 + 1] = 10 ** (index - 19);
        return matrix;
      },
    ],
    [
      'a Jordan block of zero',
      () => {
        const matrix = planarMatrix(12, 12);
        for (let index = 0; index < 11; index++) matrix.values[index * 13 + 1] = 1;
        return matrix;
      },
    ],
  ] as const)('of %s', (_name, make) => {
    expectDecomposed(make());
  });

  test('of a large matrix, which takes many calls of the kernels', () => {
    workspace.clear();
    const matrix = randomMatrix({ rows: 250, columns: 240, seed: 5 });
    const loaded = workspace.load(matrix);
    const { rows } = workspace.singularRows(loaded, (all) => all.length, neverCancelled);
    const basis = workspace.adjoint(rows);
    expectClose(workspace.read(workspace.multiply(rows, basis, neverCancelled)), identity(240), 1e-13);
    const scaled = workspace.multiply(loaded, basis, neverCancelled);
    expectClose(workspace.read(workspace.multiply(scaled, rows, neverCancelled)), matrix, 1e-12);
  });

  test('are not sought any longer once the work is cancelled', () => {
    workspace.clear();
    const loaded = workspace.load(randomMatrix({ rows: 250, columns: 240, seed: 6 }));
    const source = new CancellationSource();
    source.cancel();
    expect(() => workspace.singularRows(loaded, (all) => all.length, source.signal)).toThrow(
      expect.toSatisfy((thrown) => Failure.is(thrown, 'cancelled')),
    );
  });
});
