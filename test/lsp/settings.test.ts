import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type ConfigurationParams,
  ConfigurationRequest,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  InlayHintRequest,
  LogMessageNotification,
  RegistrationRequest,
} from 'vscode-languageserver/node';
import {
  editorCapabilities,
  type LanguageServerProcess,
  type ServerStart,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const uri = 'file:///project/circuit.qasm';
/** Without a header, which is worth a hint, and with a gate that is used nowhere, which is worth a warning. */
const text = 'gate g a { U(0, 0, 0) a; }\nqubit q;\nU(pi + 0, 0, 0) q;\n';

let server: LanguageServerProcess;
afterEach(async () => {
  expect(await server.close()).toBe(0);
});

async function start(parameters: ServerStart['parameters'] = {}): Promise<void> {
  server = await startLanguageServer({ parameters });
  server.open(uri, text);
}

/** The methods of the announcements a server wants. */
async function announcementsWanted(capabilities: ClientCapabilities): Promise<string[]> {
  const methods: string[] = [];
  server = await startLanguageServer({
    parameters: { capabilities },
    prepare: (connection) => {
      connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
        methods.push(...registrations.map(({ method }) => method));
      });
    },
  });
  // Whatever it wants it has asked for before it answers the first request.
  await server.diagnostics(uri);
  return methods;
}

async function codes(address = uri): Promise<unknown[]> {
  return (await server.diagnostics(address)).map(({ code }) => code);
}

async function hints(): Promise<number> {
  const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  const found = await server.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  return found?.length ?? 0;
}

/** An editor that answers questions for settings with whatever `settings` holds at the time. */
async function startAnswering(settings: () => unknown): Promise<ConfigurationParams[]> {
  const asked: ConfigurationParams[] = [];
  await start({
    capabilities: {
      ...editorCapabilities,
      workspace: { configuration: true, diagnostics: { refreshSupport: true } },
    },
  });
  server.connection.onRequest(ConfigurationRequest.type, (parameters) => {
    asked.push(parameters);
    return parameters.items.map(settings);
  });
  return asked;
}

describe('settings', () => {
  test('are the defaults for editors that have none', async () => {
    await start();
    expect([await codes(), await hints()]).toEqual([['QAS8004', 'QAS9001'], 1]);
  });

  test.each([
    { hybridQuantum: { openqasm: { severity: { QAS8004: 'off' }, inlayHints: { values: false } } } },
    { openqasm: { severity: { QAS8004: 'off' }, inlayHints: { values: false } } },
  ])('are taken from the initialization options %j', async (initializationOptions) => {
    await start({ initializationOptions });
    expect([await codes(), await hints()]).toEqual([['QAS9001'], 0]);
  });

  test('are taken from a change that carries them', async () => {
    await start();
    expect(await codes()).toContain('QAS8004');
    const settings = { hybridQuantum: { openqasm: { severity: { QAS8004: 'off' } } } };
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    expect(await codes()).toEqual(['QAS9001']);
  });

  test('are asked of editors that answer, once and again after a change', async () => {
    let settings: unknown = { severity: { QAS8004: 'off' } };
    const asked = await startAnswering(() => settings);
    expect([await codes(), await hints(), await codes()]).toEqual([['QAS9001'], 1, ['QAS9001']]);
    expect(asked.flatMap(({ items }) => items)).toEqual([{ scopeUri: uri, section: 'hybridQuantum.openqasm' }]);
    const refreshed = new Promise<void>((resolve) => {
      server.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve());
    });
    settings = { lints: 'off', inlayHints: { values: false } };
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await refreshed;
    expect([await codes(), await hints()]).toEqual([['QAS8004'], 0]);
    expect(asked).toHaveLength(2);
  });

  test.each([null, undefined, 'nonsense'])('are the defaults where the answer is %j', async (answer) => {
    await startAnswering(() => answer);
    expect(await codes()).toEqual(['QAS8004', 'QAS9001']);
  });

  test('that are wrong are logged, and do not keep the others from counting', async () => {
    await startAnswering(() => ({ profile: 'lenient', severity: { QAS8004: 'off' } }));
    const logged = new Promise<string>((resolve) => {
      server.connection.onNotification(LogMessageNotification.type, ({ message }) => resolve(message));
    });
    expect(await codes()).toEqual(['QAS9001']);
    expect(await logged).toMatch(/^The setting hybridQuantum\.openqasm\.profile does not count: /);
  });

  test('and files are announced by editors that can', async () => {
    const dynamicRegistration = true;
    expect(
      await announcementsWanted({
        workspace: {
          didChangeConfiguration: { dynamicRegistration },
          didChangeWatchedFiles: { dynamicRegistration },
        },
      }),
    ).toEqual(['workspace/didChangeConfiguration', 'workspace/didChangeWatchedFiles']);
    await server.close();
    expect(await announcementsWanted({})).toEqual([]);
  });

  test('name folders relative to the workspace, or absolute', async () => {
    await withTemporaryFolder(async (folder) => {
      const library = join(folder, 'lib');
      await mkdir(library);
      await writeFile(join(library, 'own.inc'), 'gate own a { U(0, 0, 0) a; }\n');
      const main = pathToFileURL(join(folder, 'circuits', 'main.qasm')).href;
      // Of folders in folders the innermost counts.
      const folders = [folder, dirname(folder)].map((path) => ({
        uri: pathToFileURL(path).href,
        name: basename(path),
      }));
      await start({ workspaceFolders: folders });
      server.open(main, 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown q;\n');
      expect(await codes(main)).toContain('QAS8001');
      for (const path of ['lib', './lib/', library, '${workspaceFolder}/lib', pathToFileURL(library).href]) {
        const settings = { openqasm: { includePaths: [path] } };
        await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
        expect([path, await codes(main)]).toEqual([path, []]);
      }
    });
  });
});
