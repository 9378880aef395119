import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { CircuitEvaluator, EvaluationRequest } from '#core/circuit/evaluation.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { mitigatedEvaluator } from '#core/pipeline/engine/mitigation/mitigatedEvaluator.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();

/** A device that only misreads, exact: shots are left out of every request. */
function device(noise: string): { readonly evaluator: CircuitEvaluator; readonly asked: EvaluationRequest[] } {
  const local = createLocalEvaluator(kernels, undefined, noiseModel(noise));
  const asked: EvaluationRequest[] = [];
  return {
    asked,
    evaluator: {
      evaluate: (request, signal) => {
        asked.push(request);
        const { shots: _exact, ...rest } = request;
        return local.evaluate(rest, signal);
      },
    },
  };
}

function corrected(
  evaluator: CircuitEvaluator,
  mitigation: NonNullable<ResolvedPipeline['mitigation']>,
  now = () => 0,
) {
  const notices: string[] = [];
  const mitigated = mitigatedEvaluator(evaluator, mitigation, {
    name: 'device',
    calibrations: new Map(),
    clock: { now },
    seed: 1,
    notice: (message) => notices.push(message),
  });
  return { mitigated, notices };
}

const map = circuit(2, [gate('ry', 0, parameterAngle(0)), cx(0, 1), gate('rx', 1, parameterAngle(1))], {
  parameters: ['a', 'b'],
});
const bindings = [
  [0.3, 1.1],
  [0.9, -0.4],
  [2.2, 0.1],
];
const outputs: EvaluationRequest['output'][] = [
  { kind: 'probabilities' },
  {
    kind: 'expectations',
    observables: [
      parseObservable('0.5*Z0*Z1 - X0*Y1 + 2', map),
      parseObservable('Z1', map),
      parseObservable('Y0', map),
    ],
  },
  { kind: 'fidelity-kernel' },
  { kind: 'fidelity-kernel', others: [[0.5, 0.5]] },
];
const misread =
  'noise: 1\nqubits: { 0: { readout: { p01: 0.02, p10: 0.01 } }, 1: { readout: { p01: 0.1, p10: 0.05 } } }\n';

describe('readout correction', () => {
  for (const method of ['tensored', 'full'] as const)
    test.each(outputs)(`${method} gives the values without misread bits: $kind`, async (output) => {
      const { evaluator } = device(misread);
      const { mitigated } = corrected(evaluator, { readout: { method, shots: 100, maxAge: '1h' } });
      const request = { circuit: map, bindings, output, seed: 3 };
      const { rows } = await mitigated.evaluate(request, neverCancelled);
      const ideal = await createLocalEvaluator(kernels).evaluate(request, neverCancelled);
      expect(rows).toHaveLength(ideal.rows.length);
      ideal.rows.forEach((row, index) => {
        row.forEach((value, column) => {
          expect(rows[index]?.[column]).toBeCloseTo(value, 10);
        });
      });
    });

  test('is calibrated once, and again when the calibration is too old', async () => {
    const { asked, evaluator } = device(misread);
    let now = 0;
    const { mitigated, notices } = corrected(
      evaluator,
      { readout: { method: 'tensored', shots: 100, maxAge: '1h' } },
      () => now,
    );
    const calibrations = () => asked.filter(({ shots }) => shots === 100).length;
    const ask = async () =>
      (await mitigated.evaluate({ circuit: map, bindings, output: { kind: 'probabilities' }, seed: 3 }, neverCancelled))
        .usage;
    expect((await ask()).circuits).toBe(2 + 3);
    now = 3_600_000;
    expect((await ask()).circuits).toBe(3);
    expect(calibrations()).toBe(2);
    now++;
    await ask();
    expect(calibrations()).toBe(4);
    expect(notices[0]).toContain('tensored');
  });

  test('full is refused for many qubits', async () => {
    const { evaluator } = device('noise: 1\n');
    const { mitigated } = corrected(evaluator, { readout: { method: 'full', shots: 100, maxAge: '1h' } });
    const wide = { circuit: circuit(9, []), bindings: [[]], output: { kind: 'probabilities' }, seed: 0 } as const;
    await expect(mitigated.evaluate(wide, neverCancelled)).rejects.toMatchObject({ reason: 'too-large' });
  });
});

test('zero-noise extrapolation asks every scale and gives the value of the Bell pair without noise', async () => {
  const bell = circuit(2, [gate('h', 0), cx(0, 1)]);
  const { asked, evaluator } = device(
    `${misread}gates: [{ on: one-qubit, depolarising: 0.001 }, { on: two-qubit, depolarising: 0.01 }]\n`,
  );
  const zne = { scales: [1, 3, 5], fold: 'local' as const, fit: 'richardson' as const };
  const { mitigated } = corrected(evaluator, { zne });
  const { evaluator: clean } = device('noise: 1\ngates: [{ on: two-qubit, depolarising: 0.01 }]\n');
  const ask = { circuit: bell, bindings: [[]], seed: 0 } as const;
  const output = { kind: 'expectations', observables: [parseObservable('Z0*Z1', bell)] } as const;
  const { rows } = await corrected(clean, { zne }).mitigated.evaluate({ ...ask, output }, neverCancelled);
  expect(rows[0]?.[0]).toBeCloseTo(0.999998, 6);
  await mitigated.evaluate({ ...ask, output }, neverCancelled);
  expect(asked.map(({ circuit: folded }) => folded.operations.length)).toEqual([2, 6, 10]);
});

test('what extrapolation finds beyond the physical range is cut, and said', async () => {
  const steep: CircuitEvaluator = {
    evaluate: async ({ circuit: { operations } }) => ({
      rows: [Float64Array.of(operations.length === 1 ? 0.9 : 0.2)],
      usage: { circuits: 1, shots: 0, jobs: 1, queueTime: 0, executionTime: 0 },
    }),
  };
  const one = circuit(1, [gate('x', 0)]);
  const { mitigated, notices } = corrected(steep, { zne: { scales: [1, 3], fold: 'global', fit: 'linear' } });
  const output = { kind: 'expectations', observables: [parseObservable('Z0', one)] } as const;
  const { rows } = await mitigated.evaluate({ circuit: one, bindings: [[]], output, seed: 0 }, neverCancelled);
  expect(rows[0]?.[0]).toBe(1);
  expect(notices).toHaveLength(1);
});
