import { Failure } from '#core/base/failure.ts';
import type { WorkSignal } from '#core/base/workSignal.ts';
import { qubitName } from '#core/circuit/chosenWires.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { PreparedGates, QuantumState, SimulationMethod } from '../program/quantumState.ts';
import type { BlochVector } from './blochVector.ts';
import { StateCursor } from './stateCursor.ts';

/** What one shot of a circuit is like after a moment. Plain JSON. */
export interface MomentState {
  /** How many moments have passed: 0 is the beginning. */
  readonly moment: number;
  /** What was read in the latest moment, in order. */
  readonly readings: readonly MomentReading[];
  /** Of all qubits. */
  readonly bloch: readonly { readonly qubit: string; readonly vector: BlochVector }[];
}

/** A measurement or reset and how likely its outcome was. */
export interface MomentReading {
  readonly qubit: string;
  readonly value: 0 | 1;
  readonly probability: number;
}

/** The most Bloch vectors that are listed. */
const mostVectors = 100_000;

/**
 * Follows one shot through all moments of a bound circuit.
 * @throws Failure `too-large` (more than 100,000 vectors), `unsupported` (methods that read no expectation values),
 * `cancelled`; RunTimeFault
 */
export function momentStates<Gates extends PreparedGates, State extends QuantumState<Gates>>(
  circuit: Circuit,
  method: SimulationMethod<Gates, State>,
  seed: number,
  signal: WorkSignal,
): MomentState[] {
  const cursor = new StateCursor(circuit, method, { seed });
  try {
    const vectors = (cursor.momentCount + 1) * circuit.qubitCount;
    if (vectors > mostVectors) {
      throw new Failure(
        'too-large',
        `The ${cursor.momentCount} moments of ${circuit.qubitCount} qubits are too many to list; the limit is ${mostVectors} Bloch vectors.`,
        { advice: 'Ask for the Bloch vectors of the final state, or take a part of the circuit.' },
      );
    }
    const name = (qubit: number) => qubitName(circuit, qubit);
    return Array.from({ length: cursor.momentCount + 1 }, (_, moment) => {
      const { outcomes } = cursor.moveTo(moment, signal);
      return {
        moment,
        readings: outcomes.map(({ qubit, ...reading }) => ({ qubit: name(qubit), ...reading })),
        bloch: cursor.blochVectors(signal).map((vector, qubit) => ({ qubit: name(qubit), vector })),
      };
    });
  } finally {
    cursor.release();
  }
}
