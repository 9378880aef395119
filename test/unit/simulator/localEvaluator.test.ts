import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { combineAngles, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import type { EvaluationOutput, EvaluationRequest } from '#core/circuit/evaluation.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { compileForEvaluation } from '#core/simulator/evaluateRows.ts';
import { joinRows, splitRows } from '#core/simulator/evaluationParts.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { circuit, cx, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const kernels = await simulatorKernels();
const evaluator = createLocalEvaluator(kernels);
const evaluate = async (request: EvaluationRequest) => (await evaluator.evaluate(request, neverCancelled)).rows;

/** `ZIX` acts on qubit 0 with X and on qubit 2 with Z. */
function pauli(text: string, coefficient = 1): PauliSum['terms'][number] {
  const factors = [...text]
    .toReversed()
    .flatMap((axis, qubit): PauliFactor[] => (axis === 'X' || axis === 'Y' || axis === 'Z' ? [{ qubit, axis }] : []));
  return { coefficient, factors };
}

const observable = (...terms: PauliSum['terms'][number][]): PauliSum => ({ terms });

describe('exact expectations', () => {
  it('of a rotated qubit are the coordinates on the sphere', async () => {
    const [theta, phi] = [0.9, 2.1];
    const rows = await evaluate({
      circuit: circuit(1, [gate('ry', 0, parameterAngle(0)), gate('rz', 0, parameterAngle(1))], {
        parameters: ['theta', 'phi'],
      }),
      bindings: [
        [theta, phi],
        [-theta, 0],
      ],
      output: {
        kind: 'expectations',
        observables: [
          observable(pauli('X')),
          observable(pauli('Y')),
          observable(pauli('Z')),
          observable(pauli('I', 3)),
        ],
      },
      seed: 0,
    });
    const wanted = [
      [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta), 3],
      [-Math.sin(theta), 0, Math.cos(theta), 3],
    ];
    wanted.forEach((values, row) => {
      values.forEach((value, column) => {
        expect(rows[row]?.[column]).toBeCloseTo(value, 12);
      });
    });
  });

  it('of Pauli products follow the stabilizers of a GHZ state', async () => {
    const rows = await evaluate({
      circuit: circuit(3, [gate('h', 0), cx(0, 1), cx(1, 2)]),
      bindings: [[]],
      output: {
        kind: 'expectations',
        observables: ['XXX', 'ZZI', 'IZZ', 'YYX', 'XYY', 'YYY', 'ZII', 'ZZZ'].map((text) => observable(pauli(text))),
      },
      seed: 0,
    });
    expect(Array.from(rows[0] ?? [], (value) => Math.round(value * 1e12) / 1e12 + 0)).toEqual([
      1, 1, 1, -1, -1, 0, 0, 0,
    ]);
  });

  it('of MaxCut on a ring of four reach 3 of 4 at the best angles of one QAOA layer', async () => {
    const edges = [
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
    ] as const;
    const gamma = parameterAngle(0);
    const beta = parameterAngle(1);
    // exp(−iγC) with C = Σ (1 − ZZ)/2 is RZZ(−γ) on every edge up to a phase; exp(−iβX) is RX(2β).
    const ansatz = circuit(
      4,
      [
        ...[0, 1, 2, 3].map((qubit) => gate('h', qubit)),
        ...edges.map(([a, b]) => gate('rzz', [a, b], transformAngle('negate', gamma))),
        ...[0, 1, 2, 3].map((qubit) => gate('rx', qubit, combineAngles('multiply', 2, beta))),
      ],
      { parameters: ['gamma', 'beta'] },
    );
    const cut = observable(
      pauli('IIII', 2),
      ...edges.map(([a, b]) => ({
        coefficient: -0.5,
        factors: [
          { qubit: a, axis: 'Z' as const },
          { qubit: b, axis: 'Z' as const },
        ],
      })),
    );
    const steps = 32;
    const bindings = Array.from({ length: steps * steps }, (_, index) => [
      (Math.floor(index / steps) * Math.PI) / steps,
      ((index % steps) * Math.PI) / steps,
    ]);
    const rows = await evaluate({
      circuit: ansatz,
      bindings,
      output: { kind: 'expectations', observables: [cut] },
      seed: 0,
    });
    expect(Math.max(...rows.map(([value = 0]) => value))).toBeCloseTo(3, 10);
  });
});

const twoQubits = circuit(
  2,
  [gate('h', 0), gate('ry', 1, parameterAngle(0)), cx(0, 1), gate('rz', 0, parameterAngle(0)), gate('h', 0)],
  { parameters: ['x'] },
);
const bindings = [[0.3], [1.4], [-0.7], [2.2], [0.3]];
const outputs: Record<string, EvaluationOutput> = {
  probabilities: { kind: 'probabilities' },
  expectations: {
    kind: 'expectations',
    observables: [observable(pauli('XX', 0.5), pauli('ZI', 2)), observable(pauli('IY'), pauli('II', -1))],
  },
  kernel: { kind: 'fidelity-kernel' },
  'kernel against others': { kind: 'fidelity-kernel', others: [[0.1], [1.4], [3]] },
};

