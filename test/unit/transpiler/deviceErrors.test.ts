import { expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { readDeviceFile } from '#core/circuit/device/deviceFile.ts';
import { gridCouplings } from '#core/transpiler/couplingMap.ts';
import { DeviceErrors, estimatedFidelity } from '#core/transpiler/deviceErrors.ts';
import { deviceTarget } from '#core/transpiler/deviceTarget.ts';
import { transpileCircuit } from '#core/transpiler/transpileCircuit.ts';
import { circuit, cx, gate, measure, when } from '#test/support/circuitBuilder.ts';
import { infidelity, misfits } from '#test/support/transpiledCircuits.ts';

const calibration = {
  calibration: 1 as const,
  device: 'three',
  date: '2026-08-20',
  qubits: [{ qubit: 0, error: 0.01, p10: 0.1, p01: 0.3 }, { qubit: 1, error: 0.02, p10: 0.05 }, { qubit: 2 }],
  edges: [{ qubits: [1, 0] as [number, number], error: 0.1 }],
  gates: [{ gate: 'rzz', qubits: [0, 1], error: 0.04 }],
  virtualGates: ['rz'],
};

test('the estimated fidelity is the product of those of gates and readouts', () => {
  const errors = new DeviceErrors(calibration);
  const of = (...operations: Circuit['operations']) => estimatedFidelity({ operations }, errors);
  expect(of(gate('sx', 0), gate('rz', 0, 1), gate('sx', 1))).toBeCloseTo(0.99 * 0.98, 14);
  expect(of(cx(0, 1), gate('rzz', [1, 0], 0.3))).toBeCloseTo(0.9 * 0.96, 14);
  expect(of(measure(0, 0), measure(1, 1))).toBeCloseTo(0.8 * 0.95, 14);
  // Of what can happen the worst.
  expect(of(measure(0, 0), when([0], 1, [cx(0, 1)]))).toBeCloseTo(0.8 * 0.9, 14);
  expect(of(gate('sx', 2), measure(2, 0), cx(1, 2))).toBeUndefined();
});

/** A grid with one good corner, and a pair that is out of order. */
const grid = {
  name: 'grid',
  qubitCount: 12,
  gates: ['rz', 'sx', 'x', 'cz'],
  couplings: gridCouplings(3, 4),
  calibration: {
    ...calibration,
    qubits: Array.from({ length: 12 }, (_, qubit) => ({
      qubit,
      error: 0.001,
      p10: qubit < 6 ? 0.05 : 0.01,
      p01: 0.01,
    })),
    edges: gridCouplings(3, 4).map(([one, other]) => ({
      qubits: [one, other] as [number, number],
      error: one === 6 && other === 7 ? 1 : one >= 6 ? 0.002 : 0.02,
    })),
    gates: [],
  },
};

test('from level 2 on a circuit lies where it errs least, and never on a pair that is out of order', () => {
  const chain = circuit(3, [gate('h', 0), cx(0, 1), cx(1, 2), measure(0, 0), measure(1, 1), measure(2, 2)]);
  const target = deviceTarget(grid);
  expect(target.coupling?.areCoupled(6, 7)).toBe(false);
  const low = transpileCircuit(chain, target, { level: 1, seed: 1 });
  const high = transpileCircuit(chain, target, { level: 2, seed: 1 });
  expect(low.initial).toEqual([0, 1, 2]);
  expect(low.fidelity).toBeCloseTo(0.98 ** 2 * 0.97 ** 3 * 0.999 ** (low.after.gateCounts['sx'] ?? 0), 12);
  expect(Math.min(...high.initial)).toBeGreaterThanOrEqual(6);
  expect(high.fidelity).toBeCloseTo(0.998 ** 2 * 0.99 ** 3 * 0.999 ** (high.after.gateCounts['sx'] ?? 0), 12);
  expect(misfits(high.circuit, target)).toEqual([]);
  const gates = { ...chain, operations: chain.operations.slice(0, 3) };
  expect(infidelity(gates, transpileCircuit(gates, target, { level: 2, seed: 1 }), 5)).toBeLessThan(1e-12);
  expect(transpileCircuit(chain, target, { level: 3, seed: 1, layout: [0, 1, 2] }).initial).toEqual([0, 1, 2]);
});

test('devices are read from snapshots, properties and configurations', () => {
  const fromSnapshot = readDeviceFile(JSON.stringify(calibration));
  expect(fromSnapshot).toMatchObject({ name: 'three', qubitCount: 3, gates: ['rzz', 'rz'] });
  expect(fromSnapshot?.couplings).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const date = '2026-08-20T00:00:00Z';
  const error = (value: number) => [{ name: 'gate_error', unit: '', value, date }];
  const properties = {
    backend_name: 'ibm_test',
    last_update_date: date,
    qubits: [0, 1, 2].map(() => [{ name: 'T1', unit: 'us', value: 100, date }]),
    gates: [
      ...[0, 1, 2].map((qubit) => ({ gate: 'sx', qubits: [qubit], parameters: error(0.001) })),
      { gate: 'ecr', qubits: [1, 0], parameters: error(0.01) },
      { gate: 'ecr', qubits: [1, 2], parameters: error(1) },
      { gate: 'rz', qubits: [0], parameters: error(0) },
    ],
  };
  const fromProperties = readDeviceFile(JSON.stringify(properties));
  expect(fromProperties).toMatchObject({ name: 'ibm_test', qubitCount: 3, gates: ['sx', 'ecr', 'rz'] });
  expect(fromProperties?.couplings).toEqual([[1, 0]]);
  expect(fromProperties && deviceTarget(fromProperties).errors?.gate('ecr', [0, 1])).toBe(0.01);
  const configuration = { backend_name: 'c', n_qubits: 2, basis_gates: ['cx', 'rz', 'sx'], coupling_map: null };
  expect(readDeviceFile(JSON.stringify(configuration))).toEqual({
    ...{ name: 'c', qubitCount: 2, gates: ['cx', 'rz', 'sx'] },
  });
  for (const text of ['{"a": 1}', 'noise: 1', ': - [', '']) expect(readDeviceFile(text)).toBeUndefined();
});
