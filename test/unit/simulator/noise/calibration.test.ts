import { describe, expect, test } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import { krausOperators } from '#core/simulator/noise/channel.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { averageFidelity, processFidelity, thermalRelaxation } from '#core/simulator/noise/standardChannels.ts';
import { circuit, controlled, cx, gate, measure } from '#test/support/circuitBuilder.ts';
import { finalDensity, meanOf, noisyProbabilities } from '#test/support/noisyRuns.ts';

const snapshot = {
  calibration: 1,
  provider: 'example',
  device: 'three in a row',
  date: '2026-08-20T10:00:00Z',
  qubits: [
    {
      qubit: 0,
      ...{ T1: { value: 120e-6, date: '2026-08-20T06:00:00Z' }, T2: 90e-6, p10: 0.01, p01: 0.03, readoutLength: 1e-6 },
      ...{ error: 4e-4, gateLength: 40e-9 },
    },
    { qubit: 1, T1: 80e-6, T2: 200e-6, p10: 0.02, p01: 0.05, error: 3e-4, gateLength: 40e-9 },
    { qubit: 2, T1: 100e-6, p10: 0.02, p01: 0.05, error: 3e-4, gateLength: 40e-9 },
  ],
  couplings: [
    [0, 1],
    [1, 2],
  ],
  edges: [{ qubits: [0, 1], error: 8e-3, gateLength: 300e-9 }],
  virtualGates: ['rz'],
};
const model = readNoiseModel(JSON.stringify(snapshot), 'device.json');

function placed(...operations: Operation[]) {
  const input = circuit(3, operations);
  return circuitNoise(model, input).place(operations, true);
}

describe('a model of a calibration snapshot', () => {
  test('has the error rate that was measured for a gate, relaxation included', () => {
    const [, depolarising, first, second, ...rest] = placed(cx(0, 1));
    expect(rest).toEqual([]);
    if (depolarising?.kind !== 'channel' || first?.kind !== 'channel' || second?.kind !== 'channel') {
      throw new Error('Three channels were expected.');
    }
    expect([depolarising.qubits, first.qubits, second.qubits]).toEqual([[0, 1], [0], [1]]);
    // Side by side the process fidelities multiply; with p of depolarising, 1 − r = (1 − p) F + p/d.
    const process = processFidelity(first.channel) * processFidelity(second.channel);
    const relaxed = (4 * process + 1) / 5;
    const p = (16 / 15) * (1 - (krausOperators(depolarising.channel)[0]?.re[0] ?? 0) ** 2);
    expect(1 - ((1 - p) * relaxed + p / 4)).toBeCloseTo(8e-3, 12);
    expect(p).toBeLessThan((8e-3 * 4) / 3);
  });

  test('takes the one-qubit error and the length of the gate of the qubit', () => {
    const [, depolarising, relaxation] = placed(gate('sx', 0));
    if (depolarising?.kind !== 'channel' || relaxation?.kind !== 'channel')
      throw new Error('Two channels were expected.');
    const wanted = thermalRelaxation(40e-9, { t1: 120e-6, t2: 90e-6, excitedPopulation: 0 });
    expect(processFidelity(relaxation.channel)).toBeCloseTo(processFidelity(wanted), 14);
    expect(1 - averageFidelity(depolarising.channel)).toBeLessThan(4e-4);
  });

  test('lets virtual gates be perfect', () => {
    expect(placed(gate('rz', 0, 0.3))).toHaveLength(1);
  });

  test('misreads bits and lets waiting qubits relax', () => {
    const operations = [gate('x', 0), measure(0, 0)];
    const found = noisyProbabilities(circuit(3, operations, { bits: 1 }), model);
    expect(found['0']).toBeGreaterThan(0.03);
    expect(found['0']).toBeLessThan(0.032);
    // Qubit 1 waits while qubit 0 is in its gates.
    const waiting = circuit(3, [gate('x', 1), ...Array.from({ length: 50 }, () => gate('sx', 0)), cx(0, 1)]);
    const excited = (1 - meanOf(finalDensity(waiting, model), 'IZI')) / 2;
    expect(excited).toBeLessThan(Math.exp((-49 * 40e-9) / 80e-6));
  });

  test('says where T2 was measured above its limit', () => {
    expect(model.notes).toEqual(['T2 of qubit 1 was measured above its limit 2 T1 and is taken to be 2 T1.']);
  });

  test('is named after the device and the date', () => {
    expect(model.name).toBe('three in a row, calibrated 2026-08-20T10:00:00Z');
  });
});

