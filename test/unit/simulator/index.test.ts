import { describe, expect, it } from 'vitest';
import { CancellationSource } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import { createSimulator } from '#core/simulator/index.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';

const simulator = createSimulator({ kernels: await loadKernels({ isShared: false }) });

const operations = [
  gate('ry', 0, 0.7),
  gate('u', 1, 0.4, 1.1, -0.3),
  cx(0, 2),
  controlled(gate('rx', 1, 1.3), { qubit: 2, value: 0 }),
  gate('swap', [0, 1]),
  gate('gphase', [], 0.2),
];
const prepared = circuit(3, operations);
const wanted = matrixAmplitudes(prepared);
const probabilityOf = (index: number) => (wanted[2 * index] ?? 0) ** 2 + (wanted[2 * index + 1] ?? 0) ** 2;

describe('the final state', () => {
  it('has the amplitudes and probabilities of plain matrix multiplication', () => {
    const state = simulator.state(prepared);
    state.amplitudes().forEach((part, place) => {
      expect(part).toBeCloseTo(wanted[place] ?? Number.NaN, 12);
    });
    const [re, im] = state.amplitude('101');
    expect([re, im]).toEqual([expect.closeTo(wanted[10] ?? 0, 12), expect.closeTo(wanted[11] ?? 0, 12)]);
    const all = state.probabilities();
    for (let index = 0; index < 8; index++) {
      expect(all[index.toString(2).padStart(3, '0')] ?? 0).toBeCloseTo(probabilityOf(index), 12);
    }
    const [one = 0] = [state.probabilities(['q[1]'])['1']];
    expect(one).toBeCloseTo(
      [2, 3, 6, 7].reduce((sum, index) => sum + probabilityOf(index), 0),
      12,
    );
    state.release();
  });

  it('knows what parts of it have to do with each other', () => {
    const state = simulator.state(circuit(4, [gate('h', 0), cx(0, 1), cx(1, 2), gate('ry', 3, 0.4)]));
    // Of a GHZ state, one bit is shared by parts that leave something out, and two by parts that are all of it.
    expect(state.mutualInformation(['q[0]'], ['q[2]'])).toBeCloseTo(1, 10);
    expect(state.mutualInformation(['q[0]'], ['q[1]', 'q[2]'])).toBeCloseTo(2, 10);
    expect(state.mutualInformation(['q[0]', 'q[1]', 'q[2]'], ['q[3]'])).toBeCloseTo(0, 10);
    expect(() => state.mutualInformation(['q[0]'], ['q[0]', 'q[1]'])).toThrow(Failure);
    state.release();
  });

  it('is asked for observables, Bloch vectors and density matrices, several at a time', () => {
    const one = simulator.state(prepared);
    const other = simulator.state(circuit(3, operations.slice(0, 3)));
    const z = one.moments('Z1').mean;
    expect(one.bloch(['q[1]'])[0]?.[2]).toBeCloseTo(z, 12);
    expect(one.bloch()[1]?.[2]).toBeCloseTo(z, 12);
    const { values } = one.densityMatrix(['q[1]']);
    expect((values[0] ?? 0) - (values[6] ?? 0)).toBeCloseTo(z, 12);
    expect(one.moments('Z1').variance).toBeCloseTo(1 - z * z, 12);

    const before = matrixAmplitudes(circuit(3, operations.slice(0, 3)));
    let re = 0;
    let im = 0;
    for (let place = 0; place < 16; place += 2) {
      const [a = 0, b = 0, c = 0, d = 0] = [wanted[place], wanted[place + 1], before[place], before[place + 1]];
      re += a * c + b * d;
      im += a * d - b * c;
    }
    expect(one.fidelity(other)).toBeCloseTo(re * re + im * im, 12);
    expect(one.fidelity(one.densityMatrix(['q']))).toBeCloseTo(1, 12);
    one.release();
    other.release();
  });

  it('is sampled with a seed', () => {
    const state = simulator.state(prepared);
    const counts = state.sample(20_000, 5);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(20_000);
    for (const [bits, count] of Object.entries(counts)) {
      const probability = probabilityOf(Number.parseInt(bits, 2));
      expect(Math.abs(count - 20_000 * probability)).toBeLessThan(5 * Math.sqrt(20_000 * probability) + 1);
    }
    expect(state.sample(20_000, 5)).toEqual(counts);
    expect(state.sample(20_000, 6)).not.toEqual(counts);
    state.release();
  });

  it('in single precision is that in double precision as far as it goes', () => {
    const state = simulator.state(prepared, { precision: 'single' });
    const amplitudes = state.amplitudes();
    expect(amplitudes).toBeInstanceOf(Float32Array);
    amplitudes.forEach((part, place) => {
      expect(part).toBeCloseTo(wanted[place] ?? Number.NaN, 6);
    });
    state.release();
  });

  it('of gates that undo each other up to rounding is the one before', () => {
    // The merged matrix has an exact zero on one side of its diagonal, and rounding on the other.
    const there = [controlled(gate('h', 3), { qubit: 2, value: 0 }), gate('p', 3, 0.112412)];
    const back = [gate('p', 3, -0.112412), controlled(gate('h', 3), { qubit: 2, value: 0 })];
    const state = simulator.state(circuit(5, [...there, ...back]));
    const [re, im] = state.amplitude('00000');
    expect([re, im]).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)]);
    state.release();
  });

  it('is there only of circuits that end in one, with parameters bound', () => {
    const input = circuit(1, [gate('ry', 0, parameterAngle(0)), measure(0, 0)], { bits: 1, parameters: ['theta'] });
    const state = simulator.state(input, { bindings: [Math.PI] });
    expect(state.probabilities()).toEqual({ '1': expect.closeTo(1, 12) });
    state.release();
    expect(() => simulator.state(input)).toThrow('has 1 parameters, but 0 values');
    expect(() => simulator.state(circuit(1, [gate('h', 0), reset(0)]))).toThrow('resets qubit 0');
    expect(() => simulator.state(prepared).probabilities(['c'])).toThrow(Failure);
    const source = new CancellationSource();
    source.cancel();
    expect(() => simulator.state(prepared, { signal: source.signal })).toThrow('Cancelled.');
  });
});

