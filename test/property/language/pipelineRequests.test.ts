import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { LanguageDocument, LanguageService } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createCompanionLanguage } from '#core/language/pipeline/companionLanguage.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';

const samples = join(projectRoot, 'samples');
const folder = 'file:///project/';

/** The text files of one sample, by their addresses. */
function filesOf(sample: string): Record<string, string> {
  const root = join(samples, sample);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ya?ml|qasm|csv|json)$/.test(name),
  );
  return Object.fromEntries(
    names.map((name) => [`${folder}${name.replaceAll('\\', '/')}`, readFileSync(join(root, name), 'utf8')]),
  );
}

const sampleFiles = ['iris-classifier', 'qaoa-maxcut', 'quantum-scoring', 'vendor-evaluation', 'vqe-h2'].flatMap(
  (sample) => {
    const files = filesOf(sample);
    return Object.entries(files)
      .filter(([uri]) => /\.(hybrid|suite|scorecard)\.yaml$/.test(uri))
      .map(([uri, text]) => ({ uri, text, files }));
  },
);

function serviceOf(uri: string, files: Readonly<Record<string, string>>): LanguageService {
  const workspace = memoryWorkspace(files);
  return uri.endsWith('.hybrid.yaml')
    ? createPipelineLanguage(new CircuitAnalyses(workspace))
    : createCompanionLanguage(workspace);
}

/** What must hold of any place in a document: it is inside, and not the wrong way round. */
function expectInside(document: LanguageDocument, { end, start }: Range): void {
  const [from, to] = [document.lines.offsetAt(start), document.lines.offsetAt(end)];
  expect(from).toBeLessThanOrEqual(to);
  expect(document.lines.positionAt(from)).toEqual(start);
  expect(document.lines.positionAt(to)).toEqual(end);
}

/** Names that cannot be renamed are refused with a reason; nothing else is. */
async function unlessRefused<T>(work: Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work;
  } catch (thrown) {
    if (Failure.is(thrown) && ['unsupported', 'invalid-input', 'conflict'].includes(thrown.reason)) return undefined;
    throw thrown;
  }
}

/** Asks everything that can be asked at a position. */
async function ask(service: LanguageService, document: LanguageDocument, position: Position): Promise<void> {
  const signal = neverCancelled;
  const at = { start: position, end: position };
  const { items } = await service.completion(document, position, signal);
  for (const { textEdit } of items) if (textEdit && 'range' in textEdit) expectInside(document, textEdit.range);
  const hover = await service.hover(document, position, signal);
  if (hover?.range) expectInside(document, hover.range);
  await service.definition(document, position, signal);
  for (const { range } of (await service.documentHighlights?.(document, position, signal)) ?? [])
    expectInside(document, range);
  const references = (await service.references?.(document, position, true, signal)) ?? [];
  for (const { range, uri } of references) if (uri === document.uri) expectInside(document, range);
  const subject = await unlessRefused(service.prepareRename?.(document, position, signal));
  if (subject) expectInside(document, subject.range);
  const renamed = await unlessRefused(service.rename?.(document, position, 'newName', signal));
  for (const { range } of renamed?.changes?.[document.uri] ?? []) expectInside(document, range);
  for (const { edit } of (await service.codeActions?.(document, at, undefined, signal)) ?? [])
    for (const change of edit?.changes?.[document.uri] ?? []) expectInside(document, change.range);
}

/** Asks what is about the whole document; diagnostics are those of a service that has seen nothing before. */
async function examine(
  service: LanguageService,
  document: LanguageDocument,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const found = await service.diagnostics(document, neverCancelled);
  for (const { message, range } of found) {
    expectInside(document, range);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
  }
  expect(found).toEqual(await serviceOf(document.uri, files).diagnostics(document, neverCancelled));
  const whole = { start: { line: 0, character: 0 }, end: document.lines.positionAt(document.text.length) };
  for (const { position } of (await service.inlayHints?.(document, whole, neverCancelled)) ?? [])
    expectInside(document, { start: position, end: position });
  for (const { range, selectionRange } of await service.documentSymbols(document, neverCancelled)) {
    expectInside(document, range);
    expectInside(document, selectionRange);
  }
  for (const { endLine, startLine } of (await service.foldingRanges?.(document, neverCancelled)) ?? [])
    expect(startLine).toBeLessThan(endLine);
  for (const { range } of (await service.documentLinks?.(document, neverCancelled)) ?? [])
    expectInside(document, range);
  for (const { range } of await service.codeLenses(document, neverCancelled)) expectInside(document, range);
  const options = { tabSize: 2, insertSpaces: true };
  const formatted = applyTextEdits(document.text, await service.formatting(document, options, neverCancelled));
  const again = languageDocument(formatted, document.uri, document.version + 1000);
  expect(applyTextEdits(formatted, await service.formatting(again, options, neverCancelled))).toBe(formatted);
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  ':',
  ',',
  '\n',
  '\r\n',
  '  ',
  '\t',
  '- ',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '<<: *a',
  '|\n',
  '? ',
  '!t ',
  '---\n',
  '${vars.x}',
  '${',
  'quantum: ',
  'backends: ',
  'name: name\n',
  'null',
  '1e999',
  '-0',
  '🧪',
  '\u2028',
];

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 30 }),
  insert: fc.array(fc.constantFrom(...pieces), { maxLength: 4 }),
});

