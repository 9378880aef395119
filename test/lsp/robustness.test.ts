import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  HoverRequest,
} from 'vscode-languageserver/node';
import { LineTable } from '#core/base/textRange.ts';
import { circuitDrawingRequest } from '#core/protocol/languageServer.ts';
import { type LanguageServerProcess, startLanguageServer } from '#test/support/languageServerProcess.ts';

let server: LanguageServerProcess;
const healthy = 'file:///project/healthy.qasm';

beforeAll(async () => {
  server = await startLanguageServer();
  server.open(healthy, 'OPENQASM 3.0;\nqubit q;\nnothing q;\n');
});
/** Whatever a document held, the server still answers for the others. */
afterEach(async () => {
  expect((await server.diagnostics(healthy)).map(({ code }) => code)).toEqual(['QAS3001']);
});
afterAll(async () => {
  expect(await server.close()).toBe(0);
});

/** Bytes that only look like text, the same every time. */
function garbage(length: number): string {
  let state = 12345;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    text += String.fromCharCode((state >>> 16) % 256);
  }
  return text;
}

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';
const documents: readonly [name: string, file: string, text: string][] = [
  ['an empty circuit', 'empty.qasm', ''],
  ['an empty pipeline', 'empty.hybrid.yaml', ''],
  ['binary garbage as a circuit', 'garbage.qasm', garbage(20_000)],
  ['binary garbage as a pipeline', 'garbage.hybrid.yaml', garbage(20_000)],
  ['half of a surrogate pair', 'surrogate.qasm', `${header}qubit \ud835;\n// \udc00\n`],
  ['deep parentheses', 'parentheses.qasm', `${header}qubit q;\nrx(${'('.repeat(100_000)}1${')'.repeat(100_000)}) q;\n`],
  ['deep blocks', 'blocks.qasm', `${header}qubit q;\n${'if (true) {'.repeat(20_000)}x q;${'}'.repeat(20_000)}\n`],
  ['unclosed brackets', 'brackets.qasm', `${header}qubit q;\n${'x q['.repeat(20_000)}`],
  ['deep lists in a pipeline', 'lists.hybrid.yaml', `hybrid: 1\nname: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
  [
    'deep blocks in a pipeline',
    'deep.hybrid.yaml',
    Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
  ],
  ['a line of 200 000 characters', 'line.qasm', `${header}qubit q;\n${'x q;'.repeat(50_000)}`],
  ['a name of a million characters', 'name.qasm', `${header}qubit ${'q'.repeat(1_000_000)};\n`],
  ['a line of blanks', 'blanks.hybrid.yaml', `hybrid: 1\nname:${' '.repeat(900_000)}a\n`],
  ['a text of a million characters', 'text.hybrid.yaml', `hybrid: 1\nname: ${'n'.repeat(1_000_000)}\n`],
  [
    'aliases that would grow to billions',
    'bomb.hybrid.yaml',
    `hybrid: 1\na: &a [x, x, x, x, x, x, x, x, x]\n${'abcdefghi'
      .split('')
      .slice(1)
      .map((name, index) => {
        const previous = 'abcdefghi'[index];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${previous}`).join(', ')}]\n`;
      })
      .join('')}`,
  ],
];

function expectInside(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = new LineTable(text);
  for (const { range } of diagnostics) {
    const start = lines.offsetAt(range.start);
    const end = lines.offsetAt(range.end);
    expect(start).toBeLessThanOrEqual(end);
    expect([lines.positionAt(start), lines.positionAt(end)]).toEqual([range.start, range.end]);
  }
}

describe('every request is answered for', () => {
  test.each(documents)('%s', async (_name, file, text) => {
    const uri = `file:///project/${file}`;
    server.open(uri, text);
    const diagnostics = await server.diagnostics(uri);
    expectInside(diagnostics, text);
    expect(diagnostics.length).toBeLessThanOrEqual(1001);
    const textDocument = { uri };
    const middle = new LineTable(text).positionAt(Math.floor(text.length / 2));
    for (const position of [{ line: 0, character: 0 }, middle]) {
      await server.connection.sendRequest(HoverRequest.type, { textDocument, position });
      await server.connection.sendRequest(CompletionRequest.type, { textDocument, position });
      await server.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    }
    await server.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    await server.connection.sendRequest(CodeLensRequest.type, { textDocument });
    const options = { tabSize: 2, insertSpaces: true };
    await server.connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    await server.connection.sendRequest(circuitDrawingRequest, { uri });
  });
});

