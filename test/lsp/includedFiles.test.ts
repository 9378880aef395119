import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import {
  CompletionRequest,
  DefinitionRequest,
  DiagnosticRefreshRequest,
  DidCloseTextDocumentNotification,
  HoverRequest,
  InlayHintRefreshRequest,
  InlayHintRequest,
  SemanticTokensRefreshRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import {
  editorCapabilities,
  type LanguageServerProcess,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const part = 'turn(pi^2) r;\nmeasure r -> c;\n';
const program = 'OPENQASM 2.0;\ninclude "qelib1.inc";\ngate turn(t) a { rz(t) a; }\nqreg r[3];\ncreg c[3];\n';
const including = `${program}include "part.inc";\ngate late a { x a; }\n`;

interface Opened {
  readonly server: LanguageServerProcess;
  readonly uriOf: (name: string) => string;
  /** What the server asked the editor to ask for again. */
  readonly refreshes: string[];
}

/** A workspace with a program on the disk, and a part that it includes in the editor. */
async function withPart(work: (opened: Opened) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'main.qasm'), including);
    await writeFile(join(folder, 'part.inc'), part);
    const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
    const refreshes: string[] = [];
    const refreshSupport = { refreshSupport: true };
    const server = await startLanguageServer({
      parameters: {
        workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'project' }],
        capabilities: {
          ...editorCapabilities,
          workspace: { diagnostics: refreshSupport, inlayHint: refreshSupport, semanticTokens: refreshSupport },
        },
      },
      prepare: (connection) => {
        connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshes.push('findings'));
        connection.onRequest(InlayHintRefreshRequest.type, () => void refreshes.push('hints'));
        connection.onRequest(SemanticTokensRefreshRequest.type, () => void refreshes.push('colours'));
      },
    });
    server.open(uriOf('part.inc'), part);
    try {
      await work({ server, uriOf, refreshes });
    } finally {
      expect(await server.close()).toBe(0);
    }
  });
}

test('a part of a program is understood in it, whether the program is open or not', async () => {
  await withPart(async ({ server, uriOf }) => {
    const textDocument = { uri: uriOf('part.inc') };
    const { connection } = server;
    const look = async () => {
      expect(await server.diagnostics(textDocument.uri)).toEqual([]);
      const hover = await connection.sendRequest(HoverRequest.type, {
        textDocument,
        position: { line: 1, character: 8 },
      });
      expect(JSON.stringify(hover?.contents)).toContain('qreg r[3];');
      const completion = await connection.sendRequest(CompletionRequest.type, {
        textDocument,
        position: { line: 2, character: 0 },
      });
      const items = Array.isArray(completion) ? completion : (completion?.items ?? []);
      const labels = items.map(({ label }) => label);
      expect(labels).toContain('turn');
      expect(labels).not.toContain('late');
      const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
      const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument, range });
      expect(hints?.map(({ label }) => label)).toEqual(['= 9.8696', '×3']);
      const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
      // `turn`, `pi` and `r`, then `r` and `c`.
      expect((tokens?.data.length ?? 0) / 5).toBe(5);
      const definition = await connection.sendRequest(DefinitionRequest.type, {
        textDocument,
        position: { line: 0, character: 1 },
      });
      expect(definition).toMatchObject({ uri: uriOf('main.qasm'), range: { start: { line: 2, character: 5 } } });
    };
    await look();
    server.open(uriOf('main.qasm'), including);
    await look();
  });
});

test('a part is looked at again when its program changes in the editor, or is closed', async () => {
  await withPart(async ({ refreshes, server, uriOf }) => {
    const codes = async () => (await server.diagnostics(uriOf('part.inc'))).map(({ code }) => code);
    server.open(uriOf('main.qasm'), including);
    expect(await codes()).toEqual([]);
    refreshes.length = 0;
    server.change(uriOf('main.qasm'), including.replace('qreg r[3]', 'qreg r[2]'));
    expect(await codes()).toEqual(['QAS5005']);
    expect([...refreshes].sort()).toEqual(['colours', 'findings', 'hints']);
    server.change(uriOf('main.qasm'), program);
    expect(await codes()).toContain('QAS3001');
    void server.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: uriOf('main.qasm') },
    });
    // What is on the disk counts again.
    expect(await codes()).toEqual([]);
  });
});
