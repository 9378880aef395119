import { Failure } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { braketTaskQubits } from '#core/circuit/export/braketTask.ts';
import { finalReadings } from '#core/circuit/measuredCircuit.ts';
import type { CircuitOutcome } from '../backend.ts';
import { outcomeOfShots } from '../outcomeOfShots.ts';
import { type GateResult, gateResultSchema } from './wire.ts';

/**
 * Reads the document `results.json` of a task.
 * @throws Failure `unknown` where it is none of a task of gates
 */
export function gateResult(text: string, task: string): GateResult {
  const parsed = gateResultSchema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  throw new Failure('unknown', `The result of task ${task} is not one of gates that this version can read.`, {
    advice: 'Open results.json in the bucket; if it is complete, this version needs an update.',
  });
}

/**
 * The outcome of a circuit. Braket writes the measured qubits from left to right; ours are bits, the last leftmost.
 * @param circuit what was submitted; without, the measured qubits are the bits, the lowest rightmost
 */
export function outcomeOf(
  result: GateResult,
  circuit: Circuit | undefined,
  shots: number,
  circuitsInJob: number,
): CircuitOutcome {
  const keyOf = keyWriter(result.measuredQubits, circuit);
  const { measurementProbabilities, measurements } = result;
  if (measurements != null && measurements.length > 0) {
    const keys = measurements.map((row) => keyOf((column) => (row[column] === 1 ? '1' : '0')));
    return outcomeOfShots(keys, circuitsInJob * keys.length);
  }
  const probabilities: Record<string, number> = {};
  for (const [state, probability] of Object.entries(measurementProbabilities ?? {})) {
    const key = keyOf((column) => state[column] ?? '0');
    probabilities[key] = (probabilities[key] ?? 0) + probability;
  }
  const times = scaled(probabilities, (probability) => probability * shots);
  // Probabilities after error mitigation are no shares of the shots.
  const areCounts = shots > 0 && Object.values(times).every((count) => Math.abs(count - Math.round(count)) < 1e-6);
  return { probabilities, ...(areCounts ? { counts: scaled(times, Math.round) } : {}) };
}

/** Writes a key from what is in each column. */
function keyWriter(
  measuredQubits: readonly number[],
  circuit: Circuit | undefined,
): (digit: (column: number) => string) => string {
  if (circuit === undefined) {
    const columns = measuredQubits.map((qubit, column) => ({ qubit, column }));
    columns.sort((left, right) => right.qubit - left.qubit);
    return (digit) => columns.map(({ column }) => digit(column)).join('');
  }
  const columnOfQubit = new Map<number, number>();
  const wires = braketTaskQubits(circuit);
  measuredQubits.forEach((wire, column) => {
    const qubit = wires[wire];
    if (qubit !== undefined) columnOfQubit.set(qubit, column);
  });
  const { bitCount } = circuit;
  const readings = finalReadings(circuit).map(({ bit, qubit }) => ({ bit, column: columnOfQubit.get(qubit) }));
  return (digit) => {
    const bits = new Array<string>(bitCount).fill('0');
    for (const { bit, column } of readings) bits[bitCount - 1 - bit] = column === undefined ? '0' : digit(column);
    return bits.join('');
  };
}

function scaled(
  values: Readonly<Record<string, number>>,
  scale: (value: number) => number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, scale(value)]));
}
