import { describe, expect, test } from 'vitest';
import { expectFindings, findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';

const numbers = `a,b,y\n${Array.from({ length: 200 }, (_, row) => `${row},${row % 11},${row % 13}`).join('\n')}\n`;
const fixture = { files: { 'data.csv': numbers } };

const regression = (overrides: Readonly<Record<string, string>> = {}) =>
  pipelineText({ task: 'regression', data: '{ source: { path: data.csv }, target: y }', ...overrides });
const withData = (rest: string) => regression({ data: `{ source: { path: data.csv }, target: y, ${rest} }` });
const features = (head: string) =>
  regression({ pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: angle } }', head });

test.each(['regression', 'ranking'])('a plain file of the task %s has nothing to report', async (task) => {
  expect(await findingsIn(regression({ task }), fixture)).toEqual([]);
  // Neither have classes of which most rows are, nor rows of a smallest class.
  const skewed = { files: { 'data.csv': numbers.replace(/,(\d+)\n/g, (_, own) => `,${own === '3' ? 5 : 0}\n`) } };
  const folds = 'split: { method: kfold, folds: 20 }';
  expect(await findingsIn(withData(folds).replace('regression', task), skewed)).toEqual([]);
});

describe('models', () => {
  test('HP109 of classes for numbers, and of numbers for classes', async () => {
    await expectFindings('HP109', features('{ use: ⟦logistic-regression⟧ }'), fixture);
    await expectFindings('HP109', features('{ use: ridge }'), fixture);
    await expectFindings('HP109', regression({ benchmark: '{ baselines: [{ use: ⟦majority-class⟧ }] }' }), fixture);
    await expectFindings('HP109', pipelineText({ benchmark: '{ baselines: [{ use: ⟦mean⟧ }] }' }));
    await expectFindings('HP109', regression({ benchmark: '{ baselines: [{ use: mean }] }' }), fixture);
  });

  test('HP115 metrics of classes', async () => {
    await expectFindings('HP115', regression({ benchmark: '{ metrics: [{ name: ⟦accuracy⟧ }] }' }), fixture);
    await expectFindings('HP115', pipelineText({ benchmark: '{ metrics: [{ name: ⟦rmse⟧ }] }' }));
    await expectFindings('HP115', regression({ benchmark: '{ metrics: [{ name: ndcg }] }' }), fixture);
  });
});

describe('the measurement of a number', () => {
  const measured = (measure: string) =>
    regression({
      quantum: `{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: ${measure} }`,
    });

  test('HP109 names no class, and is one expectation', async () => {
    await expectFindings('HP109', measured('{ decision: ⟦sign⟧ }'), fixture);
    await expectFindings('HP109', measured('{ ⟦observables⟧: [Z0, Z1] }'), fixture);
    await expectFindings('HP109', measured('{ observables: [Z1] }'), fixture);
    await expectFindings('HP109', regression({ interface: '{ output: { kind: ⟦probabilities⟧ } }' }), fixture);
    await expectFindings('HP109', regression({ interface: '{ output: { kind: expectation } }' }), fixture);
  });

  test('HP167 is compared by its square', async () => {
    for (const loss of ['cross-entropy', 'energy', 'cut'])
      await expectFindings('HP167', regression({ optimise: `{ loss: ⟦${loss}⟧ }` }), fixture);
    await expectFindings('HP167', regression({ optimise: '{ loss: square }' }), fixture);
  });
});

describe('the target of a regression', () => {
  test('HP127 is a column of different numbers', async () => {
    const target = (column: string, text: string) =>
      expectFindings('HP127', regression({ data: '{ source: { path: data.csv }, target: ⟦y⟧ }' }), {
        files: { 'data.csv': text.replace('y', column) },
      });
    await target('y', numbers.replace(/,\d+\n$/, ',much\n'));
    await target('y', numbers.replace(/,\d+\n$/, ',\n'));
    await target('y', numbers.replace(/,\d+\n/g, ',4\n'));
    await expectFindings('HP127', regression(), fixture);
  });

  test('HP127 and HP122 has no classes', async () => {
    await expectFindings('HP127', withData('⟦classes⟧: [1, 2]'), fixture);
    await expectFindings('HP122', withData('split: { stratify: ⟦true⟧ }'), fixture);
    await expectFindings('HP122', withData('split: { stratify: false }'), fixture);
  });

  test('HP122 and HP123 has enough rows for its parts', async () => {
    await expectFindings('HP122', withData('split: { method: kfold, folds: ⟦201⟧ }'), fixture);
    await expectFindings('HP122', withData('split: { method: kfold, folds: 200 }'), fixture);
    await expectFindings('HP123', withData('split: { test: ⟦0.1⟧ }'), fixture);
    await expectFindings('HP123', withData('split: { test: 0.5 }'), fixture);
  });
});
