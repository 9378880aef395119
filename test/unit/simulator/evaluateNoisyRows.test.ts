import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { EvaluationRequest } from '#core/circuit/evaluation.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { noisyShotEvaluation } from '#core/simulator/evaluateNoisyShots.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

function rowsUnder(noise: string, request: Omit<EvaluationRequest, 'seed'>, seed = 5) {
  const evaluator = createLocalEvaluator(kernels, undefined, noiseModel(noise));
  return evaluator.evaluate({ ...request, seed }, neverCancelled).then(({ rows }) => rows);
}

const bell = circuit(2, [gate('h', 0), cx(0, 1)]);
const depolarising =
  'noise: 1\ngates: [{ on: one-qubit, depolarising: 0.001 }, { on: two-qubit, depolarising: 0.01 }]\n';
const misread = 'noise: 1\nqubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n';

describe('exact values under noise', () => {
  test('of a Bell pair are those of the closed forms: ⟨ZZ⟩ = 1 − p₂, ⟨XX⟩ = (1 − p₁)(1 − p₂)', async () => {
    const observables = [parseObservable('Z0*Z1', bell), parseObservable('X0*X1', bell)];
    const [row] = await rowsUnder(depolarising, {
      circuit: bell,
      bindings: [[]],
      output: { kind: 'expectations', observables },
    });
    expect(row?.[0]).toBeCloseTo(0.99, 12);
    expect(row?.[1]).toBeCloseTo(0.98901, 12);
  });

  test('include misread bits: z becomes z (1 − p₁₀ − p₀₁) + (p₀₁ − p₁₀)', async () => {
    const turned = circuit(1, [gate('ry', 0, parameterAngle(0))], { parameters: ['theta'] });
    const bindings = [[0], [0.7], [Math.PI]];
    const observables = [parseObservable('Z0', turned)];
    const rows = await rowsUnder(misread, { circuit: turned, bindings, output: { kind: 'expectations', observables } });
    bindings.forEach(([theta = 0], index) => {
      expect(rows[index]?.[0]).toBeCloseTo(Math.cos(theta) * 0.97 + 0.01, 12);
    });
  });

  test('are those of simulate, which runs one circuit at a time', async () => {
    const measured = circuit(2, [gate('ry', 0, 0.4), cx(0, 1), gate('ry', 1, 1.1)]);
    const model = `${depolarising}qubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n`;
    const [row] = await rowsUnder(model, { circuit: measured, bindings: [[]], output: { kind: 'probabilities' } });
    const { probabilities = {} } = simulate(
      measured,
      { shots: 0, seed: 0, probabilities: true, method: 'density', noise: noiseModel(model) },
      simulationContext,
    );
    expect(row).toHaveLength(4);
    row?.forEach((probability, index) => {
      expect(probability).toBeCloseTo(probabilities[index.toString(2).padStart(2, '0')] ?? 0, 12);
    });
  });

  test('of a kernel are the probability of reading zeros after the circuit and back', async () => {
    const map = circuit(1, [gate('ry', 0, parameterAngle(0))], { parameters: ['x'] });
    const rows = await rowsUnder('noise: 1\ngates: [{ on: one-qubit, depolarising: 0.1 }]\n', {
      circuit: map,
      bindings: [[0.2], [1.0]],
      output: { kind: 'fidelity-kernel' },
    });
    // Two gates leave (1 − p)² of the difference from ½.
    const entry = 0.5 + 0.81 * (Math.cos(0.4) ** 2 - 0.5);
    expect(rows[0]?.[0]).toBe(1);
    expect(rows[0]?.[1]).toBeCloseTo(entry, 12);
    expect(rows[1]?.[0]).toBeCloseTo(entry, 12);
  });
});

describe('shots under noise', () => {
  const request = { circuit: bell, bindings: [[], []], output: { kind: 'probabilities' }, shots: 20_000 } as const;

  test('are relative frequencies about the exact values, the same for the same seed', async () => {
    const model = `${depolarising}qubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n`;
    const exact = await rowsUnder(model, { circuit: bell, bindings: [[]], output: { kind: 'probabilities' } });
    const rows = await rowsUnder(model, request);
    expect(await rowsUnder(model, request)).toEqual(rows);
    expect(rows[1]).not.toEqual(rows[0]);
    for (const row of rows) {
      row.forEach((frequency, index) => {
        const probability = exact[0]?.[index] ?? 0;
        expect(Number.isInteger(Math.round(frequency * 20_000 * 1e6) / 1e6)).toBe(true);
        // Five standard deviations.
        expect(Math.abs(frequency - probability)).toBeLessThan(
          5 * Math.sqrt((probability * (1 - probability)) / 20_000),
        );
      });
    }
  });
});

