import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQasm2 } from '#core/circuit/export/qasm2.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, unitary } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import { expectSameDistribution } from '#test/support/outcomeDistribution.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

function written(input: Circuit): string {
  const { omissions, text } = exportQasm2(input);
  expect(omissions).toEqual([]);
  return text ?? '';
}

describe('a circuit written as OpenQASM 2 and read back', () => {
  it('does the same up to a global phase', () => {
    fc.assert(
      fc.property(anyGates(4, 10), gateUnitary(2), fc.constantFrom<0 | 1>(0, 1), (gates, matrix, value) => {
        const operations = [...gates, controlled(unitary(matrix, [2, 0]), { qubit: 1, value })];
        const back = circuitOf(written(circuit(4, operations)));
        const distance = matrixDistance(operationsUnitary(back.operations, 4), operationsUnitary(operations, 4), true);
        expect(distance).toBeLessThan(1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same outcomes when it can be said, and says why not otherwise', () => {
    let said = 0;
    fc.assert(
      fc.property(anyMeasuredCircuit(3, 3), (input) => {
        const { omissions, text } = exportQasm2(input);
        expect(text === undefined).toBe(omissions.some(({ severity }) => severity === 'error'));
        if (text === undefined) return;
        said++;
        expectSameDistribution(circuitOf(text), input);
      }),
      { numRuns: 200 },
    );
    expect(said).toBeGreaterThan(100);
  });
});
