import { describe, expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { mostDiagnostics } from '#core/pipeline/analysis/limitedDiagnostics.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';
import { readMarkers } from '#test/support/markers.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';

/** Codes with the text they stand at. */
function read(text: string, environment: Record<string, string> = {}) {
  const source = readPipeline(text, 'x.hybrid.yaml', (name) => environment[name]);
  return {
    ...source,
    found: source.diagnostics.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`),
    messages: source.diagnostics.map(({ message }) => message),
  };
}

/** What a file writes to use a variable. */
const use = (name: string) => `$\{${name}}`;

function expectMarked(code: string, marked: string): string[] {
  const { text, ranges } = readMarkers(marked);
  const { diagnostics } = readPipeline(text, 'x.hybrid.yaml');
  expect(diagnostics.map(({ range }) => range)).toEqual(ranges);
  expect(new Set(diagnostics.map((diagnostic) => diagnostic.code))).toEqual(new Set([code]));
  return diagnostics.map(({ message }) => message);
}

describe('a pipeline file', () => {
  test('is read with its values', () => {
    const { definition, found } = read(pipelineText());
    expect(found).toEqual([]);
    expect(definition?.name).toBe('test');
    expect(definition?.quantum.featureMap?.use).toBe('angle');
  });

  test('may be JSON', () => {
    const { definition, found } = read(
      '{"hybrid": 1, "name": "j", "pattern": "quantum-features", "task": "classification",\n "data": {"source": {"path": "a.csv"}, "target": "y"}, "quantum": {"qubits": 2}}',
    );
    expect(found).toEqual([]);
    expect(definition?.name).toBe('j');
  });

  test('may carry keys that begin with x- in any block', () => {
    const { found, definition } = read(
      pipelineText({ 'x-team': '{ anything: 1 }', seeds: '{ root: 1, x-note: why }' }),
    );
    expect(found).toEqual([]);
    expect(definition?.seeds).toEqual({ root: 1 });
  });

  test('keeps hexadecimal and plain words as YAML 1.2 means them', () => {
    const { definition } = read(pipelineText({ name: 'no', seeds: '{ root: 0x10 }' }));
    expect(definition?.name).toBe('no');
    expect(definition?.seeds?.root).toBe(16);
  });
});

describe('form errors stand at the offending text', () => {
  test('an unknown key, with the one that was meant', () => {
    const [message] = expectMarked('HP002', pipelineText({ quantum: '{ qubits: 2, ⟦featuremap⟧: { use: angle } }' }));
    expect(message).toContain('Did you mean `featureMap`?');
  });

  test('a mistyped required key is one error, not two', () => {
    expectMarked('HP002', pipelineText({ task: '', '⟦taks⟧': 'classification' }));
  });

  test('a word that is not one of the choices, with the one that was meant', () => {
    const [message] = expectMarked('HP003', pipelineText({ pattern: '⟦variational-lop⟧' }));
    expect(message).toContain('Did you mean `variational-loop`?');
  });

  test('a value of the wrong type', () => {
    expectMarked('HP003', pipelineText({ quantum: '{ qubits: ⟦two⟧, featureMap: { use: zz } }' }));
    expectMarked('HP003', pipelineText({ quantum: '{ qubits: ⟦2.5⟧, featureMap: { use: zz } }' }));
    expectMarked('HP003', pipelineText({ quantum: '{ qubits: ⟦0⟧, featureMap: { use: zz } }' }));
    expectMarked('HP003', pipelineText({ '⟦tags⟧': '{ a: 1 }' }));
  });

  test('the item of a list and the value of a map, not the whole', () => {
    expectMarked('HP003', pipelineText({ data: '{ source: { path: d.csv }, target: y, features: [a, ⟦7⟧, c] }' }));
    expectMarked('HP003', pipelineText({ backends: '{ local: { adapter: builtin-simulator, shots: ⟦many⟧ } }' }));
  });

  test('a missing key stands at its block, or at the first key of the file', () => {
    const [message] = expectMarked(
      'HP004',
      pipelineText({ '⟦data⟧': '{ source: { path: d.csv } }' }).replace(/^data: .*\n/m, ''),
    );
    expect(message).toContain('`target`');
    const { found } = read('hybrid: 1\nname: a\npattern: quantum-features\ntask: classification\n');
    expect(found).toEqual(['HP004 hybrid']);
  });

  test('a block of two alternatives needs exactly one', () => {
    expectMarked('HP003', pipelineText({ data: '{ ⟦source⟧: { path: a.csv, builtin: iris }, target: y }' }));
    expectMarked('HP003', pipelineText({ quantum: '{ qubits: 2, ⟦featureMap⟧: { reps: 2 } }' }));
  });

  test('angles are numbers or expressions, nothing that could run', () => {
    const range = (text: string) =>
      pipelineText({ interface: `{ input: { features: 2, range: [0, ${text}], normalization: angle } }` });
    expect(read(range('2*pi')).found).toEqual([]);
    for (const bad of ['"import(1)"', '"f(x) = x"', '"2 +"', '"alert"', `"${'('.repeat(300)}"`]) {
      const { found } = read(range(bad));
      expect(found).toEqual([`HP003 ${bad}`]);
    }
  });

  test('durations, money and dates say what they want', () => {
    const { messages } = read(
      pipelineText({
        budget: '{ time: { run: 5 minutes }, cost: { perRun: { amount: 1, currency: dollar } } }',
      }),
    );
    expect(messages).toEqual([
      '`budget.time.run` must be a duration such as 90s, 5m, 2h or 7d, but is the text "5 minutes".',
      '`budget.cost.perRun.currency` must be a currency code of three capital letters such as USD or EUR, but is the text "dollar".',
    ]);
  });
});

describe('syntax', () => {
  test('errors stand where they are, and what can be read is still checked', () => {
    const { found } = read(`${pipelineText()}seeds: { root: one\n`);
    expect(found.map((finding) => finding.slice(0, 5))).toContain('HP001');
    expect(found).toContain('HP003 one');
  });

  test('a key written twice is an error at the second', () => {
    expectMarked('HP001', `${pipelineText()}⟦name⟧: again\n`);
  });

  test('of a key written twice the first value is checked, so the second adds no other error', () => {
    const { found } = read(`${pipelineText()}data: 3\n`);
    expect(found.map((finding) => finding.slice(0, 5))).toEqual(['HP001']);
  });

  test.each([
    ['an unknown anchor', 'name: ⟦*nowhere⟧\n'],
    ['a tag', 'name: ⟦!secret⟧ x\n'],
  ])('%s', (_, line) => {
    const { text, ranges } = readMarkers(`${pipelineText({ name: '' })}${line}`);
    const { diagnostics } = readPipeline(text, 'x');
    expect(diagnostics[0]?.code).toBe('HP001');
    expect(diagnostics[0]?.range).toEqual(ranges[0]);
  });

  test.each([
    ['empty', ''],
    ['only a comment', '# nothing\n'],
    ['a list', '- 1\n- 2\n'],
    ['a word', 'hello\n'],
    ['binary', 'hybrid: 1\u0000\u0001'],
    ['no UTF-8', 'name: \uFFFD\n'],
  ])('%s gives one clear error', (_, text) => {
    const { definition, diagnostics } = readPipeline(text, 'x');
    expect(definition).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.severity).toBe('error');
  });
});

describe('limits', () => {
  test('aliases that multiply are refused, not expanded', () => {
    const level = (name: string, inner: string) => `x-${name}: &${name} [${Array(10).fill(inner).join(', ')}]\n`;
    const bomb = `${level('a', '1')}${level('b', '*a')}${level('c', '*b')}${level('d', '*c')}${level('e', '*d')}x-f: [*e, *e]\n`;
    const { diagnostics } = readPipeline(pipelineText() + bomb, 'x');
    expect(diagnostics.map(({ code }) => code)).toEqual(['HP005']);
  });

  test('an anchor that contains itself is refused', () => {
    expect(read(`${pipelineText()}x-a: &a [*a]\n`).found).toEqual(['HP005 *a']);
  });

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['lines', '[\n'.repeat(401)],
  ])('deep nesting of %s is refused', (_, text) => {
    expect(readPipeline(text, 'x').diagnostics.map(({ code }) => code)).toEqual(['HP005']);
  });

  test('a huge file is refused', () => {
    expect(readPipeline(`# ${'x'.repeat(1_000_001)}`, 'x').diagnostics.map(({ code }) => code)).toEqual(['HP005']);
  });

  test('of many errors the first 100 are shown and the rest counted', () => {
    const keys = Array.from({ length: 150 }, (_, index) => `zzz${index}: 1\n`).join('');
    const { diagnostics } = analysePipelineText(pipelineText() + keys, 'x');
    expect(diagnostics).toHaveLength(mostDiagnostics + 1);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'HP005', severity: 'information' });
    expect(diagnostics.at(-1)?.message).toContain('50 further findings');
    expect(diagnostics.filter(({ code }) => code === 'HP005')).toHaveLength(1);
  });
});

