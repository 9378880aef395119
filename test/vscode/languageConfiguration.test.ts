import { deepEqual, equal } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { commands, Selection, type TextEditor, window, workspace } from 'vscode';

suite('Language configuration of circuits', () => {
  test('a word is an identifier, a hardware qubit or a number', async () => {
    const { document } = await circuit('rx(θ0_x/2.5e-3) $12; ctrl @x q;');
    const wordAt = (text: string) => {
      const range = document.getWordRangeAtPosition(document.positionAt(document.getText().indexOf(text) + 1));
      return range && document.getText(range);
    };
    deepEqual(['θ0_x', '2.5e-3', '$12', 'ctrl', ' q'].map(wordAt), ['θ0_x', '2.5e-3', '$12', 'ctrl', 'q']);
  });

  test('Enter indents inside braces and brackets, also behind a division', async () => {
    equal(await afterEnter('box [d/2] {‸}'), 'box [d/2] {\n  ‸\n}');
    equal(await afterEnter('gate g(θ) q {‸'), 'gate g(θ) q {\n  ‸');
    equal(await afterEnter('include "a{b.inc";‸'), 'include "a{b.inc";\n‸');
    equal(await afterEnter('// not a { block‸'), '// not a { block\n‸');
    equal(await afterEnter('array[int[8], 4] a = {‸}'), 'array[int[8], 4] a = {\n  ‸\n}');
  });

  test('a condition without braces indents the one line after it', async () => {
    equal(await afterEnter('if (c[0] == 1)‸'), 'if (c[0] == 1)\n  ‸');
    equal(await afterEnter('for uint i in [0:3]‸'), 'for uint i in [0:3]\n  ‸');
    equal(await afterEnter('if (c == 1) x q;‸'), 'if (c == 1) x q;\n‸');
  });

  test('comments go on where they are split', async () => {
    equal(await afterEnter('/* about‸'), '/* about\n * ‸');
    equal(await afterEnter('/* about\n * more‸'), '/* about\n * more\n * ‸');
    equal(await afterEnter('/* about\n */‸'), '/* about\n */\n‸');
    equal(await afterEnter('// one ‸two'), '// one \n// ‸two');
    equal(await afterEnter('// one‸'), '// one\n‸');
  });

  test('Toggle Line Comment writes the comments of the language', async () => {
    const editor = await circuit('h q;');
    await commands.executeCommand('editor.action.commentLine');
    equal(editor.document.getText(), '// h q;');
  });
});

/** A new circuit in the editor; `‸` marks the caret. */
async function circuit(text: string): Promise<TextEditor> {
  const content = text.replace('‸', '');
  const document = await workspace.openTextDocument({ language: 'openqasm', content });
  const editor = await window.showTextDocument(document);
  editor.options = { insertSpaces: true, tabSize: 2 };
  const caret = document.positionAt(Math.max(0, text.indexOf('‸')));
  editor.selection = new Selection(caret, caret);
  return editor;
}

/** The text after pressing Enter at the caret, with the caret. */
async function afterEnter(text: string): Promise<string> {
  const editor = await circuit(text);
  await commands.executeCommand('type', { text: '\n' });
  const after = editor.document.getText();
  const caret = editor.document.offsetAt(editor.selection.active);
  return `${after.slice(0, caret)}‸${after.slice(caret)}`;
}
