import type { Circuit } from '#core/circuit/circuit.ts';
import { finalReadings } from '#core/circuit/measuredCircuit.ts';
import type { CircuitOutcome } from '../backend.ts';

/**
 * The outcome of a circuit of the probabilities that IonQ tells: those of all qubits, as the decimal number whose lowest
 * bit is qubit 0.
 * @param circuit what was run; without it, bits are the qubits
 * @param qubits of a circuit that is not known; as many as the largest number has digits unless given
 */
export function ionqOutcome(
  states: Readonly<Record<string, number>>,
  circuit: Circuit | undefined,
  qubits?: number | null,
): CircuitOutcome {
  const widest = Object.keys(states).reduce((most, state) => Math.max(most, BigInt(state).toString(2).length), 1);
  const size = circuit?.bitCount ?? qubits ?? widest;
  const readings = circuit && finalReadings(circuit);
  const probabilities: Record<string, number> = {};
  for (const [state, probability] of Object.entries(states)) {
    const ones = BigInt(state).toString(2);
    const bits = new Array<string>(size).fill('0');
    if (readings) for (const { bit, qubit } of readings) bits[size - 1 - bit] = ones.at(-1 - qubit) ?? '0';
    const key = readings ? bits.join('') : ones.padStart(size, '0');
    probabilities[key] = (probabilities[key] ?? 0) + probability;
  }
  return { probabilities };
}
