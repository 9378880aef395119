import { describe, expect, test } from 'vitest';
import { verdicts } from '#core/benchmark/verdict.ts';
import type { ContenderResult } from '#core/runs/runRecord.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const sizes = { train: 70, test: 30 };

function contender(
  id: string,
  role: ContenderResult['role'],
  values: number[],
  duration = 10,
  better: 'higher' | 'lower' = 'higher',
): ContenderResult {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    id,
    role,
    description: id,
    metrics: [{ name: 'accuracy', better, primary: true, values, mean, standardDeviation: 0 }],
    duration,
    shots: 0,
    cost: { amount: 0, currency: 'USD' },
  };
}

const pipeline = (benchmark = '{}') => resolvedPipeline(pipelineText({ benchmark }));
const high = [0.95, 0.96, 0.94, 0.95, 0.97, 0.95, 0.96, 0.94, 0.95, 0.96];
const low = [0.8, 0.83, 0.79, 0.81, 0.8, 0.82, 0.84, 0.8, 0.79, 0.82];
const mixed = [0.96, 0.93, 0.95, 0.97, 0.94, 0.96, 0.94, 0.96, 0.93, 0.97];

describe('a verdict', () => {
  test('is no difference shown unless the test finds one', () => {
    const [verdict] = verdicts(
      pipeline(),
      [contender('hybrid', 'hybrid', high), contender('logreg', 'baseline', mixed)],
      sizes,
    );
    expect(verdict?.outcome).toBe('no-difference-shown');
    expect(verdict?.text).toMatch(
      /^Accuracy 0\.953 against 0\.951 of logreg, difference \+0\.002 \(95 % interval −\d.\d+ to \d.\d+\), p = 0\.\d+, 10 repeats\.$/,
    );
  });

  test('says worse as plainly as better', () => {
    const worse = verdicts(
      pipeline(),
      [contender('hybrid', 'hybrid', low), contender('logreg', 'baseline', high)],
      sizes,
    );
    expect(worse[0]?.outcome).toBe('worse');
    expect(worse[0]?.text).toMatch(/^Accuracy .*p < 0\.001/);
    const better = verdicts(
      pipeline(),
      [contender('hybrid', 'hybrid', high), contender('logreg', 'baseline', low)],
      sizes,
    );
    expect(better[0]?.outcome).toBe('better');
  });

  test('knows metrics of which less is better', () => {
    const [verdict] = verdicts(
      pipeline(),
      [contender('hybrid', 'hybrid', low, 10, 'lower'), contender('logreg', 'baseline', high, 10, 'lower')],
      sizes,
    );
    expect(verdict?.outcome).toBe('better');
  });

  test('calls a gain that doubles the run time a research result', () => {
    const run = (duration: number) =>
      verdicts(
        pipeline(),
        [contender('hybrid', 'hybrid', high, duration), contender('logreg', 'baseline', low, 10)],
        sizes,
      )[0]?.text;
    expect(run(19)).not.toContain('research result');
    expect(run(20)).toContain('It takes 2.0 times the time of logreg: a research result, not a production win.');
    expect(run(4000)).toContain('400 times');
  });

  test('needs the minimum effect', () => {
    const rows = [
      contender('hybrid', 'hybrid', high),
      contender(
        'logreg',
        'baseline',
        high.map((value) => value - 0.01 - (value % 0.003)),
      ),
    ];
    expect(verdicts(pipeline('{ minimumEffect: 0.001 }'), rows, sizes)[0]?.outcome).toBe('better');
    const [verdict] = verdicts(pipeline('{ minimumEffect: 0.05 }'), rows, sizes);
    expect(verdict?.outcome).toBe('no-difference-shown');
    expect(verdict?.text).toContain('smaller than the 0.05 that would matter');
  });

  test('concludes nothing from one repeat', () => {
    const [verdict] = verdicts(
      pipeline(),
      [contender('hybrid', 'hybrid', [1]), contender('logreg', 'baseline', [0.2])],
      sizes,
    );
    expect(verdict).toMatchObject({ outcome: 'no-difference-shown' });
    expect(verdict?.interval).toBeUndefined();
    expect(verdict?.text).toContain('nothing can be concluded');
  });

  test('is harder to reach against many baselines (Holm), but not because of ablations', () => {
    const slight = mixed.map((value, index) => value - (index % 3 === 0 ? 0.07 : 0.025));
    const hybrid = contender('hybrid', 'hybrid', mixed);
    const alone = verdicts(pipeline(), [hybrid, contender('a', 'baseline', slight)], sizes);
    const pValue = alone[0]?.pValue ?? 1;
    expect(pValue).toBeGreaterThan(0.005);
    expect(pValue).toBeLessThan(0.05);
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => contender(id, 'baseline', slight));
    const among = verdicts(pipeline(), [hybrid, ...many], sizes);
    expect(among[0]?.pValue).toBeCloseTo(Math.min(1, 6 * pValue), 10);
    const ablations = ['b', 'c', 'd'].map((id) => contender(id, 'ablation', slight));
    expect(verdicts(pipeline(), [hybrid, contender('a', 'baseline', slight), ...ablations], sizes)[0]?.pValue).toBe(
      pValue,
    );
  });

  test('is not passed on a rival without the metric', () => {
    const rival = { ...contender('svm', 'baseline', high), metrics: [] };
    expect(verdicts(pipeline(), [contender('hybrid', 'hybrid', high), rival], sizes)).toEqual([]);
  });
});

