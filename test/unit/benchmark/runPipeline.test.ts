import { describe, expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { angleFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { runResultSchema } from '#core/runs/runRecord.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { cancelBefore, measured, runText } from '#test/support/pipelineRuns.ts';

const small = (overrides: Record<string, string> = {}) =>
  pipelineText({
    optimise: '{ maxIterations: 25 }',
    benchmark: '{ repeats: 3 }',
    ...overrides,
  });

const kernel = {
  pattern: 'quantum-features',
  optimise: '',
  quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
};

async function failureOf(action: Promise<unknown>): Promise<Failure> {
  try {
    await action;
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('Expected a Failure.');
}

describe('a variational loop', () => {
  test('learns classes that are easy to tell apart, beside its baseline and its ablation', async () => {
    const { result } = await runText(small({ optimise: '{ maxIterations: 60 }' }));
    expect(result.contenders.map(({ id, role }) => `${role} ${id}`)).toEqual([
      'hybrid hybrid',
      'baseline logistic-regression',
      'ablation no-entanglement',
    ]);
    for (const contender of result.contenders) {
      const accuracy = contender.metrics.find(({ name }) => name === 'accuracy');
      expect(accuracy?.values).toHaveLength(3);
      expect(contender.cost).toEqual({ amount: 0, currency: 'USD' });
    }
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.85);
    expect(result.contenders[1]?.metrics[0]?.mean).toBeGreaterThan(0.95);
    expect(result.quantum).toMatchObject({ backend: 'local', qubits: 2, parameters: 8, shots: 0 });
    expect(runResultSchema.safeParse(result).success).toBe(true);
  });

  test.each([
    '{ method: l-bfgs, maxIterations: 15 }',
    '{ method: nesterov, maxIterations: 25, with: { learningRate: 0.3 } }',
    '{ method: gradient-descent, maxIterations: 40, with: { learningRate: 0.5, momentum: 0.5 } }',
  ])('learns by gradients with %s', async (optimise) => {
    const { result } = await runText(small({ optimise, benchmark: '{ repeats: 2 }' }));
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.85);
    expect(measured((await runText(small({ optimise, benchmark: '{ repeats: 2 }' }))).result)).toBe(measured(result));
  });

  test('gives the same numbers again, and others for another root seed', async () => {
    const first = await runText(small());
    const second = await runText(small());
    const other = await runText(small({ seeds: '{ root: 2 }' }));
    expect(measured(second.result)).toBe(measured(first.result));
    expect(measured(other.result)).not.toBe(measured(first.result));
  });

  test('gives the same numbers again with shots', async () => {
    const text = small({ backends: '{ s: { adapter: builtin-simulator, shots: 50 } }' });
    const first = await runText(text);
    expect(measured((await runText(text)).result)).toBe(measured(first.result));
    // 42 training rows × 25 evaluations and 18 test rows, 3 repeats, hybrid and ablation
    expect(first.result.quantum?.shots).toBe((42 * 25 + 18) * 3 * 2 * 50);
    expect(first.result.contenders.map(({ shots }) => shots)).toEqual([160_200, 0, 160_200]);
  });

  test('works with circuits from files: features in order, then parameters in order', async () => {
    const files = small({ quantum: '{ qubits: 2, featureMap: { file: map.qasm }, ansatz: { file: ansatz.qasm } }' });
    const built = small({
      quantum:
        '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes, reps: 1, entanglement: linear } }',
    });
    const circuits = { 'map.qasm': angleFeatureMap(2, 'y'), 'ansatz.qasm': realAmplitudes(2, 1, 'linear') };
    const fromFiles = await runText(files, { circuits });
    expect(measured(fromFiles.result)).toBe(measured((await runText(built)).result));
    expect(fromFiles.requests[0]?.circuit.parameters.map(({ name }) => name)).toEqual([
      'x[0]',
      'x[1]',
      'theta[0]',
      'theta[1]',
      'theta[2]',
      'theta[3]',
    ]);
  });

  test.each(['cobyla', 'spsa', 'nelder-mead', 'adam'])('lowers the loss with %s', async (method) => {
    const { result } = await runText(
      small({ optimise: `{ method: ${method}, maxIterations: 40 }`, benchmark: '{ repeats: 2, ablations: [] }' }),
    );
    const losses = result.trace.filter(({ repeat }) => repeat === 0).map(({ loss }) => loss);
    expect(losses.length).toBeGreaterThan(20);
    expect(Math.min(...losses.slice(-10))).toBeLessThan(losses[0] ?? 0);
  });

  describe('by gradients', () => {
    const measures = [
      'decision: popcount-mod',
      'decision: argmax',
      'decision: sign',
      'decision: threshold, threshold: 0.4',
      'observables: [Z0, XX]',
    ];
    const trained = async (measure: string, gradient: string, loss: string) => {
      const text = small({
        quantum: `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { ${measure} } }`,
        optimise: `{ method: adam, gradient: ${gradient}, loss: ${loss}, maxIterations: 12, with: { learningRate: 0.1 }, checkpoint: { every: 1 } }`,
        benchmark: '{ repeats: 2, ablations: [] }',
      });
      const run = await runText(text);
      const checkpoints = JSON.stringify(run.checkpoints);
      const points = [...checkpoints.matchAll(/"point":\[([^\]]+)\]/g)].map(([, point = '']) =>
        point.split(',').map(Number),
      );
      return { ...run, points };
    };

    test.each(
      measures.flatMap(
        (measure) =>
          [
            [measure, 'cross-entropy'],
            [measure, 'square'],
          ] as const,
      ),
    )('trains to the same parameters by the adjoint method and by shifts: %s, %s', async (measure, loss) => {
      const adjoint = await trained(measure, 'adjoint', loss);
      const shifted = await trained(measure, 'parameter-shift', loss);
      const differences = await trained(measure, 'finite-difference', loss);
      expect(adjoint.points.length).toBeGreaterThan(20);
      expect(adjoint.points[0]).not.toEqual(adjoint.points.at(-1));
      // A step along a slope that is 0 but for rounding is about 10⁻⁹ long.
      adjoint.points.forEach((point, index) => {
        expect(shifted.points[index]).toEqual(point.map((value) => expect.closeTo(value, 6)));
      });
      const losses = ({ result }: typeof adjoint) => result.trace.map(({ loss: own }) => own);
      expect(losses(differences)).toEqual(losses(adjoint).map((own) => expect.closeTo(own, 5)));
      expect(adjoint.gradients.every(({ method, shots }) => method === 'adjoint' && shots === undefined)).toBe(true);
      expect(shifted.gradients.every(({ method }) => method === 'parameter-shift')).toBe(true);
      // The features are no angles to be shifted.
      expect(adjoint.gradients[0]?.parameters).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
      expect(shifted.result.quantum?.circuits).toBeGreaterThan(8 * (adjoint.result.quantum?.circuits ?? 0));
    });

    test('take shifts where there are shots, and the adjoint method where there is the state', async () => {
      const text = (backend: string) =>
        small({
          optimise: '{ method: adam, maxIterations: 3 }',
          benchmark: '{ repeats: 1, ablations: [], baselines: [] }',
          backends: `{ local: { adapter: builtin-simulator, kind: simulator${backend} } }`,
        });
      const exact = await runText(text(''));
      const sampled = await runText(text(', shots: 100'));
      expect(exact.gradients.map(({ method }) => method)).toEqual(new Array(3).fill('adjoint'));
      expect(sampled.gradients.map(({ method, shots }) => [method, shots])).toEqual(
        new Array(3).fill(['parameter-shift', 100]),
      );
      const again = await runText(text(', shots: 100'));
      expect(measured(again.result)).toBe(measured(sampled.result));
    });
  });

  test('keeps the best of several starts', async () => {
    const once = await runText(
      small({ optimise: '{ maxIterations: 15 }', benchmark: '{ repeats: 2, ablations: [] }' }),
    );
    const thrice = await runText(
      small({ optimise: '{ maxIterations: 15, restarts: 3 }', benchmark: '{ repeats: 2, ablations: [] }' }),
    );
    const iterations = thrice.result.trace.filter(({ repeat }) => repeat === 1).map(({ iteration }) => iteration);
    expect(Math.max(...iterations)).toBe(45);
    // The first start is the same, so the training loss can only be lower.
    const least = (run: typeof once) =>
      Math.min(...run.result.trace.filter(({ repeat }) => repeat === 0).map(({ loss }) => loss));
    expect(least(thrice)).toBeLessThanOrEqual(least(once));
  });

  test.each([
    ['sign', 'measure: { decision: sign }'],
    ['threshold', 'measure: { decision: threshold, threshold: 0.4 }'],
    ['argmax of states', 'measure: { decision: argmax }'],
    ['argmax of observables', 'measure: { observables: [Z0, Z1] }'],
  ])('decides by %s', async (_, measure) => {
    const { result } = await runText(
      small({
        quantum: `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, ${measure} }`,
        optimise: '{ maxIterations: 60 }',
        benchmark: '{ repeats: 2, ablations: [] }',
      }),
    );
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.7);
  });
});

