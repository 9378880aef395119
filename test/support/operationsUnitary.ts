import type { Operation } from '#core/circuit/circuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, cx, gate } from './circuitBuilder.ts';
import { simulationContext } from './simulationContext.ts';

/**
 * The unitary of gates on the first qubits, row-major, re and im interleaved: what they do to one half of entangled
 * pairs is their matrix.
 */
export function operationsUnitary(operations: readonly Operation[], qubits: number): number[] {
  const pairs = Array.from({ length: qubits }, (_, qubit) => [gate('h', qubit), cx(qubit, qubit + qubits)]).flat();
  const input = circuit(2 * qubits, [...pairs, ...operations]);
  const { amplitudes = [] } = simulate(input, { shots: 0, seed: 0, amplitudes: true }, simulationContext);
  const size = 2 ** qubits;
  const scale = Math.sqrt(size);
  return Array.from({ length: size * size }, (_, entry) => {
    const [row, column] = [Math.floor(entry / size), entry % size];
    const [re, im] = amplitudes[column * size + row] ?? [Number.NaN, Number.NaN];
    return [re * scale, im * scale];
  }).flat();
}

/** The largest difference between two matrices; with `anyPhase`, after turning the first by the best global phase. */
export function matrixDistance(left: readonly number[], right: readonly number[], anyPhase = false): number {
  let [cosine, sine] = [1, 0];
  if (anyPhase) {
    let [re, im] = [0, 0];
    for (let place = 0; place < left.length; place += 2) {
      const [a = 0, b = 0] = left.slice(place, place + 2);
      const [x = 0, y = 0] = right.slice(place, place + 2);
      re += a * x + b * y;
      im += a * y - b * x;
    }
    const length = Math.hypot(re, im);
    [cosine, sine] = [re / length, im / length];
  }
  let largest = left.length === right.length ? 0 : Number.POSITIVE_INFINITY;
  for (let place = 0; place < left.length; place += 2) {
    const [a = 0, b = 0] = left.slice(place, place + 2);
    const [x = Number.NaN, y = Number.NaN] = right.slice(place, place + 2);
    const distance = Math.hypot(a * cosine - b * sine - x, a * sine + b * cosine - y);
    largest = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(largest, distance);
  }
  return largest;
}