test('a verdict on an error says that less is better, with the digits of its size', () => {
  const own = contender('hybrid', 'hybrid', [0.0021, 0.0022, 0.002], 10, 'lower');
  const theirs = contender('ridge', 'baseline', [0.0081, 0.0083, 0.0079], 10, 'lower');
  const renamed = [own, theirs].map((row) => ({ ...row, metrics: row.metrics.map((m) => ({ ...m, name: 'rmse' })) }));
  const [verdict] = verdicts(pipeline(), renamed, sizes);
  expect(verdict?.outcome).toBe('better');
  expect(verdict?.text).toMatch(/^RMSE \(less is better\) 0\.00210 against 0\.00810 of ridge, difference −0\.00600 /);
});

describe('the tests of the format', () => {
  const rivals = [contender('hybrid', 'hybrid', high), contender('logreg', 'baseline', low)];
  const tested = (method: string, right?: ReadonlyMap<string, string[]>, contenders = rivals) =>
    verdicts(pipeline(`{ test: { method: ${method} } }`), contenders, sizes, right)[0];

  test('rank and flip the differences of all repeats', () => {
    const steps = Array.from({ length: 10 }, (_, repeat) => 0.51 + repeat / 100);
    const apart = [
      contender('hybrid', 'hybrid', steps),
      contender('logreg', 'baseline', new Array<number>(10).fill(0.5)),
    ];
    // All ten differences have one sign: 2 of 2¹⁰ choices of signs are as extreme.
    expect(tested('wilcoxon', undefined, apart)?.pValue).toBeCloseTo(2 / 1024, 12);
    expect(tested('permutation', undefined, apart)?.pValue).toBeCloseTo(2 / 1024, 12);
    for (const method of ['wilcoxon', 'permutation']) expect(tested(method)?.outcome).toBe('better');
    const alike = [contender('hybrid', 'hybrid', high), contender('logreg', 'baseline', mixed)];
    for (const method of ['wilcoxon', 'permutation'])
      expect(tested(method, undefined, alike)?.outcome).toBe('no-difference-shown');
  });

  test('count the rows of one test part that one of two classifiers gets right, also in a single repeat', () => {
    const right = new Map([
      ['hybrid', ['1111111111110', '0000000000000']],
      ['logreg', ['0000000000111', '1111111111111']],
    ]);
    // Ten rows against one.
    expect(tested('mcnemar', right)?.pValue).toBeCloseTo((2 * (1 + 11)) / 2 ** 11, 12);
    const once = [contender('hybrid', 'hybrid', [0.92]), contender('logreg', 'baseline', [0.23])];
    const verdict = tested('mcnemar', right, once);
    expect(verdict).toMatchObject({ outcome: 'better' });
    expect(verdict?.interval).toBeUndefined();
    expect(tested('mcnemar', new Map(), once)).toMatchObject({ outcome: 'no-difference-shown' });
  });
});

test('of the quantum step in shadow a verdict says what switching it on would do', () => {
  const text = (quantum: number[], answer: number[]) =>
    verdicts(pipeline(), [contender('hybrid', 'hybrid', answer), contender('shadow', 'ablation', quantum)], sizes)[0]
      ?.text;
  expect(text(low, high)).toMatch(
    /^Accuracy 0\.953 of the classical answer against 0\.810 of the quantum step in shadow, .* Switching it on would make the result worse\.$/,
  );
  expect(text(high, low)).toMatch(/Switching it on would make the result better\.$/);
  expect(text(high, mixed)).toMatch(/Nothing shows that switching it on would change the result\.$/);
  expect(text([0.9], [0.5])).toMatch(/Too little to decide whether to switch it on\./);
});
