import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';

/** Amplitudes of two 64-bit or of two 32-bit numbers. */
export type Precision = 'double' | 'single';

/** The widest states that 32-bit addresses reach, of 2 GiB each, with room for the work on them. */
const widest = { double: 27, single: 28 } as const;

/** Bytes of one amplitude. */
export function amplitudeBytes(precision: Precision): number {
  return precision === 'double' ? 16 : 8;
}

/** Bytes of one state. */
export function stateBytes(qubits: number, precision: Precision = 'double'): number {
  return amplitudeBytes(precision) * 2 ** qubits;
}

/**
 * Refuses circuits too wide to simulate, before any memory is asked for.
 * @throws Failure `too-large`
 */
export function requireSimulable(qubits: number, precision: Precision = 'double'): void {
  const limit = widest[precision];
  if (qubits <= limit) return;
  const fits = qubits <= widest.single;
  throw new Failure(
    'too-large',
    `The circuit has ${qubits} qubits, and the embedded simulator holds the state of at most ${limit} in ${precision} precision (${formatBytes(stateBytes(limit, precision))}; ${qubits} would need ${formatBytes(stateBytes(qubits, precision))}).`,
    {
      advice: fits
        ? 'Use single precision or fewer qubits.'
        : 'Use fewer qubits, the stabilizer method for Clifford circuits, a matrix product state for circuits of little entanglement, or a cloud backend.',
    },
  );
}
