import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Position, Range } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { allEditorFeatures, type LanguageDocument, type LanguageService } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { defaultSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { semanticTokensLegend } from '#core/language/semanticTokensLegend.ts';
import { anyText, mutatedProgram, samplePrograms } from '#test/support/arbitraries/openqasmText.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';

const uri = 'file:///project/program.qasm';
const other = 'file:///project/other.qasm';
const options = { tabSize: 2, insertSpaces: true };

/** Everything on, so that everything is asked. */
const settings = {
  ...defaultSettings,
  inlayHints: { values: true, sizes: true, broadcasts: true, parameterNames: true },
};

interface Subject {
  readonly document: LanguageDocument;
  readonly service: LanguageService;
}

function subjectOf(text: string): Subject {
  const document = languageDocument(text, uri);
  const workspace = memoryWorkspace({ [other]: 'OPENQASM 3.0;\ninclude "program.qasm";\n' }, [document]);
  const analyses = new CircuitAnalyses(workspace, async () => settings);
  const service = createOpenqasmLanguage(analyses, { ...allEditorFeatures, augmentsSyntaxTokens: false });
  return { document, service };
}

/** Expects that a range is one of the document, not backwards, and in positions that the document has. */
function expectInside(range: Range, { lines, text }: LanguageDocument): void {
  const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  expect(lines.positionAt(start)).toEqual(range.start);
  expect(lines.positionAt(end)).toEqual(range.end);
  expect(start).toBeLessThanOrEqual(end);
  expect(end).toBeLessThanOrEqual(text.length);
}

/** All ranges anywhere in an answer that are of the document. */
function* rangesIn(answer: unknown, address = uri): Generator<Range> {
  if (typeof answer !== 'object' || answer === null) return;
  if (Array.isArray(answer)) {
    for (const each of answer) yield* rangesIn(each, address);
    return;
  }
  const here = 'uri' in answer && typeof answer.uri === 'string' ? answer.uri : address;
  for (const [key, value] of Object.entries(answer)) {
    if (/range$/i.test(key) && key !== 'fromRanges') {
      if (here === uri) yield value as Range;
    } else if (key === 'fromRanges') {
      // Of an outgoing call they are in the file of the caller, of an incoming one in that of `from`.
      const from = 'from' in answer ? (answer.from as { uri: string }).uri : uri;
      if (from === uri) yield* value as Range[];
    } else if (key === 'ranges') {
      yield* value as Range[];
    } else if (key === 'changes') {
      for (const [changed, edits] of Object.entries(value as object)) yield* rangesIn(edits, changed);
    } else {
      yield* rangesIn(value, here);
    }
  }
}

async function requestsOfDocument({ document, service }: Subject): Promise<unknown[]> {
  const whole = document.lines.rangeAt({ start: 0, end: document.text.length });
  const tokens = await service.semanticTokens?.(document, neverCancelled);
  expectTokens(tokens?.data ?? [], document);
  const folds = (await service.foldingRanges?.(document, neverCancelled)) ?? [];
  for (const { endLine, startLine } of folds) {
    expect(endLine).toBeGreaterThan(startLine);
    expect(endLine).toBeLessThan(document.lines.lineCount);
  }
  const hints = (await service.inlayHints?.(document, whole, neverCancelled)) ?? [];
  for (const { position } of hints) expectInside({ start: position, end: position }, document);
  return [
    await service.diagnostics(document, neverCancelled),
    await service.documentSymbols(document, neverCancelled),
    await service.documentLinks?.(document, neverCancelled),
    await service.codeLenses(document, neverCancelled),
    await service.formatting(document, options, neverCancelled),
    await service.codeActions?.(document, whole, undefined, neverCancelled),
    await service.workspaceSymbols?.('', neverCancelled),
  ];
}

/** Tokens are in order, do not overlap, are within their line, and name types and modifiers that exist. */
function expectTokens(data: readonly number[], { lines, text }: LanguageDocument): void {
  let [line, character, last] = [0, 0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [lineStep = 0, step = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    line += lineStep;
    character = lineStep > 0 ? step : character + step;
    const start = lines.offsetAt({ line, character });
    expect(lines.positionAt(start)).toEqual({ line, character });
    expect(start).toBeGreaterThanOrEqual(last);
    expect(length).toBeGreaterThan(0);
    last = start + length;
    expect(last).toBeLessThanOrEqual(text.length);
    expect(semanticTokensLegend.tokenTypes[type]).toBeDefined();
    expect(modifiers).toBeLessThan(2 ** semanticTokensLegend.tokenModifiers.length);
  }
}

async function requestsAt(position: Position, { document, service }: Subject): Promise<unknown[]> {
  const refusable = async (ask: () => Promise<unknown> | undefined) => {
    try {
      return await ask();
    } catch (thrown) {
      // Some names cannot be renamed; then a sentence says why.
      expect(Failure.is(thrown) && thrown.message).toMatch(/\.$/);
      return undefined;
    }
  };
  const [item] = (await service.prepareCallHierarchy?.(document, position, neverCancelled)) ?? [];
  const selections = (await service.selectionRanges?.(document, [position], neverCancelled)) ?? [];
  expect(selections).toHaveLength(1);
  return [
    await service.completion(document, position, neverCancelled),
    await service.hover(document, position, neverCancelled),
    await service.signatureHelp?.(document, position, neverCancelled),
    await service.definition(document, position, neverCancelled),
    await service.typeDefinition?.(document, position, neverCancelled),
    await service.references?.(document, position, true, neverCancelled),
    await service.documentHighlights?.(document, position, neverCancelled),
    await service.linkedEditingRanges?.(document, position, neverCancelled),
    await refusable(() => service.prepareRename?.(document, position, neverCancelled)),
    await refusable(() => service.rename?.(document, position, 'renamed', neverCancelled)),
    selections,
    item && [item, await service.incomingCalls?.(item, neverCancelled)],
    item && (await service.outgoingCalls?.(item, neverCancelled)),
  ];
}

async function examine(text: string, offsets: Iterable<number>): Promise<void> {
  const subject = subjectOf(text);
  const answers = await requestsOfDocument(subject);
  for (const offset of offsets) answers.push(await requestsAt(subject.document.lines.positionAt(offset), subject));
  for (const range of rangesIn(answers)) expectInside(range, subject.document);
}

test.each(samplePrograms.map((program, index) => [index + 1, program]))(
  'every request is answered at every place of sample program %i',
  async (_number, program) => {
    await examine(program, Array(program.length + 1).keys());
  },
);

test('every request is answered at any place of a program with pieces removed, added, exchanged', async () => {
  const places = fc.array(fc.nat(2000), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(mutatedProgram, places, async (text, offsets) => {
      await examine(
        text,
        offsets.map((offset) => offset % (text.length + 1)),
      );
    }),
    { numRuns: 300 },
  );
});

test('every request is answered at any place of a text of any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.nat(200), async (text, offset) => {
      await examine(text, [offset % (text.length + 1), text.length]);
    }),
    { numRuns: 300 },
  );
});

test('every request is answered while a program is typed', async () => {
  const [program = ''] = samplePrograms;
  for (let end = 0; end <= program.length; end += 3) await examine(program.slice(0, end), [end, Math.floor(end / 2)]);
});

test('positions outside of the document are answered like the nearest inside', async () => {
  const subject = subjectOf('OPENQASM 3.0;\nqubit q;\n');
  for (const position of [
    { line: 1, character: 1000 },
    { line: 1000, character: 0 },
    { line: 1000, character: 1000 },
  ]) {
    for (const range of rangesIn(await requestsAt(position, subject))) expectInside(range, subject.document);
  }
});
