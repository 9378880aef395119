import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  DeclarationRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  InlayHintRequest,
  LinkedEditingRangeRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  TypeDefinitionRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { circuitPlanAnswerSchema, circuitPlanRequest } from '#core/protocol/languageServer.ts';
import { SampleProject } from '#test/e2e/extension/sampleProject.ts';
import {
  editorCapabilities,
  type LanguageServerProcess,
  startLanguageServer,
} from '#test/support/languageServerProcess.ts';
import { readMarkedDocument } from '#test/support/markedDocument.ts';

/** A program, a file it includes, and another program on the disk that includes the same file. */
const main = readMarkedDocument(`OPENQASM 3.0;
include "stdgates.inc";
include "⟦own.inc⟧";
qubit[2] ⟦q⟧;
let pair = ⟦q⟧;
⟦own‸⟧(pi/2 + pi/4) pair[0], ‸⟦q⟧[1];
if (true) {
  x pair‸;
}
`);
const library = readMarkedDocument('gate ⟦own⟧(⟦a⟧) b, c { rx(⟦a⟧/2) b; cx b, c; }\n');
const elsewhere = readMarkedDocument('OPENQASM 3.0;\ninclude "own.inc";\nqubit[2] r;\n⟦own⟧(1) r[0], r[1];\n');

let server: LanguageServerProcess;
let sample: SampleProject;
const uriOf = (name: string) => pathToFileURL(sample.path(name)).href;
const at = (index: number) => main.carets[index] ?? { line: 0, character: 0 };
const [gate, operand, alias] = [0, 1, 2];

beforeAll(async () => {
  sample = await SampleProject.create();
  await sample.write('own.inc', library.text);
  await sample.write('elsewhere.qasm', elsewhere.text);
  const folder = { uri: pathToFileURL(sample.path('.')).href, name: 'sample' };
  server = await startLanguageServer({ parameters: { workspaceFolders: [folder] } });
  server.open(uriOf('main.qasm'), main.text);
});
beforeEach(() => server.change(uriOf('main.qasm'), main.text));
afterAll(async () => {
  expect(await server.close()).toBe(0);
  await sample.remove();
});

