import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { MatrixWorkspace, WorkMatrix } from './matrixWorkspace.ts';
import { type PlanarMatrix, planarMatrix, reshaped, scaledBy, squaredNorm } from './planarMatrix.ts';
import type { TruncationRecord, TruncationRule } from './truncation.ts';

/**
 * The tensor of a site: entry (a, s, b) for the bond to the left, the qubit and the bond to the right, as the matrix
 * with row 2a + s and column b. It is never changed, only replaced, so states can share it.
 */
export type SiteTensor = PlanarMatrix;

/** The dimension of the bond to the left of a site. */
export function leftBond({ rows }: SiteTensor): number {
  return rows / 2;
}

/** The tensor with row a and column s · right + b. */
export function byLeftBond(tensor: SiteTensor): PlanarMatrix {
  return reshaped(tensor, leftBond(tensor));
}

/** A tensor given as the matrix with row a and column s · right + b. */
function fromLeftBond(matrix: PlanarMatrix): SiteTensor {
  return reshaped(matrix, 2 * matrix.rows);
}

/**
 * A normalised state of qubits in a row as a matrix product state in mixed canonical form (U. Schollwöck, "The
 * density-matrix renormalization group in the age of matrix product states", 2011, section 4): tensors left of the
 * centre are isometries from the left, those right of it isometries from the right. So what a truncation next to the
 * centre discards is as small as it can be, and is what the state loses.
 */
export class Chain {
  readonly workspace: MatrixWorkspace;
  readonly rule: TruncationRule;
  #sites: SiteTensor[];
  #centre = 0;
  #discardedWeight = 0;
  #fidelity = 1;
  #largestBond = 1;

  constructor(length: number, workspace: MatrixWorkspace, rule: TruncationRule) {
    this.workspace = workspace;
    this.rule = rule;
    this.#sites = zeroSites(length);
  }

  get length(): number {
    return this.#sites.length;
  }

  get centre(): number {
    return this.#centre;
  }

