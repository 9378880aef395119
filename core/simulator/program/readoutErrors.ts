import { Failure } from '#core/base/failure.ts';
import type { ReadoutError } from '../noise/noiseModel.ts';
import type { CircuitNoise, NoisyOperation } from './circuitNoise.ts';

/** `matrix[read][true]` of values that are read together; bit j of an index is value j. */
export type ReadoutMatrix = readonly (readonly number[])[];

/** Bits that are written together, with how likely each reading is of each true value. */
export interface JointReading {
  /** In the order of the bits of the matrix's indices. */
  readonly qubits: readonly number[];
  readonly bits: readonly number[];
  readonly matrix: ReadoutMatrix;
}

/** The readout of a single qubit as a matrix. */
export function readoutMatrix({ p01, p10 }: ReadoutError): ReadoutMatrix {
  return [
    [1 - p10, p01],
    [p10, 1 - p01],
  ];
}

/** What a measurement is to the readout of its qubit. */
export interface MeasurementReadout {
  readonly reading: JointReading;
  /** Whether all values that are read together are there; else others are still to come. */
  readonly isComplete: boolean;
}

/**
 * The readout of the measurements of a body that are read on their way, by their places; those that are read as they are
 * are left out. Qubits whose readouts are correlated have to be measured together: all of them, each once, with nothing
 * that acts on them or depends on bits in between.
 * @throws Failure `unsupported` where they are not
 */
export function measurementReadouts(
  operations: readonly NoisyOperation[],
  noise: CircuitNoise,
): ReadonlyMap<number, MeasurementReadout> {
  const found = new Map<number, MeasurementReadout>();
  operations.forEach((operation, place) => {
    if (operation.kind !== 'measure' || found.has(place)) return;
    const { bit, qubit } = operation;
    const group = noise.correlatedReadout.find(({ qubits }) => qubits.includes(qubit));
    if (group === undefined) {
      const error = noise.readoutError(qubit);
      if (error === undefined || bit === undefined || (error.p01 === 0 && error.p10 === 0)) return;
      found.set(place, { isComplete: true, reading: { qubits: [qubit], bits: [bit], matrix: readoutMatrix(error) } });
      return;
    }
    const places = measuredTogether(operations, place, group.qubits);
    const bits = group.qubits.flatMap((member) => {
      const measurement = operations[places.get(member) ?? -1];
      return measurement?.kind === 'measure' && measurement.bit !== undefined ? [measurement.bit] : [];
    });
    // Two of them into one bit, or one of them into none, is no reading of all.
    if (new Set(bits).size < group.qubits.length) throw apart(group.qubits, qubit);
    const last = Math.max(...places.values());
    const reading = { qubits: group.qubits, bits, matrix: group.matrix };
    for (const each of places.values()) found.set(each, { reading, isComplete: each === last });
  });
  return found;
}

/** Where each of some qubits is measured, from a place on. */
function measuredTogether(
  operations: readonly NoisyOperation[],
  start: number,
  qubits: readonly number[],
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let place = start; place < operations.length && places.size < qubits.length; place++) {
    const operation = operations[place];
    switch (operation?.kind) {
      case 'measure':
        if (places.has(operation.qubit)) break;
        if (qubits.includes(operation.qubit)) places.set(operation.qubit, place);
        continue;
      case 'barrier':
        continue;
      case 'channel':
        // Waiting for the measurement of another one, which does not act on what is measured already.
        if (operation.qubits.some((qubit) => places.has(qubit))) break;
        continue;
      default:
        break;
    }
    break;
  }
  if (places.size < qubits.length) {
    const measured = operations[start];
    throw apart(qubits, measured?.kind === 'measure' ? measured.qubit : (qubits[0] ?? 0));
  }
  return places;
}

function apart(qubits: readonly number[], qubit: number): Failure {
  return new Failure(
    'unsupported',
    `The readouts of qubits ${qubits.join(', ')} are correlated, and the circuit measures qubit ${qubit} in its middle without the others.`,
    {
      advice:
        'Measure all of them one after the other with nothing in between, each into a bit of its own, or give each a readout error of its own.',
    },
  );
}
