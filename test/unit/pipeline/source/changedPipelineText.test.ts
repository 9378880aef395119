import { expect, test } from 'vitest';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { changedPipelineText } from '#core/pipeline/source/changedPipelineText.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';

const text = `# what it is about
hybrid: 1
name: small # kept
pattern: quantum-scoring
task: classification
vars: { C: 2 }
data:
  source: { builtin: iris } # a comment
  target: species
quantum:
  qubits: 2
  featureMap: { use: zz }
benchmark:
  # those to beat
  baselines:
    - use: logistic-regression
      with: { C: 1 }
    - use: svm
backends:
  local.one: { adapter: builtin-simulator, shots: 100 }
`;

function changed(values: Record<string, string>, from = text) {
  return changedPipelineText(from, 'small.hybrid.yaml', values);
}

function failureOf(values: Record<string, string>, from = text): Failure {
  try {
    changed(values, from);
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was refused.');
}

test('values are replaced where they stand, and everything else stays as it is written', () => {
  const { changes, text: after } = changed({
    'quantum.qubits': '3',
    'benchmark.baselines.0.with.C': '0.5',
    'data.source': '{ builtin: wine }',
    'backends.local.one.shots': '200',
  });
  expect(after).toBe(
    text
      .replace('qubits: 2', 'qubits: 3')
      .replace('with: { C: 1 }', 'with: { C: 0.5 }')
      .replace('{ builtin: iris }', '{ builtin: "wine" }')
      .replace('shots: 100', 'shots: 200'),
  );
  expect(changes).toEqual([
    { path: 'quantum.qubits', before: 2, after: 3 },
    { path: 'benchmark.baselines.0.with.C', before: 1, after: 0.5 },
    { path: 'data.source', before: { builtin: 'iris' }, after: { builtin: 'wine' } },
    { path: 'backends.local.one.shots', before: 100, after: 200 },
  ]);
});

test('a setting that is not written is added, and was its default before', () => {
  const { changes, text: after } = changed({
    'benchmark.repeats': '4',
    'data.split.method': 'kfold',
    'data.split.folds': '3',
    'benchmark.baselines.2': '{ use: knn }',
  });
  expect(changes).toEqual([
    { path: 'benchmark.repeats', before: expect.any(Number), after: 4 },
    { path: 'data.split.method', before: 'holdout', after: 'kfold' },
    { path: 'data.split.folds', after: 3 },
    { path: 'benchmark.baselines.2', after: { use: 'knn' } },
  ]);
  expect(after).toContain('  # those to beat\n');
  expect(after).toContain('    - { use: "knn" }\n');
  const { root } = readPipeline(after, 'small.hybrid.yaml');
  expect(root).toBeDefined();
  expect(after).toContain('split: { method: "kfold", folds: 3 }');
});

test('a value that is there already is no change', () => {
  const { changes, text: after } = changed({ 'quantum.qubits': '2', name: 'small', 'vars.C': '2' });
  expect(changes).toEqual([]);
  expect(readPipeline(after, 'x').definition).toEqual(readPipeline(text, 'x').definition);
});

test('a place after what was added is one of the file', () => {
  const { offsetInFile, text: after } = changed({
    'data.split.method': 'kfold',
    'data.source.builtin': 'breast-cancer',
  });
  expect(offsetInFile(after.indexOf('qubits'))).toBe(text.indexOf('qubits'));
  expect(offsetInFile(after.indexOf('# what'))).toBe(0);
  expect(offsetInFile(after.indexOf('breast') + 3)).toBe(text.indexOf('iris }'));
});

test('a finding about a changed value says which', () => {
  const { changeAt, text: after } = changed({ 'quantum.qubitz': '3', 'quantum.qubits': 'many' });
  const found = readPipeline(after, 'x').diagnostics.map(({ code, range }) => [code, changeAt(range)]);
  expect(found).toContainEqual(['HP002', 'quantum.qubitz = 3']);
  expect(found).toContainEqual(['HP003', 'quantum.qubits = many']);
  expect(changeAt({ start: 0, end: 3 })).toBeUndefined();
});

test.each([
  ['benchmark.baselines.7.use', 'knn', 'benchmark.baselines has 2 items, the first of which is 0', 'baselines'],
  ['benchmark.baselines.first', '1', 'benchmark.baselines is a list, whose items have numbers', 'baselines'],
  ['name.first', '1', 'name is a single value', 'name'],
  ['data..target', '1', 'the path has a part without a name', 'data'],
  ['name', 'a: b', 'this is no YAML of one line', 'small'],
  ['name', '[1', 'this is no YAML of one line', 'small'],
  ['name', 'a\nb: c', 'this is no YAML of one line', 'small'],
])('%s=%s cannot be set', (path, value, why, at) => {
  const failure = failureOf({ [path]: value });
  expect(failure.message).toBe(`'${path}' cannot be set to ${value}: ${why}.`);
  expect(failure.reason).toBe('invalid-input');
  expect(failure.advice).toBeDefined();
  const { line } = new LineTable(text).positionAt(text.indexOf(at === 'name' || at === 'data' ? `\n${at}:` : at) + 1);
  expect(failure.place).toMatchObject({ path: 'small.hybrid.yaml', line });
});

test('what stands at an alias is not changed in the block of its anchor', () => {
  const aliased = 'a: &block { b: 1 }\nc: *block\n';
  expect(failureOf({ 'c.b': '2' }, aliased).message).toContain('such as an alias');
});

test('values of every kind stay what they are, in blocks and in brackets', () => {
  const values = { a: 'null', b: '[1, "x, y", { k: [true] }]', c: '.inf', d: "'5'", e: 'x # no text', f: '-0.5e-3' };
  for (const begin of ['z: 1\n', '{ z: 1 }\n']) {
    const { changes } = changed(values, begin);
    expect(changes.map(({ after }) => after)).toEqual([
      null,
      [1, 'x, y', { k: [true] }],
      Number.POSITIVE_INFINITY,
      '5',
      'x',
      -0.0005,
    ]);
  }
});
