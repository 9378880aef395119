import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { noSurroundings } from '#core/language/editorSurroundings.ts';
import { createCompanionLanguage } from '#core/language/pipeline/companionLanguage.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { readCaret, readMarkers } from '#test/support/markers.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';

const uri = 'file:///project/all.suite.yaml';
const card = 'file:///project/vendor.scorecard.yaml';
const backends = '{ noisy: { adapter: builtin-simulator, shots: 100 } }';
const workspace = memoryWorkspace({
  'file:///project/a.hybrid.yaml': pipelineText({ name: 'first', backends }),
  'file:///project/more/b.hybrid.yaml': pipelineText({ name: 'second', task: 'regression' }),
  'file:///project/notes.txt': 'none',
});
const language = createCompanionLanguage(workspace, undefined, {
  ...noSurroundings,
  configuredBackends: async () => [{ name: 'cloud', adapter: 'ionq' }],
});

async function complete(marked: string, at = uri): Promise<string[]> {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, at);
  const { items } = await language.completion(document, document.lines.positionAt(caret), neverCancelled);
  return items.map(({ label }) => label);
}

const suite = 'suite: 1\nname: s\npipelines: [a.hybrid.yaml, more/b.hybrid.yaml]\n';

describe('completion', () => {
  test('of keys and of their values', async () => {
    expect(await complete('suite: 1\n‸')).toEqual(
      expect.arrayContaining(['pipelines', 'backends', 'seeds', 'scorecard']),
    );
    expect(await complete('scorecard: 1\n‸', card)).toEqual(expect.arrayContaining(['dimensions', 'reviewers']));
    expect(await complete('dimensions: { portability: { measures: [{ better: ‸ }] } }\n', card)).toEqual([
      'higher',
      'lower',
    ]);
  });

  test('of pipelines, folder by folder', async () => {
    expect(await complete('suite: 1\npipelines: [‸]\n')).toEqual(['a.hybrid.yaml', 'more/']);
    expect(await complete('suite: 1\npipelines:\n  - more/‸\n')).toEqual(['more/b.hybrid.yaml']);
  });

  test('of the backends of the pipelines and of the settings', async () => {
    expect(await complete(`${suite}backends: [‸]\n`)).toEqual(['noisy', 'local', 'cloud']);
  });

  test('of the metrics that the pipelines record', async () => {
    const labels = await complete(
      `scorecard: 1\npipelines: [a.hybrid.yaml]\ndimensions: { costControl: { measures: [{ source: ‸ }] } }\n`,
      card,
    );
    expect(labels).toEqual(expect.arrayContaining(['manual', 'run:accuracy.ciLow', 'run:queue.p90']));
    expect(labels).not.toContain('run:rmse');
  });
});

test('a hover explains keys, metrics and pipelines', async () => {
  const hover = async (marked: string, at: string) => {
    const { caret, text } = readCaret(marked);
    const document = languageDocument(text, at);
    return (await language.hover(document, document.lines.positionAt(caret), neverCancelled))?.contents;
  };
  expect(await hover('suite: 1\npar‸allel: 2\n', uri)).toMatchObject({
    value: expect.stringContaining('Cells that run at once'),
  });
  expect(await hover(suite.replace('a.hybrid', 'a.hy‸brid'), uri)).toMatchObject({
    value: expect.stringContaining('The pipeline `first`: variational-loop, classification, backends noisy, local.'),
  });
  const measure = 'dimensions: { costControl: { measures: [{ source: "run:queue.‸p90" }] } }\n';
  expect(await hover(measure, card)).toMatchObject({ value: expect.stringContaining('9 of 10 jobs') });
});

test('the problems of a file are told at their places, with what mends them', async () => {
  const { ranges, text } = readMarkers(`${suite.replace('a.hybrid', '⟦c.hybrid').replace('yaml,', 'yaml⟧,')}`);
  const document = languageDocument(text, uri);
  const [first] = await language.diagnostics(document, neverCancelled);
  expect(first).toMatchObject({
    code: 'HP196',
    severity: 1,
    range: document.lines.rangeAt(ranges[0] ?? { start: 0, end: 0 }),
  });
  const wrong = languageDocument('suite: 1\nname: s\npipelines: [a.hybrid.yaml]\nbackends: [nosiy]\n', uri, 2);
  const start = { line: 3, character: 11 };
  const actions = await language.codeActions?.(wrong, { start, end: start }, undefined, neverCancelled);
  expect(actions?.[0]).toMatchObject({ title: 'Use noisy', edit: { changes: { [uri]: [{ newText: 'noisy' }] } } });
});

test('pipelines are links, and the definition of their names', async () => {
  const document = languageDocument(suite, uri);
  const links = await language.documentLinks?.(document, neverCancelled);
  expect(links?.map(({ target }) => target)).toEqual([
    'file:///project/a.hybrid.yaml',
    'file:///project/more/b.hybrid.yaml',
  ]);
  const found = await language.definition(document, { line: 2, character: 14 }, neverCancelled);
  expect(found?.uri).toBe('file:///project/a.hybrid.yaml');
});

test('a changed pipeline changes what is known of the suite', async () => {
  const document = languageDocument(suite, uri);
  await language.diagnostics(document, neverCancelled);
  expect(language.filesChanged(['file:///project/more/b.hybrid.yaml'])).toBe(true);
  expect(language.filesChanged(['file:///project/notes.txt'])).toBe(false);
  language.documentClosed?.(uri);
  expect(language.filesChanged(['file:///project/more/b.hybrid.yaml'])).toBe(false);
});

test('blocks fold, the outline lists them, and formatting keeps comments', async () => {
  const document = languageDocument('suite: 1 # ours  \nname: s\npipelines:\n  - a.hybrid.yaml\n', uri);
  expect(await language.foldingRanges?.(document, neverCancelled)).toEqual([{ startLine: 2, endLine: 3 }]);
  const symbols = await language.documentSymbols(document, neverCancelled);
  expect(symbols.map(({ name }) => name)).toEqual(['suite', 'name', 'pipelines']);
  const edits = await language.formatting(document, { tabSize: 2, insertSpaces: true }, neverCancelled);
  expect(edits).toEqual([
    { range: { start: { line: 0, character: 15 }, end: { line: 0, character: 17 } }, newText: '' },
  ]);
});

test('lenses show how to run and plan a suite, and the scorecard where there is one', async () => {
  const lenses = async (text: string, at: string) =>
    (await language.codeLenses(languageDocument(text, at), neverCancelled)).map(({ command, range }) => [
      command?.title,
      command?.arguments,
      range.start.line,
    ]);
  expect(await lenses('scorecard: 1\n', card)).toEqual([['Show Scorecard', [card], 0]]);
  expect(await lenses('suite: 1\nscorecard: { version: "1" }\n', uri)).toEqual([
    ['Run', [uri], 0],
    ['Plan', [uri], 0],
    ['Show Scorecard', [uri], 1],
  ]);
  expect(await lenses('name: x\n', uri)).toEqual([]);
});
