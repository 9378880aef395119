import { describe, expect, test } from 'vitest';
import { modelOnLayout } from '#core/simulator/noise/deviceLayout.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, cx, gate, measureAll } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const qubit = (number: number, p10: number) => ({
  ...{ qubit: number, T1: 1e-4, T2: 1e-4, p10, p01: 0, error: 0, gateLength: 0 },
});

/** 3 – 5 – 7 in a row; 3 is misread in a fifth, 5 in a tenth, 7 in two fifths of all readings of 0. */
const model = readNoiseModel(
  JSON.stringify({
    calibration: 1,
    device: 'a row',
    date: '2026-08-20',
    qubits: [qubit(3, 0.2), qubit(5, 0.1), qubit(7, 0.4)],
    edges: [
      { qubits: [3, 5], error: 0.03, gateLength: 0 },
      { qubits: [7, 5], error: 0.06, gateLength: 0 },
    ],
  }),
  'device.json',
);

const bell = circuit(2, [gate('x', 0), gate('x', 0), ...measureAll(2)], { bits: 2 });

function probabilities(layout: readonly number[]) {
  return simulate(bell, { shots: 0, seed: 1, noise: model, layout, probabilities: true }, simulationContext)
    .probabilities;
}

describe('a layout', () => {
  test('gives each qubit the readout of the qubit of the device it sits on', () => {
    expect(probabilities([7, 3])).toEqual({
      '00': expect.closeTo(0.8 * 0.6, 12),
      '01': expect.closeTo(0.8 * 0.4, 12),
      '10': expect.closeTo(0.2 * 0.6, 12),
      '11': expect.closeTo(0.2 * 0.4, 12),
    });
  });

  test('gives a pair the error of its edge, whichever way round', () => {
    const pair = circuit(2, [cx(0, 1)]);
    const channels = ([3, 7] as const).map((other) => {
      const [, noise] = circuitNoise(model, pair, [5, other]).place(pair.operations, true);
      return noise?.kind === 'channel' && noise.channel.kind === 'pauli' ? noise.channel.probabilities[0] : undefined;
    });
    // p = 4r/3 on a pair, of which 1/16 does nothing.
    expect(channels).toEqual([0.03, 0.06].map((rate) => expect.closeTo(1 - (rate * 4 * 15) / (3 * 16), 12)));
  });

  test('is named in the result', () => {
    const run = simulate(bell, { shots: 10, seed: 1, noise: model, layout: [5, 3] }, simulationContext);
    expect(run.layout).toEqual([5, 3]);
  });

  test('that does not fit is refused with what to do next', () => {
    const refusal = (layout: readonly number[]) => {
      try {
        probabilities(layout);
      } catch (thrown) {
        return thrown;
      }
      throw new Error('It was not refused.');
    };
    expect(refusal([3])).toMatchObject({
      reason: 'invalid-input',
      message: 'The layout names 1 qubit of the device, and the circuit has 2.',
      advice: expect.stringContaining('in order'),
    });
    expect(refusal([3, 5, 7])).toMatchObject({ reason: 'invalid-input' });
    expect(refusal([5, 5])).toMatchObject({
      message: 'The layout puts qubits 0 and 1 of the circuit on the same qubit 5 of the device.',
    });
    expect(refusal([3, 4])).toMatchObject({
      message: 'The layout puts qubit 1 of the circuit on qubit 4, which the calibration of a row does not have.',
      advice: 'It has the qubits 3, 5, 7.',
    });
    expect(refusal([3, -1])).toMatchObject({ message: expect.stringContaining('on -1, which is no qubit') });
  });

  test('that puts a gate on qubits that are not coupled is refused by both their numbers', () => {
    const pair = circuit(2, [cx(0, 1)]);
    expect(() => circuitNoise(model, pair, [3, 7])).toThrow(
      'The circuit has `cx` on qubits 0 (3 of the device) and 1 (7 of the device), which are not coupled on a row.',
    );
  });

  test('without a noise model is refused', () => {
    expect(() => simulate(bell, { shots: 1, seed: 1, layout: [0, 1] }, simulationContext)).toThrow('there is none');
  });

  test('moves the rules, qubits and correlated readouts of a model by hand', () => {
    const written = readNoiseModel(
      `
noise: 1
gates:
  - { on: cx, qubits: [4, 2], depolarising: 0.1 }
  - { on: cx, qubits: [0, 1], depolarising: 0.2 }
  - { on: h, depolarising: 0.3 }
qubits: { 2: { readout: { p10: 0.1, p01: 0.2 } }, 0: { T1: 1 us } }
readout:
  - { qubits: [4, 2], matrix: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]] }
`,
      'noise.yaml',
    );
    const { correlatedReadout, qubits, rules } = modelOnLayout(written, [2, 4], 2);
    expect(rules.map((rule) => rule.qubits)).toEqual([undefined, [1, 0]]);
    expect([...qubits.single]).toEqual([[0, { readout: { p10: 0.1, p01: 0.2 } }]]);
    expect(correlatedReadout.map((group) => group.qubits)).toEqual([[1, 0]]);
    expect(() => modelOnLayout(written, [2, 3], 2)).toThrow('the layout uses only some of them');
  });
});

test('without a layout qubits are those with the same number', () => {
  const wide = circuit(6, [gate('x', 5)]);
  expect(() => circuitNoise(model, wide)).not.toThrow();
  expect(() => circuitNoise(model, circuit(6, [gate('x', 4)]))).toThrow('The circuit uses qubit 4');
});
