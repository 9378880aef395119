import { deepEqual, equal, ok } from 'node:assert/strict';
import { suite, suiteSetup, test } from 'mocha';
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  CompletionItemKind,
  type CompletionList,
  ConfigurationTarget,
  type Hover,
  type InlayHint,
  type InlayHintLabelPart,
  MarkdownString,
  type Position,
  Range,
  type SignatureHelp,
  SnippetString,
  type TextEdit,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { CircuitDocument } from './circuitDocument.ts';
import { codeOf, diagnosticsOnce, until } from './sampleWorkspace.ts';

const header = 'OPENQASM 3.1;\ninclude "stdgates.inc";\n';

suite('Hovers of circuits', () => {
  test('show the matrix of a gate as text that needs no extension of Markdown', async () => {
    const circuit = await CircuitDocument.show('hover.qasm', `${header}qubit[2] q;\nc‸x q[0], q[1];\n`);
    const value = await hoverAt(circuit, circuit.caret());
    for (const piece of ['gate cx', '|11⟩', 'Its own inverse', '```']) ok(value.includes(piece), value);
    ok(!/\$|<\w/.test(value), value);
  });

  test('show values, sizes and what a call does with its values', async () => {
    const circuit = await CircuitDocument.show(
      'hover-values.qasm',
      `${header}const uint n‸ = 2 * 3;\nqubit[n] q‸;\nr‸x(pi / 3) q[0];\n`,
    );
    const [constant = '', register = '', call = ''] = await Promise.all(
      circuit.carets.map(async (caret) => await hoverAt(circuit, caret)),
    );
    ok(constant.includes('6'), constant);
    ok(register.includes('`q[5]`'), register);
    ok(call.includes('√3/2'), call);
  });
});

suite('Completion of circuits', () => {
  test('writes a gate as a call with its parameters, on qubits that are there', async () => {
    const circuit = await CircuitDocument.show('completion.qasm', `${header}qubit[3] q;\ncr‸\n`);
    const { items } = await completionsAt(circuit, circuit.caret());
    const item = items.find(({ label }) => nameIn(label) === 'crx');
    ok(item?.insertText instanceof SnippetString);
    equal(item.insertText.value, 'crx(${1:θ}) ${2:q[0]}, ${3:q[1]};');
  });

  test('offers the qubits that the call does not use yet, then indices', async () => {
    const circuit = await CircuitDocument.show('operands.qasm', `${header}qubit[3] q;\ncx q[1], ‸;\ncx q[1], q[‸];\n`);
    deepEqual(await labelsAt(circuit, circuit.caret(0)), ['q[0]', 'q[2]']);
    deepEqual((await labelsAt(circuit, circuit.caret(1))).slice(0, 2), ['0', '2']);
  });

  test('offers the gates of an included file as it is in the editor, saved or not', async () => {
    const library = await CircuitDocument.show('unsaved.inc', 'gate first a { U(0, 0, 0) a; }\n');
    await library.replace('gate first', 'gate brand_new a { }\ngate first');
    ok(library.document.isDirty);
    const circuit = await CircuitDocument.show(
      'includes.qasm',
      'OPENQASM 3.1;\ninclude "unsa‸ved.inc";\nqubit q;\nbrand_new q;\nbr‸\n',
    );
    ok((await labelsAt(circuit, circuit.caret(1))).includes('brand_new'));
    const files = await labelsAt(circuit, circuit.caret(0));
    for (const name of ['unsaved.inc', 'stdgates.inc']) ok(files.includes(name), files.join());
    ok(!files.includes('includes.qasm'), files.join());
    await circuit.replace('br\n', '');
    await diagnosticsOnce(circuit.uri.fsPath, (all) => all.length === 0);
    await library.replace('brand_new', 'renamed');
    await diagnosticsOnce(circuit.uri.fsPath, (all) => all.some((each) => codeOf(each) === 'QAS3001'));
  });

  test('offers what a place asks for when its character is typed', async () => {
    const places = [
      ['ctrl @‸ ', ' ', 'cx'],
      ['x $‸', '$', '$1'],
      ['c = measure‸ ', ' ', 'q'],
      ['rx(‸', '(', 'pi/2'],
      ['if (‸', '(', 'c[1]'],
      ['pragma‸ ', ' ', 'braket verbatim'],
      ['@‸', '@', 'reversible'],
      ['for‸ ', ' ', 'uint'],
    ] as const;
    for (const [index, [written, character, offered]] of places.entries()) {
      const circuit = await CircuitDocument.show(
        `triggers-${index}.qasm`,
        `${header}qubit[2] q;\nbit[2] c;\nx $0;\n@reversible\nx q[0];\n${written}\n`,
      );
      const position = circuit.caret().translate(0, character === ' ' ? 1 : 0);
      deepEqual([written, (await labelsAt(circuit, position, character)).includes(offered)], [written, true]);
    }
  });

  test('offers nothing in comments, and where a new name is written', async () => {
    const circuit = await CircuitDocument.show('silence.qasm', `${header}// about c‸\nqubit q‸;\nx q;\n`);
    for (const caret of circuit.carets) deepEqual(await labelsAt(circuit, caret), []);
  });
});

