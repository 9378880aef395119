import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import type { PauliFactor } from '#core/circuit/observable.ts';
import { stabilizerMethod } from '#core/simulator/stabilizer/stabilizerMethod.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { cliffordGate } from '#test/support/arbitraries/cliffordCircuits.ts';
import { measuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { measureAll } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { methodDistribution } from '#test/support/methodDistribution.ts';
import { expectSameProbabilities } from '#test/support/outcomeDistribution.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** Clifford circuits in whose middle anything may happen: any Clifford gates under any condition on two bits. */
function feedbackCircuit(qubits: number): fc.Arbitrary<Circuit> {
  const gates = fc.array(cliffordGate(qubits), { minLength: 1, maxLength: 3 });
  const condition = fc
    .tuple(fc.constantFrom<'==' | '>='>('==', '>='), fc.nat({ max: 3 }))
    .map(([operator, value]): Condition => ({ kind: 'compare', bits: [0, 1], operator, value }));
  const branches = fc
    .tuple(condition, gates, gates)
    .map(([when, body, otherwise]): Operation => ({ kind: 'conditional', condition: when, body, otherwise }));
  return measuredCircuit({ qubits, bits: qubits, gate: cliffordGate(qubits), branches });
}

function preparedState(qubits: number, operations: readonly Operation[]) {
  const method = stabilizerMethod(qubits);
  const state = method.createState();
  const gates = operations.filter((operation) => operation.kind === 'gate');
  state.apply(method.prepareGates(gates, {}), neverCancelled);
  return state;
}

const axes: readonly (PauliFactor['axis'] | 'I')[] = ['I', 'X', 'Y', 'Z'];

describe('the stabilizer method', () => {
  it.each([2, 3, 5, 8])('gives every outcome on %i qubits with the probability the state vector gives it', (qubits) => {
    fc.assert(
      fc.property(feedbackCircuit(qubits), (circuit) => {
        const input = { ...circuit, operations: [...circuit.operations, ...measureAll(qubits)] };
        expectSameProbabilities(
          methodDistribution(input, stabilizerMethod(qubits)),
          methodDistribution(input, stateVectorMethod(qubits, simulationContext)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('gives Pauli products the mean they have in the amplitudes', () => {
    const qubits = 4;
    const word = fc.array(fc.constantFrom(...axes), { minLength: qubits, maxLength: qubits });
    fc.assert(
      fc.property(fc.array(cliffordGate(qubits), { maxLength: 25 }), word, (gates, letters) => {
        const factors = letters.flatMap((axis, qubit) => (axis === 'I' ? [] : [{ axis, qubit }]));
        const found = preparedState(qubits, gates).expectations([{ terms: [{ coefficient: 1, factors }] }])[0];
        expect(found).toBeCloseTo(pauliMean(gates, factors, qubits), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('samples only outcomes that are possible, in all as many as were asked for, and each once', () => {
    const qubits = 6;
    fc.assert(
      fc.property(fc.array(cliffordGate(qubits), { maxLength: 40 }), fc.integer(), (gates, seed) => {
        const state = preparedState(qubits, gates);
        const all = [4, 0, 5, 1, 2, 3];
        const possible = new Map<string, number>();
        state.probabilities(all, (values, probability) => possible.set(values.join(''), probability));
        expect([...possible.values()].reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
        const found = new Map<string, number>();
        state.sample(all, 1000, randomStream(seed, 'test'), neverCancelled, (values, count) => {
          expect(found.has(values.join(''))).toBe(false);
          found.set(values.join(''), count);
        });
        expect([...found.values()].reduce((sum, value) => sum + value)).toBe(1000);
        for (const key of found.keys()) expect(possible.has(key)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

/** ⟨ψ|P|ψ⟩ from amplitudes of plain matrix multiplication. */
function pauliMean(gates: readonly Operation[], factors: readonly PauliFactor[], qubits: number): number {
  const amplitudes = matrixAmplitudes({
    qubitCount: qubits,
    bitCount: 0,
    qubitRegisters: [],
    bitRegisters: [],
    parameters: [],
    operations: gates,
  });
  let mean = 0;
  for (let index = 0; index < 2 ** qubits; index++) {
    let [flipped, re, im] = [index, amplitudes[2 * index] ?? 0, amplitudes[2 * index + 1] ?? 0];
    for (const { axis, qubit } of factors) {
      const one = (index >> qubit) & 1;
      if (axis !== 'Z') flipped ^= 1 << qubit;
      if (axis === 'Z' && one) [re, im] = [-re, -im];
      // Y |0⟩ = i |1⟩, Y |1⟩ = −i |0⟩
      if (axis === 'Y') [re, im] = one ? [im, -re] : [-im, re];
    }
    mean += (amplitudes[2 * flipped] ?? 0) * re + (amplitudes[2 * flipped + 1] ?? 0) * im;
  }
  return mean;
}
