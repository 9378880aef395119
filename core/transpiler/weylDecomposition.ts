import { phaseOf } from '#core/base/elementary/arcTangent.ts';
import { lengthOf } from '#core/base/elementary/length.ts';
import { cosineOf, sineOf } from '#core/base/elementary/sine.ts';
import { adjoint, type DenseMatrix, denseMatrix, product } from '#core/circuit/matrices/denseMatrix.ts';

/**
 * A unitary on two qubits as gates on single ones around exp(i(a XX + b YY + c ZZ)), up to the phase of the whole state:
 * (left[1] ⊗ left[0]) · exp(…) · (right[1] ⊗ right[0]), entry 0 on the qubit of bit 0. In the Weyl chamber
 * π/4 ≥ a ≥ b ≥ |c|, with c ≥ 0 where a is π/4, so that unitaries are equal up to gates on single qubits exactly when
 * their coordinates are.
 */
export interface WeylDecomposition {
  readonly coordinates: readonly [number, number, number];
  readonly left: readonly [DenseMatrix, DenseMatrix];
  readonly right: readonly [DenseMatrix, DenseMatrix];
}

/** Coordinates this near to a border of the chamber are on it. */
const border = 1e-11;

const quarter = Math.PI / 4;

/**
 * By the magic basis, in which gates on single qubits are real (B. Kraus and J. I. Cirac, "Optimal creation of
 * entanglement using a two-qubit gate", 2001; J. Zhang et al., "Geometric theory of nonlocal two-qubit operations",
 * 2003).
 * @param unitary 4×4
 */
export function weylDecomposition(unitary: DenseMatrix): WeylDecomposition {
  const inMagic = product(adjoint(magic), product(unitary, magic));
  // M = Uᵀ U is symmetric, so that a real orthogonal matrix makes its real and imaginary part diagonal together.
  const { phases, vectors } = symmetricEigen(product(transposed(inMagic), inMagic));
  if (determinantSign(vectors) < 0) negateColumn(vectors, 0);
  const halves = phases.map((phase) => phase / 2);
  let outer = product(inMagic, withColumnPhases(vectors, halves, -1));
  if (determinantSign(outer) < 0) {
    halves[0] = (halves[0] ?? 0) + Math.PI;
    outer = product(inMagic, withColumnPhases(vectors, halves, -1));
  }
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0] = halves;
  const chamber = new Chamber(
    [(h0 - h1 - h2 + h3) / 4, (-h0 + h1 - h2 + h3) / 4, (h0 + h1 - h2 - h3) / 4],
    factors(product(magic, product(outer, adjoint(magic)))),
    factors(product(magic, product(transposed(vectors), adjoint(magic)))),
  );
  return chamber.canonical();
}

const half = Math.SQRT1_2;

/** Columns: (|00⟩ + |11⟩)/√2, −i(|00⟩ − |11⟩)/√2, (|01⟩ − |10⟩)/√2, −i(|01⟩ + |10⟩)/√2. */
const magic: DenseMatrix = {
  dimension: 4,
  re: Float64Array.of(half, 0, 0, 0, 0, 0, half, 0, 0, 0, -half, 0, half, 0, 0, 0),
  im: Float64Array.of(0, -half, 0, 0, 0, 0, 0, -half, 0, 0, 0, -half, 0, half, 0, 0),
};

/** Moves coordinates into the chamber by gates on single qubits, and remembers them. */
class Chamber {
  readonly #coordinates: [number, number, number];
  #left: [DenseMatrix, DenseMatrix];
  #right: [DenseMatrix, DenseMatrix];

  constructor(
    coordinates: [number, number, number],
    left: [DenseMatrix, DenseMatrix],
    right: [DenseMatrix, DenseMatrix],
  ) {
    this.#coordinates = coordinates;
    this.#left = left;
    this.#right = right;
  }