test('The signature of a call names the operand at the caret', async () => {
  const circuit = await CircuitDocument.show('signature.qasm', `${header}qubit[2] q;\ncrx(pi) q[0], ‸q[1];\n`);
  const help = await circuit.ask<SignatureHelp>('vscode.executeSignatureHelpProvider', circuit.caret());
  const [signature] = help.signatures;
  ok(signature);
  const active = signature.parameters[help.activeParameter]?.label;
  const name = typeof active === 'string' ? active : signature.label.slice(...(active ?? []));
  deepEqual([signature.label, name], ['crx(θ) c, t', 't']);
});

suite('Repairs of circuits', () => {
  test('add the include that a gate needs', async () => {
    const circuit = await CircuitDocument.show('no-include.qasm', 'OPENQASM 3.1;\nqubit q;\n‸h q;\n');
    await repair(circuit, 'QAS3002', circuit.caret(), /^Insert 'include/);
    equal(circuit.text, 'OPENQASM 3.1;\ninclude "stdgates.inc";\nqubit q;\nh q;\n');
  });

  test('correct a name', async () => {
    const circuit = await CircuitDocument.show('misspelt.qasm', `${header}qubit[2] data;\nh ‸dta[0];\n`);
    await repair(circuit, 'QAS3001', circuit.caret(), /^Change to 'data'$/);
    equal(circuit.text, `${header}qubit[2] data;\nh data[0];\n`);
  });

  test('insert a semicolon', async () => {
    const circuit = await CircuitDocument.show('semicolon.qasm', `${header}qubit q‸\nh q;\n`);
    await repair(circuit, 'QAS2001', circuit.caret(), /^Insert ';'$/);
    equal(circuit.text, `${header}qubit q;\nh q;\n`);
  });

  test('bring a whole file from OpenQASM 2 to 3, by the refactoring that is resolved when chosen', async () => {
    const circuit = await CircuitDocument.show(
      'old.qasm',
      'OPENQASM‸ 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\n// entangle\ncu1(pi^2) q[0],q[1];\nmeasure q -> c;\n',
    );
    await apply(circuit, CodeActionKind.Refactor, circuit.caret(), /^Migrate the file to OpenQASM 3$/);
    equal(
      circuit.text,
      'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nbit[2] c;\n// entangle\ncp(pi**2) q[0],q[1];\nc = measure q;\n',
    );
    await diagnosticsOnce(circuit.uri.fsPath, (all) => all.length === 0);
  });

  test('come all at once', async () => {
    const circuit = await CircuitDocument.show(
      'fix-all.qasm',
      'OPENQASM 3.1;\nqubit data;\nh data;\nreset ‸dta;\nx data\n',
    );
    await diagnosticsOnce(circuit.uri.fsPath, (all) => all.length > 2);
    await apply(circuit, CodeActionKind.SourceFixAll, circuit.caret(), /^Fix all/);
    equal(circuit.text, `${header}qubit data;\nh data;\nreset data;\nx data;\n`);
  });
});

test('Repairs are made on saving where the settings want it', async () => {
  const circuit = await CircuitDocument.show('fix-on-save.qasm', 'OPENQASM 3.1;\nqubit data;\nreset ‸dta;\n');
  const settings = workspace.getConfiguration('editor', { languageId: 'openqasm' });
  const actions = { 'source.fixAll.hybridQuantum': 'always' };
  await settings.update('codeActionsOnSave', actions, ConfigurationTarget.Workspace, true);
  try {
    await circuit.replace('dta', 'dat');
    await diagnosticsOnce(circuit.uri.fsPath, (all) => all.some((each) => each.message.includes("'dat'")));
    // The editor gives repairs a moment on saving, and the settings theirs to arrive: on a busy machine one more save may be needed.
    await until('saving repairs the name', async () => {
      ok(await circuit.document.save());
      if (circuit.text === 'OPENQASM 3.1;\nqubit data;\nreset data;\n') return true;
      await circuit.replace('reset dat;', 'reset dta;');
      await circuit.replace('reset dta;', 'reset dat;');
      return undefined;
    });
  } finally {
    await settings.update('codeActionsOnSave', undefined, ConfigurationTarget.Workspace, true);
  }
});

suite('Formatting of circuits', () => {
  const untidy = 'OPENQASM 3.1;\nqubit[2]   q; // two\nU(0,0,0)   q[0];\n‸U(0,0,0)   q[1];\n';
  const options = { insertSpaces: true, tabSize: 2 };

  test('tidies the file and keeps comments', async () => {
    const circuit = await CircuitDocument.show('format.qasm', untidy);
    await edit(circuit, await circuit.ask('vscode.executeFormatDocumentProvider', options));
    const tidy = 'OPENQASM 3.1;\nqubit[2] q; // two\nU(0, 0, 0) q[0];\nU(0, 0, 0) q[1];\n';
    equal(circuit.text, tidy);
    deepEqual((await circuit.ask('vscode.executeFormatDocumentProvider', options)) ?? [], []);
  });

  test('tidies the lines of a selection', async () => {
    const circuit = await CircuitDocument.show('format-range.qasm', untidy);
    const lastLine = new Range(circuit.caret(), circuit.caret().translate(0, 2));
    await edit(circuit, await circuit.ask('vscode.executeFormatRangeProvider', lastLine, options));
    equal(circuit.text, untidy.replace('‸U(0,0,0)   q[1]', 'U(0, 0, 0) q[1]'));
  });

  test('tidies a statement when its semicolon is typed', async () => {
    const circuit = await CircuitDocument.show('format-typed.qasm', 'OPENQASM 3.1;\nqubit q;\nU(0,0,0)   q‸\n');
    const settings = workspace.getConfiguration('editor', { languageId: 'openqasm' });
    await settings.update('formatOnType', true, ConfigurationTarget.Workspace, true);
    try {
      await circuit.type(circuit.caret(), ';');
      await until('the statement is tidy', async () =>
        circuit.text === 'OPENQASM 3.1;\nqubit q;\nU(0, 0, 0) q;\n' ? true : undefined,
      );
    } finally {
      await settings.update('formatOnType', undefined, ConfigurationTarget.Workspace, true);
    }
  });
});

test('Hints say what angles, sizes and calls of registers come to', async () => {
  const circuit = await CircuitDocument.show(
    'hints.qasm',
    `${header}const uint n = 4;\nqubit[n] q;\nlet pair = q[0:1];\nrx(pi/4 + pi/8) q[0];\nh pair;\n`,
  );
  const everything = new Range(0, 0, circuit.document.lineCount, 0);
  const hints = await circuit.ask<InlayHint[]>('vscode.executeInlayHintProvider', everything);
  deepEqual(
    hints.map(({ label, position }) => [position.line, textOfHint(label)]),
    [
      [3, '= 4'],
      [4, ': qubit[2]'],
      [5, '= 3π/8'],
      [6, '×2'],
    ],
  );
});

suite('Lenses of circuits', () => {
  let circuit: CircuitDocument;
  suiteSetup(async () => {
    circuit = await CircuitDocument.show('lenses.qasm', `// A circuit.\n${header}‸qubit[2] q;\nh q[0];\n`);
  });

  const lenses = async () => await circuit.ask<CodeLens[]>('vscode.executeCodeLensProvider', 10);

  test('run, sample, draw, plan and transpile', async () => {
    deepEqual(
      (await lenses()).map(({ command, range }) => [range.start.line, command?.title, command?.command]),
      [
        [1, 'Run', 'hybridQuantum.circuit.simulate'],
        [1, 'Histogram', 'hybridQuantum.circuit.histogram'],
        [1, 'Circuit', 'hybridQuantum.circuit.show'],
        [1, 'Plan', 'hybridQuantum.circuit.plan'],
        [1, 'Transpile', 'hybridQuantum.circuit.transpile'],
      ],
    );
  });

  test('stay at their line after every key that is pressed while a statement is written', async () => {
    const place = circuit.document.positionAt(circuit.text.length);
    const typed = 'cx q[0], q[1];';
    for (let index = 0; index < typed.length; index++) {
      // Typing brackets closes them, and what closes is typed over; so the text is edited instead.
      ok(await circuit.editor.edit((builder) => builder.insert(place.translate(0, index), typed.charAt(index))));
      deepEqual([typed.slice(0, index + 1), await linesOfLenses()], [typed.slice(0, index + 1), [1, 1, 1, 1, 1]]);
    }
  });

  test('stay with their statement while a register is written anew and a statement is put above', async () => {
    await circuit.replace('qubit[2] q;', 'qub');
    deepEqual(await linesOfLenses(), [1, 1, 1, 1, 1]);
    await circuit.replace('qub', 'qubit[2] q;');
    deepEqual(await linesOfLenses(), [1, 1, 1, 1, 1]);
    await circuit.replace('// A circuit.\n', '// A circuit.\n// It entangles.\n');
    deepEqual(await linesOfLenses(), [2, 2, 2, 2, 2]);
  });

  async function linesOfLenses(): Promise<number[]> {
    return (await lenses()).map(({ range }) => range.start.line);
  }
});

async function hoverAt(circuit: CircuitDocument, position: Position): Promise<string> {
  const hovers = await circuit.ask<Hover[]>('vscode.executeHoverProvider', position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof MarkdownString ? content.value : String(content)))
    .join('\n');
}

