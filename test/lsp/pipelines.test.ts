import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { SampleProject } from '#test/e2e/extension/sampleProject.ts';
import {
  editorCapabilities,
  type LanguageServerProcess,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';
import { applyTextEdits, readMarkedDocument } from '#test/support/markedDocument.ts';

let server: LanguageServerProcess;
let sample: SampleProject;
let uri: string;
let text: string;

beforeAll(async () => {
  [server, sample] = await Promise.all([startLanguageServer(), SampleProject.create()]);
  uri = pathToFileURL(sample.path('iris.hybrid.yaml')).href;
  text = await readFile(sample.path('iris.hybrid.yaml'), 'utf8');
  server.open(uri, text);
});
beforeEach(() => server.change(uri, text));
afterAll(async () => {
  expect(await server.close()).toBe(0);
  await sample.remove();
});

/** Puts a marked piece in the place of a piece of the sample, and gives what a request at its caret needs. */
function plant(piece: string, marked: string) {
  expect(text.split(piece)).toHaveLength(2);
  const planted = readMarkedDocument(text.replace(piece, () => marked));
  server.change(uri, planted.text);
  const [position = { line: 0, character: 0 }] = planted.carets;
  return { parameters: { textDocument: { uri }, position }, ranges: planted.ranges, text: planted.text };
}

describe('hover', () => {
  test('explains a key, its values and its default', async () => {
    const { parameters, ranges } = plant('maxIterations: 100', '⟦max‸Iterations⟧: 100');
    expect(await server.connection.sendRequest(HoverRequest.type, parameters)).toMatchObject({
      range: ranges[0],
      contents: { value: expect.stringMatching(/optimise\.maxIterations.*Default: 100/s) },
    });
  });

  test('is empty in a comment', async () => {
    const { parameters } = plant('# one input per feature', '# one ‸input per feature');
    expect(await server.connection.sendRequest(HoverRequest.type, parameters)).toBeNull();
  });
});

describe('completion', () => {
  const complete = async (piece: string, marked: string) => {
    const planted = plant(piece, marked);
    const answer = await server.connection.sendRequest(CompletionRequest.type, planted.parameters);
    return { items: Array.isArray(answer) ? answer : (answer?.items ?? []), text: planted.text };
  };

  test('offers the keys a block does not have yet, and inserts the one that is chosen', async () => {
    const { items, text: before } = await complete('  repeats: 10\n', '  repeats: 10\n  m‸\n');
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['metrics', 'minimumEffect']));
    expect(labels).not.toContain('repeats');
    const edit = items.find(({ label }) => label === 'metrics')?.textEdit;
    if (!edit || !('range' in edit)) throw new Error('No edit for metrics.');
    expect(applyTextEdits(before, [edit])).toMatch(/\n {2}repeats: 10\n {2}metrics: ?\n/);
  });

  test('offers the values of a key', async () => {
    const { items } = await complete('method: cobyla', 'method: ‸');
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['cobyla', 'spsa']));
  });

  test('offers the columns of the data', async () => {
    const { items } = await complete('target: species', 'target: ‸');
    const header = (await readFile(sample.path('data/iris.csv'), 'utf8')).split(/\r?\n/, 1)[0] ?? '';
    expect(items.map(({ label }) => label)).toEqual(header.split(','));
  });
});

describe('definition', () => {
  test.each([
    ['{ path: data/iris.csv }', '{ path: data/‸iris.csv }', 'data/iris.csv'],
    ['file: feature-map.qasm', 'file: feature‸-map.qasm', 'feature-map.qasm'],
  ])('of a file in %s is the file', async (piece, marked, file) => {
    const { parameters } = plant(piece, marked);
    expect(await server.connection.sendRequest(DefinitionRequest.type, parameters)).toMatchObject({
      uri: pathToFileURL(sample.path(file)).href,
    });
  });

  test('of a plain value is nowhere', async () => {
    const { parameters } = plant('task: classification', 'task: class‸ification');
    expect(await server.connection.sendRequest(DefinitionRequest.type, parameters)).toBeNull();
  });
});

test('a quick fix raises the iterations and keeps the rest of the file', async () => {
  const { text: before } = plant('maxIterations: 100', 'maxIterations: 3');
  const [line, character] = lineOf(before, 'maxIterations: 3');
  const start = { line, character: character + 'maxIterations: '.length };
  const actions = await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start, end: start },
    context: { diagnostics: [] },
  });
  const action = actions?.find((each) => 'edit' in each && each.title.startsWith('Allow'));
  if (!action || !('edit' in action)) throw new Error('No fix of HP166.');
  const edits = editsOf(action.edit);
  expect(applyTextEdits(before, edits)).toMatch(/maxIterations: \d{2,},/);
  expect(applyTextEdits(before, edits).replace(/maxIterations: \d+/, '')).toBe(text.replace(/maxIterations: \d+/, ''));
});