describe.each(Object.entries(outputs))('%s', (_name, output) => {
  const exact: EvaluationRequest = { circuit: twoQubits, bindings, output, seed: 5 };

  it.each([undefined, 200])('do not depend on how the rows are divided (shots: %s)', async (shots) => {
    const request = shots === undefined ? exact : { ...exact, shots };
    const whole = await evaluate(request);
    for (const parts of [1, 2, 3, 5]) {
      const compiled = compileForEvaluation(request.circuit, kernels);
      const ranges = splitRows(request, parts);
      expect(ranges.length).toBeLessThanOrEqual(parts);
      const pieces = ranges.map((range) => compiled.evaluate(request, range, neverCancelled));
      expect(joinRows(request, pieces)).toEqual(whole);
    }
  });

  it('with shots converge to the exact values and repeat for the same seed', async () => {
    const shots = 40_000;
    const wanted = await evaluate(exact);
    const sampled = await evaluate({ ...exact, shots });
    wanted.forEach((row, index) => {
      row.forEach((value, column) => {
        // The largest coefficient sum is 2.5; five standard deviations.
        expect(Math.abs((sampled[index]?.[column] ?? Number.NaN) - value)).toBeLessThan((5 * 2.5) / Math.sqrt(shots));
      });
    });
    expect(await evaluate({ ...exact, shots })).toEqual(sampled);
    expect(await evaluate({ ...exact, shots, seed: 6 })).not.toEqual(sampled);
  });
});

describe('fidelity kernels', () => {
  it('are squared overlaps, symmetric, with unit diagonal', async () => {
    const rows = await evaluate({
      circuit: circuit(1, [gate('ry', 0, parameterAngle(0))], { parameters: ['x'] }),
      bindings: [[0.2], [1.5], [2.9]],
      output: { kind: 'fidelity-kernel' },
      seed: 0,
    });
    [0.2, 1.5, 2.9].forEach((x, row) => {
      [0.2, 1.5, 2.9].forEach((y, column) => {
        expect(rows[row]?.[column]).toBeCloseTo(Math.cos((x - y) / 2) ** 2, 12);
        expect(rows[row]?.[column]).toBe(rows[column]?.[row]);
      });
      expect(rows[row]?.[row]).toBe(1);
    });
  });
});

describe('circuits that measure', () => {
  it('are evaluated without their measurements', async () => {
    const rows = await evaluate({
      circuit: circuit(1, [reset(0), gate('h', 0), measure(0, 0), gate('h', 0)], { bits: 1 }),
      bindings: [[]],
      output: { kind: 'probabilities' },
      seed: 0,
    });
    expect(rows[0]?.[0]).toBeCloseTo(1, 12);
  });

  it.each([
    ['reset', [gate('h', 0), reset(0)]],
    ['branch', [gate('h', 0), measure(0, 0), when([0], 1, [gate('x', 0)])]],
  ])('are refused when they %s', async (_what, operations) => {
    const request: EvaluationRequest = {
      circuit: circuit(1, operations, { bits: 1 }),
      bindings: [[]],
      output: { kind: 'probabilities' },
      seed: 0,
    };
    await expect(evaluate(request)).rejects.toMatchObject({ reason: 'invalid-circuit' });
  });
});

describe('requests', () => {
  it('say what a backend would have run', async () => {
    const request = { circuit: twoQubits, bindings, seed: 0, shots: 100 };
    const usage = async (output: EvaluationOutput) =>
      (await evaluator.evaluate({ ...request, output }, neverCancelled)).usage;
    expect(await usage({ kind: 'probabilities' })).toMatchObject({ circuits: 5, shots: 500, jobs: 1, queueTime: 0 });
    // XX needs a basis of its own; ZI and IY share one.
    expect(await usage(outputs['expectations'] ?? { kind: 'probabilities' })).toMatchObject({ circuits: 10 });
    expect(await usage({ kind: 'fidelity-kernel' })).toMatchObject({ circuits: 10, shots: 1000 });
  });

  it('are refused when they do not fit the circuit', async () => {
    const request = { circuit: twoQubits, bindings, seed: 0 };
    const wide = observable(pauli('ZII'));
    await expect(evaluate({ ...request, output: { kind: 'expectations', observables: [wide] } })).rejects.toMatchObject(
      { reason: 'invalid-input' },
    );
    await expect(evaluate({ ...request, output: { kind: 'probabilities' }, shots: 0 })).rejects.toMatchObject({
      reason: 'invalid-input',
    });
    await expect(evaluate({ ...request, output: { kind: 'probabilities' }, bindings: [[1, 2]] })).rejects.toMatchObject(
      {
        reason: 'invalid-input',
      },
    );
  });
});
