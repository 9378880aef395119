import { afterEach, describe, expect, test } from 'vitest';
import {
  CompletionRequest,
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import {
  editorCapabilities,
  type LanguageServerProcess,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';

const uri = 'file:///project/circuit.qasm';
const right = 'OPENQASM 3.0;\nqubit q;\nU(0, 0, 0) q;\n';
const wrong = right.replace('U(', 'V(');

let server: LanguageServerProcess;
afterEach(async () => {
  expect(await server.close()).toBe(0);
});

describe('an editor that does not ask for findings', () => {
  /** The findings that are sent, in the order of their arrival. */
  async function startListening() {
    const waiting: ((sent: PublishDiagnosticsParams) => void)[] = [];
    const arrived: PublishDiagnosticsParams[] = [];
    server = await startLanguageServer({
      parameters: { capabilities: {} },
      prepare: (connection) => {
        connection.onNotification(PublishDiagnosticsNotification.type, (sent) => {
          const next = waiting.shift();
          if (next) next(sent);
          else arrived.push(sent);
        });
      },
    });
    return async () => {
      const {
        diagnostics,
        uri: about,
        version,
      } = arrived.shift() ?? (await new Promise<PublishDiagnosticsParams>((resolve) => waiting.push(resolve)));
      return { about, version, codes: diagnostics.map(({ code }) => code) };
    };
  }

  test('is sent them when a document is opened, changed and closed', async () => {
    const next = await startListening();
    server.open(uri, wrong);
    expect(await next()).toEqual({ about: uri, version: 1, codes: ['QAS3001'] });
    server.change(uri, right);
    expect(await next()).toEqual({ about: uri, version: 2, codes: [] });
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    expect(await next()).toMatchObject({ about: uri, codes: [] });
  });

  test('is sent those of the last of several changes', async () => {
    const next = await startListening();
    server.open(uri, right);
    await next();
    for (const text of [wrong, right, wrong, right, wrong]) server.change(uri, text);
    const last = async (): Promise<unknown> => {
      const sent = await next();
      return sent.version === 6 ? sent.codes : last();
    };
    expect(await last()).toEqual(['QAS3001']);
  });

  test('is sent those of a program again when a file changes that it includes', async () => {
    const next = await startListening();
    const library = 'file:///project/own.inc';
    server.open(library, 'gate own a { U(0, 0, 0) a; }\n');
    // Those of the library come again, too, when a program with it is opened or it changes.
    const ofProgram = async (): Promise<unknown> => {
      const sent = await next();
      return sent.about === uri ? sent.codes : ofProgram();
    };
    expect(await next()).toMatchObject({ about: library });
    server.open(uri, 'OPENQASM 3.0;\ninclude "own.inc";\nqubit q;\nown q;\n');
    expect(await ofProgram()).toEqual([]);
    server.change(library, 'gate other a { U(0, 0, 0) a; }\n');
    expect(await ofProgram()).toContain('QAS3001');
  });

  test('is told nothing new of a program when another file changes', async () => {
    const next = await startListening();
    const other = 'file:///project/other.qasm';
    server.open(uri, wrong);
    expect(await next()).toMatchObject({ about: uri });
    server.open(other, right);
    expect(await next()).toMatchObject({ about: other });
    server.change(other, wrong);
    server.open('file:///project/third.qasm', right);
    const abouts = [await next(), await next()].map(({ about }) => about);
    expect(abouts.sort()).toEqual([other, 'file:///project/third.qasm']);
  });
});

describe('while a request waits, the document changes:', () => {
  /** Sends a request that waits for settings, and changes the document before they come. */
  async function askAndChange(method: string, change = () => server.change(uri, wrong)): Promise<unknown> {
    let answer: (settings: unknown[]) => void = () => {};
    const settings = new Promise<unknown[]>((resolve) => {
      answer = resolve;
    });
    let reached = () => {};
    const asked = new Promise<void>((resolve) => {
      reached = resolve;
    });
    server = await startLanguageServer({
      parameters: { capabilities: { ...editorCapabilities, workspace: { configuration: true } } },
      prepare: (connection) => {
        connection.onRequest(ConfigurationRequest.type, () => {
          reached();
          return settings;
        });
      },
    });
    server.open(uri, right);
    const position = { line: 2, character: 0 };
    const outdated = server.connection.sendRequest(method, { textDocument: { uri }, position });
    await asked;
    change();
    answer([{}]);
    return outdated;
  }

  test.each([
    ['colours are outdated', SemanticTokensRequest.method, -32801],
    ['findings are to be asked for again', DocumentDiagnosticRequest.method, -32802],
  ])('%s', async (_what, method, code) => {
    await expect(askAndChange(method)).rejects.toMatchObject({ code });
    expect((await server.diagnostics(uri)).map((diagnostic) => diagnostic.code)).toEqual(['QAS3001']);
  });

  test('what is asked about a document that is closed meanwhile is outdated', async () => {
    const close = () => {
      void server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    };
    await expect(askAndChange(SemanticTokensRequest.method, close)).rejects.toMatchObject({ code: -32801 });
    expect(await server.diagnostics(uri)).toEqual([]);
  });

  test('completions are those of the text that was asked about, which editors filter by what is typed', async () => {
    expect(await askAndChange(CompletionRequest.method)).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ label: 'U' })]),
    });
  });
});

test('documents are the same under all spellings of their address', async () => {
  server = await startLanguageServer();
  const opened = 'file:///project/my%20(own)%20gates.inc';
  const main = 'file:///project/main.qasm';
  await server.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: opened, languageId: 'openqasm', version: 1, text: 'gate own a { U(0, 0, 0) a; }\n' },
  });
  server.open(main, 'OPENQASM 3.0;\ninclude "my (own) gates.inc";\nqubit q;\nown q;\n');
  expect(await server.diagnostics(main)).toEqual([]);
  await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri: opened, version: 2 },
    contentChanges: [{ text: 'gate other a { U(0, 0, 0) a; }\n' }],
  });
  expect((await server.diagnostics(main)).map(({ code }) => code)).toContain('QAS3001');
});

test('requests on documents that are not open are answered with nothing', async () => {
  server = await startLanguageServer();
  const position = { line: 0, character: 0 };
  expect(await server.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position })).toBeNull();
});
