import { describe, expect, test } from 'vitest';
import { expectFindings, findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';

const files = {
  'steps/mine.py': 'class Mine:\n    pass\n',
  'steps/common.py': 'half = 0.5\n',
  'model.onnx': new Uint8Array([8, 9]),
};
const step = (options: string, rest: Record<string, string> = {}) =>
  pipelineText({ preprocess: `[{ use: python, with: { ${options} } }]`, ...rest });
const baseline = (text: string) => pipelineText({ benchmark: `{ baselines: [{ ${text} }] }` });
const features = { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: angle } }' };

describe('code and trained models', () => {
  test('HP112 a file that is missing or does not define the name', async () => {
    await expectFindings('HP112', step('file: ⟦steps/other.py⟧, entry: Mine'), { files });
    await expectFindings('HP112', step('file: steps/mine.py, entry: ⟦Yours⟧'), { files });
    await expectFindings('HP112', step('file: steps/mine.py, entry: Mine, modules: [steps/common.py, ⟦steps/no.py⟧]'), {
      files,
    });
    await expectFindings('HP112', step('file: steps/mine.py, entry: Mine, modules: [steps/common.py]'), { files });
    await expectFindings('HP112', step('import: sklearn.decomposition.KernelPCA'), { files });
    await expectFindings('HP112', baseline('use: python, with: { file: ⟦no.py⟧, entry: Mine }'), { files });
    await expectFindings('HP112', baseline('use: onnx, with: { file: ⟦no.onnx⟧ }'), { files });
    await expectFindings('HP112', pipelineText({ ...features, head: '{ use: onnx, with: { file: ⟦no.onnx⟧ } }' }), {
      files,
    });
  });

  test('HP128 a model that was trained elsewhere', async () => {
    await expectFindings('HP128', baseline('use: onnx, with: { file: ⟦model.onnx⟧ }'), { files });
    await expectFindings('HP128', baseline('use: svm'), { files });
  });

  test('HP109 a trained model that is to be tuned, or to learn from a kernel', async () => {
    const tuned = 'use: onnx, with: { file: model.onnx }, ⟦tune⟧: { grid: { C: [1] }, folds: 2 }';
    await expectFindings('HP109', baseline(tuned), { files });
    await expectFindings('HP109', baseline('use: onnx, with: { file: model.onnx }'), { files });
    const kernel = { ...features, quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }' };
    await expectFindings('HP109', pipelineText({ ...kernel, head: '{ use: ⟦onnx⟧, with: { file: model.onnx } }' }), {
      files,
    });
    await expectFindings(
      'HP109',
      pipelineText({ ...kernel, head: '{ use: python, with: { import: sklearn.svm.SVC } }' }),
    );
  });

  test('HP120 and HP121 hold for steps in Python as for others', async () => {
    const code = 'with: { import: sklearn.decomposition.PCA }';
    await expectFindings('HP120', pipelineText({ preprocess: `[{ use: python, ${code}, fitOn: ⟦all⟧ }]` }));
    const head = '{ use: svm, tune: { grid: { C: [1, 10] }, folds: 3 } }';
    await expectFindings('HP121', pipelineText({ ...features, head, preprocess: `[{ use: ⟦python⟧, ${code} }]` }));
    await expectFindings('HP121', pipelineText({ ...features, preprocess: `[{ use: python, ${code} }]` }));
  });

  test('HP101 the number of columns a step promises', async () => {
    const input = 'interface: { input: { features: ';
    const rest = ', range: [0, 1], normalization: none } }';
    const promised = step('import: sklearn.decomposition.PCA, outputs: 2');
    await expectFindings('HP101', `${promised}${input}⟦3⟧${rest}\n`);
    await expectFindings('HP101', `${promised}${input}2${rest}\n`);
  });
});

describe('options of code', () => {
  const code = (options: string) => findingsIn(step(options), { files });

  test('HP003 neither or both ways to name it, names that are none, and pins that are none', async () => {
    expect(await code('params: { C: 1 }')).toContainEqual(expect.stringMatching(/^HP003/));
    expect(await code('import: sklearn.svm.SVC, file: steps/mine.py, entry: Mine')).toContainEqual(
      expect.stringMatching(/^HP003/),
    );
    expect(await code('file: steps/mine.py')).toContainEqual(expect.stringMatching(/^HP003/));
    expect(await code("import: 'os.system(1)'")).toContain("HP003 'os.system(1)'");
    expect(await code('import: sklearn.svm.SVC, requires: { scikit-learn: newest }')).toContain('HP003 newest');
    expect(await code('import: sklearn.svm.SVC, timeout: 5')).toContain('HP003 5');
  });

  test('what is right is silent', async () => {
    const right =
      'import: sklearn.svm.SVC, params: { C: 1 }, requires: { scikit-learn: "1.7.*", python: ">=3.9" }, timeout: 30s';
    expect((await code(right)).filter((finding) => finding.startsWith('HP00'))).toEqual([]);
  });
});
