import { describe, expect, test } from 'vitest';
import { schemaAt } from '#core/base/yaml/jsonSchema.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { pipelineJsonSchema } from '#core/pipeline/schema/jsonSchema.ts';
import { expectFindings, memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';

/*
 * Every way the format has to let a pipeline learn from rows it is tested on. What the format has no key for (encoding
 * a category by the target, a window over neighbouring rows) can only be done in a `python` step, which is given the
 * training rows alone.
 */

const data = (rest: string, path = 'data.csv') => `{ source: { path: ${path} }, target: label, ${rest} }`;
const csv = (header: string, rows: number, row: (index: number) => readonly (string | number)[]) =>
  `${header}\n${Array.from({ length: rows }, (_, index) => row(index).join(',')).join('\n')}\n`;

describe('steps', () => {
  const kinds = schemaAt(pipelineJsonSchema(), ['preprocess', 0, 'use'])?.enum ?? [];
  const options: Readonly<Record<string, string>> = {
    pca: 'components: 2',
    'select-k-best': 'k: 2',
    'select-columns': 'columns: [a, b]',
    clip: 'range: [0, 1]',
    pad: 'width: 2',
  };

  test('there are kinds of steps', () => expect(kinds).toContain('standardize'));

  test.each(kinds)('%s that learns from all rows', async (use) => {
    const step = (fitOn: string) => {
      const given = options[String(use)];
      return pipelineText({
        preprocess: `[{ use: ${use}, fitOn: ${fitOn}${given === undefined ? '' : `, with: { ${given} }`} }]`,
      });
    };
    // What a python step is to be told is none of this check's business.
    const { diagnostics } = await analysePipeline(step('all'), 'test.hybrid.yaml');
    expect(diagnostics.filter(({ code }) => code === 'HP120')).toHaveLength(1);
    const silent = await analysePipeline(step('train'), 'test.hybrid.yaml');
    expect(silent.diagnostics.filter(({ code }) => code === 'HP120')).toEqual([]);
  });

  test.each(['pca', 'select-k-best'])('%s outside of the folds that choose options', async (use) => {
    const tuned = { head: '{ use: svm, tune: { grid: { C: [1, 2] }, folds: 3 } }' };
    const step = `[{ use: ⟦${use}⟧, with: { ${options[use]} } }]`;
    await expectFindings('HP121', pipelineText({ preprocess: step, ...tuned }));
    await expectFindings('HP121', pipelineText({ preprocess: step.replace(/[⟦⟧]/g, '') }));
  });
});

describe('splits', () => {
  const predefined = data('split: { indices: ⟦parts.json⟧ }');
  const silent = predefined.replace(/[⟦⟧]/g, '');
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
  const parts = (train: number[], test: number[], validation?: number[]) => ({
    files: { 'parts.json': JSON.stringify({ train, test, ...(validation ? { validation } : {}) }) },
  });

  test('a row in two parts, or twice in one', async () => {
    const overlapping = [
      parts(range(0, 101), range(100, 200)),
      parts(range(0, 100), range(150, 200), range(100, 151)),
      parts(range(0, 100), range(150, 200), range(99, 150)),
      parts([0, 0, ...range(1, 100)], range(100, 200)),
    ];
    for (const fixture of overlapping) await expectFindings('HP122', pipelineText({ data: predefined }), fixture);
    await expectFindings('HP122', pipelineText({ data: silent }), parts(range(0, 100), range(100, 200)));
  });

  test('rows that are not there, or a file that names none', async () => {
    await expectFindings('HP122', pipelineText({ data: predefined }), parts(range(0, 100), [200]));
    await expectFindings('HP122', pipelineText({ data: predefined }), parts(range(0, 100), []));
    await expectFindings('HP122', pipelineText({ data: predefined }), { files: { 'parts.json': '{"train": "all"}' } });
    await expectFindings('HP122', pipelineText({ data: predefined }));
  });

  test('a group in two parts', async () => {
    const files = {
      'visits.csv': csv('a,patient,label', 40, (row) => [row, `p${row >> 1}`, row % 3 === 0 ? 'x' : 'y']),
    };
    const grouped = (indices: string) =>
      pipelineText({ data: data(`split: { group: patient, indices: ${indices} }`, 'visits.csv') });
    const split = (at: number) => JSON.stringify({ train: range(0, at), test: range(at, 40) });
    await expectFindings('HP122', grouped('⟦parts.json⟧'), { files: { ...files, 'parts.json': split(9) } });
    await expectFindings('HP122', grouped('parts.json'), { files: { ...files, 'parts.json': split(10) } });
  });

  test('shares that overlap', async () => {
    await expectFindings('HP122', pipelineText({ data: data('⟦split⟧: { train: 0.8, test: 0.4 }') }));
  });

  test('few rows to judge on', async () => {
    await expectFindings('HP123', pipelineText({ data: predefined }), parts(range(0, 171), range(171, 200)));
    await expectFindings('HP123', pipelineText({ data: silent }), parts(range(0, 170), range(170, 200)));
  });
});

describe('copies of rows', () => {
  const doubled = (rows: number, copied: number) =>
    csv('a,b,label', rows, (row) => {
      const own = row < copied ? row + copied : row;
      return [own, (own * 7) % 11, own % 2 === 0 ? 'x' : 'y'];
    });

  test('that a split by chance takes apart', async () => {
    const table = (copied: number) => ({ files: { 'rows.csv': doubled(100, copied) } });
    await expectFindings('HP129', pipelineText({ data: '{ ⟦source⟧: { path: rows.csv }, target: label }' }), table(5));
    await expectFindings('HP129', pipelineText({ data: '{ source: { path: rows.csv }, target: label }' }), table(4));
  });

  test('that groups keep together are none', async () => {
    const rows = csv('a,b,of,label', 60, (row) => {
      const own = row >> 1;
      return [own, (own * 7) % 11, `v${own}`, own % 2 === 0 ? 'x' : 'y'];
    });
    const files = { 'rows.csv': rows };
    await expectFindings('HP129', pipelineText({ data: '{ ⟦source⟧: { path: rows.csv }, target: label }' }), { files });
    const grouped = '{ source: { path: rows.csv }, target: label, split: { group: of } }';
    await expectFindings('HP129', pipelineText({ data: grouped }), { files });
  });

  test('that a predefined split puts on both sides, be it one', async () => {
    const files = { 'rows.csv': doubled(100, 1) };
    // Row 0 is row 1 again.
    const parts = (train: number[]) =>
      JSON.stringify({ train, test: Array.from({ length: 50 }, (_, row) => row + 50).concat(0) });
    const text = pipelineText({ data: data('split: { indices: ⟦parts.json⟧ }', 'rows.csv') });
    await expectFindings('HP129', text, { files: { ...files, 'parts.json': parts([1, 2, 3, 4]) } });
    const silent = text.replace(/[⟦⟧]/g, '');
    await expectFindings('HP129', silent, { files: { ...files, 'parts.json': parts([2, 3, 4, 5]) } });
  });
});

describe('the target among the features', () => {
  const classes = ['red', 'green', 'blue'];
  const files = {
    'rows.csv': csv('a,code,copy,hint,label', 60, (row) => [
      (row * 37) % 101,
      row % 3,
      classes[row % 3] ?? '',
      row % 3 === 0 ? 0 : 1,
      classes[row % 3] ?? '',
    ]),
    'numbers.csv': csv('a,cents,noisy,label', 60, (row) => [
      (row * 37) % 101,
      100 * row + 5,
      row + ((row * 13) % 7) / 5,
      row,
    ]),
  };

  test('itself', async () => {
    await expectFindings('HP124', pipelineText({ data: data('features: [a, ⟦label⟧]', 'rows.csv') }), { files });
  });

  test('under another name, or in other words', async () => {
    const one = (features: string) =>
      pipelineText({
        data: data(`features: ${features}`, 'rows.csv'),
        preprocess: '[{ use: onehot, with: { columns: [copy] } }]',
      });
    await expectFindings('HP124', one('[a, ⟦copy⟧]'), { files });
    await expectFindings('HP124', pipelineText({ data: data('features: [a, ⟦code⟧]', 'rows.csv') }), { files });
    await expectFindings('HP124', pipelineText({ data: data('features: ⟦all-numeric⟧', 'rows.csv') }), { files });
    // It tells two of three classes apart, which features may.
    await expectFindings('HP124', pipelineText({ data: data('features: [a, hint]', 'rows.csv') }), { files });
  });

  test('in another unit', async () => {
    const numbers = (features: string) =>
      pipelineText({ task: 'regression', data: data(`features: ${features}`, 'numbers.csv') });
    await expectFindings('HP124', numbers('[a, ⟦cents⟧]'), { files });
    await expectFindings('HP124', numbers('[a, noisy]'), { files });
  });
});

test('HP128 what was trained elsewhere', async () => {
  const contract = (init: string) => pipelineText({ interface: `{ parameters: { count: 8, init: ${init} } }` });
  await expectFindings('HP128', contract('⟦file⟧, file: best.json'));
  await expectFindings('HP128', contract('uniform'));
  const baseline = (use: string) => pipelineText({ benchmark: `{ baselines: [{ use: ${use} }] }` });
  await expectFindings('HP128', baseline('onnx, with: { file: ⟦model.onnx⟧ }'));
  await expectFindings('HP128', baseline('knn'));
});

test('the files of a split are read as the run reads them', async () => {
  const { diagnostics } = await analysePipeline(
    pipelineText({ data: data('split: { indices: parts.json }') }),
    'test.hybrid.yaml',
    { files: memoryFiles({ 'data.csv': 'a,label\n1,x\n2,y\n', 'parts.json': '{"train":[0],"test":[0]}' }) },
  );
  expect(diagnostics.find(({ code }) => code === 'HP122')?.message).toMatch(/Row 0 .* twice \(train and test\)/);
});
