import { describe, expect, it } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { circuit, controlled, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

function run(input: Circuit, options: Partial<SimulationOptions> = {}): SimulationResult {
  return simulate(input, { shots: 1000, seed: 7, ...options }, simulationContext);
}

const bell = circuit(2, [gate('h', 0), cx(0, 1), ...measureAll(2)], { bits: 2 });
const observable = (text: string, input: Circuit = bell) => parseObservable(text, input);

describe('the memory of shots', () => {
  it('has a bit string for every shot and the counts in all', () => {
    const { counts, memory = [] } = run(bell, { memory: true });
    expect(memory.length).toBe(1000);
    const found: Record<string, number> = {};
    for (const bits of memory) found[bits] = (found[bits] ?? 0) + 1;
    expect(found).toEqual(counts);
    expect(run(bell, { memory: true }).memory).toEqual(memory);
    // Neighbours are as often equal as not: 999 pairs, five standard deviations of about 16 each way.
    const repeats = memory.filter((bits, shot) => bits === memory[shot + 1]).length;
    expect(Math.abs(repeats - 499.5)).toBeLessThan(80);
  });

  it('is refused for more shots than can be listed', () => {
    expect(() => run(bell, { memory: true, shots: 2_000_000 })).toThrow('too many to list');
  });
});

describe('moments', () => {
  it.each(['statevector', 'stabilizer', 'density', 'mps'] as const)('follow one shot by the method %s', (method) => {
    const input = circuit(2, [gate('h', 0), cx(0, 1), measure(0, 0), when([0], 1, [gate('x', 1)]), reset(0)], {
      bits: 1,
    });
    const { moments = [] } = run(input, { moments: true, method, shots: 10 });
    expect(moments.map(({ moment }) => moment)).toEqual([0, 1, 2, 3, 4]);
    const vectors = moments.map(({ bloch }) =>
      bloch.map(({ vector }) => vector.map((part) => Math.round(part * 1e9) / 1e9 + 0)),
    );
    expect(moments[0]?.bloch.map(({ qubit }) => qubit)).toEqual(['q[0]', 'q[1]']);
    expect(vectors[0]).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(vectors[1]).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    expect(vectors[2]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const [reading] = moments[3]?.readings ?? [];
    expect(reading).toMatchObject({ qubit: 'q[0]', probability: expect.closeTo(0.5, 9) });
    const z = reading?.value === 1 ? -1 : 1;
    expect(vectors[3]).toEqual([
      [0, 0, z],
      [0, 0, z],
    ]);
    // The condition undoes the second qubit, the reset the first.
    expect(vectors[4]).toEqual([
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(moments[4]?.readings).toEqual([{ qubit: 'q[0]', value: reading?.value, probability: expect.closeTo(1, 9) }]);
    expect(run(input, { moments: true, method, shots: 10 }).moments).toEqual(moments);
  });

  it('are refused with noise and where they are too many to list', () => {
    const noise = readNoiseModel('noise: 1\ngates: [{ on: one-qubit, depolarising: 0.1 }]\n', 'noise.yaml');
    expect(() => run(bell, { moments: true, noise })).toThrow('without noise only');
    const long = circuit(
      20,
      Array.from({ length: 6000 }, () => gate('x', 0)),
    );
    expect(() => run(long, { moments: true })).toThrow('The 6000 moments of 20 qubits are too many to list');
  });
});

describe('probabilities of chosen registers', () => {
  const two: Circuit = {
    ...circuit(3, [gate('ry', 0, 1), cx(0, 2), measure(0, 0), measure(1, 1), measure(2, 2)], { bits: 3 }),
    bitRegisters: [
      { name: 'a', start: 0, size: 2 },
      { name: 'b', start: 2, size: 1, scalar: true },
    ],
  };
  const one = Math.sin(0.5) ** 2;

  it.each([
    [['b'], { '0': 1 - one, '1': one }],
    [['a'], { '00': 1 - one, '01': one }],
    [['a[1]'], { '0': 1 }],
    [['b', 'a'], { '00 0': 1 - one, '01 1': one }],
    [['a', 'b'], { '0 00': 1 - one, '1 01': one }],
    [['q[0]', 'q[1]'], { '0 0': 1 - one, '0 1': one }],
    [['1', 'q[2]'], { '0 0': 1 - one, '1 0': one }],
  ])('%s', (names, wanted) => {
    const [marginal] = run(two, { marginals: [names] }).marginals ?? [];
    expect(marginal?.of).toEqual(names);
    expect(Object.keys(marginal?.probabilities ?? {}).sort()).toEqual(Object.keys(wanted).sort());
    for (const [bits, probability] of Object.entries(wanted)) {
      expect(marginal?.probabilities[bits]).toBeCloseTo(probability, 12);
    }
  });

  it('are those of circuits that measure in their middle too', () => {
    const input = circuit(2, [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 1)]), reset(0), measure(1, 1)], {
      bits: 2,
    });
    const { marginals = [] } = run(input, { marginals: [['c[1]'], ['q'], ['c']], shots: 0 });
    expect(marginals.map(({ probabilities }) => probabilities)).toEqual([
      { '0': expect.closeTo(0.5, 12), '1': expect.closeTo(0.5, 12) },
      { '00': expect.closeTo(0.5, 12), '10': expect.closeTo(0.5, 12) },
      { '00': expect.closeTo(0.5, 12), '11': expect.closeTo(0.5, 12) },
    ]);
  });

  it('of a few qubits are there in circuits too wide to list', () => {
    const wide = circuit(40, [gate('h', 0), ...Array.from({ length: 39 }, (_, qubit) => cx(qubit, qubit + 1))]);
    const { marginals = [], method } = run(wide, { marginals: [['q[0]', 'q[39]']] });
    expect(method).toBe('stabilizer');
    expect(marginals[0]?.probabilities).toEqual({ '0 0': 0.5, '1 1': 0.5 });
    expect(() => run(wide, { marginals: [['q']] })).toThrow('of 40 qubits are too many to list');
  });

  it.each([
    [['d'], 'no bit or qubit "d"'],
    [['c[2]'], 'no bit "c[2]"'],
    [['c', 'q'], 'Bits and qubits cannot be shown as one'],
    [['c', 'c[1]'], 'is chosen twice'],
    [['c[x]'], 'no bit "c[x]"'],
  ])('of %s are refused', (names, message) => {
    expect(() => run(bell, { marginals: [names] })).toThrow(message);
  });
});

describe('amplitudes of chosen states', () => {
  it('are there at widths at which not all can be listed', () => {
    const ghz = circuit(22, [gate('h', 0), ...Array.from({ length: 21 }, (_, qubit) => cx(qubit, qubit + 1))]);
    const states = ['0'.repeat(22), '1'.repeat(22), `1${'0'.repeat(21)}`];
    const { amplitudesOf = [] } = run(ghz, { amplitudesOf: states });
    expect(amplitudesOf.map(({ state }) => state)).toEqual(states);
    const found = amplitudesOf.map(({ amplitude }) => amplitude[0]);
    expect(found[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(found[1]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(found[2]).toBe(0);
  });

  it('read the registers as bit strings show them', () => {
    const input: Circuit = {
      ...circuit(3, [gate('x', 0)]),
      qubitRegisters: [
        { name: 'a', start: 0, size: 1 },
        { name: 'b', start: 1, size: 2 },
      ],
    };
    expect(run(input, { amplitudesOf: ['00 1', '001', '01 0'] }).amplitudesOf).toEqual([
      { state: '00 1', amplitude: [1, 0] },
      { state: '001', amplitude: [1, 0] },
      { state: '01 0', amplitude: [0, 0] },
    ]);
    expect(() => run(input, { amplitudesOf: ['0021'] })).toThrow('"0021" is no state of 3 qubits');
  });

  it('are refused where there is no single final state', () => {
    const input = circuit(1, [gate('h', 0), measure(0, 0), gate('h', 0)], { bits: 1 });
    expect(() => run(input, { amplitudesOf: ['0'] })).toThrow('no single final state');
  });
});

describe('expectation values', () => {
  it('have the variance of a single reading', () => {
    const { expectations } = run(bell, {
      observables: ['Z0*Z1', 'Z0', 'ZZ + XX + YY', '2'].map((text) => observable(text)),
    });
    expect(expectations).toEqual([
      { observable: 'Z0*Z1', value: expect.closeTo(1, 12), variance: expect.closeTo(0, 12) },
      { observable: 'Z0', value: expect.closeTo(0, 12), variance: expect.closeTo(1, 12) },
      { observable: 'Z0*Z1 + X0*X1 + Y0*Y1', value: expect.closeTo(1, 12), variance: expect.closeTo(0, 12) },
      { observable: '2', value: expect.closeTo(2, 12), variance: expect.closeTo(0, 12) },
    ]);
  });

  it('of a mixture of final states are its mean and its variance', () => {
    // Half of the runs end in |0⟩ and half in |1⟩: ⟨Z⟩ = 0 with variance 1, though each final state has none.
    const input = circuit(1, [gate('h', 0), measure(0, 0), gate('id', 0), reset(0), when([0], 1, [gate('x', 0)])], {
      bits: 1,
    });
    const { bloch, densityMatrices, expectations } = run(input, {
      observables: [observable('Z0', input)],
      bloch: [0],
      densityMatrices: [[0]],
    });
    expect(expectations).toEqual([{ observable: 'Z0', value: expect.closeTo(0, 12), variance: expect.closeTo(1, 12) }]);
    expect(bloch?.[0]?.vector.every((part) => Math.abs(part) < 1e-12)).toBe(true);
    expect(densityMatrices?.[0]).toMatchObject({
      qubits: ['q[0]'],
      purity: expect.closeTo(0.5, 12),
      entropy: expect.closeTo(1, 12),
    });
  });

  it('from shots are within their standard errors, which shrink as they should', () => {
    const input = circuit(3, [gate('ry', 0, 0.7), cx(0, 1), gate('rx', 2, 1.1), cx(2, 1)]);
    const texts = ['Z0*Z1 + 0.5*X0 - Y2', 'X0*X1*Z2', 'Z2'];
    const observables = texts.map((text) => observable(text, input));
    const exact = run(input, { observables }).expectations ?? [];
    const shots = 100_000;
    const sampled = run(input, { observables, expectationsFrom: 'shots', shots }).expectations ?? [];
    sampled.forEach(({ standardError = Number.NaN, value, variance }, index) => {
      expect(variance).toBeUndefined();
      expect(Math.abs(value - (exact[index]?.value ?? Number.NaN))).toBeLessThan(5 * standardError);
    });
    // A single term has the standard error of its variance.
    expect(sampled[2]?.standardError).toBeCloseTo(Math.sqrt((exact[2]?.variance ?? 0) / shots), 4);
    const again = run(input, { observables, expectationsFrom: 'shots', shots }).expectations;
    expect(again).toEqual(sampled);
  });

  it('from shots are there for circuits with many ways through them', () => {
    const flips = Array.from({ length: 15 }, (): Operation[] => [gate('h', 0), measure(0, 0)]).flat();
    const input = circuit(2, [...flips, gate('ry', 1, 0.8)], { bits: 1 });
    const observables = [observable('Z1', input)];
    expect(() => run(input, { observables })).toThrow('more than 4096 different outcomes');
    const [found] = run(input, { observables, expectationsFrom: 'shots', shots: 20_000 }).expectations ?? [];
    expect(Math.abs((found?.value ?? Number.NaN) - Math.cos(0.8))).toBeLessThan(
      5 * (found?.standardError ?? Number.NaN),
    );
  });

  it('of Clifford circuits of hundreds of qubits come from a tableau', () => {
    const qubits = 300;
    const input = circuit(qubits, [
      gate('h', 0),
      ...Array.from({ length: qubits - 1 }, (_, qubit) => cx(qubit, qubit + 1)),
    ]);
    const { bloch, densityMatrices, expectations, method } = run(input, {
      observables: [observable('Z0*Z299 + Z17', input), observable('X'.repeat(qubits), input)],
      bloch: [17],
      densityMatrices: [[5, 250]],
    });
    expect(method).toBe('stabilizer');
    expect(expectations?.map(({ value, variance }) => [value, variance])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(bloch?.[0]).toEqual({ qubit: 'q[17]', vector: [0, 0, 0] });
    expect(densityMatrices?.[0]?.matrix.values.filter((value) => value !== 0)).toEqual([0.5, 0.5]);
  });

  it('are refused for qubits that are not there, and from no shots', () => {
    const wrong = { terms: [{ coefficient: 1, factors: [{ qubit: 2, axis: 'Z' as const }] }] };
    expect(() => run(bell, { observables: [wrong] })).toThrow('qubit 2');
    expect(() => run(bell, { observables: [observable('Z0')], expectationsFrom: 'shots', shots: 0 })).toThrow(
      'from 0 shots',
    );
    expect(() => run(bell, { bloch: [2] })).toThrow(Failure);
  });
});

it('says how far the shares of the counts may be off', () => {
  const { counts, samplingError } = run(bell, { shots: 400 });
  const share = (counts['11'] ?? 0) / 400;
  // The ends w of Wilson’s interval at one standard error solve (w − share)² = w (1 − w)/shots.
  const middle = (share + 1 / 800) / (1 + 1 / 400);
  const end = middle + (samplingError ?? Number.NaN);
  expect((end - share) ** 2).toBeCloseTo((end * (1 - end)) / 400, 12);
  // A few shots that agree leave other outcomes possible.
  expect(run(circuit(1, [gate('x', 0)]), { shots: 4 }).samplingError).toBeCloseTo(0.1, 12);
  expect(run(bell, { shots: 0 })).not.toHaveProperty('samplingError');
});

it('says which method it used and why, how precisely and in how much memory', () => {
  expect(run(bell)).toMatchObject({
    method: 'statevector',
    why: '2 qubits fit into memory as a state vector, which is fastest for circuits this small.',
    precision: 'double',
    memoryBytes: 64,
    timing: { plan: 0, simulate: 0, sample: 0 },
  });
  expect(run(bell, { method: 'stabilizer' })).toMatchObject({ method: 'stabilizer', why: 'It was asked for.' });
  const tall = circuit(1, [gate('t', 0)]);
  expect(() => run(tall, { method: 'stabilizer' })).toThrow('Clifford gates only, and t is none');
});

describe('noise', () => {
  const model = readNoiseModel(
    'noise: 1\nname: shaky\ngates: [{ on: one-qubit, depolarising: 0.1 }, { on: two-qubit, depolarising: 0.2 }]\n',
    'noise.yaml',
  );
  const questions = (input: Circuit) => ({
    noise: model,
    observables: [observable('Z0*Z1', input), observable('X0*X1 + 0.3*Y0*Y1', input)],
    bloch: [1],
    densityMatrices: [[0, 1]],
    shots: 4000,
  });

  it('shrinks what is read as its channels say', () => {
    const { bloch, counts, densityMatrices, expectations, method, noise, probabilities } = run(bell, {
      ...questions(bell),
      probabilities: true,
    });
    expect({ method, noise }).toEqual({ method: 'density', noise: 'shaky' });
    // Depolarising by p shrinks ⟨ZZ⟩ to 1 − p on two qubits; what the one-qubit gate loses becomes a mixture of |00⟩ and
    // |11⟩, and of |01⟩ and |10⟩ never.
    expect(expectations?.[0]?.value).toBeCloseTo(0.8, 12);
    expect(probabilities?.['01']).toBeCloseTo(0.05, 12);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(4000);
    expect(bloch?.[0]?.vector.map((part) => Math.abs(part) < 1e-12)).toEqual([true, true, true]);
    expect(densityMatrices?.[0]?.purity).toBeLessThan(0.8);
  });

  it('has the same means over trajectories, with standard errors', () => {
    const exact = run(bell, questions(bell));
    const sampled = run(bell, { ...questions(bell), method: 'trajectories' });
    expect(sampled.method).toBe('trajectories');
    sampled.expectations?.forEach(({ standardError = 0, value }, index) => {
      expect(standardError).toBeGreaterThan(0);
      expect(Math.abs(value - (exact.expectations?.[index]?.value ?? Number.NaN))).toBeLessThan(5 * standardError);
    });
    const [found, wanted] = [sampled, exact].map(({ densityMatrices }) => densityMatrices?.[0]?.matrix.values ?? []);
    found?.forEach((value, index) => {
      expect(Math.abs(value - (wanted?.[index] ?? Number.NaN))).toBeLessThan(0.05);
    });
    expect(() => run(bell, { noise: model, method: 'trajectories', shots: 0 })).toThrow('0 shots');
  });

  // A Clifford circuit that measures in its middle, feeds back and is misread unevenly, with Pauli noise: all three
  // methods follow it.
  const misread = readNoiseModel(
    `noise: 1
gates: [{ on: one-qubit, depolarising: 0.1 }, { on: two-qubit, depolarising: 0.2 }]
qubits: { all: { readout: { p10: 0.05, p01: 0.2 } } }
`,
    'noise.yaml',
  );
  const feedback = circuit(
    3,
    [gate('h', 0), cx(0, 1), measure(0, 0), when([0], 1, [gate('h', 2)]), cx(1, 2), measure(2, 1)],
    { bits: 2 },
  );

  it.each(['trajectories', 'stabilizer'] as const)('is answered by %s within their standard errors', (method) => {
    const asked = {
      noise: misread,
      shots: 4000,
      probabilities: true,
      marginals: [['q[2]', 'q[0]'], ['c[1]']],
      observables: [observable('0.5*Z0*Z1 - 2*X2 + 1', feedback), observable('Z2', feedback)],
      bloch: [1, 2],
      densityMatrices: [[2, 1]],
    };
    const exact = run(feedback, { ...asked, method: 'density' });
    const found = run(feedback, { ...asked, method });
    expect(exact.probabilityErrors).toBeUndefined();
    const within = (value = Number.NaN, wanted = Number.NaN, error = Number.NaN) =>
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(5 * error + 1e-9);
    for (const [bits, wanted] of Object.entries(exact.probabilities ?? {})) {
      within(found.probabilities?.[bits], wanted, found.probabilityErrors?.[bits]);
    }
    exact.marginals?.forEach(({ probabilities }, index) => {
      const marginal = found.marginals?.[index];
      for (const [bits, wanted] of Object.entries(probabilities)) {
        within(marginal?.probabilities[bits], wanted, marginal?.standardErrors?.[bits]);
      }
    });
    exact.expectations?.forEach(({ value, variance }, index) => {
      const each = found.expectations?.[index];
      within(each?.value, value, each?.standardError);
      // The variance of a reading, which the sample knows to a few hundredths.
      within(each?.variance, variance, 0.05);
    });
    exact.bloch?.forEach(({ vector }, index) => {
      const each = found.bloch?.[index];
      vector.forEach((value, axis) => {
        within(each?.vector[axis], value, each?.standardErrors?.[axis]);
      });
    });
    const [matrix, wanted] = [found, exact].map(({ densityMatrices }) => densityMatrices?.[0]);
    wanted?.matrix.values.forEach((value, entry) => {
      within(matrix?.matrix.values[entry], value, matrix?.standardError);
    });
    expect(found.expectations?.map(({ standardError = 0 }) => standardError < 0.06)).toEqual([true, true]);
  });

  it('has no error where all shots end in the same state', () => {
    const still = circuit(2, [gate('h', 0), cx(0, 1)]);
    const { bloch, expectations, probabilities, probabilityErrors } = run(still, {
      ...{ method: 'trajectories', shots: 100, probabilities: true, bloch: [0] },
      observables: [observable('Z0 + X0*X1', still)],
    });
    expect(probabilities).toEqual({ '00': expect.closeTo(0.5, 12), '11': expect.closeTo(0.5, 12) });
    expect(probabilityErrors).toEqual({ '00': 0, '11': 0 });
    expect(expectations).toEqual([
      { observable: 'Z0 + X0*X1', value: expect.closeTo(1, 12), standardError: 0, variance: expect.closeTo(1, 12) },
    ]);
    expect(bloch?.[0]?.standardErrors).toEqual([0, 0, 0]);
  });

  it('leaves no amplitudes, which is said with what there is instead', () => {
    const refusal = { reason: 'unsupported', advice: expect.stringContaining('probabilities') };
    for (const method of ['trajectories', 'stabilizer', 'density'] as const) {
      expect(() => run(feedback, { noise: misread, method, amplitudes: true })).toThrow(
        expect.objectContaining(refusal),
      );
    }
  });
});

describe('Pauli frames', () => {
  const flips = readNoiseModel('noise: 1\ngates: [{ on: one-qubit, pauli: { X: 0.25 } }]\n', 'noise.yaml');

  it('sample Pauli noise on Clifford circuits of any width', () => {
    const qubits = 60;
    const input = circuit(
      qubits,
      [...Array.from({ length: qubits }, (_, qubit) => gate('x', qubit)), ...measureAll(qubits)],
      { bits: qubits },
    );
    const { counts, memory = [], method, why } = run(input, { noise: flips, memory: true });
    expect(method).toBe('stabilizer');
    expect(why).toContain('Pauli frames');
    expect(memory.length).toBe(1000);
    // 60,000 flips with a probability of a quarter: 15,000 with a standard deviation of about 106.
    const zeros = Object.entries(counts).reduce((sum, [bits, count]) => sum + count * (bits.split('0').length - 1), 0);
    expect(Math.abs(zeros - 15_000)).toBeLessThan(530);
    // States of shots are tableaus, so that values of wide states are means over them.
    const [{ standardError = 0, value = 0 } = {}] =
      run(input, { noise: flips, observables: [observable('Z0', input)] }).expectations ?? [];
    expect(standardError).toBeCloseTo(Math.sqrt(0.75 / 999), 2);
    expect(Math.abs(value + 0.5)).toBeLessThan(5 * standardError);
  });

  it('leave noise that is more to density matrices', () => {
    const relaxing = readNoiseModel(
      'noise: 1\ngates: [{ on: x, duration: 20 us }]\nqubits: { all: { T1: 50 us } }\n',
      'n.yaml',
    );
    const input = circuit(3, [gate('x', 0), ...measureAll(3)], { bits: 3 });
    expect(run(input, { noise: relaxing }).method).toBe('density');
    expect(run(input, { noise: flips }).method).toBe('stabilizer');
  });

  it('sample Clifford circuits that measure in their middle', () => {
    const qubits = 20;
    const rounds = Array.from({ length: 40 }, (_, round): Operation[] => [
      gate('h', round % qubits),
      measure(round % qubits, round % qubits),
      when([round % qubits], 1, [gate('x', (round + 1) % qubits)]),
    ]).flat();
    const { counts, method } = run(circuit(qubits, rounds, { bits: qubits }), { shots: 5000 });
    expect(method).toBe('stabilizer');
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const ones = Object.entries(counts).reduce((sum, [bits, count]) => sum + (bits.endsWith('1') ? count : 0), 0);
    expect(total).toBe(5000);
    expect(Math.abs(ones - 2500)).toBeLessThan(180);
  });
});

describe('matrix product states', () => {
  const qubits = 40;
  const spread = circuit(
    qubits,
    Array.from({ length: qubits - 1 }, (_, qubit): Operation[] => [
      gate('ry', qubit, 0.3),
      cx(qubit, qubit + 1),
    ]).flat(),
  );

  it('answer what is asked of wide circuits that entangle little, and say what was lost', () => {
    const found = run(spread, {
      amplitudesOf: ['0'.repeat(qubits)],
      observables: [observable('Z0', spread), observable('Z0*Z39', spread)],
      bloch: [0],
      densityMatrices: [[38, 39]],
      marginals: [['q[0]']],
    });
    expect(found).toMatchObject({
      method: 'mps',
      why: expect.stringMatching(/^The circuit has 40 qubits and entangles no two parts .* bond dimension of 2\.$/),
      truncation: { bondLimit: 256, largestBond: 2, truncationError: expect.closeTo(0, 9) },
    });
    expect(found.amplitudesOf?.[0]?.amplitude[0]).toBeCloseTo(Math.cos(0.15) ** 39, 10);
    expect(found.expectations?.[0]).toMatchObject({ value: expect.closeTo(Math.cos(0.3), 10) });
    expect(found.expectations?.[0]?.variance).toBeCloseTo(Math.sin(0.3) ** 2, 9);
    expect(found.bloch?.[0]?.vector[2]).toBeCloseTo(Math.cos(0.3), 10);
    expect(found.marginals?.[0]?.probabilities['1']).toBeCloseTo(Math.sin(0.15) ** 2, 10);
    expect(Object.values(found.counts).reduce((sum, count) => sum + count, 0)).toBe(1000);
  });

  it('keep the bond limit that was chosen', () => {
    const { truncation } = run(
      circuit(8, [
        ...Array.from({ length: 8 }, (_, qubit) => gate('ry', qubit, 1)),
        ...[0, 1, 2, 3].map((qubit) => controlled(gate('ry', qubit + 4, 2), qubit)),
      ]),
      {
        method: 'mps',
        bondLimit: 1,
      },
    );
    expect(truncation).toMatchObject({ bondLimit: 1, largestBond: 1 });
    expect(truncation?.truncationError).toBeGreaterThan(0.01);
  });
});