  get truncation(): TruncationRecord {
    return { discardedWeight: this.#discardedWeight, fidelity: this.#fidelity, largestBond: this.#largestBond };
  }

  /** The dimensions of the bonds, one less than there are sites. */
  get bonds(): number[] {
    return this.#sites.slice(1).map(leftBond);
  }

  site(index: number): SiteTensor {
    const site = this.#sites[index];
    if (site === undefined) throw new RangeError(`There is no site ${index}.`);
    return site;
  }

  /** Sets all qubits to |0⟩ and forgets past truncations. */
  clear(): void {
    this.#sites = zeroSites(this.length);
    this.#centre = 0;
    this.#discardedWeight = 0;
    this.#fidelity = 1;
    this.#largestBond = 1;
  }

  copyFrom(other: Chain): void {
    this.#sites = [...other.#sites];
    this.#centre = other.#centre;
    this.#discardedWeight = other.#discardedWeight;
    this.#fidelity = other.#fidelity;
    this.#largestBond = other.#largestBond;
  }

  /** Multiplies the state by a complex number of modulus 1. */
  multiplyPhase(re: number, im: number): void {
    const site = this.site(this.#centre);
    const result = planarMatrix(site.rows, site.columns);
    const half = site.values.length / 2;
    for (let place = 0; place < half; place++) {
      const [x, y] = [site.values[place] as number, site.values[half + place] as number];
      result.values[place] = re * x - im * y;
      result.values[half + place] = re * y + im * x;
    }
    this.#sites[this.#centre] = result;
  }

  /**
   * Applies a 2 × 2 matrix to the qubit of a site. Unless it is unitary, the site has to be the centre, and the norm
   * changes.
   * @param gate row-major, re and im interleaved
   */
  applyToSite(index: number, gate: ArrayLike<number>): void {
    this.#sites[index] = withGate(this.site(index), gate);
  }

  /**
   * Applies a two-qubit gate to the qubits of a site and of the next, and truncates their bond.
   * @param gate 4 × 4, row-major, re and im interleaved; bit 0 of an index is the left qubit
   * @param centreTo where the centre is afterwards: at the left or the right of the two
   */
  applyToPair(left: number, gate: ArrayLike<number>, centreTo: 'left' | 'right', signal: CancellationSignal): void {
    const right = left + 1;
    this.moveCentre(this.#centre <= left ? left : right, signal);
    const { workspace } = this;
    workspace.clear();
    const pair = workspace.multiply(
      workspace.load(this.site(left)),
      workspace.load(byLeftBond(this.site(right))),
      signal,
    );
    workspace.applyPairGate(pair, gate);
    this.#split(pair, left, centreTo, signal);
  }

  /** Moves the centre to a site; the state stays the same. */
  moveCentre(to: number, signal: CancellationSignal): void {
    while (this.#centre < to) this.#stepRight(signal);
    while (this.#centre > to) this.#stepLeft(signal);
  }

  /** The probability that the qubit of a site is 1. */
  probabilityOfOne(index: number, signal: CancellationSignal): number {
    this.moveCentre(index, signal);
    const { columns, rows, values } = this.site(index);
    const half = rows * columns;
    const sums = [0, 0] as [number, number];
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let place = row * columns; place < (row + 1) * columns; place++) {
        sum += (values[place] as number) ** 2 + (values[half + place] as number) ** 2;
      }
      if (row & 1) sums[1] += sum;
      else sums[0] += sum;
    }
    return sums[1] / (sums[0] + sums[1]);
  }

  /** Projects the qubit of a site on a value of more than no probability, and normalises. */
  project(index: number, value: 0 | 1, signal: CancellationSignal): void {
    this.moveCentre(index, signal);
    const projected = withGate(this.site(index), value === 0 ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 1, 0]);
    this.#sites[index] = scaledBy(projected, 1 / Math.sqrt(squaredNorm(projected)));
    // The qubit is not entangled with the others any more, and others may be less so, as in a GHZ state.
    this.#shrinkBonds(index, signal);
  }

  /**
   * Replaces the tensors from a site on by others that need not be isometries, the outermost bonds being the same, and
   * makes the bonds between them as small as they can be. The centre is at `first` before, and at the last of the sites
   * afterwards.
   */
  replace(first: number, tensors: readonly SiteTensor[], signal: CancellationSignal): void {
    if (this.#centre !== first) throw new RangeError(`The centre is at ${this.#centre}, not at ${first}.`);
    const last = first + tensors.length - 1;
    for (const [offset, tensor] of tensors.entries()) this.#sites[first + offset] = tensor;
    this.#centre = last;
    this.moveCentre(first, signal);
    while (this.#centre < last) this.#truncateRight(signal);
  }

  /** Splits two contracted sites, of which one is the centre, again. */
  #split(pair: WorkMatrix, left: number, centreTo: 'left' | 'right', signal: CancellationSignal): void {
    const { workspace } = this;
    const keep = (values: Float64Array) => this.rule.count(values);
    if (centreTo === 'left') {
      const { rows, values } = workspace.singularRows(pair, keep, signal);
      const factor = this.#record(values, rows.rows);
      const rest = workspace.multiply(pair, workspace.adjoint(rows), signal);
      this.#sites[left] = workspace.read(rest, factor);
      this.#sites[left + 1] = fromLeftBond(workspace.read(rows));
      this.#centre = left;
    } else {
      const { rows, values } = workspace.singularRows(workspace.adjoint(pair), keep, signal);
      const factor = this.#record(values, rows.rows);
      const rest = workspace.multiply(rows, pair, signal);
      this.#sites[left] = workspace.read(workspace.adjoint(rows));
      this.#sites[left + 1] = fromLeftBond(workspace.read(rest, factor));
      this.#centre = left + 1;
    }
  }

  /** Takes down what keeping the first singular values discards; what is kept has to be multiplied by the result. */
  #record(values: Float64Array, kept: number): number {
    let before = 0;
    let gone = 0;
    for (const [index, value] of values.entries()) {
      before += value * value;
      if (index >= kept) gone += value * value;
    }
    const weight = gone / before;
    this.#discardedWeight += weight;
    this.#fidelity *= 1 - weight;
    this.#largestBond = Math.max(this.#largestBond, kept);
    return 1 / Math.sqrt(before - gone);
  }

  #stepRight(signal: CancellationSignal): void {
    const { workspace } = this;
    const index = this.#centre;
    workspace.clear();
    const { triangle, unitary } = workspace.factorise(workspace.load(this.site(index)), signal);
    const next = workspace.multiply(triangle, workspace.load(byLeftBond(this.site(index + 1))), signal);
    this.#sites[index] = workspace.read(unitary);
    this.#sites[index + 1] = fromLeftBond(workspace.read(next));
    this.#centre++;
  }

  #stepLeft(signal: CancellationSignal): void {
    const { workspace } = this;
    const index = this.#centre;
    workspace.clear();
    const matrix = workspace.adjoint(workspace.load(byLeftBond(this.site(index))));
    const { triangle, unitary } = workspace.factorise(matrix, signal);
    const previous = workspace.multiply(workspace.load(this.site(index - 1)), workspace.adjoint(triangle), signal);
    this.#sites[index] = fromLeftBond(workspace.read(workspace.adjoint(unitary)));
    this.#sites[index - 1] = workspace.read(previous);
    this.#centre--;
  }

