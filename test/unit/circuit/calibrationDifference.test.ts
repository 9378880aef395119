import { expect, test } from 'vitest';
import { calibrationDifference } from '#core/circuit/device/calibrationDifference.ts';
import type { CalibrationSnapshot } from '#core/circuit/device/calibrationSnapshot.ts';

const snapshot = (more: Partial<CalibrationSnapshot>): CalibrationSnapshot => ({
  calibration: 1,
  device: 'five',
  date: '2026-08-20',
  qubits: [
    { qubit: 0, T1: 100e-6, p01: 0.02, error: 0.001, gateLength: 40e-9 },
    { qubit: 1, T1: { value: 80e-6, date: '2026-08-19' }, error: 0.001 },
  ],
  edges: [{ qubits: [1, 0], error: 0.01, gateLength: 100e-9 }],
  ...more,
});

test('the same calibration differs nowhere, whatever dates its values carry', () => {
  const dated = snapshot({ qubits: [snapshot({}).qubits[0] ?? { qubit: 0 }, { qubit: 1, T1: 80e-6, error: 0.001 }] });
  expect(calibrationDifference([snapshot({}), dated])).toEqual({ changes: [], partly: [] });
});

test('orders values by how much more often an operation errs', () => {
  const other = snapshot({
    qubits: [
      { qubit: 0, T1: 50e-6, p01: 0.021, error: 0.001, gateLength: 80e-9 },
      { qubit: 1, T1: 80e-6, error: 0.0005 },
    ],
    edges: [{ qubits: [0, 1], error: 0.03, gateLength: 100e-9 }],
  });
  const { changes } = calibrationDifference([snapshot({}), other]);
  expect(changes.map(({ part: { kind, qubits }, quantity }) => `${kind} ${qubits.join()} ${quantity}`)).toEqual([
    'pair 0,1 error',
    'qubit 0 gateLength',
    'qubit 0 p01',
    'qubit 0 T1',
    'qubit 1 error',
  ]);
  const effects = Object.fromEntries(changes.map(({ effect, part, quantity }) => [`${part.kind} ${quantity}`, effect]));
  expect(effects['pair error']).toBeCloseTo(0.02, 12);
  // What decays in the 100 ns of the longest gate: with 50 µs instead of 100 µs twice as much.
  expect(effects['qubit T1']).toBeCloseTo(Math.exp(-100e-9 / 100e-6) - Math.exp(-100e-9 / 50e-6), 12);
  // A gate of 80 ns on a qubit that lives 50 µs, after one of 40 ns on one of 100 µs.
  expect(effects['qubit gateLength']).toBeCloseTo(Math.exp(-40e-9 / 100e-6) - Math.exp(-80e-9 / 50e-6), 12);
});

test('says which parts only some know, and takes a calibration that is not there for no difference', () => {
  const smaller = snapshot({
    qubits: [{ qubit: 0, T1: 100e-6, p01: 0.02, error: 0.001, gateLength: 40e-9 }],
    edges: [],
  });
  expect(calibrationDifference([snapshot({}), undefined, smaller])).toEqual({
    changes: [],
    partly: [
      { part: { kind: 'qubit', qubits: [1] }, isThere: [true, false, false] },
      { part: { kind: 'pair', qubits: [0, 1] }, isThere: [true, false, false] },
    ],
  });
});

test('names a value that was not measured, and a gate only where it is not as good as its pair', () => {
  const gates = (error: number) => [{ gate: 'cz', qubits: [0, 1], error }];
  const edges = (error: number) => [{ qubits: [0, 1] as [number, number], error, gateLength: 100e-9 }];
  const [first, repeated] = [0.01, 0.02].map((error) => snapshot({ edges: edges(error), gates: gates(error) }));
  expect(calibrationDifference([first, repeated]).changes.map(({ part }) => part.kind)).toEqual(['pair']);
  const own = snapshot({ edges: edges(0.01), gates: gates(0.03) });
  expect(calibrationDifference([first, own]).changes.map(({ part }) => part.gate)).toEqual(['cz']);
  const without = snapshot({ edges: [{ qubits: [0, 1] }] });
  const { changes } = calibrationDifference([snapshot({}), without]);
  expect(changes.map(({ quantity, values }) => [quantity, values])).toEqual([
    ['error', [0.01, undefined]],
    ['gateLength', [100e-9, undefined]],
  ]);
});
