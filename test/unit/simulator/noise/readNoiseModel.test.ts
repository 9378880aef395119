import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { operationNoise, qubitNoise } from '#core/simulator/noise/noiseModel.ts';
import { noisePresetNames } from '#core/simulator/noise/noisePresets.ts';
import { noisePreset, readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';

/** What reading a file complains about: place (one-based) and message. */
function complaint(text: string): string {
  try {
    readNoiseModel(text, 'noise.yaml');
  } catch (thrown) {
    if (!Failure.is(thrown, 'invalid-input')) throw thrown;
    const { line = -1, character = -1 } = thrown.place ?? {};
    expect(thrown.place?.path).toBe('noise.yaml');
    return `${line + 1}:${character + 1} ${thrown.message}`;
  }
  return 'nothing';
}

describe('rules', () => {
  const model = noiseModel(`
noise: 1
gates:
  - { on: cx, qubits: [2, 1], depolarising: 0.4 }
  - { on: two-qubit, qubits: [1, 2], depolarising: 0.3, duration: 30 ns }
  - { on: cx, depolarising: 0.2, duration: 20 ns, pauli: { XX: 0.1 } }
  - { on: two-qubit, depolarising: 0.1, duration: 10 ns }
`);
  const at = (name: string, ...qubits: number[]) => operationNoise(model, { class: 'two-qubit', name, qubits });

  test('for a place outweigh those for a name, and these those for a class, property by property', () => {
    expect(at('cz', 0, 1)).toMatchObject({ strength: { probability: 0.1 }, duration: 10e-9 });
    expect(at('cx', 0, 1)).toMatchObject({ strength: { probability: 0.2 }, duration: 20e-9 });
    expect(at('cz', 2, 1)).toMatchObject({ strength: { probability: 0.3 }, duration: 30e-9 });
    expect(at('cx', 1, 2)).toMatchObject({ strength: { probability: 0.4 }, duration: 30e-9 });
    expect(at('cx', 1, 2).pauli?.qubitCount).toBe(2);
  });

  test('of single qubits replace only what they name', () => {
    const { qubits } = noiseModel(`
noise: 1
qubits:
  all: { T1: 100 us, T2: 0.15 ms, readout: { p10: 0.01, p01: 0.02 } }
  "7": { T1: 80 us }
`);
    const single = qubits.single.get(7);
    expect(single?.relaxation?.t1).toBeCloseTo(80e-6, 12);
    expect(single?.relaxation?.t2).toBeCloseTo(150e-6, 12);
    expect(single?.readout).toEqual({ p10: 0.01, p01: 0.02 });
  });

  test('T2 is 2 T1 unless given', () => {
    const { qubits } = noiseModel('{ noise: 1, qubits: { all: { T1: 3 us } } }');
    expect(qubits.all.relaxation?.t2).toBeCloseTo(6e-6, 14);
  });

  test('change the built-in model a file is based on', () => {
    const changed = noiseModel(
      '{ noise: 1, preset: superconducting, gates: [{ on: cx, errorRate: 0.5 }], idle: none }',
    );
    const base = noisePreset('superconducting');
    expect(changed.idle).toEqual({ kind: 'none' });
    expect(changed.qubits).toEqual(base.qubits);
    expect(operationNoise(changed, { class: 'two-qubit', name: 'cx', qubits: [0, 1] })).toEqual({
      strength: { kind: 'error-rate', rate: 0.5 },
      duration: 120e-9,
    });
  });
});

test.each(noisePresetNames)('the built-in model %s says that it is made up', (name) => {
  expect(noisePreset(name).name).toBe(`${name} (made up)`);
});

test('JSON is read like YAML', () => {
  const file = { noise: 1, name: 'mine', qubits: { 0: { T1: '1 us' } } };
  const model = readNoiseModel(JSON.stringify(file), 'noise.json');
  expect(model.name).toBe('mine');
  expect(qubitNoise(model, 0).relaxation?.t1).toBe(1e-6);
  expect(qubitNoise(model, 1).relaxation).toBeUndefined();
});

describe('mistakes are named with their places:', () => {
  test.each([
    ['', '1:1 This file is empty. A noise model begins with `noise: 1`; a calibration snapshot with `calibration: 1`.'],
    [
      'version: 3\n',
      '1:1 This is neither a noise model (`noise: 1`), nor a calibration snapshot (`calibration: 1`), nor the properties of an IBM device.',
    ],
    ['noise: 2\n', '1:8 `noise` must be `1`, but is 2.'],
    ['noise: 1\ngate: []\n', '2:1 There is no key `gate` in a noise model. Did you mean `gates`?'],
    [
      'noise: 1\ngates:\n  - on: cx\n    depolarizing: 0.1\n',
      '4:5 There is no key `depolarizing` in `gates[0]`. Did you mean `depolarising`?',
    ],
    [
      'noise: 1\ngates:\n  - on: cx\n    depolarising: 1.5\n',
      '4:19 `gates[0].depolarising` must be a number of at most 1, but is 1.5.',
    ],
    ['noise: 1\ngates:\n  - on: [h, cnt]\n    depolarising: 0.1\n', '3:13 There is no gate `cnt`.'],
    [
      'noise: 1\ngates:\n  - on: twoqubit\n    depolarising: 0.1\n',
      '3:5 There is no gate `twoqubit`. Did you mean `two-qubit`?',
    ],
    [
      'noise: 1\ngates:\n  - on: cx\n    qubits: [0, 1, 2]\n    depolarising: 0.1\n',
      '4:5 `cx` acts on 2, but here are 3 qubits.',
    ],
    ['noise: 1\ngates:\n  - on: cx\n    duration: 35\n', '4:15 `gates[0].duration` must be a text, but is 35.'],
    [
      'noise: 1\ngates:\n  - on: cx\n    duration: 35 n\n',
      '4:15 `gates[0].duration` must be a time with its unit, such as `35 ns` or `120 us`, but is the text "35 n".',
    ],
    ['noise: 1\ngates:\n  - on: h\n    pauli: { XX: 0.1 }\n', '4:5 The operation acts on 1 and this on 2 qubits.'],
    [
      'noise: 1\ngates:\n  - on: h\n    pauli: { X: 0.7, Y: 0.7 }\n',
      '4:5 `gates[0].pauli` must be probabilities that add up to at most 1, but is a block of keys.',
    ],
    [
      'noise: 1\ngates:\n  - on: h\n    kraus: [[[1, 0], [0, 0.5]]]\n',
      '4:5 The Kraus operators do not keep the trace: the sum of K†K is off the identity by up to 0.750. Scale them so that the products K†K add up to the identity.',
    ],
    [
      'noise: 1\ngates:\n  - { on: h, errorRate: 0.1, depolarising: 0.1 }\n',
      '3:25 `gates[0].errorRate` must be left out where `depolarising` is given, but is 0.1.',
    ],
    [
      'noise: 1\nqubits:\n  all: { T1: 10 us, T2: 25 us }\n',
      '3:3 T2 is at most twice T1, but T1 is 10 us and T2 is 25 us.',
    ],
    ['noise: 1\nqubits:\n  all: { T1: 0 us }\n', '3:3 T1 and T2 are times above 0.'],
    [
      'noise: 1\nqubits:\n  first: { T1: 10 us }\n',
      '3:3 `qubits.first` must be named `all` or by the number of a qubit',
    ],
    [
      'noise: 1\nreadout:\n  - qubits: [0, 1]\n    matrix: [[1, 0], [0, 1]]\n',
      '4:5 `readout[0].matrix` must be 4 rows of 4 probabilities, but is a list of 2.',
    ],
    ['noise: 1\nidle: [\n', '2:8 Not valid YAML'],
    ['noise: 1\nidle: relaxing\n', '2:7 `idle`'],
  ])('%j', (text, message) => {
    expect(complaint(text).slice(0, message.length)).toBe(message);
  });

  test('of several, the first, with how many more there are', () => {
    expect(() => readNoiseModel('noise: 1\na: 1\nb: 2\n', 'n.yaml')).toThrow(
      expect.objectContaining({ advice: expect.stringContaining('1 more') }),
    );
  });
});
