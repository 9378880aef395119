import { deepEqual, equal, ok } from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  commands,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Location,
  type LocationLink,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensLegend,
  type SymbolInformation,
  type Uri,
  type WorkspaceEdit,
  workspace,
} from 'vscode';
import { CircuitDocument, nameOf } from './circuitDocument.ts';

const library = `// Gates of our own.
gate ⟦entan‸gle⟧(alpha) a, b {
  ry(alpha) a;
  cx a, b;
}
gate ⟦twice⟧(alpha) a, b {
  ⟦entangle⟧(alpha) a, b;
  ⟦entangle⟧(-alpha) a, b;
}
`;

const program = `OPENQASM 3.1;
include "stdgates.inc";
include "⟦gates.inc⟧";

/* The state
   of two qubits. */
const uint n = 2;
qubit[n] ⟦data⟧;
bit[n] result;

def turned(qubit target, angle by) -> bit {
  rx(by) target;
  return measure target;
}

⟦entang‸le⟧(pi / 3) ⟦da‸ta⟧[0], ⟦data⟧[1];
for uint i in [0:n - 1] {
  h ⟦data⟧[‸i];
}
twice(0.5) ⟦data⟧[0], ⟦data⟧[1];
result = measure ⟦data⟧;
`;

const other = `OPENQASM 3.0;
include "gates.inc";
qubit[2] q;
⟦entangle⟧(1) q[0], q[1];
`;

