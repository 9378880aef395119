import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { RandomStream } from '#core/base/random.ts';
import type { Amplitudes } from './readout/amplitudes.ts';

/** Shots drawn and sorted together. */
const batchSize = 1 << 18;

/**
 * Measures all qubits `shots` times: how often each basis index was found, of the bits in `mask` only. Uniform numbers are
 * sorted and laid over the running sum of the probabilities, a batch of shots per sweep. The order of the entries is the
 * order of discovery; the numbers depend on the state and the stream alone.
 */
export function sampleState(
  state: Amplitudes,
  shots: number,
  stream: RandomStream,
  mask: number,
  signal: CancellationSignal,
): Map<number, number> {
  const counts = new Map<number, number>();
  const size = state.length / 2;
  const total = totalProbability(state);
  for (let done = 0; done < shots; done += batchSize) {
    throwIfCancelled(signal);
    const batch = new Float64Array(Math.min(batchSize, shots - done));
    for (let shot = 0; shot < batch.length; shot++) batch[shot] = stream.uniform() * total;
    batch.sort();
    let sum = 0;
    let shot = 0;
    let lastPossible = 0;
    for (let index = 0; index < size && shot < batch.length; index++) {
      const re = state[2 * index] as number;
      const im = state[2 * index + 1] as number;
      const probability = re * re + im * im;
      if (probability === 0) continue;
      sum += probability;
      lastPossible = index & mask;
      const from = shot;
      while (shot < batch.length && (batch[shot] as number) < sum) shot++;
      if (shot > from) counts.set(index & mask, (counts.get(index & mask) ?? 0) + shot - from);
    }
    // What rounding left above the sum belongs to the last state that can occur.
    if (shot < batch.length) counts.set(lastPossible, (counts.get(lastPossible) ?? 0) + batch.length - shot);
  }
  return counts;
}

/** The probability of each value of the bits in `mask`; entries below 10⁻¹⁵, which is rounding, are left out. */
export function marginalProbabilities(state: Amplitudes, mask: number): Map<number, number> {
  const probabilities = new Map<number, number>();
  const size = state.length / 2;
  for (let index = 0; index < size; index++) {
    const re = state[2 * index] as number;
    const im = state[2 * index + 1] as number;
    const probability = re * re + im * im;
    if (probability > 0) probabilities.set(index & mask, (probabilities.get(index & mask) ?? 0) + probability);
  }
  for (const [value, probability] of probabilities) if (probability < 1e-15) probabilities.delete(value);
  return probabilities;
}

/** Σ |ψ(i)|², 1 up to rounding. */
export function totalProbability(state: Amplitudes): number {
  let sum = 0;
  for (let place = 0; place < state.length; place++) {
    const part = state[place] as number;
    sum += part * part;
  }
  return sum;
}
