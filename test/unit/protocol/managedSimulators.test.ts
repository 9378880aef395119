import { expect, test } from 'vitest';
import { simulatorsForWidth } from '#core/protocol/managedSimulators.ts';

test('offers the configured simulators of providers that are wide enough, the widest first', () => {
  const backends = {
    ionq: { adapter: 'ionq', device: 'simulator', credential: 'ionq' },
    qpu: { adapter: 'ionq', device: 'qpu.forte-1', credential: 'ionq' },
    sv1: { adapter: 'braket', device: 'arn:aws:braket:::device/quantum-simulator/amazon/sv1', results: 's3://b/r' },
    aer: { adapter: 'qiskit-aer' },
  } as const;
  expect(simulatorsForWidth(backends)).toEqual([
    { id: 'sv1', qubits: 34 },
    { id: 'ionq', qubits: 29 },
  ]);
  expect(simulatorsForWidth(backends, 30).map(({ id }) => id)).toEqual(['sv1']);
  expect(simulatorsForWidth(backends, 35)).toEqual([]);
});