  canonical(): WeylDecomposition {
    for (const axis of [0, 1, 2] as const) this.#shift(axis);
    this.#sort();
    const [a, b] = this.#coordinates;
    if (a < 0) this.#negate(0, b < 0 ? 1 : 2);
    if (this.#coordinates[1] < 0) this.#negate(1, 2);
    // c may be negative, but at a = π/4 both signs mean the same.
    if (this.#coordinates[0] > quarter - border && this.#coordinates[2] < 0) {
      this.#negate(0, 2);
      this.#shift(0);
    }
    return { coordinates: this.#coordinates, left: this.#left, right: this.#right };
  }

  /** Into (−π/4, π/4]: a quarter turn more is a Pauli gate on both qubits. */
  #shift(axis: 0 | 1 | 2): void {
    const turns = Math.ceil((this.#coordinates[axis] - quarter - border) / (2 * quarter));
    this.#coordinates[axis] -= turns * 2 * quarter;
    if (turns % 2 !== 0) {
      const pauli = paulis[axis];
      this.#left = [product(this.#left[0], pauli), product(this.#left[1], pauli)];
    }
  }

  /** By size, the largest first. */
  #sort(): void {
    for (const [one, other] of [
      [0, 1],
      [1, 2],
      [0, 1],
    ] as const) {
      if (Math.abs(this.#coordinates[one]) < Math.abs(this.#coordinates[other])) this.#exchange(one, other);
    }
  }

  /** Exchanges two coordinates: a quarter turn of both qubits about the third axis takes XX to YY, and so on. */
  #exchange(one: 0 | 1, other: 1 | 2): void {
    const turn = quarterTurns[(3 - one - other) as 0 | 1 | 2];
    const back = adjoint(turn);
    this.#left = [product(this.#left[0], turn), product(this.#left[1], turn)];
    this.#right = [product(back, this.#right[0]), product(back, this.#right[1])];
    const kept = this.#coordinates[one];
    this.#coordinates[one] = this.#coordinates[other];
    this.#coordinates[other] = kept;
  }

  /** Changes the signs of two coordinates: the Pauli gate of the third on one qubit. */
  #negate(one: 0 | 1, other: 1 | 2): void {
    const pauli = paulis[(3 - one - other) as 0 | 1 | 2];
    this.#left = [product(this.#left[0], pauli), this.#left[1]];
    this.#right = [product(pauli, this.#right[0]), this.#right[1]];
    this.#coordinates[one] = -this.#coordinates[one];
    this.#coordinates[other] = -this.#coordinates[other];
  }
}

const paulis = [
  matrix2([0, 1, 1, 0], [0, 0, 0, 0]),
  matrix2([0, 0, 0, 0], [0, -1, 1, 0]),
  matrix2([1, 0, 0, -1], [0, 0, 0, 0]),
] as const;

/** Rotations by π/2 about X, Y and Z. */
const quarterTurns = [
  matrix2([half, 0, 0, half], [0, -half, -half, 0]),
  matrix2([half, -half, half, half], [0, 0, 0, 0]),
  matrix2([half, 0, 0, half], [-half, 0, 0, half]),
] as const;

function matrix2(re: readonly number[], im: readonly number[]): DenseMatrix {
  return { dimension: 2, re: Float64Array.from(re), im: Float64Array.from(im) };
}

function transposed({ dimension: n, im, re }: DenseMatrix): DenseMatrix {
  const result = denseMatrix(n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      result.re[column * n + row] = re[row * n + column] ?? 0;
      result.im[column * n + row] = im[row * n + column] ?? 0;
    }
  }
  return result;
}

interface SymmetricEigen {
  readonly phases: number[];
  /** Real and orthogonal, eigenvectors as columns. */
  readonly vectors: DenseMatrix;
}

/**
 * A symmetric unitary matrix, whose real and imaginary part are symmetric and commute, by Jacobi rotations that make both
 * diagonal (J.-F. Cardoso and A. Souloumiac, "Jacobi angles for simultaneous diagonalization", 1996).
 */
function symmetricEigen(matrix: DenseMatrix): SymmetricEigen {
  const n = matrix.dimension;
  const parts = [matrix.re.slice(), matrix.im.slice()];
  const vectors = denseMatrix(n);
  for (let index = 0; index < n; index++) vectors.re[index * n + index] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = jointAngle(parts, n, p, q);
        if (angle === 0) continue;
        turned = true;
        const [cosine, sine] = [cosineOf(angle), sineOf(angle)];
        for (const part of parts) {
          turnColumns(part, n, p, q, cosine, sine);
          turnRows(part, n, p, q, cosine, sine);
        }
        turnColumns(vectors.re, n, p, q, cosine, sine);
      }
    }
    if (!turned) break;
  }
  const [re = matrix.re, im = matrix.im] = parts;
  const phases = Array.from({ length: n }, (_, index) =>
    phaseOf(re[index * n + index] ?? 0, im[index * n + index] ?? 0),
  );
  return { phases, vectors };
}