describe('quantum features', () => {
  test('a kernel for a support vector head, with the head alone as ablation', async () => {
    const { result } = await runText(small({ ...kernel }));
    expect(result.contenders.map(({ id }) => id)).toEqual([
      'hybrid',
      'logistic-regression',
      'no-quantum',
      'no-entanglement',
    ]);
    // A support vector machine gives no probabilities, so it has no log-loss.
    expect(result.contenders[0]?.metrics.map(({ name }) => name)).toEqual(['accuracy']);
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.8);
    expect(measured((await runText(small({ ...kernel }))).result)).toBe(measured(result));
  });

  test.each(['clip', 'shift'])('a noisy kernel repaired by %s', async (psd) => {
    const { result } = await runText(
      small({
        ...kernel,
        quantum: `{ qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity, psd: ${psd} } }`,
        backends: '{ s: { adapter: builtin-simulator, shots: 60 } }',
      }),
    );
    expect(result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.8);
  });

  test('expectations as features of logistic regression, alone or beside the features', async () => {
    const text = (head: string) =>
      small({ pattern: 'quantum-features', optimise: '', quantum: '{ qubits: 2, featureMap: { use: angle } }', head });
    const alone = await runText(text('{ use: logistic-regression }'));
    expect(alone.result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.9);
    const beside = await runText(text('{ use: logistic-regression, inputs: [quantum, features] }'));
    expect(beside.result.contenders[0]?.metrics[0]?.mean).toBeGreaterThan(0.9);
    expect(measured(beside.result)).not.toBe(measured(alone.result));
  });

  test('tunes heads and baselines inside the training rows', async () => {
    const tune = 'tune: { grid: { C: [0.01, 1] }, folds: 3 }';
    const { result } = await runText(
      small({
        ...kernel,
        head: `{ use: svm, ${tune} }`,
        benchmark: `{ repeats: 2, baselines: [{ use: svm, inputs: raw, ${tune} }] }`,
      }),
    );
    expect(result.contenders[1]?.description).toBe('svm on the columns of the table, tuned');
    expect(result.contenders[1]?.metrics[0]?.mean).toBeGreaterThan(0.9);
  });
});

