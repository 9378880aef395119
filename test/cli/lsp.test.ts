import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { hybridq, program } from '#test/support/cli/hybridq.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

test('hybridq lsp --stdio is a language server that checks circuits', async () => {
  const child = spawn(process.execPath, [program, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  try {
    const capabilities = { textDocument: { diagnostic: {} } };
    const answer = await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
    expect(answer).toMatchObject({ capabilities: { diagnosticProvider: {} } });
    await connection.sendNotification('initialized', {});
    const uri = 'file:///nowhere/wrong.qasm';
    const textDocument = { uri, languageId: 'openqasm', version: 1, text: 'OPENQASM 3.0;\nqubit q;\nnone q;\n' };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    const report = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    expect(report).toMatchObject({ items: [{ code: 'QAS3001', range: { start: { line: 2, character: 0 } } }] });
    await connection.sendRequest('shutdown');
    const closed = once(child, 'close');
    await connection.sendNotification('exit');
    expect((await closed)[0]).toBe(0);
  } finally {
    connection.dispose();
    child.kill();
  }
});

test('without --stdio it says what is missing', async () => {
  await withTemporaryFolder(async (folder) => {
    expect(await hybridq(['lsp'], { folder })).toMatchObject({ code: 2, stderr: expect.stringContaining('--stdio') });
  });
});