test('a circuit with 100 errors gets each of them once, in its place', async () => {
  const uri = 'file:///project/hundred.qasm';
  const wrong = Array.from({ length: 100 }, (_, index) => `missing${index} q;\n`).join('');
  server.open(uri, `OPENQASM 3.0;\nqubit q;\n${wrong}`);
  const found = await server.diagnostics(uri);
  expect(found.map(({ code, range }) => [code, range.start.line])).toEqual(
    Array.from({ length: 100 }, (_, index) => ['QAS3001', index + 2]),
  );
});

test('a pipeline with more errors than are listed says how many are left', async () => {
  const uri = 'file:///project/hundred.hybrid.yaml';
  const wrong = Array.from({ length: 150 }, (_, index) => `unknown${index}: 1\n`).join('');
  server.open(
    uri,
    `hybrid: 1\nname: a\npattern: variational-loop\ntask: classification\nquantum: { qubits: 1 }\n${wrong}`,
  );
  const found = await server.diagnostics(uri);
  expect(found.filter(({ code }) => code === 'HP002').length).toBe(100);
  expect(found.at(-1)).toMatchObject({ code: 'HP005', message: expect.stringMatching(/^5\d further findings/) });
});

test('a cancelled request is answered as cancelled, and the others are answered', async () => {
  const uri = 'file:///project/long.qasm';
  server.open(uri, `${header}qubit q;\n${'t q;\n'.repeat(50_000)}`);
  const long = server.diagnostics(uri);
  const source = new CancellationTokenSource();
  const parameters = { textDocument: { uri }, position: { line: 3, character: 0 } };
  const cancelled = server.connection.sendRequest(HoverRequest.type, parameters, source.token);
  const kept = server.connection.sendRequest(HoverRequest.type, parameters);
  source.cancel();
  // -32800: request cancelled.
  await expect(cancelled).rejects.toMatchObject({ code: -32800 });
  expect(await long).toEqual([]);
  expect(await kept).toMatchObject({ range: { start: { line: 3 } } });
});

test('while a large document is analysed others are answered, and a change of it stops the analysis', async () => {
  const large = 'file:///project/large.qasm';
  const small = 'file:///project/small.qasm';
  const text = `${header}qubit q;\n${'t q;\n'.repeat(200_000)}`;
  const answers: string[] = [];
  server.open(small, `${header}qubit q;\nt q;\n`);
  server.open(large, text);
  const overtaken = server.diagnostics(large);
  const parameters = { textDocument: { uri: small }, position: { line: 3, character: 0 } };
  const hover = server.connection.sendRequest(HoverRequest.type, parameters).then(() => answers.push('hover'));
  const end = { line: 200_000, character: 0 };
  void server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri: large, version: 2 },
    contentChanges: [{ range: { start: end, end }, text: 'nosuch q;\n' }],
  });
  const latest = server.diagnostics(large).then((found) => {
    answers.push('findings');
    return found;
  });
  // -32802: cancelled by the server, which it can only do when it hears of the change during the analysis.
  await expect(overtaken).rejects.toMatchObject({ code: -32802 });
  expect((await latest).map(({ code }) => code)).toEqual(['QAS3001']);
  await hover;
  expect(answers).toEqual(['hover', 'findings']);
});
