import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportStim } from '#core/circuit/export/stim.ts';
import { importStim } from '#core/circuit/import/stim.ts';
import { anyGate } from '#test/support/arbitraries/circuits.ts';
import { cliffordCircuit, cliffordGate } from '#test/support/arbitraries/cliffordCircuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { expectSameProbabilities, outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { stimBits } from '#test/support/stimBits.ts';

function throughText(input: Circuit): { readonly back: Circuit; readonly text: string } {
  const { omissions, text = '' } = exportStim(input);
  expect(omissions).toEqual([]);
  const read = importStim(text);
  if (!read.ok) throw new Error(`${read.error.map(({ message }) => message).join('\n')}\n${text}`);
  expect(read.value.notes).toEqual([]);
  return { back: read.value.circuit, text };
}

describe('a Clifford circuit written for Stim and read back', () => {
  it('does the same up to a global phase', () => {
    fc.assert(
      fc.property(fc.array(cliffordGate(4), { maxLength: 12 }), (gates) => {
        const { back } = throughText(circuit(4, gates));
        const distance = matrixDistance(operationsUnitary(back.operations, 4), operationsUnitary(gates, 4), true);
        expect(distance).toBeLessThan(1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same outcomes, feedback included', () => {
    fc.assert(
      fc.property(cliffordCircuit(3, 3), (input) => {
        const { back, text } = throughText(input);
        expectSameProbabilities(stimBits(outcomeDistribution(back), text, 3), outcomeDistribution(input));
      }),
      { numRuns: 200 },
    );
  });

  it('is refused exactly when a gate is no Clifford gate', () => {
    fc.assert(
      fc.property(anyGate(3), (operation) => {
        const { omissions, text } = exportStim(circuit(3, [operation]));
        // Any angles are multiples of π/2 with probability 0.
        expect(text === undefined).toBe(omissions.length === 1);
        if (text === undefined) expect(omissions[0]?.what).toMatch(/^The gate /);
      }),
      { numRuns: 100 },
    );
  });
});
