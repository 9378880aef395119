import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toDense } from '#core/circuit/matrices/denseMatrix.ts';
import { normalEigen } from '#core/circuit/matrices/normalEigen.ts';
import { bondExponent } from '#core/simulator/method/bondEstimate.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { partialTrace } from '#test/support/observableMatrix.ts';

test('no cut of a random circuit has a larger rank than estimated', () => {
  fc.assert(
    fc.property(anyGates(5, 8), (operations) => {
      const state = Float64Array.from(matrixAmplitudes(circuit(5, operations)));
      const bound = 2 ** bondExponent(operations, 5);
      for (const left of [[0], [0, 1], [3, 4], [4]]) {
        const eigenvalues = normalEigen(toDense(partialTrace(state, left))).re;
        expect(eigenvalues.filter((value) => value > 1e-12).length).toBeLessThanOrEqual(bound);
      }
    }),
    { numRuns: 60 },
  );
});
