import { expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import { expectedOutcomes } from '#runner/expectedOutcomes.ts';
import { failureOf } from '#test/support/failureOf.ts';
import { circuitOf } from '#test/support/programUnitary.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const here = {
  simulator: {
    simulate: async (circuit: Circuit, options: SimulationOptions) => simulate(circuit, options, simulationContext),
  },
};

const expected = (text: string) =>
  expectedOutcomes(circuitOf(`OPENQASM 3.0; include "stdgates.inc"; ${text}`), here, neverCancelled);

test('what a circuit gives without noise is told in the bit strings of its counts', async () => {
  const found = await expected('qubit[2] q; bit[2] c; bit d; ry(pi / 3) q[0]; c = measure q; d = measure q[0];');
  expect(found?.listed).toBe(1);
  expect(found?.probabilities).toEqual({ '0 00': expect.closeTo(0.75, 12), '1 01': expect.closeTo(0.25, 12) });
});

test('of many outcomes the most probable are kept, and how much of all they are', async () => {
  const found = await expected('qubit[13] q; bit[13] c; for int i in [0:12] { ry(pi / 3) q[i]; } c = measure q;');
  const probabilities = Object.values(found?.probabilities ?? {});
  expect(probabilities).toHaveLength(4096);
  expect(found?.listed).toBeCloseTo(
    probabilities.reduce((sum, probability) => sum + probability, 0),
    12,
  );
  expect(found?.listed).toBeLessThan(1);
  expect(found?.probabilities).toHaveProperty('0'.repeat(13));
});

test('a circuit that goes on from what it measured is followed on all its ways', async () => {
  const feedback = 'qubit[2] q; bit[2] c; h q[0]; c[0] = measure q[0]; if (c[0]) { h q[1]; } c[1] = measure q[1];';
  expect((await expected(feedback))?.probabilities).toEqual({
    '00': expect.closeTo(0.5, 12),
    '01': expect.closeTo(0.25, 12),
    '11': expect.closeTo(0.25, 12),
  });
});

test('circuits that are too wide have none', async () => {
  expect(await expected('qubit[15] q; bit[15] c; h q; c = measure q;')).toBeUndefined();
});

test('a simulator that cannot tell leaves it out; a cancelled run ends', async () => {
  const circuit = circuitOf('OPENQASM 3.0; qubit q; bit c; c = measure q;');
  const failing = (reason: 'too-large' | 'cancelled') => ({
    simulator: { simulate: async () => Promise.reject(new Failure(reason, 'It ends here.')) },
  });
  const { signal } = new CancellationSource();
  expect(await expectedOutcomes(circuit, failing('too-large'), signal)).toBeUndefined();
  expect(await failureOf(expectedOutcomes(circuit, failing('cancelled'), signal))).toMatchObject({
    reason: 'cancelled',
  });
});
