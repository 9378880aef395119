import { expect, test } from 'vitest';
import { exportPennylane } from '#core/circuit/export/python/pennylane.ts';
import { circuit, gate } from '#test/support/circuitBuilder.ts';

test('a global phase of a circuit without qubits is not written', () => {
  const { operations, ...rest } = circuit(0, []);
  const phase = { ...gate('gphase', 0, Math.PI / 2), targets: [] };
  const { omissions, text } = exportPennylane({ ...rest, operations: [...operations, phase] });
  expect(text).toBeUndefined();
  expect(omissions.map(({ what }) => what)).toEqual(['A circuit without qubits']);
});
