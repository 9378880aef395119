import { expect } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { simulationContext } from './simulationContext.ts';

/** The exact probability of every bit string a circuit can give. */
export function outcomeDistribution(circuit: Circuit): Readonly<Record<string, number>> {
  const options = { shots: 0, seed: 0, probabilities: true };
  return simulate(circuit, options, simulationContext).probabilities ?? {};
}

/** Two circuits give every bit string with the same probability. */
export function expectSameDistribution(actual: Circuit, wanted: Circuit): void {
  expectSameProbabilities(outcomeDistribution(actual), outcomeDistribution(wanted));
}

/** What is missing has probability 0. */
export function expectSameProbabilities(
  found: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
  tolerance = 1e-9,
): void {
  for (const key of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
    expect(Math.abs((found[key] ?? 0) - (wanted[key] ?? 0)), key).toBeLessThan(tolerance);
  }
}
