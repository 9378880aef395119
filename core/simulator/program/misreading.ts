import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { binomial } from './binomial.ts';
import type { CircuitNoise } from './circuitNoise.ts';
import type { OutcomeListener } from './quantumState.ts';
import { type ReadoutMatrix, readoutMatrix } from './readoutErrors.ts';

/** How the final reading of qubits goes wrong. */
export interface Misreading {
  /** A listener for the true values of some shots that tells `found` what is read of them. */
  counts(stream: RandomStream, found: OutcomeListener): OutcomeListener;
  /** Collects all true outcomes of `list`, and tells `found` how likely it is to read each. */
  probabilities(list: (collect: OutcomeListener) => void, found: OutcomeListener): void;
}

/** Values read together, with how likely each reading is of each true value. */
interface ReadoutGroup {
  /** Places among the qubits that are read; bit j of an index is `places[j]`. */
  readonly places: readonly number[];
  readonly matrix: ReadoutMatrix;
}

/** More values than this are too many for a table of all outcomes. */
const mostListedValues = 24;

/**
 * The misreading of the qubits read at the end of a circuit; undefined when they are read as they are. A qubit read into
 * two bits is misread for each of them.
 * @throws Failure `unsupported` when only some qubits of a correlated readout are read, or one of them twice
 */
export function misreadingOf(qubits: readonly number[], noise: CircuitNoise): Misreading | undefined {
  const groups = readoutGroups(qubits, noise);
  if (groups.length === 0) return undefined;
  return {
    counts(stream, found) {
      const read = new Uint8Array(qubits.length);
      return (values, count) => {
        read.set(values);
        misreadShots(groups, 0, read, count, stream, found);
      };
    },
    probabilities(list, found) {
      if (qubits.length > mostListedValues) {
        throw new Failure('too-large', `The probabilities of reading ${qubits.length} values are too many to list.`, {
          advice: 'Use shots instead.',
        });
      }
      const table = new Float64Array(2 ** qubits.length);
      list((values, probability) => {
        const index = indexOf(values);
        table[index] = (table[index] ?? 0) + probability;
      });
      for (const group of groups) misreadTable(table, group);
      const values = new Uint8Array(qubits.length);
      table.forEach((probability, index) => {
        if (probability < 1e-15) return;
        for (let place = 0; place < values.length; place++) values[place] = (index >>> place) & 1;
        found(values, probability);
      });
    },
  };
}

function readoutGroups(qubits: readonly number[], noise: CircuitNoise): ReadoutGroup[] {
  const groups: ReadoutGroup[] = [];
  const together = new Set<number>();
  for (const { matrix, qubits: members } of noise.correlatedReadout) {
    const places = qubits.flatMap((qubit, place) => (members.includes(qubit) ? [place] : []));
    if (places.length === 0) continue;
    const ordered = members.map((qubit) => qubits.indexOf(qubit));
    if (places.length !== members.length || ordered.includes(-1)) throw apart(members);
    for (const place of places) together.add(place);
    groups.push({ places: ordered, matrix });
  }
  qubits.forEach((qubit, place) => {
    const error = noise.readoutError(qubit);
    if (error === undefined || together.has(place)) return;
    if (error.p01 > 0 || error.p10 > 0) groups.push({ places: [place], matrix: readoutMatrix(error) });
  });
  return groups;
}

/** Divides shots with the same true values among what is read, one group of values after the other. */
function misreadShots(
  groups: readonly ReadoutGroup[],
  next: number,
  values: Uint8Array,
  count: number,
  stream: RandomStream,
  found: OutcomeListener,
): void {
  const group = groups[next];
  if (group === undefined) {
    found(values, count);
    return;
  }
  const { matrix, places } = group;
  const before = places.map((place) => values[place] ?? 0);
  const column = indexOf(before);
  let [rest, likely] = [count, 1];
  for (let reading = 0; reading < matrix.length && rest > 0; reading++) {
    const probability = matrix[reading]?.[column] ?? 0;
    // The last reading takes what is left, whatever rounding says.
    const part = reading === matrix.length - 1 ? rest : binomial(stream, rest, Math.min(1, probability / likely));
    rest -= part;
    likely -= probability;
    if (part === 0) continue;
    places.forEach((place, bit) => {
      values[place] = (reading >>> bit) & 1;
    });
    misreadShots(groups, next + 1, values, part, stream, found);
  }
  places.forEach((place, bit) => {
    values[place] = before[bit] ?? 0;
  });
}

function misreadTable(table: Float64Array, { matrix, places }: ReadoutGroup): void {
  const mask = places.reduce((sum, place) => sum | (1 << place), 0);
  const offsets = matrix.map((_, index) =>
    places.reduce((sum, place, bit) => sum | (((index >>> bit) & 1) << place), 0),
  );
  for (let base = 0; base < table.length; base++) {
    if ((base & mask) !== 0) continue;
    const before = offsets.map((offset) => table[base | offset] ?? 0);
    matrix.forEach((row, reading) => {
      table[base | (offsets[reading] ?? 0)] = row.reduce((sum, each, index) => sum + each * (before[index] ?? 0), 0);
    });
  }
}

function indexOf(values: ArrayLike<number>): number {
  let index = 0;
  for (let place = 0; place < values.length; place++) index |= (values[place] ?? 0) << place;
  return index;
}

function apart(members: readonly number[]): Failure {
  return new Failure(
    'unsupported',
    `The readouts of qubits ${members.join(', ')} are correlated, and the circuit does not read all of them once, together, at its end.`,
    { advice: 'Measure all of them at the end, or give each a readout error of its own.' },
  );
}