describe('references', () => {
  test('a whole text takes the type of the variable, a part its text', () => {
    const { definition, found } = read(
      pipelineText({
        name: `"run of ${use('vars.n')}"`,
        vars: '{ n: 40 }',
        optimise: `{ maxIterations: "${use('vars.n')}" }`,
      }),
    );
    expect(found).toEqual([]);
    expect(definition?.name).toBe('run of 40');
    expect(definition?.optimise?.maxIterations).toBe(40);
  });

  test('the environment gives numbers where numbers are wanted and texts where texts are', () => {
    const text = pipelineText({ name: `"${use('env.BUILD')}"`, optimise: `{ maxIterations: "${use('env.BUILD')}" }` });
    const { definition, found } = read(text, { BUILD: '77' });
    expect(found).toEqual([]);
    expect(definition?.name).toBe('77');
    expect(definition?.optimise?.maxIterations).toBe(77);
  });

  test('unknown ones are errors at the text', () => {
    expect(read(pipelineText({ name: `"${use('vars.missing')}"`, vars: '{ mising: 1 }' })).messages[0]).toContain(
      'Did you mean `mising`?',
    );
    expect(read(pipelineText({ name: `"${use('env.NOT_SET')}"` })).found).toEqual([`HP003 "${use('env.NOT_SET')}"`]);
    expect(read(pipelineText({ name: `"${use('other.x')}"` })).found).toEqual([`HP003 "${use('other.x')}"`]);
  });

  test('secrets are refused by name and by shape, without repeating their value', () => {
    const byName = read(pipelineText({ description: `"${use('env.IONQ_API_KEY')}"` }), { IONQ_API_KEY: 'abc' });
    expect(byName.found).toEqual([`HP180 "${use('env.IONQ_API_KEY')}"`]);
    const value = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
    const byShape = read(pipelineText({ description: `"${use('env.PLAIN')}"` }), { PLAIN: value });
    expect(byShape.found).toEqual([`HP180 "${use('env.PLAIN')}"`]);
    expect(JSON.stringify(byShape.diagnostics)).not.toContain(value);
  });
});