const textDocument = () => ({ uri: uriOf('main.qasm') });
describe('names across files', () => {
  const [link, declared, aliased, called, used] = main.ranges;
  const [inLibrary] = library.ranges;

  test('lead to their declaration, and aliases to their register', async () => {
    const definition = { uri: uriOf('own.inc'), range: inLibrary };
    const parameters = { textDocument: textDocument(), position: at(gate) };
    expect(await server.connection.sendRequest(DefinitionRequest.type, parameters)).toEqual(definition);
    expect(await server.connection.sendRequest(DeclarationRequest.type, parameters)).toEqual(definition);
    const type = await server.connection.sendRequest(TypeDefinitionRequest.type, {
      textDocument: textDocument(),
      position: at(alias),
    });
    expect(type).toEqual({ uri: uriOf('main.qasm'), range: declared });
  });

  test('are found in open files and in files of the workspace', async () => {
    const found = await server.connection.sendRequest(ReferencesRequest.type, {
      textDocument: textDocument(),
      position: at(gate),
      context: { includeDeclaration: true },
    });
    expect(found).toEqual([
      { uri: uriOf('main.qasm'), range: called },
      { uri: uriOf('elsewhere.qasm'), range: elsewhere.ranges[0] },
      { uri: uriOf('own.inc'), range: inLibrary },
    ]);
  });

  test('are highlighted', async () => {
    const found = await server.connection.sendRequest(DocumentHighlightRequest.type, {
      textDocument: textDocument(),
      position: at(operand),
    });
    expect(found?.map(({ range }) => range)).toEqual([declared, aliased, used]);
  });

  test('are renamed in all files, with the versions of those that are open', async () => {
    const parameters = { textDocument: textDocument(), position: at(gate) };
    expect(await server.connection.sendRequest(PrepareRenameRequest.type, parameters)).toEqual({
      range: called,
      placeholder: 'own',
    });
    const edit = await server.connection.sendRequest(RenameRequest.type, { ...parameters, newName: 'mine' });
    const edits = (range: unknown) => [{ range, newText: 'mine' }];
    expect(edit?.documentChanges).toEqual(
      expect.arrayContaining([
        { textDocument: { uri: uriOf('main.qasm'), version: expect.any(Number) }, edits: edits(called) },
        { textDocument: { uri: uriOf('own.inc'), version: null }, edits: edits(inLibrary) },
        { textDocument: { uri: uriOf('elsewhere.qasm'), version: null }, edits: edits(elsewhere.ranges[0]) },
      ]),
    );
    expect(edit?.documentChanges).toHaveLength(3);
  });

  test('are not renamed to a name that is taken, and the reason is said', async () => {
    const parameters = { textDocument: textDocument(), position: at(gate) };
    await expect(server.connection.sendRequest(RenameRequest.type, { ...parameters, newName: 'q' })).rejects.toThrow(
      "'q' is already declared as a qubit register at line 4.",
    );
    const onLibraryGate = { textDocument: textDocument(), position: { line: 7, character: 2 } };
    await expect(server.connection.sendRequest(PrepareRenameRequest.type, onLibraryGate)).rejects.toThrow(
      "'x' is a gate of the standard library and cannot be renamed.",
    );
  });

  test('are symbols of the workspace', async () => {
    const found = await server.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'own' });
    expect(found).toEqual([{ name: 'own', kind: 12, location: { uri: uriOf('own.inc'), range: inLibrary } }]);
  });

  test('of gates are followed from caller to caller', async () => {
    const [item] =
      (await server.connection.sendRequest(CallHierarchyPrepareRequest.type, {
        textDocument: textDocument(),
        position: at(gate),
      })) ?? [];
    if (!item) throw new Error('There is no gate here.');
    expect(item).toMatchObject({ name: 'own', uri: uriOf('own.inc') });
    const callers = await server.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    expect(callers?.map(({ from }) => from.name).sort()).toEqual(['elsewhere.qasm', 'main.qasm']);
    expect(await server.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item })).toEqual([]);
  });

  test('of included files are links', async () => {
    const links = await server.connection.sendRequest(DocumentLinkRequest.type, { textDocument: textDocument() });
    expect(links).toEqual([{ range: link, target: uriOf('own.inc') }]);
  });

  test('of parameters are edited together', async () => {
    server.open(uriOf('own.inc'), library.text);
    const parameters = { textDocument: { uri: uriOf('own.inc') }, position: { line: 0, character: 9 } };
    const linked = await server.connection.sendRequest(LinkedEditingRangeRequest.type, parameters);
    expect(linked?.ranges).toEqual(library.ranges.slice(1));
  });
});

