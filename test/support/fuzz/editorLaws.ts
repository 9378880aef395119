import type { Position, Range } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { allEditorFeatures, type LanguageDocument, type LanguageService } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { defaultSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { semanticTokensLegend } from '#core/language/semanticTokensLegend.ts';
import { languageDocument, memoryWorkspace } from '../languageDocuments.ts';

/*
 * What holds for the answers to every request of an editor, however broken the program: there is one, and its ranges are
 * in the document. A law that does not hold throws an Error that says which.
 */

const uri = 'file:///project/program.qasm';
const other = 'file:///project/other.qasm';
const options = { tabSize: 2, insertSpaces: true };
/** Of a long list, so many items are asked for what they were sent without. */
const mostResolved = 3;

/** Everything on, so that everything is asked. */
const settings = {
  ...defaultSettings,
  inlayHints: { values: true, sizes: true, broadcasts: true, parameterNames: true },
};

/** Answers a request, named for messages; may measure it. */
export type Ask = <Answer>(request: string, ask: () => Promise<Answer>) => Promise<Answer>;

/** Answers a request without measuring it. */
export const ask: Ask = (_request, answer) => answer();

interface Subject {
  readonly document: LanguageDocument;
  readonly service: LanguageService;
  readonly ask: Ask;
}

/** Asks everything about a program as a whole, and everything about places in it. */
export async function examinePlaces(text: string, offsets: Iterable<number>, ask: Ask): Promise<void> {
  const subject = subjectOf(text, ask);
  const { document } = subject;
  expectInside(await requestsOfDocument(subject), document);
  for (const offset of offsets) {
    expectInside(await requestsAt(document.lines.positionAt(offset), subject), document);
  }
}

/** Asks everything about a position, which need not be one of the document. */
export async function examinePosition(text: string, position: Position): Promise<void> {
  const subject = subjectOf(text, ask);
  expectInside(await requestsAt(position, subject), subject.document);
}

function subjectOf(text: string, ask: Ask): Subject {
  const document = languageDocument(text, uri);
  const workspace = memoryWorkspace({ [other]: 'OPENQASM 3.0;\ninclude "program.qasm";\n' }, [document]);
  const analyses = new CircuitAnalyses(workspace, async () => settings);
  const service = createOpenqasmLanguage(analyses, { ...allEditorFeatures, augmentsSyntaxTokens: false });
  return { document, service, ask };
}

/** Expects that all ranges in answers are of the document, not backwards, and in positions that the document has. */
function expectInside(answers: ReadonlyMap<string, unknown>, { lines, text }: LanguageDocument): void {
  for (const [request, answer] of answers) {
    for (const range of rangesIn(answer)) {
      const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
      const exists = isSame(lines.positionAt(start), range.start) && isSame(lines.positionAt(end), range.end);
      if (!exists || start > end || end > text.length) throw new Error(`a range of ${request} is not in the document`);
    }
  }
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.character === other.character;
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

async function requestsOfDocument({ ask, document, service }: Subject): Promise<ReadonlyMap<string, unknown>> {
  const { length } = document.text;
  const whole = document.lines.rangeAt({ start: 0, end: length });
  const part = document.lines.rangeAt({ start: length >> 2, end: length >> 1 });
  const tokens = await ask('semantic tokens', async () => service.semanticTokens?.(document, neverCancelled));
  expectColours(tokens?.data ?? [], document);
  const partTokens = await ask('tokens of a range', async () =>
    service.semanticTokensOfRange?.(document, part, neverCancelled),
  );
  expectColours(partTokens?.data ?? [], document);
  const folds = (await ask('folding', async () => service.foldingRanges?.(document, neverCancelled))) ?? [];
  for (const { endLine, startLine } of folds) {
    if (!(startLine < endLine && endLine < document.lines.lineCount)) throw new Error('a fold is not in the document');
  }
  const hints = (await ask('inlay hints', async () => service.inlayHints?.(document, whole, neverCancelled))) ?? [];
  const actions =
    (await ask('code actions', async () => service.codeActions?.(document, whole, undefined, neverCancelled))) ?? [];
  const resolved = [];
  for (const action of actions.slice(0, mostResolved)) {
    resolved.push(
      await ask('resolve code action', async () => service.resolveCodeAction?.(document, action, neverCancelled)),
    );
  }
  return new Map<string, unknown>([
    ['inlay hints', hints.map(({ position }) => ({ range: { start: position, end: position } }))],
    ['code actions', actions],
    ['resolved code actions', resolved],
    ['diagnostics', await ask('diagnostics', () => service.diagnostics(document, neverCancelled))],
    ['document symbols', await ask('document symbols', () => service.documentSymbols(document, neverCancelled))],
    ['document links', await ask('document links', async () => service.documentLinks?.(document, neverCancelled))],
    ['code lenses', await ask('code lenses', () => service.codeLenses(document, neverCancelled))],
    ['formatting', await ask('formatting', () => service.formatting(document, options, neverCancelled))],
    [
      'range formatting',
      await ask('range formatting', async () => service.rangeFormatting?.(document, part, options, neverCancelled)),
    ],
    ['workspace symbols', await ask('workspace symbols', async () => service.workspaceSymbols?.('', neverCancelled))],
  ]);
}

/** Tokens are in order, do not overlap, are within the text, and name types and modifiers that exist. */
function expectColours(data: readonly number[], { lines, text }: LanguageDocument): void {
  let [line, character, last] = [0, 0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [lineStep = 0, step = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    line += lineStep;
    character = lineStep > 0 ? step : character + step;
    const start = lines.offsetAt({ line, character });
    const isPlaced = isSame(lines.positionAt(start), { line, character }) && start >= last && length > 0;
    last = start + length;
    if (!isPlaced || last > text.length)
      throw new Error('a semantic token is not in the document, or overlaps another');
    const isKnown = type < semanticTokensLegend.tokenTypes.length;
    if (!isKnown || modifiers >= 2 ** semanticTokensLegend.tokenModifiers.length) {
      throw new Error('a semantic token has a type or modifier that does not exist');
    }
  }
}

async function requestsAt(
  position: Position,
  { ask, document, service }: Subject,
): Promise<ReadonlyMap<string, unknown>> {
  const selections = await ask('selection ranges', async () =>
    service.selectionRanges?.(document, [position], neverCancelled),
  );
  if (selections?.length !== 1) throw new Error('there is not one selection range for a position');
  const here = { start: position, end: position };
  const [item] =
    (await ask('call hierarchy', async () => service.prepareCallHierarchy?.(document, position, neverCancelled))) ?? [];
  const completion = await ask('completion', () => service.completion(document, position, neverCancelled));
  for (const each of completion.items.slice(0, mostResolved)) {
    await ask('resolve completion', async () => service.resolveCompletion?.(document, each, neverCancelled));
  }
  return new Map<string, unknown>([
    ['selection ranges', selections],
    ['completion', completion],
    ['hover', await ask('hover', () => service.hover(document, position, neverCancelled))],
    [
      'signature help',
      await ask('signature help', async () => service.signatureHelp?.(document, position, neverCancelled)),
    ],
    ['definition', await ask('definition', () => service.definition(document, position, neverCancelled))],
    [
      'type definition',
      await ask('type definition', async () => service.typeDefinition?.(document, position, neverCancelled)),
    ],
    [
      'implementations',
      await ask('implementations', async () => service.implementations?.(document, position, neverCancelled)),
    ],
    ['references', await ask('references', async () => service.references?.(document, position, true, neverCancelled))],
    [
      'highlights',
      await ask('highlights', async () => service.documentHighlights?.(document, position, neverCancelled)),
    ],
    [
      'linked editing',
      await ask('linked editing', async () => service.linkedEditingRanges?.(document, position, neverCancelled)),
    ],
    [
      'prepared rename',
      await refusable(() =>
        ask('prepare rename', async () => service.prepareRename?.(document, position, neverCancelled)),
      ),
    ],
    [
      'rename',
      await refusable(() => ask('rename', async () => service.rename?.(document, position, 'renamed', neverCancelled))),
    ],
    [
      'formatting on type',
      await ask('formatting on type', async () =>
        service.onTypeFormatting?.(document, position, ';', options, neverCancelled),
      ),
    ],
    [
      'code actions at a place',
      await ask('code actions at a place', async () =>
        service.codeActions?.(document, here, undefined, neverCancelled),
      ),
    ],
    [
      'incoming calls',
      item && [item, await ask('incoming calls', async () => service.incomingCalls?.(item, neverCancelled))],
    ],
    [
      'outgoing calls',
      item && (await ask('outgoing calls', async () => service.outgoingCalls?.(item, neverCancelled))),
    ],
  ]);
}

/** Some names cannot be renamed; then a sentence says why. */
async function refusable<Answer>(answer: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer();
  } catch (thrown) {
    if (Failure.is(thrown) && thrown.message.endsWith('.')) return undefined;
    throw thrown;
  }
}
