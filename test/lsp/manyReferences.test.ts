import { expect, test } from 'vitest';
import { type Location, ProgressType, ReferencesRequest, ShowMessageNotification } from 'vscode-languageserver/node';
import { startLanguageServer } from '#test/support/languageServerProcess.ts';

const uri = 'file:///project/large.qasm';
const count = 12_000;
const text = `OPENQASM 3.0;\nqubit q;\n${'reset q;\n'.repeat(count)}`;

test('references beyond what anybody looks through come in parts, or are those nearest to the cursor', async () => {
  const messages: string[] = [];
  const server = await startLanguageServer({
    prepare: (connection) => {
      connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
    },
  });
  server.open(uri, text);
  const asked = {
    textDocument: { uri },
    position: { line: count + 1, character: 6 },
    context: { includeDeclaration: true },
  };
  const nearest = await server.connection.sendRequest(ReferencesRequest.type, asked);
  expect(nearest).toHaveLength(10_000);
  expect(nearest?.at(-1)?.range.start.line).toBe(count + 1);
  expect(messages).toEqual(['The 10000 references nearest to the cursor are shown; there may be more.']);
  const parts: Location[][] = [];
  const token = 'references';
  const listening = server.connection.onProgress(
    new ProgressType<Location[]>(),
    token,
    (part) => void parts.push(part),
  );
  const rest = await server.connection.sendRequest(ReferencesRequest.type, { ...asked, partialResultToken: token });
  listening.dispose();
  expect(rest).toEqual([]);
  expect(parts.map(({ length }) => length)).toEqual([10_000, 2001]);
  expect(new Set(parts.flat().map(({ range }) => range.start.line)).size).toBe(count + 1);
  expect(messages).toHaveLength(1);
  expect(await server.close()).toBe(0);
});