describe('progress', () => {
  test('tells the plan first, every step, and how far the run is', async () => {
    const { progress, result } = await runText(small());
    expect(progress[0]).toEqual({
      kind: 'plan',
      steps: [
        { id: 'prepare', title: 'Read data and circuits' },
        { id: 'hybrid', title: 'Hybrid pipeline' },
        { id: 'logistic-regression', title: 'Baseline logistic-regression' },
        { id: 'no-entanglement', title: 'Ablation no-entanglement' },
        { id: 'compare', title: 'Compare on the same splits' },
      ],
    });
    const steps = progress.flatMap((entry) => (entry.kind === 'step' ? [`${entry.state} ${entry.id}`] : []));
    expect(steps).toEqual(
      ['prepare', 'hybrid', 'logistic-regression', 'no-entanglement', 'compare'].flatMap((id) => [
        `started ${id}`,
        `finished ${id}`,
      ]),
    );
    const fractions = progress.flatMap((entry) => (entry.kind === 'advance' ? [entry.fraction] : []));
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(progress.filter(({ kind }) => kind === 'trace')).toHaveLength(result.trace.length);
    expect(
      progress.some(
        (entry) =>
          entry.kind === 'advance' && /Hybrid pipeline: repeat 2 of 3, iteration 7 of 25, loss \d/.test(entry.detail),
      ),
    ).toBe(true);
  });
});