test('a literal credential is moved by editors that have a secret storage, without the value in the answer', async () => {
  const written = `${text}\nbackends: { cloud: { adapter: ionq, options: { apiKey: planted-key-4711 } } }\n`;
  const [line, character] = lineOf(written, 'planted-key');
  const place = { line, character: character + 2 };
  const movesOf = async (editor: LanguageServerProcess) => {
    const actions = await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: place, end: place },
      context: { diagnostics: [] },
    });
    expect(JSON.stringify(actions)).not.toContain('planted');
    return (actions ?? []).flatMap((action) =>
      'command' in action && typeof action.command === 'object' ? [action.command] : [],
    );
  };
  server.change(uri, written);
  expect(await movesOf(server)).toEqual([]);
  const own = { hybridQuantum: { movesCredentials: true } };
  const parameters = { capabilities: { ...editorCapabilities, experimental: own } };
  const keeper = await startLanguageServer({ parameters });
  try {
    keeper.open(uri, written);
    const [move] = await movesOf(keeper);
    expect(move).toMatchObject({
      command: 'hybridQuantum.credential.move',
      arguments: [{ uri, version: 1, proposedName: 'ionq', value: { start: { line, character } } }],
    });
  } finally {
    await keeper.close();
  }
});

/** Where a piece of the text begins. */
function lineOf(content: string, piece: string): [line: number, character: number] {
  const before = content.slice(0, content.indexOf(piece)).split('\n');
  return [before.length - 1, before.at(-1)?.length ?? 0];
}

/** The edits of the only document that an edit of the workspace changes, in either form of the protocol. */
function editsOf(edit: WorkspaceEdit | undefined): TextEdit[] {
  const changed = edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : []));
  const edits = changed ?? Object.values(edit?.changes ?? {}).flat();
  return edits.filter((each): each is TextEdit => 'newText' in each);
}

describe('names, links and numbers', () => {
  const named =
    'vars: { n: 50 }\nbackends: { local: { adapter: builtin-simulator } }\nexecution: { chain: [{ backend: lo‸cal }] }';
  const piece = 'optimise: { method: cobyla, maxIterations: 100, loss: cross-entropy }';

  test('a backend is found and renamed wherever it is named', async () => {
    const { parameters, text: before } = plant(piece, named);
    const places = await server.connection.sendRequest(ReferencesRequest.type, {
      ...parameters,
      context: { includeDeclaration: true },
    });
    expect(places).toHaveLength(2);
    expect(await server.connection.sendRequest(PrepareRenameRequest.type, parameters)).toMatchObject({
      placeholder: 'local',
    });
    const edit = await server.connection.sendRequest(RenameRequest.type, { ...parameters, newName: 'here' });
    expect(applyTextEdits(before, editsOf(edit ?? undefined))).toBe(before.replaceAll(/\blocal\b/g, 'here'));
  });

  test('names of files are links to them', async () => {
    const links = await server.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    const targets = ['data/iris.csv', 'feature-map.qasm', 'ansatz.qasm'].map(
      (name) => pathToFileURL(sample.path(name)).href,
    );
    expect(links?.map(({ target }) => target)).toEqual(targets);
  });

  test('blocks and comments fold', async () => {
    const folds = await server.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
    expect(folds?.[0]).toMatchObject({ startLine: 0, endLine: 1, kind: 'comment' });
    const [data] = lineOf(text, 'data:');
    expect(folds).toContainEqual({ startLine: data, endLine: data + 2 });
  });

  test('the circuit has a hint behind it, and the optimiser a number of circuits in its hover', async () => {
    const lines = text.split('\n').length;
    const hints = await server.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } },
    });
    expect(hints).toMatchObject([
      { label: expect.stringMatching(/^\d+ parameters · depth \d+ · \d+ two-qubit gates?$/) },
      { label: 'about 105 circuits each' },
    ]);
    const { parameters } = plant('maxIterations: 100', 'max‸Iterations: 100');
    expect(await server.connection.sendRequest(HoverRequest.type, parameters)).toMatchObject({
      contents: { value: expect.stringMatching(/About 105 circuits per iteration \(105 training rows\)/) },
    });
  });
});

test('the outline lists the blocks and what is in them', async () => {
  const symbols = await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  expect(symbols?.map(({ name }) => name)).toEqual([...text.matchAll(/^([a-z]+):/gim)].map(([, key]) => key));
  const quantum = symbols?.find(({ name }) => name === 'quantum');
  expect(quantum && 'children' in quantum && quantum.children?.map(({ name }) => name)).toEqual([
    'qubits',
    'featureMap',
    'ansatz',
    'measure',
  ]);
});

test('formatting tidies white space and keeps comments', async () => {
  const { text: untidy } = plant('task: classification\n', 'task: classification   \n\n\n\n');
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await server.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options });
  const tidy = applyTextEdits(untidy, edits ?? []);
  expect(tidy).toContain('\ntask: classification\n');
  expect(tidy).not.toMatch(/[ \t]\n/);
  expect(tidy.match(/#.*/g)).toEqual(text.match(/#.*/g));
});

test('code lenses offer to run, to plan, to benchmark and to lock, with the address as their argument', async () => {
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
  expect(lenses?.map(({ command }) => [command?.command, command?.arguments])).toEqual([
    ['hybridQuantum.pipeline.run', [uri]],
    ['hybridQuantum.pipeline.plan', [uri]],
    ['hybridQuantum.pipeline.benchmark', [uri]],
    ['hybridQuantum.pipeline.lock', [uri]],
  ]);
  const line = text.split('\n').findIndex((content) => content.startsWith('hybrid:'));
  expect(lenses?.map(({ range }) => range.start.line)).toEqual([line, line, line, line]);
});
