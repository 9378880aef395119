import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { LanguageDocument, LanguageService, LanguageWorkspace } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createCompanionLanguage } from '#core/language/pipeline/companionLanguage.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';
import { readCaret, readMarkers } from '#test/support/markers.ts';

const folder = 'file:///project/';
const pipeline = `hybrid: 1
name: a
owners: { science: kim, platform: "robin" }
vars: { n: 5 }
backends:
  noisy: { adapter: builtin-simulator, shots: 100 }
  "exact": { adapter: builtin-simulator }
execution:
  chain: [{ backend: noisy }, { backend: "exact" }, { backend: classical }]
optimise: { maxIterations: "\${vars.n}" }
benchmark: { metrics: [{ name: accuracy, primary: true }, { name: log-loss }] }
rollout:
  stage: poc
  stages:
    - { id: poc, approvers: [kim], success: [{ kind: quality, metric: accuracy.ciLow, op: ">", value: 0.5 }] }
  rollbackWhen: [{ kind: quality, metric: accuracy, op: "<", value: 0.5 }]
scorecard:
  reviewers: { ml: kim, platform: robin }
  dimensions: { costControl: { owner: robin, measures: [{ id: m, source: "run:accuracy.mean", entered: { by: kim } }] } }
`;
const other = 'hybrid: 1\nbackends: { noisy: { adapter: builtin-simulator } }\n';
const suite = 'suite: 1\nname: s\npipelines: [a.hybrid.yaml, more/b.hybrid.yaml]\nbackends: [noisy, local] # noisy\n';
const alone = 'suite: 1\nname: t\npipelines: [c.hybrid.yaml]\nbackends: [noisy]\n';
const files: Readonly<Record<string, string>> = {
  [`${folder}a.hybrid.yaml`]: pipeline,
  [`${folder}more/b.hybrid.yaml`]: other,
  [`${folder}c.hybrid.yaml`]: 'hybrid: 1\nname: c\n',
  [`${folder}all.suite.yaml`]: suite,
  [`${folder}alone.suite.yaml`]: alone,
};

function languageOf(uri: string, workspace: LanguageWorkspace): LanguageService {
  return uri.endsWith('.hybrid.yaml')
    ? createPipelineLanguage(new CircuitAnalyses(workspace))
    : createCompanionLanguage(workspace);
}

function opened(uri: string, text: string) {
  const workspace = memoryWorkspace({ ...files, [uri]: text });
  return { language: languageOf(uri, workspace), document: languageDocument(text, uri) };
}

/** The files of the project that a rename changes, as they are then. */
async function renamed(name: string, piece: string, marked: string, newName: string) {
  const uri = `${folder}${name}`;
  const { document, language, position } = at(uri, piece, marked);
  const edit = await language.rename?.(document, position, newName, neverCancelled);
  return Object.fromEntries(
    Object.entries(edit?.changes ?? {}).map(([changed, edits]) => [
      changed.slice(folder.length),
      applyTextEdits(files[changed] ?? '', edits),
    ]),
  );
}

function at(uri: string, piece: string, marked: string) {
  const text = files[uri] ?? '';
  const { caret } = readCaret(text.replace(piece, marked));
  const { document, language } = opened(uri, text);
  return { document, language, position: document.lines.positionAt(caret) };
}

describe('a backend is renamed', () => {
  test('in its pipeline and in the suites that run it, and nowhere else', async () => {
    const changed = await renamed('a.hybrid.yaml', 'backend: noisy', 'backend: noi‸sy', 'emulated');
    expect(changed).toEqual({
      'a.hybrid.yaml': pipeline.replaceAll('noisy', 'emulated'),
      'all.suite.yaml': suite.replace('[noisy', '[emulated'),
    });
    expect(await renamed('a.hybrid.yaml', '"exact": {', '"ex‸act": {', 'ideal')).toEqual({
      'a.hybrid.yaml': pipeline.replaceAll('exact', 'ideal'),
    });
  });

  test('in a suite and in all pipelines that declare it', async () => {
    expect(await renamed('all.suite.yaml', '[noisy', '[noi‸sy', 'emulated')).toEqual({
      'all.suite.yaml': suite.replace('[noisy', '[emulated'),
      'a.hybrid.yaml': pipeline.replaceAll('noisy', 'emulated'),
      'more/b.hybrid.yaml': other.replace('noisy', 'emulated'),
    });
  });

  test('not where it is declared elsewhere, or its new name is taken or none', async () => {
    await expect(renamed('all.suite.yaml', 'local]', 'lo‸cal]', 'x')).rejects.toThrow('No pipeline here declares');
    await expect(renamed('alone.suite.yaml', '[noisy', '[noi‸sy', 'x')).rejects.toThrow('No pipeline here declares');
    await expect(renamed('all.suite.yaml', '[noisy', '[noi‸sy', 'exact')).rejects.toThrow('is taken');
    await expect(renamed('a.hybrid.yaml', '  noisy:', '  noi‸sy:', 'classical')).rejects.toThrow('is taken');
    await expect(renamed('a.hybrid.yaml', '  noisy:', '  noi‸sy:', 'a b')).rejects.toThrow('is no name');
  });
});

test('a person is renamed wherever a pipeline names them', async () => {
  const changed = await renamed('a.hybrid.yaml', 'ml: kim', 'ml: k‸im', 'Kim Lee');
  expect(changed).toEqual({ 'a.hybrid.yaml': pipeline.replaceAll('kim', 'Kim Lee') });
  await expect(renamed('a.hybrid.yaml', 'ml: kim', 'ml: k‸im', 'kim: lee')).rejects.toThrow('quotation marks');
});