describe('circuits too wide for a density matrix', () => {
  const width = 13;
  const model = `${depolarising}qubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n`;
  const ladder = circuit(
    width,
    [gate('ry', 0, parameterAngle(0)), ...Array.from({ length: width - 1 }, (_, qubit) => cx(qubit, qubit + 1))],
    { parameters: ['theta'] },
  );

  test('need shots', async () => {
    await expect(
      rowsUnder(depolarising, { circuit: ladder, bindings: [[0.3]], output: { kind: 'probabilities' } }),
    ).rejects.toMatchObject({ reason: 'unsupported', advice: expect.stringContaining('shots') });
  });

  test('are read shot by shot: errors of gates and of readout on the first qubits, by closed forms', async () => {
    const shots = 4000;
    const observables = [parseObservable('Z0', ladder), parseObservable('Z0*Z1', ladder)];
    const request = {
      circuit: ladder,
      bindings: [[0.7], [2]],
      output: { kind: 'expectations', observables },
      shots,
    } as const;
    const rows = await rowsUnder(model, request);
    expect(await rowsUnder(model, request)).toEqual(rows);
    request.bindings.forEach(([theta], row) => {
      // One rotation and one CX act on qubit 0; qubit 1 has the CX behind it as well.
      const mean = Math.cos(theta) * 0.999 * 0.99;
      const product = 0.99 * 0.99;
      const second = mean * 0.99;
      const expected = [mean * 0.97 + 0.01, product * 0.97 ** 2 + 0.97 * 0.01 * (mean + second) + 0.01 ** 2];
      expected.forEach((value, index) => {
        // Five standard deviations.
        expect(Math.abs((rows[row]?.[index] ?? Number.NaN) - value)).toBeLessThan(5 / Math.sqrt(shots));
      });
    });
  });

  test('give the frequencies and kernels of narrower ones', async () => {
    const shots = 2000;
    const flat = { circuit: ladder, shots, bindings: [[0.4], [1.9]] };
    const frequencies = await rowsUnder(model, { ...flat, output: { kind: 'probabilities' } });
    for (const row of frequencies) {
      expect(row).toHaveLength(2 ** width);
      expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    }
    // Without noise on the way only misread zeros are missing.
    const misreading = 'noise: 1\nqubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n';
    const [first, second] = await rowsUnder(misreading, { ...flat, output: { kind: 'fidelity-kernel' } });
    const entry = Math.cos(0.75) ** 2 * 0.99 ** width + Math.sin(0.75) ** 2 * 0.02 * 0.99 ** (width - 1);
    expect(first?.[0]).toBe(1);
    expect(Math.abs((first?.[1] ?? Number.NaN) - entry)).toBeLessThan(5 / (2 * Math.sqrt(shots)));
    expect(second?.[0]).toBe(first?.[1]);
  });
});

test('shot by shot, small circuits are read as by their density matrix', async () => {
  const shots = 20_000;
  const turned = circuit(2, [gate('ry', 0, parameterAngle(0)), cx(0, 1), gate('rx', 1, 0.8)], { parameters: ['x'] });
  const model = `${depolarising}qubits: { all: { readout: { p01: 0.02, p10: 0.01 } } }\n`;
  const bindings = [[0.3], [1.4]];
  const observables = ['X0*X1', 'Y1', 'Z0*Z1'].map((text) => parseObservable(text, turned));
  for (const output of [
    { kind: 'probabilities' },
    { kind: 'expectations', observables },
    { kind: 'fidelity-kernel', others: [[0.2]] },
  ] as const) {
    const exact = await rowsUnder(model, { circuit: turned, bindings, output });
    const compiled = noisyShotEvaluation(turned, noiseModel(model), { kernels });
    const read = compiled.evaluate({ bindings, output, shots, seed: 9 }, { from: 0, to: 2 }, neverCancelled);
    read.forEach((row, index) => {
      row.forEach((value, column) => {
        expect(Math.abs(value - (exact[index]?.[column] ?? Number.NaN))).toBeLessThan(5 / Math.sqrt(shots));
      });
    });
    const second = compiled.evaluate({ bindings, output, shots, seed: 9 }, { from: 1, to: 2 }, neverCancelled);
    expect(second).toEqual([read[1]]);
  }
});
