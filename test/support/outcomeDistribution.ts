import { expect } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { simulate } from '#core/simulator/simulate.ts';

/** The exact probability of every bit string a circuit can give. */
export function outcomeDistribution(circuit: Circuit): Readonly<Record<string, number>> {
  const options = { shots: 0, seed: 0, probabilities: true };
  return simulate(circuit, options, { clock: { monotonic: () => 0 } }).probabilities ?? {};
}

/** Two circuits give every bit string with the same probability. */
export function expectSameDistribution(actual: Circuit, wanted: Circuit): void {
  const found = outcomeDistribution(actual);
  const sought = outcomeDistribution(wanted);
  for (const bits of new Set([...Object.keys(found), ...Object.keys(sought)])) {
    expect(Math.abs((found[bits] ?? 0) - (sought[bits] ?? 0)), bits).toBeLessThan(1e-9);
  }
}