describe('interruption', () => {
  test('cancels between two evaluations and keeps what was reached', async () => {
    let last: unknown;
    const failure = await failureOf(
      runText(small(), {
        ...cancelBefore(40),
        onCheckpoint: (checkpoint) => {
          last = checkpoint;
        },
      }),
    );
    expect(failure.reason).toBe('cancelled');
    expect(last).toMatchObject({
      finished: [{ contender: 'hybrid', repeat: 0 }],
      active: { contender: 'hybrid', repeat: 1 },
    });
    const resumed = await runText(small(), { resumeFrom: last });
    expect(measured(resumed.result)).toBe(measured((await runText(small())).result));
    // 26 per repeat, 3 repeats, hybrid and ablation, of which 40 were done before.
    expect(resumed.requests).toHaveLength(156 - 40);
  });

  test('does not resume another configuration', async () => {
    const { checkpoints } = await runText(small());
    const failure = await failureOf(runText(small({ seeds: '{ root: 9 }' }), { resumeFrom: checkpoints.at(-1) }));
    expect(failure.reason).toBe('conflict');
  });

  test('a finished checkpoint needs no more evaluations', async () => {
    const whole = await runText(small());
    const again = await runText(small(), { resumeFrom: whole.checkpoints.at(-1) });
    expect(again.requests).toHaveLength(0);
    expect(measured(again.result)).toBe(measured(whole.result));
  });
});

describe('the chain of backends', () => {
  const two = '{ first: { adapter: builtin-simulator }, second: { adapter: builtin-simulator } }';
  const breakFirst = (from: number) => (index: number, backend: string) => {
    if (backend === 'first' && index >= from) throw new Failure('backend-down', 'The device is being serviced.');
  };

  test('goes on with the next backend and says so', async () => {
    const { result, progress } = await runText(small({ backends: two }), { beforeEvaluation: breakFirst(30) });
    expect(result.fallbacks).toMatchObject([
      { from: 'first', to: 'second', reason: 'backend-down', message: 'The device is being serviced.' },
    ]);
    expect(result.quantum?.backend).toBe('second');
    expect(progress.some(({ kind }) => kind === 'warning')).toBe(true);
    // Both are exact, so the numbers are those of one backend.
    const whole = await runText(small({ backends: two }));
    expect(result.contenders.map(({ metrics }) => metrics)).toEqual(
      whole.result.contenders.map(({ metrics }) => metrics),
    );
  });

  test('ends with the reason of the last backend', async () => {
    const failure = await failureOf(
      runText(small({ backends: '{ first: { adapter: builtin-simulator } }' }), { beforeEvaluation: breakFirst(0) }),
    );
    expect(failure.reason).toBe('backend-down');
  });

  test('goes on classically where the pipeline allows it, and does not hide it', async () => {
    const text = small({
      backends: '{ first: { adapter: builtin-simulator } }',
      execution: '{ onExhausted: classical }',
    });
    const { result } = await runText(text, { beforeEvaluation: breakFirst(30) });
    expect(result.fallbacks).toMatchObject([{ from: 'first', to: 'classical' }]);
    expect(result.quantum).toMatchObject({ backend: 'classical', kind: 'classical' });
    expect(result.warnings[0]).toMatch(/^hybrid: 2 of 3 repeats ran on the classical stand-in/);
  });

  test('runs classically when the quantum step is switched off', async () => {
    const { result, requests } = await runText(small({ execution: '{ quantum: { state: disabled } }' }));
    expect(requests).toHaveLength(0);
    expect(result.contenders[0]?.metrics[0]?.values).toEqual(result.contenders[1]?.metrics[0]?.values);
  });

  test('does not try another backend for a mistake of the user or a cancellation', async () => {
    const bad = (index: number) => {
      if (index === 3) throw new Failure('invalid-input', 'A parameter is not finite.');
    };
    expect((await failureOf(runText(small({ backends: two }), { beforeEvaluation: bad }))).reason).toBe(
      'invalid-input',
    );
  });

  test('stops at the budget of shots', async () => {
    const budget = (exceed: string) =>
      small({
        backends: '{ s: { adapter: builtin-simulator, shots: 10 } }',
        budget: `{ shots: { perRun: 50000 }, exceed: ${exceed} }`,
      });
    const failure = await failureOf(runText(budget('stop')));
    expect(failure.reason).toBe('budget');
    const { result } = await runText(budget('fallback'));
    expect(result.fallbacks).toMatchObject([{ to: 'classical', reason: 'budget' }]);
    expect(result.quantum?.shots).toBeLessThanOrEqual(50_000);
  });

  test('stops at the budget of time and before the budget of money', async () => {
    expect((await failureOf(runText(small({ budget: '{ time: { total: 1ms } }' })))).reason).toBe('budget');
    const priced = small({
      backends:
        '{ d: { adapter: builtin-simulator, kind: hardware, shots: 10, price: { perTask: { amount: 0.1, currency: USD }, asOf: "2026-05-01" } } }',
      budget: '{ cost: { perRun: { amount: 4, currency: USD } } }',
    });
    let evaluations = 0;
    const failure = await failureOf(
      runText(priced, {
        beforeEvaluation: () => {
          evaluations++;
        },
      }),
    );
    expect(failure.reason).toBe('budget');
    // One evaluation of 42 training rows already costs 4.20.
    expect(evaluations).toBe(0);
  });
});