test('a variable is renamed with its references', async () => {
  expect(await renamed('a.hybrid.yaml', 'vars.n}', 'vars.‸n}', 'most')).toEqual({
    'a.hybrid.yaml': pipeline.replace('{ n: 5', '{ most: 5').replace('vars.n', 'vars.most'),
  });
});

test('what the format names is not renamed', async () => {
  await expect(renamed('a.hybrid.yaml', 'stage: poc', 'stage: p‸oc', 'first')).rejects.toThrow('the format gives it');
  await expect(renamed('a.hybrid.yaml', 'name: accuracy', 'name: acc‸uracy', 'x')).rejects.toThrow('the format gives');
});

describe('the same name is shown', () => {
  const highlighted = async (marked: string, piece: string) => {
    const { ranges, text } = readMarkers(marked);
    expect(text).toBe(pipeline);
    const { document, language, position } = at(`${folder}a.hybrid.yaml`, piece.replace('‸', ''), piece);
    const found = await language.documentHighlights?.(document, position, neverCancelled);
    expect(found?.map(({ range }) => range)).toEqual(ranges.map((range) => document.lines.rangeAt(range)));
    return found?.map(({ kind }) => kind);
  };

  test('of a stage, and of a metric in criteria and measures', async () => {
    const stages = pipeline.replace('stage: poc', 'stage: ⟦poc⟧').replace('id: poc', 'id: ⟦poc⟧');
    expect(await highlighted(stages, 'stage: p‸oc')).toEqual([2, 3]);
    expect(await highlighted(pipeline.replaceAll('accuracy', '⟦accuracy⟧'), 'run:acc‸uracy')).toEqual([3, 2, 2, 2]);
  });

  test('of backends, people and variables', async () => {
    expect(await highlighted(pipeline.replaceAll('noisy', '⟦noisy⟧'), 'backend: noi‸sy')).toEqual([3, 2]);
    expect(await highlighted(pipeline.replaceAll('robin', '⟦robin⟧'), 'owner: ro‸bin')).toEqual([3, 2, 2]);
    const variable = pipeline.replace('{ n:', '{ ⟦n⟧:').replace('vars.n', 'vars.⟦n⟧');
    expect(await highlighted(variable, '{ ‸n: 5')).toEqual([3, 2]);
  });
});

test('references of a backend are in all files, with or without its declarations', async () => {
  const found = async (name: string, piece: string, marked: string, includeDeclaration: boolean) => {
    const { document, language, position } = at(`${folder}${name}`, piece, marked);
    const places = await language.references?.(document, position, includeDeclaration, neverCancelled);
    return places?.map(({ range, uri }) => `${uri.slice(folder.length)}:${range.start.line}`);
  };
  expect(await found('a.hybrid.yaml', 'backend: noisy', 'backend: noi‸sy', true)).toEqual([
    'a.hybrid.yaml:5',
    'a.hybrid.yaml:8',
    'all.suite.yaml:3',
  ]);
  expect(await found('all.suite.yaml', '[noisy', '[noi‸sy', false)).toEqual(['all.suite.yaml:3', 'a.hybrid.yaml:8']);
  expect(await found('all.suite.yaml', 'suite: 1', 'su‸ite: 1', true)).toEqual([]);
});

test('names lead to where they are declared', async () => {
  const goTo = async (name: string, piece: string, marked: string) => {
    const { document, language, position } = at(`${folder}${name}`, piece, marked);
    const found = await language.definition(document, position, neverCancelled);
    return found && `${found.uri.slice(folder.length)}:${found.range.start.line}`;
  };
  expect(await goTo('a.hybrid.yaml', 'stage: poc', 'stage: p‸oc')).toBe('a.hybrid.yaml:14');
  expect(await goTo('a.hybrid.yaml', 'owner: robin', 'owner: ro‸bin')).toBe('a.hybrid.yaml:2');
  expect(await goTo('a.hybrid.yaml', 'vars.n}', 'vars.‸n}')).toBe('a.hybrid.yaml:3');
  expect(await goTo('all.suite.yaml', '[noisy', '[noi‸sy')).toBe('a.hybrid.yaml:5');
  expect(await goTo('alone.suite.yaml', '[noisy', '[noi‸sy')).toBeUndefined();
});

test('an anchor is followed by no edit, an open file counts as it is in the editor', async () => {
  const uri = `${folder}a.hybrid.yaml`;
  const text = 'hybrid: 1\nbackends: { noisy: { adapter: &name noisy } }\nexecution: { chain: [{ backend: *name }] }\n';
  const document = languageDocument(text, uri);
  const unsaved: LanguageDocument = languageDocument(suite.replace('[noisy', '["noisy"'), `${folder}all.suite.yaml`);
  const workspace = memoryWorkspace({ ...files, [uri]: text }, [document, unsaved]);
  const position = document.lines.positionAt(text.indexOf('noisy'));
  const edit = await languageOf(uri, workspace).rename?.(document, position, 'x', neverCancelled);
  expect(applyTextEdits(text, edit?.changes?.[uri] ?? [])).toBe(text.replace('{ noisy:', '{ x:'));
  expect(applyTextEdits(unsaved.text, edit?.changes?.[unsaved.uri] ?? [])).toContain('["x", local] # noisy');
});
