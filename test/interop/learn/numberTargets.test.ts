import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { metricValue } from '#core/benchmark/metricValues.ts';
import { metricsOf } from '#core/pipeline/schema/taskKind.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

type Metrics = Readonly<Record<string, number>>;

interface Answers {
  cases: { targets: number[]; told: number[]; metrics: Metrics }[];
  regressions: { features: number[][]; targets: number[]; folds: Record<'ridge' | 'svm', Metrics[]> };
}

let answers: Answers;

beforeAll(async () => {
  const script = join(projectRoot, 'test', 'interop', 'learn', 'numberTargets.py');
  const { stdout } = await promisify(execFile)(await pythonEnvironment(), [script], {
    timeout: 300_000,
    maxBuffer: 2 ** 25,
  });
  answers = JSON.parse(stdout) as Answers;
}, 300_000);

const names = metricsOf('numbers');

test('metrics of numbers are those of scikit-learn and SciPy, with and without ties', () => {
  expect(answers.cases).toHaveLength(5);
  for (const { metrics, targets, told } of answers.cases)
    for (const name of names) {
      const ours = metricValue(name, { kind: 'numbers' }, targets, { kind: 'numbers', numbers: told });
      const theirs = metrics[name] as number;
      expect(Math.abs((ours ?? Number.NaN) - theirs), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(theirs)));
    }
});

describe('a regression on an angle encoding of diabetes', () => {
  const measured = async (task: string, quantum: string, head: string) => {
    const { features, targets } = answers.regressions;
    const lines = features.map((row, index) => [...row, targets[index]].join(','));
    const text = pipelineText({
      task,
      pattern: 'quantum-features',
      data: '{ source: { path: data.csv }, target: y, split: { method: kfold, folds: 5 } }',
      preprocess: '[{ use: to-angle, with: { range: [0, pi] } }]',
      quantum,
      head,
      benchmark: `{ ablations: [], baselines: [{ use: mean }], metrics: [${names
        .map((name) => `{ name: ${name}, primary: ${name === 'rmse'} }`)
        .join(', ')}] }`,
    });
    const { result } = await runText(text, { files: { 'data.csv': `a,b,y\n${lines.join('\n')}\n` } });
    return result.contenders[0]?.metrics ?? [];
  };

  test.each(['regression', 'ranking'])('%s by ridge on expectations gives the metrics of every fold', async (task) => {
    const metrics = await measured(
      task,
      '{ qubits: 2, featureMap: { use: angle, with: { axis: y } } }',
      '{ use: ridge, with: { alpha: 0.5 } }',
    );
    expect(metrics.map(({ name }) => name)).toEqual(names);
    for (const { name, values } of metrics)
      values.forEach((value, fold) => {
        expect(value, `${name} of fold ${fold}`).toBeCloseTo(
          answers.regressions.folds.ridge[fold]?.[name] as number,
          8,
        );
      });
  });

  test('a support vector regression on the fidelity kernel does, too', async () => {
    const metrics = await measured(
      'regression',
      '{ qubits: 2, featureMap: { use: angle, with: { axis: y } }, kernel: { kind: fidelity } }',
      '{ use: svm, with: { C: 2, epsilon: 0.05, tolerance: 0.000001 } }',
    );
    for (const { name, values } of metrics)
      values.forEach((value, fold) => {
        expect(value, `${name} of fold ${fold}`).toBeCloseTo(answers.regressions.folds.svm[fold]?.[name] as number, 3);
      });
  });
});