describe('the quantum step in shadow', () => {
  const state = (text: string, more: Readonly<Record<string, string>> = {}) =>
    small({ execution: `{ quantum: { state: ${text} } }`, ...more });

  test('is measured as when active, while the result is that when disabled', async () => {
    const [shadow, active, disabled] = await Promise.all(
      ['shadow', 'active', 'disabled'].map(async (each) => (await runText(state(each))).result),
    );
    const metricsOf = (result: typeof shadow, id: string) =>
      result?.contenders.find((contender) => contender.id === id)?.metrics;
    expect(metricsOf(shadow, 'hybrid')).toEqual(metricsOf(disabled, 'hybrid'));
    expect(metricsOf(shadow, 'shadow')).toEqual(metricsOf(active, 'hybrid'));
    expect(metricsOf(active, 'shadow')).toBeUndefined();
    expect(shadow?.confusion).toEqual(disabled?.confusion);
    expect(shadow?.warnings.some((warning) => warning.startsWith('hybrid:'))).toBe(true);
  });

  test('falls back when it fails, and the run goes on', async () => {
    const { result } = await runText(state('shadow'), {
      beforeEvaluation: () => {
        throw new Failure('backend-down', 'The device is being repaired.');
      },
    });
    expect(result.fallbacks).toMatchObject([{ to: 'classical', reason: 'backend-down' }]);
    expect(result.warnings.some((warning) => warning.startsWith('shadow:'))).toBe(true);
  });
});

describe('what cannot be run', () => {
  test.each([
    ['a number read from names', { task: 'regression' }, 'invalid-input'],
    ['an optimiser', { optimise: '{ method: rotosolve }' }, 'unsupported'],
    ['a metric', { benchmark: '{ metrics: [{ name: lift }] }' }, 'unsupported'],
    ['a missing file', { data: '{ source: { path: other.csv }, target: label }' }, 'not-found'],
    ['a missing column', { data: '{ source: { path: data.csv }, target: nothing }' }, 'invalid-input'],
    [
      'a feature map that does not fit',
      {
        preprocess: '[{ use: to-angle }]',
        quantum: '{ qubits: 3, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }',
      },
      'invalid-input',
    ],
  ])('%s fails with a reason', async (_, overrides, reason) => {
    expect((await failureOf(runText(small(overrides)))).reason).toBe(reason);
  });
});

describe('splits', () => {
  test('k folds give one score per fold', async () => {
    const data = '{ source: { path: data.csv }, target: label, split: { method: kfold, folds: 4 } }';
    const { result } = await runText(
      small({ data, optimise: '{ maxIterations: 10 }', benchmark: '{ ablations: [] }' }),
    );
    expect(result.contenders.map(({ metrics }) => metrics[0]?.values.length)).toEqual([4, 4]);
  });

  test('a predefined split is used as it is, with another start in every repeat', async () => {
    const data = '{ source: { path: data.csv }, target: label, split: { indices: split.json } }';
    const rows = Array.from({ length: 60 }, (_, row) => row);
    const files = { 'split.json': JSON.stringify({ train: rows.slice(0, 40), test: rows.slice(40) }) };
    const { result } = await runText(small({ data, benchmark: '{ repeats: 2, ablations: [] }' }), { files });
    const counts = result.confusion?.counts.flat().reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(40);
    expect(result.contenders[1]?.metrics[0]?.standardDeviation).toBe(0);
    const losses = (repeat: number) => result.trace.filter((entry) => entry.repeat === repeat).map(({ loss }) => loss);
    expect(losses(0)).not.toEqual(losses(1));
  });
});