describe('the text itself', () => {
  test('shows the signature of the call at the caret', async () => {
    const help = await server.connection.sendRequest(SignatureHelpRequest.type, {
      textDocument: textDocument(),
      position: at(operand),
    });
    expect(help).toMatchObject({ signatures: [{ label: 'own(a) b, c' }], activeParameter: 2 });
  });

  test('folds and selects', async () => {
    expect(await server.connection.sendRequest(FoldingRangeRequest.type, { textDocument: textDocument() })).toEqual([
      { startLine: 1, endLine: 2, kind: 'imports' },
      { startLine: 6, endLine: 7 },
    ]);
    const [selection] =
      (await server.connection.sendRequest(SelectionRangeRequest.type, {
        textDocument: textDocument(),
        positions: [at(operand)],
      })) ?? [];
    expect(selection).toMatchObject({ parent: { parent: {} } });
  });

  test('has colours, as a whole and in part', async () => {
    const { legend } = server.capabilities.semanticTokensProvider ?? {};
    expect(legend?.tokenTypes).toContain('qubit');
    expect(legend?.tokenModifiers).toContain('quantum');
    const whole = await server.connection.sendRequest(SemanticTokensRequest.type, { textDocument: textDocument() });
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
    const part = await server.connection.sendRequest(SemanticTokensRangeRequest.type, {
      textDocument: textDocument(),
      range,
    });
    const qubit = legend?.tokenTypes.indexOf('qubit');
    // `q` at line 3, character 9: declared and quantum.
    expect(part?.data.slice(0, 5)).toEqual([3, 9, 1, qubit, 0b101]);
    expect(whole?.data.slice(0, 5)).toEqual(part?.data.slice(0, 5));
  });

  test('has new colours after an edit as what differs', async () => {
    const before = await server.connection.sendRequest(SemanticTokensRequest.type, { textDocument: textDocument() });
    const previousResultId = before?.resultId ?? '';
    const delta = () =>
      server.connection.sendRequest(SemanticTokensDeltaRequest.type, {
        textDocument: textDocument(),
        previousResultId,
      });
    server.change(uriOf('main.qasm'), main.text.replace('  x pair;', '  x pair; y pair;'));
    const differs = await delta();
    if (!differs || !('edits' in differs)) throw new Error('All tokens came again.');
    const [edit, ...others] = differs.edits;
    expect(others).toEqual([]);
    // Two names were added, five numbers each.
    expect((edit?.data?.length ?? 0) - (edit?.deleteCount ?? 0)).toBe(10);
    // Of tokens the server does not remember, all come again.
    expect(await delta()).toHaveProperty('data');
  });

  test('has hints in the part that is asked for', async () => {
    const line = (number: number) => ({
      start: { line: number, character: 0 },
      end: { line: number + 1, character: 0 },
    });
    const labels = async (number: number) => {
      const hints = await server.connection.sendRequest(InlayHintRequest.type, {
        textDocument: textDocument(),
        range: line(number),
      });
      return hints?.map(({ label }) => label);
    };
    expect(await labels(4)).toEqual([': qubit[2]']);
    expect(await labels(5)).toEqual(['= 3π/4']);
    expect(await labels(7)).toEqual(['×2']);
    expect(await labels(0)).toEqual([]);
  });
});

test('the plan of a circuit counts what it is made of, and says why there is none', async () => {
  const plan = async () =>
    circuitPlanAnswerSchema.parse(await server.connection.sendRequest(circuitPlanRequest, textDocument()));
  expect(await plan()).toMatchObject({
    kind: 'plan',
    plan: { qubits: 2, bits: 0, inputs: [], twoQubitGates: 1, stateVectorBytes: 64 },
  });
  server.change(uriOf('main.qasm'), main.text.replace('qubit[2] q', 'qubit[2] p'));
  expect(await plan()).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(/^Line \d+: /) });
});

describe('an editor with fewer abilities', () => {
  test('gets a flat outline, plain edits and all sorts of tokens', async () => {
    const { textDocument: abilities } = editorCapabilities;
    const capabilities = {
      textDocument: { ...abilities, documentSymbol: {}, semanticTokens: undefined },
      workspace: {},
    };
    const simple = await startLanguageServer({
      parameters: { capabilities: JSON.parse(JSON.stringify(capabilities)) },
    });
    const uri = uriOf('own.inc');
    simple.open(uri, await readFile(sample.path('own.inc'), 'utf8'));
    const symbols = await simple.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(
      symbols?.map((symbol) => ('containerName' in symbol ? [symbol.containerName, symbol.name] : symbol.name)),
    ).toEqual(['own', ['own', 'a'], ['own', 'b'], ['own', 'c']]);
    const position = { line: 0, character: 6 };
    const edit = await simple.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position,
      newName: 'mine',
    });
    expect(Object.keys(edit?.changes ?? {})).toEqual([uri]);
    const tokens = await simple.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
    const keyword = simple.capabilities.semanticTokensProvider?.legend.tokenTypes.indexOf('keyword');
    expect(tokens?.data.slice(0, 4)).toEqual([0, 0, 4, keyword]);
    expect(await simple.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })).toEqual([]);
    expect(await simple.close()).toBe(0);
  });
});