test('any edits of sample files leave every request an answer, and the findings those of a fresh look', async () => {
  const edits = fc.array(damage, { minLength: 1, maxLength: 3 });
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sampleFiles), edits, places, async ({ files, text, uri }, changes, at) => {
      const service = serviceOf(uri, files);
      let current = text;
      for (const [index, { at: place, insert, remove }] of changes.entries()) {
        const start = Math.floor(place * current.length);
        current = current.slice(0, start) + insert.join('') + current.slice(start + remove);
        const document = languageDocument(current, uri, index + 2);
        await examine(service, document, files);
        for (const share of at)
          await ask(service, document, document.lines.positionAt(Math.floor(share * current.length)));
      }
    }),
    // On a busy machine fewer edits are tried, not for longer.
    { numRuns: 20, interruptAfterTimeLimit: 15_000 },
  );
}, 60_000);

test('a file that is being typed is answered at its end', async () => {
  const [first] = sampleFiles;
  if (!first) throw new Error('No samples.');
  const { files, text, uri } = first;
  const service = serviceOf(uri, files);
  for (let end = 0; end <= text.length; end += 41) {
    const document = languageDocument(text.slice(0, end), uri, end + 1);
    await ask(service, document, document.lines.positionAt(end));
  }
}, 60_000);

describe('every request is answered at every place', () => {
  const deep = (levels: number) => `x-deep: ${'['.repeat(levels)}1${']'.repeat(levels)}\n`;
  const base = 'hybrid: 1\nname: a\npattern: variational-loop\ntask: classification\n';
  test.each<[string, string]>([
    [
      'anchors and merge keys',
      `${base}backends:\n  a: &a { adapter: builtin-simulator, shots: 9 }\n  b: { <<: *a, shots: 10 }\n  c: *a\nexecution: { chain: [{ backend: b }, { backend: c }] }\n`,
    ],
    ['an anchor that holds itself', `${base}x-a: &a [*a]\nvars: &v { n: *v }\n`],
    ['tabs', `${base}quantum:\n\tqubits: 2\nvars:\t{ n:\t1 }\n`],
    [
      'line ends of Windows',
      `${base}quantum: { qubits: 2 }\nbackends:\n  b: { adapter: ionq }\n# end\n`.replaceAll('\n', '\r\n'),
    ],
    [
      'keys that are written twice',
      `${base}name: b\nbackends: { b: { adapter: x }, b: { adapter: y } }\nexecution: { chain: [{ backend: b }] }\n`,
    ],
    ['several documents', `${base}---\nhybrid: 1\n...\n`],
    ['block texts and folded texts', `${base}description: |\n  one\n  two: three\nhypothesis: >-\n  four\n`],
    ['keys that are no texts', `${base}1: 2\n? [a, b]\n: c\n: d\nnull: e\n`],
    ['many levels', base + deep(60)],
    ['nothing but a comment', '# nothing\n'],
    ['a text instead of blocks', 'hybrid'],
    ['characters of two units', `${base}description: "🧪 🧪" # 🧪\nowners: { science: "🧪", platform: é }\n`],
    ['a byte order mark', `\uFEFF${base}quantum: { qubits: 2 }\n`],
  ])('of a file with %s', async (_, text) => {
    const uri = `${folder}a.hybrid.yaml`;
    const service = serviceOf(uri, {});
    const document = languageDocument(text, uri);
    await examine(service, document, {});
    for (let offset = 0; offset <= text.length; offset += 7)
      await ask(service, document, document.lines.positionAt(offset));
  });

  test('of a file that is nested deeper than anybody writes', async () => {
    const uri = `${folder}a.hybrid.yaml`;
    const text = base + deep(5000);
    const document = languageDocument(text, uri);
    const service = serviceOf(uri, {});
    await examine(service, document, {});
    await ask(service, document, document.lines.positionAt(text.length - 10));
  });
});
