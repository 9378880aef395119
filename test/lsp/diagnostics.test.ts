import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
} from 'vscode-languageserver/node';
import { diagnosticPage } from '#core/language/diagnosticConversion.ts';
import { SampleProject } from '#test/e2e/extension/sampleProject.ts';
import { type LanguageServerProcess, startLanguageServer } from '#test/support/languageServerProcess.ts';
import { readMarkedDocument } from '#test/support/markedDocument.ts';

let server: LanguageServerProcess;
let sample: SampleProject;
beforeAll(async () => {
  [server, sample] = await Promise.all([startLanguageServer(), SampleProject.create()]);
  for (const name of sampleFiles) server.open(uriOf(name), await textOf(name));
});
afterEach(async () => {
  for (const name of sampleFiles) server.change(uriOf(name), await textOf(name));
});
afterAll(async () => {
  expect(await server.close()).toBe(0);
  await sample.remove();
});

const sampleFiles = ['feature-map.qasm', 'ansatz.qasm', 'iris.hybrid.yaml'];
const uriOf = (name: string) => pathToFileURL(sample.path(name)).href;
const textOf = (name: string) => readFile(sample.path(name), 'utf8');

/** Replaces a piece of a sample file that must be there. */
function planted(text: string, piece: string, marked: string): string {
  expect(text.split(piece)).toHaveLength(2);
  return text.replace(piece, () => marked);
}

test('the files of the sample are without findings', async () => {
  for (const name of sampleFiles) expect([name, await server.diagnostics(uriOf(name))]).toEqual([name, []]);
});

describe('an error in a circuit', () => {
  test.each([
    ['QAS3001', 'cx q[0], q[1];', '⟦cy1⟧ q[0], q[1];', /'cy1' is not defined/],
    ['QAS4020', 'cx q[0], q[1];', 'cx q[0], q[⟦4⟧];', /out of range for 'q' of size 4/],
    ['QAS5001', 'cx q[0], q[1];', '⟦cx⟧ q[0];', /takes 2 qubits, but 1 given/],
    ['QAS5003', 'cx q[0], q[1];', 'cx q[0], ⟦q[0]⟧;', /used more than once/],
    ['QAS5002', 'ry(t0) q[0];', 'ry(t0, ⟦t1⟧) q[0];', /takes 1 parameter, but 2 given/],
  ])('%s has its exact range and goes when it is mended', async (code, piece, marked, message) => {
    const uri = uriOf('ansatz.qasm');
    const right = await textOf('ansatz.qasm');
    const { ranges, text } = readMarkedDocument(planted(right, piece, marked));
    server.change(uri, text);
    const found = (await server.diagnostics(uri)).filter(({ severity }) => severity === 1);
    expect(found.map((diagnostic) => [diagnostic.code, diagnostic.range])).toEqual([[code, ranges[0]]]);
    expect(found[0]?.message).toMatch(message);
    expect(found[0]).toMatchObject({ source: 'hybridq', codeDescription: { href: diagnosticPage(code) } });
    server.change(uri, right);
    expect(await server.diagnostics(uri)).toEqual([]);
  });

  test('is found after single keystrokes, and goes with the next', async () => {
    const uri = uriOf('keystrokes.qasm');
    server.open(uri, 'OPENQASM 3.0;\nqubit q;\nU(0, 0, 0) q;\n');
    expect(await server.diagnostics(uri)).toEqual([]);
    const type = async (version: number, character: number, removed: number, text: string) => {
      const range = { start: { line: 2, character }, end: { line: 2, character: character + removed } };
      await server.connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      });
      return (await server.diagnostics(uri)).map(({ code }) => code);
    };
    // `U(0, 0, 0) q;` loses its semicolon, gets it back, gains a letter that makes the name unknown.
    expect(await type(2, 12, 1, '')).toEqual(['QAS2001']);
    expect(await type(3, 12, 0, ';')).toEqual([]);
    expect(await type(4, 12, 0, 'q')).toContain('QAS3001');
    expect(await type(5, 12, 1, '')).toEqual([]);
  });

  test('counts places in UTF-16 units', async () => {
    const uri = uriOf('units.qasm');
    const { ranges, text } = readMarkedDocument('OPENQASM 3.0;\nqubit q;\n/* 𝜃😀 */ U(0, 0, 0) ⟦p⟧;\n');
    server.open(uri, text);
    const [found] = (await server.diagnostics(uri)).filter(({ severity }) => severity === 1);
    expect(found?.range).toEqual(ranges[0]);
    // Two characters beyond the basic plane count twice each.
    expect(found?.range.start.character).toBe(22);
  });

  test('in an included file is reported where it is included, from the open text rather than the disk', async () => {
    const main = uriOf('main.qasm');
    const library = uriOf('gates.inc');
    await sample.write('gates.inc', 'gate own a { U(0, 0, 0) a; }\n');
    server.open(main, 'OPENQASM 3.0;\ninclude "gates.inc";\nqubit q;\nown q;\n');
    expect(await server.diagnostics(main)).toEqual([]);
    server.open(library, 'gate other a { U(0, 0, 0) a; }\n');
    const found = await server.diagnostics(main);
    expect(found.map(({ code, range }) => [code, range.start.line])).toContainEqual(['QAS3001', 3]);
    // Closed without saving: the disk counts again.
    await server.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: library } });
    expect(await server.diagnostics(main)).toEqual([]);
  });

  test('of an include beside a file without a folder is one sentence', async () => {
    server.open('untitled:Untitled-1', 'OPENQASM 3.0;\ninclude "own.inc";\n');
    const [found] = await server.diagnostics('untitled:Untitled-1');
    expect(found).toMatchObject({ code: 'QAS8001', message: expect.stringMatching(/untitled:own\.inc .*[^.]\.$/) });
  });
});

