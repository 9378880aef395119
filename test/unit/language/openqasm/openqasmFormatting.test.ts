import { describe, expect, test } from 'vitest';
import type { FormattingOptions } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { OpenqasmSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';
import { applyTextEdits } from '#test/support/markedDocument.ts';
import { readCaret, readMarkers } from '#test/support/markers.ts';

const uri = 'file:///project/circuit.qasm';
const spaces: FormattingOptions = { tabSize: 2, insertSpaces: true };

async function formatted(text: string, options = spaces, settings: Partial<OpenqasmSettings> = {}): Promise<string> {
  const document = languageDocument(text, uri);
  const edits = await openqasmLanguage(memoryWorkspace(), settings).formatting(document, options, neverCancelled);
  return applyTextEdits(text, edits);
}

/** The text after its marked range was formatted. */
async function rangeFormatted(marked: string): Promise<string> {
  const { ranges, text } = readMarkers(marked);
  const document = languageDocument(text, uri);
  const range = document.lines.rangeAt(ranges[0] ?? { start: 0, end: 0 });
  return applyTextEdits(
    text,
    (await openqasmLanguage().rangeFormatting?.(document, range, spaces, neverCancelled)) ?? [],
  );
}

/** The text after a character was typed before the caret. */
async function afterTyping(marked: string, typed: string, options = spaces): Promise<string> {
  const { caret, text } = readCaret(marked);
  const document = languageDocument(text, uri);
  const position = document.lines.positionAt(caret);
  const edits = await openqasmLanguage().onTypeFormatting?.(document, position, typed, options, neverCancelled);
  return applyTextEdits(text, edits ?? []);
}

describe('a document', () => {
  test('is indented as the editor is set up', async () => {
    const text = 'gate g a{\nx a;\n}';
    expect(await formatted(text, { tabSize: 4, insertSpaces: true })).toBe('gate g a {\n    x a;\n}\n');
    expect(await formatted(text, { tabSize: 4, insertSpaces: false })).toBe('gate g a {\n\tx a;\n}\n');
  });

  test('ends with a line end unless the editor is set up otherwise', async () => {
    expect(await formatted('x  q;', { ...spaces, insertFinalNewline: false })).toBe('x q;');
    expect(await formatted('x  q;', { ...spaces, insertFinalNewline: true })).toBe('x q;\n');
  });

  test('has lines of the width that is set', async () => {
    const text = `barrier ${Array.from({ length: 15 }, (_, index) => `q[${index}]`).join(', ')};\n`;
    expect(await formatted(text)).toBe(text);
    const lines = (await formatted(text, spaces, { format: { lineWidth: 60 } })).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
    expect(lines).toHaveLength(3);
  });
});

describe('a range', () => {
  test.each([
    ['one line', 'x  a;\n  y ⟦ ⟧b;\nz  c;', 'x  a;\ny b;\nz  c;'],
    ['the lines it touches', 'x  a;\n ⟦ y  b;\n  z ⟧ c;\nh  d;', 'x  a;\ny b;\nz c;\nh  d;'],
    ['not the line at whose beginning it ends', 'x  a;\n⟦y  b;\n⟧z  c;', 'x  a;\ny b;\nz  c;'],
    ['indentation in a block', 'gate g a {\n⟦x  a;\n⟧h  a;\n}', 'gate g a {\n  x a;\nh  a;\n}'],
    ['with blank lines before it', 'x a;\n\n\n\n⟦   y  b;⟧\n', 'x a;\n\n\n\ny b;\n'],
  ])('changes %s', async (_, marked, wanted) => {
    expect(await rangeFormatted(marked)).toBe(wanted);
  });
});

describe('typing', () => {
  test.each([
    ['the statement that a semicolon ends', 'h  a;\n   cx   a,b;‸\nx  b;', 'h  a;\ncx a, b;\nx  b;'],
    ['its indentation in a block', 'gate g a {\nx   a;‸\nh  a;\n}', 'gate g a {\n  x a;\nh  a;\n}'],
    ['only that statement of the line', 'h  a;x   b;‸', 'h  a;\nx b;'],
  ])('formats %s', async (_, marked, wanted) => {
    expect(await afterTyping(marked, ';')).toBe(wanted);
  });

  test('formats the block that a brace closes', async () => {
    expect(await afterTyping('x  q;\ngate g a{\nx a;\n   h   a;\n}‸\ny  q;', '}')).toBe(
      'x  q;\ngate g a {\n  x a;\n  h a;\n}\ny  q;',
    );
  });

  test('formats the inner block that a brace closes, and not what is around it', async () => {
    expect(await afterTyping('for int i in [0:1] {\n     x  q;\nif (c) {\nx q;\n}‸\n}', '}')).toBe(
      'for int i in [0:1] {\n     x  q;\n  if (c) {\n    x q;\n  }\n}',
    );
  });

  test.each([
    ['in a block', 'gate g a {\n‸\n}', 'gate g a {\n  \n}'],
    ['in blocks', 'for int i in [0:1] {\n  if (c) {\n‸\n  }\n}', 'for int i in [0:1] {\n  if (c) {\n    \n  }\n}'],
    ['before a closing brace', 'gate g a {\n  x a;\n    ‸}', 'gate g a {\n  x a;\n}'],
    ['at the top level', 'x q;\n    ‸', 'x q;\n'],
    ['in a statement', 'cx a,\n‸ b;', 'cx a,\n  b;'],
    ['in a switch', 'switch (1) {\n‸\n}', 'switch (1) {\n  \n}'],
    ['in a comment', '/* x\n    ‸\n*/', '/* x\n    \n*/'],
    ['in a calibration', 'cal {\n        ‸\n}', 'cal {\n        \n}'],
  ])('indents a new line %s', async (_, marked, wanted) => {
    expect(await afterTyping(marked, '\n')).toBe(wanted);
  });

  test('indents with tabs where the editor does', async () => {
    expect(await afterTyping('gate g a {\n‸\n}', '\n', { tabSize: 4, insertSpaces: false })).toBe('gate g a {\n\t\n}');
  });

  test('changes nothing in a text or comment', async () => {
    expect(await afterTyping('x  q; // a  ;‸', ';')).toBe('x  q; // a  ;');
  });
});