/** The rotation of axes p and q that makes the off-diagonal entries of all matrices smallest; 0 when they vanish. */
function jointAngle(parts: readonly Float64Array[], n: number, p: number, q: number): number {
  let differences = 0;
  let products = 0;
  let size = 0;
  for (const part of parts) {
    const difference = (part[p * n + p] ?? 0) - (part[q * n + q] ?? 0);
    const both = (part[p * n + q] ?? 0) + (part[q * n + p] ?? 0);
    differences += difference * difference - both * both;
    products += 2 * difference * both;
    size += Math.abs(both);
  }
  if (size < 2e-15) return 0;
  return phaseOf(differences, products) / 4;
}

function turnColumns(part: Float64Array, n: number, p: number, q: number, cosine: number, sine: number): void {
  for (let row = 0; row < n; row++) {
    const [x, y] = [part[row * n + p] ?? 0, part[row * n + q] ?? 0];
    part[row * n + p] = cosine * x + sine * y;
    part[row * n + q] = cosine * y - sine * x;
  }
}

function turnRows(part: Float64Array, n: number, p: number, q: number, cosine: number, sine: number): void {
  for (let column = 0; column < n; column++) {
    const [x, y] = [part[p * n + column] ?? 0, part[q * n + column] ?? 0];
    part[p * n + column] = cosine * x + sine * y;
    part[q * n + column] = cosine * y - sine * x;
  }
}

/** The sign of the determinant of a real orthogonal matrix, by elimination. */
function determinantSign({ dimension: n, re }: DenseMatrix): number {
  const rows = Array.from({ length: n }, (_, row) => [...re.subarray(row * n, (row + 1) * n)]);
  let sign = 1;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    const top = rows[pivot] ?? [];
    if (pivot !== column) {
      rows[pivot] = rows[column] ?? [];
      rows[column] = top;
      sign = -sign;
    }
    const lead = top[column] ?? 0;
    if (lead < 0) sign = -sign;
    for (let row = column + 1; row < n; row++) {
      const own = rows[row] ?? [];
      const factor = (own[column] ?? 0) / lead;
      for (let entry = column; entry < n; entry++) own[entry] = (own[entry] ?? 0) - factor * (top[entry] ?? 0);
    }
  }
  return sign;
}

function negateColumn({ dimension: n, re }: DenseMatrix, column: number): void {
  for (let row = 0; row < n; row++) re[row * n + column] = -(re[row * n + column] ?? 0);
}

/** A real matrix whose columns are multiplied by e^{±i·phase}. */
function withColumnPhases({ dimension: n, re }: DenseMatrix, phases: readonly number[], sign: 1 | -1): DenseMatrix {
  const result = denseMatrix(n);
  phases.forEach((phase, column) => {
    const [cosine, sine] = [cosineOf(phase), sign * sineOf(phase)];
    for (let row = 0; row < n; row++) {
      const value = re[row * n + column] ?? 0;
      result.re[row * n + column] = value * cosine;
      result.im[row * n + column] = value * sine;
    }
  });
  return result;
}

/** The factors of a tensor product of two unitary 2×2 matrices, that of bit 0 first; up to a common phase. */
function factors(whole: DenseMatrix): [DenseMatrix, DenseMatrix] {
  const entry = (row: number, column: number): [number, number] => {
    const place = row * 4 + column;
    return [whole.re[place] ?? 0, whole.im[place] ?? 0];
  };
  // The 2×2 block of bit 1 with the largest weight is a multiple of the factor of bit 0.
  const first = lengthOf(...entry(0, 0), ...entry(0, 1)) >= lengthOf(...entry(0, 2), ...entry(0, 3)) ? 0 : 2;
  const low = denseMatrix(2);
  const size = lengthOf(...entry(0, first), ...entry(0, first + 1));
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 2; column++) {
      const [re, im] = entry(row, first + column);
      low.re[2 * row + column] = re / size;
      low.im[2 * row + column] = im / size;
    }
  }
  // ⟨low, block⟩ / 2 of each block is an entry of the factor of bit 1.
  const high = denseMatrix(2);
  for (let top = 0; top < 2; top++) {
    for (let across = 0; across < 2; across++) {
      for (let place = 0; place < 4; place++) {
        const [x, y] = [low.re[place] ?? 0, low.im[place] ?? 0];
        const [u, v] = entry(2 * top + (place >> 1), 2 * across + (place & 1));
        high.re[2 * top + across] = (high.re[2 * top + across] ?? 0) + (x * u + y * v) / 2;
        high.im[2 * top + across] = (high.im[2 * top + across] ?? 0) + (x * v - y * u) / 2;
      }
    }
  }
  return [low, high];
}