describe('an error in a pipeline', () => {
  test.each([
    ['HP002', 'task: classification', '⟦taks⟧: classification', /task/],
    ['HP003', 'maxIterations: 100', 'maxIterations: ⟦many⟧', /number/],
    ['HP003', 'method: cobyla', 'method: ⟦cobila⟧', /cobyla/],
    ['HP111', 'file: ansatz.qasm', 'file: ⟦ansatzes.qasm⟧', /ansatzes\.qasm/],
    ['HP127', 'target: species', 'target: ⟦kind⟧', /kind/],
  ])('%s has its exact range and goes when it is mended', async (code, piece, marked, message) => {
    const uri = uriOf('iris.hybrid.yaml');
    const right = await textOf('iris.hybrid.yaml');
    const { ranges, text } = readMarkedDocument(planted(right, piece, marked));
    server.change(uri, text);
    const found = (await server.diagnostics(uri)).filter(({ severity }) => severity === 1);
    expect(found.map((diagnostic) => [diagnostic.code, diagnostic.range])).toEqual([[code, ranges[0]]]);
    expect(found[0]?.message).toMatch(message);
    expect(found[0]?.codeDescription?.href).toBe(diagnosticPage(code));
    server.change(uri, right);
    expect(await server.diagnostics(uri)).toEqual([]);
  });

  test('follows a circuit that is being edited', async () => {
    const pipeline = uriOf('iris.hybrid.yaml');
    const circuit = uriOf('feature-map.qasm');
    const right = await textOf('feature-map.qasm');
    server.change(circuit, right.replace('input angle x3;\n', '').replace('ry(x3) q[3];\n', ''));
    const found = await server.diagnostics(pipeline);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['HP102', 1]]);
    server.change(circuit, right);
    expect(await server.diagnostics(pipeline)).toEqual([]);
  });

  test('follows a circuit whose name has brackets, under the address editors give it', async () => {
    const pipeline = uriOf('iris.hybrid.yaml');
    await sample.write('map (1).qasm', await textOf('feature-map.qasm'));
    server.change(pipeline, planted(await textOf('iris.hybrid.yaml'), 'feature-map.qasm', 'map (1).qasm'));
    expect(await server.diagnostics(pipeline)).toEqual([]);
    const circuit = uriOf('map (1).qasm').replace('(', '%28').replace(')', '%29');
    server.open(circuit, 'OPENQASM 3.0;\nbroken\n');
    expect((await server.diagnostics(pipeline)).map(({ code }) => code)).toEqual(['HP111']);
  });

  test('follows files that change on disk', async () => {
    const pipeline = uriOf('iris.hybrid.yaml');
    const table = await textOf('data/iris.csv');
    await writeFile(sample.path('data/iris.csv'), table.replace('species', 'kind'));
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uriOf('data/iris.csv'), type: 2 }],
    });
    expect((await server.diagnostics(pipeline)).map(({ code }) => code)).toEqual(['HP127']);
    await writeFile(sample.path('data/iris.csv'), table);
    expect(await server.diagnostics(pipeline)).toEqual([]);
  });
});

test('files of other languages and files that are not open get no findings', async () => {
  server.open('file:///other/notes.yaml', 'hybrid: [');
  expect(await server.diagnostics('file:///other/notes.yaml')).toEqual([]);
  expect(await server.diagnostics('file:///other/never-opened.qasm')).toEqual([]);
});
