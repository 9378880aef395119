import { once } from 'node:events';
import { describe, expect, inject, test } from 'vitest';
import { DidCloseTextDocumentNotification, ExitNotification } from 'vscode-languageserver/node';
import { startLanguageServer } from '#test/support/languageServerProcess.ts';

const uri = 'file:///project/circuit.qasm';
const wrong = 'OPENQASM 3.0;\nqubit q;\nnothing q;\n';

test('a server says what it can do, refuses what it cannot, forgets closed documents and ends with code 0', async () => {
  const server = await startLanguageServer();
  expect(server.capabilities).toMatchObject({
    // 2 is incremental.
    textDocumentSync: { openClose: true, change: 2 },
    diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: true,
    documentFormattingProvider: true,
    codeLensProvider: {},
    completionProvider: { triggerCharacters: expect.arrayContaining(['@', '"']) },
  });
  // Method not found.
  await expect(server.connection.sendRequest('hybridQuantum/unknown', {})).rejects.toMatchObject({ code: -32601 });

  server.open(uri, wrong);
  expect((await server.diagnostics(uri)).map(({ code }) => code)).toEqual(['QAS3001']);
  await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  expect(await server.diagnostics(uri)).toEqual([]);
  server.open(uri, wrong.replace('nothing q;\n', 'U(0, 0, 0) q;\n'));
  expect(await server.diagnostics(uri)).toEqual([]);
  expect(await server.close()).toBe(0);
});

describe('a server ends', () => {
  test('with code 1 when it is told to exit without a shutdown', async () => {
    const server = await startLanguageServer();
    const ended = once(server.process, 'exit');
    await server.connection.sendNotification(ExitNotification.type);
    expect((await ended)[0]).toBe(1);
  });

  test('when the editor goes away', async () => {
    const server = await startLanguageServer();
    const ended = once(server.process, 'exit');
    server.connection.end();
    server.process.stdin?.end();
    expect((await ended)[0]).toBe(1);
  });
});

test('hybridq lsp --stdio serves the same', async () => {
  const server = await startLanguageServer({
    command: [process.execPath, inject('hybridq'), 'lsp', '--stdio'],
  });
  server.open(uri, wrong);
  expect((await server.diagnostics(uri)).map(({ code }) => code)).toEqual(['QAS3001']);
  expect(await server.close()).toBe(0);
});