suite('Names of circuits', () => {
  let circuit: CircuitDocument;
  let gates: CircuitDocument;
  let elsewhere: CircuitDocument;
  const [call, register, loopVariable] = [0, 1, 2];

  suiteSetup(async () => {
    gates = await CircuitDocument.show('gates.inc', library);
    elsewhere = await CircuitDocument.show('elsewhere.qasm', other);
    circuit = await CircuitDocument.show('circuit.qasm', program);
  });

  test('lead to their declaration in an included file, and an include to the file', async () => {
    deepEqual(await definitionsAt(circuit.caret(call)), [place(gates.uri, gates.range(0))]);
    const inName = circuit.range(0).start.translate(0, 1);
    deepEqual(await definitionsAt(inName), ['gates.inc:0:0']);
    deepEqual(await definitionsAt(circuit.caret(register)), [place(circuit.uri, circuit.range(1))]);
  });

  test('are found in the file, in what it includes and in what else includes that', async () => {
    const found = await circuit.ask<Location[]>('vscode.executeReferenceProvider', circuit.caret(call));
    deepEqual(
      found.map(({ range, uri }) => place(uri, range)).sort(),
      [
        place(circuit.uri, circuit.range(2)),
        place(elsewhere.uri, elsewhere.range(0)),
        place(gates.uri, gates.range(0)),
        place(gates.uri, gates.range(2)),
        place(gates.uri, gates.range(3)),
      ].sort(),
    );
  });

  test('are highlighted', async () => {
    const found = await circuit.ask<DocumentHighlight[]>('vscode.executeDocumentHighlights', circuit.caret(register));
    deepEqual(
      found.map(({ range }) => circuit.textOf(range)),
      Array.from({ length: 7 }, () => 'data'),
    );
  });

  test('of gates are followed from call to call', async () => {
    const [item] = await circuit.ask<CallHierarchyItem[]>('vscode.prepareCallHierarchy', circuit.caret(call));
    ok(item);
    equal(item.name, 'entangle');
    equal(nameOf(item.uri), 'gates.inc');
    const callers = await commands.executeCommand<CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    deepEqual(callers.map(({ from, fromRanges }) => [from.name, fromRanges.length]).sort(), [
      ['circuit.qasm', 1],
      ['elsewhere.qasm', 1],
      ['twice', 2],
    ]);
    const [twice] = await gates.ask<CallHierarchyItem[]>('vscode.prepareCallHierarchy', gates.range(1).start);
    const called = await commands.executeCommand<CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', twice);
    deepEqual(
      called.map(({ fromRanges, to }) => [to.name, fromRanges.length]),
      [['entangle', 2]],
    );
  });

  test('are symbols of the workspace', async () => {
    const found = await commands.executeCommand<SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'twice');
    deepEqual(
      found.map(({ location, name }) => [name, nameOf(location.uri)]),
      [['twice', 'gates.inc']],
    );
  });

  test('make up the outline, with their types and their parts', async () => {
    const symbols = await circuit.ask<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider');
    deepEqual(
      symbols.map(({ detail, name }) => [name, detail]),
      [
        ['n', 'uint = 2'],
        ['data', 'qubit[2]'],
        ['result', 'bit[2]'],
        ['turned', '(qubit, angle) -> bit'],
      ],
    );
    deepEqual(
      symbols.at(-1)?.children.map(({ name }) => name),
      ['target', 'by'],
    );
  });

  test('have colours by what they mean', async () => {
    const [legend, tokens] = await Promise.all([
      circuit.ask<SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend'),
      circuit.ask<SemanticTokens>('vscode.provideDocumentSemanticTokens'),
    ]);
    const coloured = readTokens(circuit, legend, tokens);
    const appearances = (text: string) => [
      ...new Set(coloured.filter((each) => each.text === text).map(({ as }) => as)),
    ];
    deepEqual(appearances('data'), ['qubit declaration quantum', 'qubit quantum']);
    deepEqual(appearances('n'), ['variable declaration readonly', 'variable readonly']);
    deepEqual(appearances('entangle'), ['function quantum']);
    deepEqual(appearances('h'), ['function defaultLibrary quantum']);
    deepEqual(appearances('by'), ['parameter declaration', 'parameter']);
    deepEqual(appearances('i'), ['variable declaration', 'variable']);
  });

  test('and blocks, comments and includes fold', async () => {
    const folds = await circuit.ask<FoldingRange[]>('vscode.executeFoldingRangeProvider');
    deepEqual(folds.map(({ end, kind, start }) => [start + 1, end + 1, kind]).sort(byFirst), [
      [2, 3, FoldingRangeKind.Imports],
      [5, 6, FoldingRangeKind.Comment],
      [11, 13, undefined],
      [17, 18, undefined],
    ]);
  });

  test('are selected, then their operand, statement and block', async () => {
    const [selection] = await circuit.ask<SelectionRange[]>('vscode.executeSelectionRangeProvider', [
      circuit.caret(loopVariable),
    ]);
    const texts: string[] = [];
    for (let each = selection; each; each = each.parent) texts.push(circuit.textOf(each.range));
    for (const expected of ['i', 'data[i]', 'h data[i];']) ok(texts.includes(expected), texts.join('\n---\n'));
    equal(texts.at(-1), circuit.text);
    deepEqual(
      texts.map(({ length }) => length),
      texts.map(({ length }) => length).toSorted((a, b) => a - b),
    );
  });

  test('of included files are links to them', async () => {
    const links = await circuit.ask<DocumentLink[]>('vscode.executeLinkProvider');
    deepEqual(
      links.map(({ range, target }) => [circuit.textOf(range), target?.toString()]),
      [['gates.inc', gates.uri.toString()]],
    );
  });

  // The last one, as it changes the files.
  test('are renamed in all files at once, and not to a name that is taken', async () => {
    const rename = (to: string) =>
      circuit.ask<WorkspaceEdit>('vscode.executeDocumentRenameProvider', circuit.caret(call), to);
    await rename('twice').then(
      () => ok(false, 'the name is taken'),
      (reason: Error) => ok(/'twice' is already declared/.test(reason.message), reason.message),
    );
    ok(await workspace.applyEdit(await rename('tied')));
    equal(circuit.text.match(/\btied\b/g)?.length, 1);
    equal(gates.text.match(/\btied\b/g)?.length, 3);
    equal(elsewhere.text.match(/\btied\b/g)?.length, 1);
    for (const { text } of [circuit, gates, elsewhere]) ok(!text.includes('entangle'));
  });

  async function definitionsAt(position: unknown): Promise<string[]> {
    const found = await circuit.ask<(Location | LocationLink)[]>('vscode.executeDefinitionProvider', position);
    return found.map((each) =>
      'targetUri' in each
        ? place(each.targetUri, each.targetSelectionRange ?? each.targetRange)
        : place(each.uri, each.range),
    );
  }
});

/** A place as text, which says in a failed test where it is. */
function place(uri: Uri, { start }: Range): string {
  return `${nameOf(uri)}:${start.line}:${start.character}`;
}

function byFirst([a]: readonly unknown[], [b]: readonly unknown[]): number {
  return Number(a) - Number(b);
}

/** The tokens of an answer, each with its text, type and modifiers. */
function readTokens(
  circuit: CircuitDocument,
  legend: SemanticTokensLegend,
  { data }: SemanticTokens,
): { readonly text: string; readonly as: string }[] {
  const tokens: { text: string; as: string }[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    character = down === 0 ? character + right : right;
    line += down;
    const text = circuit.document.lineAt(line).text.slice(character, character + length);
    const names = legend.tokenModifiers.filter((_name, bit) => (modifiers >> bit) & 1).toSorted();
    tokens.push({ text, as: [legend.tokenTypes[type], ...names].join(' ') });
  }
  return tokens;
}