describe('what the snapshot lacks is not made up:', () => {
  const refusal = (...operations: Operation[]) => {
    return () => circuitNoise(model, circuit(9, operations, { bits: 1 }));
  };

  test('missing values are listed', () => {
    expect(refusal(cx(1, 2), gate('h', 2))).toThrow(
      'The calibration of three in a row lacks what this circuit needs: the error of `cx` on qubits 1 and 2, the length of `cx` on qubits 1 and 2, T1 or T2 of qubit 2.',
    );
  });

  test('couplings and qubits the device has not are refused', () => {
    expect(refusal(cx(0, 2))).toThrow(/`cx` on qubits 0 and 2, which are not coupled/);
    expect(refusal(gate('h', 5))).toThrow(
      /uses qubit 5, and the calibration of three in a row has 3 qubits without it/,
    );
    expect(refusal(controlled(gate('x', 2), 0, 1))).toThrow(/`ccx`, which acts on more than two qubits/);
  });

  test('qubits that are read because nothing is measured need their readout errors', () => {
    const unread = { ...snapshot, qubits: snapshot.qubits.map(({ p01: _, ...qubit }) => qubit) };
    const device = readNoiseModel(JSON.stringify(unread), 'device.json');
    expect(() => circuitNoise(device, circuit(3, [gate('h', 0)]))).toThrow(/the readout errors of qubit 0\.$/);
  });

  test('a circuit that does without them runs', () => {
    expect(refusal(gate('h', 0), cx(0, 1), measure(0, 0))).not.toThrow();
  });

  test('a slip in the file is named with its place', () => {
    expect(() =>
      readNoiseModel('calibration: 1\ndevice: x\ndate: 2026-08-20\nqubits: [{ qubit: 0, t1: 1 }]\n', 'c.yaml'),
    ).toThrow(/There is no key `t1` in `qubits\[0\]`/);
  });
});

describe('properties of an IBM device', () => {
  const date = '2026-08-20T10:00:00Z';
  const figure = (name: string, unit: string, value: number) => ({ name, unit, value, date });
  const qubit = [
    figure('T1', 'us', 140.2),
    figure('T2', 'us', 90.1),
    figure('prob_meas0_prep1', '', 0.014),
    figure('prob_meas1_prep0', '', 0.01),
    figure('readout_length', 'ns', 1560),
  ];
  const properties = {
    backend_name: 'ibm_example',
    backend_version: '1.3.2',
    last_update_date: date,
    qubits: [qubit, qubit, qubit],
    gates: [
      ...[0, 1, 2].map((on) => ({
        ...{ gate: 'sx', name: `sx${on}`, qubits: [on] },
        parameters: [figure('gate_error', '', 2e-4), figure('gate_length', 'ns', 36)],
      })),
      {
        ...{ gate: 'cz', name: 'cz0_1', qubits: [0, 1] },
        parameters: [figure('gate_error', '', 0.003), figure('gate_length', 'ns', 68)],
      },
      {
        ...{ gate: 'cz', name: 'cz1_2', qubits: [1, 2] },
        parameters: [figure('gate_error', '', 1), figure('gate_length', 'ns', 68)],
      },
    ],
    general: [],
  };
  const device = readNoiseModel(JSON.stringify(properties), 'props.json');

  test('are read as they are', () => {
    expect(device.name).toBe(`ibm_example, calibrated ${date}`);
    expect(device.qubits.single.get(1)?.readout).toEqual({ p10: 0.01, p01: 0.014 });
    expect(device.qubits.single.get(1)?.relaxation?.t1).toBeCloseTo(140.2e-6, 12);
    const operations = [gate('h', 0), controlled(gate('z', 1), 0), measure(0, 0)];
    const found = noisyProbabilities(circuit(2, operations, { bits: 1 }), device);
    expect(found['0']).toBeCloseTo(0.5 * (1 - 0.01) + 0.5 * 0.014, 3);
  });

  test('have no error for a gate that is out of order', () => {
    expect(() => circuitNoise(device, circuit(3, [controlled(gate('z', 2), 1)]))).toThrow(
      /lacks what this circuit needs: the error of `cz` on qubits 1 and 2/,
    );
  });
});
