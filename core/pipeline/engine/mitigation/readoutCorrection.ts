import { Failure } from '#core/base/failure.ts';

/*
 * Correction of misread bits. A confusion matrix says how likely each reading is of each true value; its inverse, applied
 * to the distribution that was read, gives an estimate of the true one, a quasi-distribution that may have negative
 * entries, which is moved to the nearest distribution.
 */

/** How likely a qubit is misread: P(read 1 | 0) and P(read 0 | 1). */
export interface QubitConfusion {
  readonly p10: number;
  readonly p01: number;
}

export type ReadoutCalibration =
  /** Qubits err each by itself; entry j is of qubit j. */
  | { readonly method: 'tensored'; readonly qubits: readonly QubitConfusion[] }
  /** `matrix[read][true]` over all basis states, index bit j = qubit j. */
  | { readonly method: 'full'; readonly matrix: readonly (readonly number[])[] };

/** The widest register whose confusion is calibrated state by state. */
export const mostFullQubits = 8;

/**
 * The calibration that readings of prepared basis states say. For `tensored` they are those of |0…0⟩ and |1…1⟩, for
 * `full` those of all basis states in order.
 * @param readings relative frequencies of all basis states, one list for each prepared state
 */
export function calibrationOfReadings(
  method: 'tensored' | 'full',
  readings: readonly ArrayLike<number>[],
  qubitCount: number,
): ReadoutCalibration {
  if (method === 'full') {
    const size = 2 ** qubitCount;
    const matrix = Array.from({ length: size }, (_, read) =>
      Array.from({ length: size }, (_unused, state) => readings[state]?.[read] ?? 0),
    );
    return { method, matrix };
  }
  const [zeros = [], ones = []] = readings;
  const share = (reading: ArrayLike<number>, qubit: number, value: number) => {
    let sum = 0;
    for (let state = 0; state < reading.length; state++)
      if (((state >>> qubit) & 1) === value) sum += reading[state] as number;
    return sum;
  };
  const qubits = Array.from({ length: qubitCount }, (_, qubit) => ({
    p10: share(zeros, qubit, 1),
    p01: share(ones, qubit, 0),
  }));
  return { method, qubits };
}

/** A calibration made ready to correct many distributions. */
export interface ReadoutCorrection {
  /** The largest sum of absolute values of a column of the inverse: standard deviations grow by at most that factor. */
  readonly oneNorm: number;
  /** The quasi-distribution: it adds up to 1 and may have negative entries. */
  inverted(read: ArrayLike<number>): Float64Array;
  /** The distribution nearest to the quasi-distribution, by the sum of squares. */
  corrected(read: ArrayLike<number>): Float64Array;
}

/** @throws Failure `invalid-input` when readings tell nothing of what they are of, so that there is no inverse */
export function readoutCorrection(calibration: ReadoutCalibration): ReadoutCorrection {
  const { inverted, oneNorm } =
    calibration.method === 'tensored' ? tensoredInverse(calibration.qubits) : fullInverse(calibration.matrix);
  return { oneNorm, inverted, corrected: (read) => nearestDistribution(inverted(read)) };
}

/**
 * The distribution with the smallest sum of squared differences from some numbers: what all entries exceed it by is taken
 * off, those that become negative are 0 (J. A. Smolin, J. M. Gambetta, G. Smith, Phys. Rev. Lett. 108, 070502 (2012)).
 */
export function nearestDistribution(quasi: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(quasi);
  const descending = values.toSorted().reverse();
  let sum = 0;
  let excess = 0;
  descending.forEach((value, index) => {
    sum += value;
    const candidate = (sum - 1) / (index + 1);
    if (value > candidate) excess = candidate;
  });
  return values.map((value) => Math.max(0, value - excess));
}

type Inverse = Pick<ReadoutCorrection, 'inverted' | 'oneNorm'>;

function tensoredInverse(qubits: readonly QubitConfusion[]): Inverse {
  const inverses = qubits.map(({ p01, p10 }, qubit) => {
    const determinant = 1 - p01 - p10;
    if (Math.abs(determinant) < 1e-9) throw blind(`qubit ${qubit}`);
    return [(1 - p01) / determinant, -p01 / determinant, -p10 / determinant, (1 - p10) / determinant] as const;
  });
  return {
    oneNorm: inverses.reduce(
      (norm, [a, b, c, d]) => norm * Math.max(Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d)),
      1,
    ),
    inverted(read) {
      const values = Float64Array.from(read);
      inverses.forEach(([a, b, c, d], qubit) => {
        const bit = 1 << qubit;
        for (let state = 0; state < values.length; state++) {
          if ((state & bit) !== 0) continue;
          const [zero, one] = [values[state] as number, values[state | bit] as number];
          values[state] = a * zero + b * one;
          values[state | bit] = c * zero + d * one;
        }
      });
      return values;
    },
  };
}

function fullInverse(matrix: readonly (readonly number[])[]): Inverse {
  const inverse = invertedMatrix(matrix);
  const columns = inverse.map((_, column) => inverse.reduce((sum, row) => sum + Math.abs(row[column] ?? 0), 0));
  return {
    oneNorm: Math.max(...columns),
    inverted: (read) =>
      Float64Array.from(inverse, (row) => row.reduce((sum, entry, column) => sum + entry * (read[column] ?? 0), 0)),
  };
}

/** By Gauss and Jordan with pivots. */
function invertedMatrix(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, index) => [
    ...row,
    ...Array.from({ length: size }, (_, column) => (column === index ? 1 : 0)),
  ]);
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++)
      if (Math.abs(rows[row]?.[step] ?? 0) > Math.abs(rows[pivot]?.[step] ?? 0)) pivot = row;
    const chosen = rows[pivot] ?? [];
    const value = chosen[step] ?? 0;
    if (Math.abs(value) < 1e-9) throw blind('the register');
    rows[pivot] = rows[step] ?? [];
    const scaled = chosen.map((entry) => entry / value);
    rows[step] = scaled;
    rows.forEach((row, index) => {
      const factor = row[step] ?? 0;
      if (index !== step && factor !== 0)
        rows[index] = row.map((entry, column) => entry - factor * (scaled[column] ?? 0));
    });
  }
  return rows.map((row) => row.slice(size));
}

function blind(what: string): Failure {
  return new Failure('invalid-input', `The readout of ${what} tells nothing of its state, so it cannot be corrected.`, {
    advice: 'Leave mitigation.readout out, or use another device.',
  });
}