  /** Moves the centre to the right and makes the bond it crosses as small as it can be. */
  #truncateRight(signal: CancellationSignal): void {
    const { workspace } = this;
    const index = this.#centre;
    workspace.clear();
    const matrix = workspace.load(this.site(index));
    const keep = (values: Float64Array) => this.rule.count(values);
    const { rows, values } = workspace.singularRows(workspace.adjoint(matrix), keep, signal);
    const factor = this.#record(values, rows.rows);
    const rest = workspace.multiply(rows, matrix, signal);
    const next = workspace.multiply(rest, workspace.load(byLeftBond(this.site(index + 1))), signal);
    this.#sites[index] = workspace.read(workspace.adjoint(rows));
    this.#sites[index + 1] = fromLeftBond(workspace.read(next, factor));
    this.#centre++;
  }

  /** Moves the centre to the left and makes the bond it crosses as small as it can be. */
  #truncateLeft(signal: CancellationSignal): void {
    const { workspace } = this;
    const index = this.#centre;
    workspace.clear();
    const matrix = workspace.load(byLeftBond(this.site(index)));
    const keep = (values: Float64Array) => this.rule.count(values);
    const { rows, values } = workspace.singularRows(matrix, keep, signal);
    const factor = this.#record(values, rows.rows);
    const rest = workspace.multiply(matrix, workspace.adjoint(rows), signal);
    const previous = workspace.multiply(workspace.load(this.site(index - 1)), rest, signal);
    this.#sites[index] = fromLeftBond(workspace.read(rows));
    this.#sites[index - 1] = workspace.read(previous, factor);
    this.#centre--;
  }

  /** Makes bonds around the centre smaller, outwards for as long as they become so. */
  #shrinkBonds(around: number, signal: CancellationSignal): void {
    for (let isSmaller = true; isSmaller && this.#centre < this.length - 1; ) {
      const bond = leftBond(this.site(this.#centre + 1));
      this.#truncateRight(signal);
      isSmaller = leftBond(this.site(this.#centre)) < bond;
    }
    this.moveCentre(around, signal);
    for (let isSmaller = true; isSmaller && this.#centre > 0; ) {
      const bond = leftBond(this.site(this.#centre));
      this.#truncateLeft(signal);
      isSmaller = leftBond(this.site(this.#centre + 1)) < bond;
    }
    this.moveCentre(around, signal);
  }
}

function zeroSites(length: number): SiteTensor[] {
  const zero: SiteTensor = { rows: 2, columns: 1, values: Float64Array.of(1, 0, 0, 0) };
  return Array.from({ length }, () => zero);
}

/** A tensor whose qubit a 2 × 2 matrix was applied to. */
export function withGate(tensor: SiteTensor, gate: ArrayLike<number>): SiteTensor {
  const { columns, rows, values } = tensor;
  const result = planarMatrix(rows, columns);
  const half = rows * columns;
  const [aRe = 0, aIm = 0, bRe = 0, bIm = 0, cRe = 0, cIm = 0, dRe = 0, dIm = 0] = Array.from(gate);
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column++) {
      const zero = row * columns + column;
      const one = zero + columns;
      const [x, y] = [values[zero] as number, values[half + zero] as number];
      const [u, v] = [values[one] as number, values[half + one] as number];
      result.values[zero] = aRe * x - aIm * y + bRe * u - bIm * v;
      result.values[half + zero] = aRe * y + aIm * x + bRe * v + bIm * u;
      result.values[one] = cRe * x - cIm * y + dRe * u - dIm * v;
      result.values[half + one] = cRe * y + cIm * x + dRe * v + dIm * u;
    }
  }
  return result;
}
