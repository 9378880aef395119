import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodeAction, CodeActionRequest, CodeActionResolveRequest } from 'vscode-languageserver/node';
import {
  editorCapabilities,
  type LanguageServerProcess,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';

const uri = 'file:///project/circuit.qasm';
const text = 'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[1];\nh q[0];\n';
const migrated = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[1] q;\nh q[0];\n';
const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** An editor that asks for edits when the user chooses an action. */
const lazyEditor = {
  ...editorCapabilities,
  textDocument: {
    ...editorCapabilities.textDocument,
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

let eager: LanguageServerProcess;
let lazy: LanguageServerProcess;
beforeAll(async () => {
  [eager, lazy] = await Promise.all([
    startLanguageServer(),
    startLanguageServer({ parameters: { capabilities: lazyEditor } }),
  ]);
  for (const server of [eager, lazy]) server.open(uri, text);
});
afterAll(async () => {
  expect(await Promise.all([eager.close(), lazy.close()])).toEqual([0, 0]);
});

async function migration({ connection }: LanguageServerProcess): Promise<CodeAction> {
  const context = { diagnostics: [], only: ['refactor'] };
  const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: top, context });
  expect(actions?.map(({ title }) => title)).toEqual(['Migrate the file to OpenQASM 3']);
  return actions?.[0] as CodeAction;
}

/** The text after an edit of the whole open document, which has the version the server knows. */
function edited({ edit }: CodeAction): unknown {
  const [change] = edit?.documentChanges ?? [];
  if (!change || !('edits' in change)) throw new Error('The action changes nothing.');
  expect(change.textDocument).toEqual({ uri, version: 1 });
  const lines = text.split('\n');
  for (const each of change.edits.toReversed()) {
    if (!('newText' in each)) throw new Error('The edit has no text.');
    const { end, start } = each.range;
    const line = lines[start.line] ?? '';
    expect(end.line).toBe(start.line);
    lines[start.line] = line.slice(0, start.character) + each.newText + line.slice(end.character);
  }
  return lines.join('\n');
}

test('the kinds of actions are announced', () => {
  expect(lazy.capabilities.codeActionProvider).toMatchObject({
    codeActionKinds: expect.arrayContaining(['quickfix', 'refactor.rewrite', 'source.fixAll.hybridQuantum']),
    resolveProvider: true,
  });
});

describe('the edits of an action', () => {
  test('come when the editor asks for them', async () => {
    const action = await migration(lazy);
    expect(action.edit).toBeUndefined();
    expect(edited(await lazy.connection.sendRequest(CodeActionResolveRequest.type, action))).toBe(migrated);
  });

  test('come with the action where the editor cannot ask', async () => {
    expect(edited(await migration(eager))).toBe(migrated);
  });

  test('are refused for a document that is not open', async () => {
    const action = { ...(await migration(lazy)), data: { uri: 'file:///project/other.qasm' } };
    expect((await lazy.connection.sendRequest(CodeActionResolveRequest.type, action)).edit).toBeUndefined();
  });
});
