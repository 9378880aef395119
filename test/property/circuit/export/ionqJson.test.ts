import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportIonq } from '#core/circuit/export/ionqJson.ts';
import { importIonq } from '#core/circuit/import/ionq.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, unitary } from '#test/support/circuitBuilder.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';

it('a circuit written for IonQ and read back does the same up to a global phase, and measures every qubit', () => {
  fc.assert(
    fc.property(anyGates(4, 10), gateUnitary(2), fc.constantFrom<0 | 1>(0, 1), (gates, matrix, value) => {
      const operations = [...gates, controlled(unitary(matrix, [2, 0]), { qubit: 1, value })];
      const { omissions, text = '' } = exportIonq(circuit(4, operations));
      expect(omissions).toEqual([]);
      const read = importIonq(text);
      if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
      const back = read.value.circuit.operations.filter(({ kind }) => kind !== 'measure');
      expect(read.value.circuit.operations.length - back.length).toBe(4);
      const distance = matrixDistance(operationsUnitary(back, 4), operationsUnitary(operations, 4), true);
      expect(distance).toBeLessThan(1e-9);
    }),
    { numRuns: 100 },
  );
});