it('runs circuits with defaults that give the same counts every time', () => {
  const bell = circuit(2, [gate('h', 0), cx(0, 1), ...measureAll(2)], { bits: 2 });
  const { counts, seed, shots } = simulator.simulate(bell);
  expect({ seed, shots }).toEqual({ seed: 0, shots: 1024 });
  expect(simulator.simulate(bell).counts).toEqual(counts);
  expect(simulator.simulate(bell, { precision: 'single' }).counts).toEqual(counts);
  expect(simulator.simulate(bell, { shots: 10 }).shots).toBe(10);
});

it('evaluates and differentiates for many parameters what single runs say', () => {
  const input = circuit(2, [gate('ry', 0, parameterAngle(0)), cx(0, 1), gate('rx', 1, parameterAngle(1))], {
    parameters: ['alpha', 'beta'],
  });
  const sets = [
    [0.3, 0.8],
    [1.2, -0.4],
  ];
  const rows = simulator.expectations(input, ['Z0', 'Z1 + Y1'], sets);
  const probabilities = simulator.probabilities(input, sets);
  sets.forEach(([alpha = 0, beta = 0], row) => {
    expect(rows[row]?.[0]).toBeCloseTo(Math.cos(alpha), 12);
    // ⟨Z⟩ cos β, and ⟨Y⟩ = −⟨Z⟩ sin β before.
    expect(rows[row]?.[1]).toBeCloseTo(Math.cos(alpha) * (Math.cos(beta) - Math.sin(beta)), 12);
    const bound = matrixAmplitudes(circuit(2, [gate('ry', 0, alpha), cx(0, 1), gate('rx', 1, beta)]));
    probabilities[row]?.forEach((probability, index) => {
      expect(probability).toBeCloseTo((bound[2 * index] ?? 0) ** 2 + (bound[2 * index + 1] ?? 0) ** 2, 12);
    });
  });
  const { rows: derivatives } = simulator.gradient(input, ['Z0'], sets);
  expect(derivatives[1]?.gradients[0]?.[0]).toBeCloseTo(-Math.sin(1.2), 10);
  const kernel = simulator.fidelityKernel(input, sets);
  const [one, other] = sets.map((bindings) => simulator.state(input, { bindings }));
  if (one && other) expect(kernel[0]?.[1]).toBeCloseTo(one.fidelity(other), 12);
  const sampled = simulator.expectations(input, ['Z0'], sets, { shots: 10_000, seed: 3 });
  expect(Math.abs((sampled[0]?.[0] ?? 0) - Math.cos(0.3))).toBeLessThan(0.05);
});

it('follows the moments of a circuit', () => {
  const cursor = simulator.cursor(circuit(1, [gate('x', 0), measure(0, 0)], { bits: 1 }));
  expect(cursor.moveTo(2)).toMatchObject({ outcomes: [{ qubit: 0, value: 1 }], bits: Uint8Array.of(1) });
  cursor.release();
});