/** @param trigger the character whose typing asks, instead of the user */
async function completionsAt(circuit: CircuitDocument, position: Position, trigger?: string): Promise<CompletionList> {
  return await circuit.ask<CompletionList>('vscode.executeCompletionItemProvider', position, trigger);
}

/** What is offered besides snippets, which the editor offers everywhere, in the order in which the editor shows it. */
async function labelsAt(circuit: CircuitDocument, position: Position, trigger?: string): Promise<string[]> {
  const { items } = await completionsAt(circuit, position, trigger);
  return items
    .filter(({ kind }) => kind !== CompletionItemKind.Snippet)
    .toSorted((a, b) => ((a.sortText ?? nameIn(a.label)) < (b.sortText ?? nameIn(b.label)) ? -1 : 1))
    .map(({ label }) => nameIn(label));
}

function nameIn(label: string | { readonly label: string }): string {
  return typeof label === 'string' ? label : label.label;
}

function textOfHint(label: string | readonly InlayHintLabelPart[]): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** Waits for a finding, applies the repair with the title, and waits until the finding is gone. */
async function repair(circuit: CircuitDocument, code: string, position: Position, title: RegExp): Promise<void> {
  await diagnosticsOnce(circuit.uri.fsPath, (all) => all.some((each) => codeOf(each) === code));
  await apply(circuit, CodeActionKind.QuickFix, position, title);
  await diagnosticsOnce(circuit.uri.fsPath, (all) => all.every((each) => codeOf(each) !== code));
}

async function apply(circuit: CircuitDocument, kind: CodeActionKind, position: Position, title: RegExp): Promise<void> {
  const actions = await actionsAt(circuit, kind, position);
  const action = actions.find((each) => title.test(each.title));
  ok(action?.edit, `no such action among ${actions.map((each) => each.title).join(', ')}`);
  ok(await workspace.applyEdit(action.edit));
}

async function actionsAt(circuit: CircuitDocument, kind: CodeActionKind, position: Position): Promise<CodeAction[]> {
  const range = new Range(position, position);
  const resolved = 20;
  return await circuit.ask<CodeAction[]>('vscode.executeCodeActionProvider', range, kind.value, resolved);
}

async function edit(circuit: CircuitDocument, edits: readonly TextEdit[] | undefined): Promise<void> {
  ok(edits && edits.length > 0, 'nothing is formatted');
  const change = new WorkspaceEdit();
  change.set(circuit.uri, [...edits]);
  ok(await workspace.applyEdit(change));
}
