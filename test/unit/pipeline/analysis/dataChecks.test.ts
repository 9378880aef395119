import { describe, test } from 'vitest';
import { lockText, pipelineLock } from '#core/pipeline/lock/pipelineLock.ts';
import { expectFindings, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const withData = (data: string, rest: Record<string, string> = {}) => pipelineText({ data, ...rest });
const split = (text: string) => withData(`{ source: { path: data.csv }, target: label, ${text} }`);

describe('leaks', () => {
  test('HP120 a step that learns from all rows', async () => {
    await expectFindings('HP120', pipelineText({ preprocess: '[{ use: minmax, fitOn: ⟦all⟧ }]' }));
    await expectFindings('HP120', pipelineText({ preprocess: '[{ use: minmax, fitOn: train }]' }));
  });

  test('HP124 the target or its copy among the features', async () => {
    await expectFindings('HP124', split('features: [a, ⟦label⟧]'));
    await expectFindings('HP124', split('features: [a, b]'));
    const copy = {
      files: {
        'data.csv': `a,twin,label\n${Array.from({ length: 200 }, (_, row) => `${row},${row % 2},${row % 2}`).join('\n')}\n`,
      },
    };
    await expectFindings('HP124', split('features: [a, ⟦twin⟧]'), copy);
    await expectFindings('HP124', split('features: [a]'), copy);
  });
});

describe('splits', () => {
  test('HP122 shares that do not add up to 1', async () => {
    await expectFindings('HP122', split('⟦split⟧: { train: 0.7, test: 0.4 }'));
    await expectFindings('HP122', split('⟦split⟧: { train: 0.6, validation: 0.4 }'));
    await expectFindings('HP122', split('split: { train: 0.6, validation: 0.2, test: 0.2 }'));
    await expectFindings('HP122', split('split: { train: 0.8 }'));
  });

  test('HP122 more folds than rows of the smallest class, or a predefined split without rows', async () => {
    await expectFindings('HP122', split('split: { method: kfold, folds: ⟦120⟧ }'));
    await expectFindings('HP122', split('split: { method: kfold, folds: 10 }'));
    await expectFindings('HP122', split('split: { method: ⟦predefined⟧ }'));
  });

  test('HP123 a test part too small to answer the question', async () => {
    await expectFindings('HP123', split('split: { train: 0.9, test: ⟦0.1⟧ }'));
    await expectFindings('HP123', split('split: { train: 0.5, test: 0.5 }'));
    const effect = { benchmark: '{ minimumEffect: 0.02 }' };
    await expectFindings(
      'HP123',
      withData('{ source: { path: data.csv }, target: label, split: { train: 0.5, test: ⟦0.5⟧ } }', effect),
    );
    await expectFindings(
      'HP123',
      withData('{ source: { path: data.csv }, target: label, split: { train: 0.5, test: 0.5 } }', effect),
      {
        files: { 'data.csv': twoClassTable(8000) },
      },
    );
  });
});

describe('the table', () => {
  test('HP125 a class that most rows have, judged by accuracy', async () => {
    const skewed = {
      files: {
        'data.csv': `a,b,label\n${Array.from({ length: 300 }, (_, row) => `${row},1,${row % 10 === 0 ? 'rare' : 'usual'}`).join('\n')}\n`,
      },
    };
    await expectFindings('HP125', withData('{ source: { path: data.csv }, target: ⟦label⟧ }'), skewed);
    await expectFindings(
      'HP125',
      withData('{ source: { path: data.csv }, target: label }', {
        benchmark: '{ metrics: [{ name: balanced-accuracy }] }',
      }),
      skewed,
    );
    await expectFindings('HP125', withData('{ source: { path: data.csv }, target: label }'));
  });

  test('HP126 a digest that is missing where it matters, or of other data', async () => {
    const digest = 'ab'.repeat(32);
    await expectFindings('HP126', withData('{ ⟦source⟧: { path: data.csv }, target: label }', { intent: 'research' }));
    await expectFindings('HP126', withData('{ source: { path: data.csv }, target: label }', { intent: 'learning' }));
    const dated = (value: string) =>
      withData(`{ source: { path: data.csv }, target: label, sha256: ${value} }`, { intent: 'research' });
    await expectFindings('HP126', dated(`⟦"${'cd'.repeat(32)}"⟧`), { digest });
    await expectFindings('HP126', dated(`"${digest.toUpperCase()}"`), { digest });
  });

  test('HP126 data that are locked need no other digest, but must be those that were locked', async () => {
    const digest = 'ab'.repeat(32);
    const text = (source: string) =>
      withData(`{ ${source}: { path: data.csv }, target: label }`, { intent: 'research' });
    const locked = (of: string) => {
      const lock = pipelineLock('test.hybrid.yaml', resolvedPipeline(text('source')), { 'data.csv': of }, '1.0.0');
      return { digest, files: { 'test.hybrid.lock.json': lockText(lock) } };
    };
    await expectFindings('HP126', text('source'), locked(digest));
    await expectFindings('HP126', text('⟦source⟧'), locked('cd'.repeat(32)));
  });

  test('data that come as JSON, or with the product, or are drawn, are checked as well', async () => {
    const files = { 'rows.json': '[{"a": 1, "label": "x"}, {"a": 2, "label": "y"}]', 'bad.json': '[{"a": [1]}]' };
    await expectFindings('HP127', withData('{ source: { path: rows.json }, target: ⟦lable⟧ }'), { files });
    await expectFindings('HP127', withData('{ source: { path: ⟦bad.json⟧ }, target: a }'), { files });
    await expectFindings('HP127', withData('{ source: { path: rows.json }, target: label }'), { files });
    await expectFindings('HP127', withData('{ source: { builtin: moons }, target: ⟦moon⟧ }'));
    await expectFindings('HP127', withData('{ source: { builtin: moons }, target: label }'));
    await expectFindings('HP127', withData('{ source: { builtin: ⟦iris⟧ }, target: species }'));
    const iris = { 'builtin:iris.csv': 'a,species\n1,x\n2,y\n' };
    await expectFindings('HP127', withData('{ source: { builtin: iris }, target: ⟦kind⟧ }'), { files: iris });
    await expectFindings('HP123', withData('{ source: { builtin: moons }, target: label, split: { test: ⟦0.1⟧ } }'));
  });

  test('the column of groups and the number of groups are checked', async () => {
    const files = {
      'visits.csv': 'patient,x,label\np,1,a\np,2,b\nq,3,a\nq,4,b\n,5,a\n',
      'own.csv': 'g,label\n1,a\n1,b\n2,a\n2,b\n',
    };
    const grouped = (path: string, how: string) =>
      withData(`{ source: { path: ${path} }, target: label, split: { ${how} } }`);
    await expectFindings('HP127', grouped('visits.csv', 'group: ⟦nobody⟧'), { files });
    await expectFindings('HP127', grouped('visits.csv', 'group: ⟦patient⟧'), { files });
    await expectFindings('HP122', grouped('own.csv', 'group: g, method: kfold, folds: ⟦3⟧'), { files });
    await expectFindings('HP122', grouped('own.csv', 'group: ⟦g⟧, train: 0.5, validation: 0.2, test: 0.3'), { files });
    await expectFindings('HP122', grouped('own.csv', 'group: g, train: 0.5, test: 0.5'), { files });
    // The group is no feature, so nothing is left.
    await expectFindings('HP127', grouped('own.csv', 'group: g').replace('target', 'features: ⟦all-numeric⟧, target'), {
      files,
    });
  });

  test('the options of data that are drawn are checked', async () => {
    const drawn = (source: string) => withData(`{ source: ${source}, target: label }`);
    await expectFindings('HP002', drawn('{ builtin: moons, with: { ⟦nois⟧: 0.1 } }'));
    await expectFindings('HP003', drawn('{ builtin: moons, with: { noise: ⟦-1⟧ } }'));
    await expectFindings('HP002', drawn('{ builtin: iris, with: { ⟦noise⟧: 1 } }'), {
      files: { 'builtin:iris.csv': 'a,label\n1,x\n2,y\n' },
    });
    await expectFindings('HP003', drawn('{ builtin: ⟦irsi⟧ }'));
  });

  test('HP127 a table that cannot be used', async () => {
    const plain = (path: string, target: string) => withData(`{ source: { path: ${path} }, target: ${target} }`);
    await expectFindings('HP127', plain('⟦nowhere.csv⟧', 'label'));
    await expectFindings('HP127', plain('⟦bad.csv⟧', 'label'), { files: { 'bad.csv': 'a,label\n1\n' } });
    await expectFindings('HP127', plain('⟦bytes.csv⟧', 'label'), {
      files: { 'bytes.csv': new Uint8Array([0x61, 0xff, 0xfe]) },
    });
    await expectFindings('HP127', plain('data.csv', '⟦lable⟧'));
    await expectFindings('HP127', split('features: [a, ⟦c⟧]'));
    await expectFindings('HP127', split('⟦classes⟧: [low, medium]'));
    await expectFindings('HP127', plain('data.csv', 'label'));
  });

  test('HP127 a feature that is not a number', async () => {
    const text = '{ source: { path: data.csv }, target: label, ⟦features⟧: [a, b] }';
    await expectFindings('HP127', withData(text), { files: { 'data.csv': 'a,b,label\n1,x,u\n2,3,v\n' } });
  });
});

test('HP121 columns chosen on rows that are tested', async () => {
  const tuned = { head: '{ use: svm, tune: { grid: { C: [1, 2] }, folds: 3 } }' };
  const select = (use: string, rest: Record<string, string>) =>
    pipelineText({ preprocess: `[{ use: ${use}, with: { k: 2 } }]`, ...rest });
  await expectFindings('HP121', select('⟦select-k-best⟧', tuned));
  await expectFindings('HP121', select('select-k-best', {}));
  await expectFindings('HP121', pipelineText({ preprocess: '[{ use: standardize }]', ...tuned }));
  const folds = (fitOn: string, method: string, use: string) =>
    pipelineText({
      data: `{ source: { path: data.csv }, target: label, split: { method: ${method} } }`,
      preprocess: `[{ use: ${use}, with: { components: 2 }, fitOn: ${fitOn} }]`,
    });
  await expectFindings('HP121', folds('all', 'kfold', '⟦pca⟧'));
  await expectFindings('HP121', folds('train', 'kfold', 'pca'));
  await expectFindings('HP121', folds('all', 'holdout', 'pca'));
});
