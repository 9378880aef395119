import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { LanguageDocument } from '#core/language/languageService.ts';
import { circuitWorkspace } from '#test/support/circuitWorkspace.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';

/** The codes of what is wrong with the first of the files. */
async function codes(files: Readonly<Record<string, string>>, open: readonly string[] = []): Promise<unknown[]> {
  const { document, language } = circuitWorkspace(files, open);
  return (await language.diagnostics(document, neverCancelled)).map(({ code }) => code);
}

/** Uses a gate that only its program declares. */
const part = 'gate own a { base a; }\n';
const program = `OPENQASM 3.0;
gate base a { U(0, 0, 0) a; }
include "part.inc";
qubit q;
own q;
`;

describe('a part of a program', () => {
  test('is judged as such where a program of the workspace or the editor includes it', async () => {
    expect(await codes({ 'part.inc': part })).toContain('QAS3001');
    expect(await codes({ 'part.inc': part, 'main.qasm': program })).toEqual([]);
    expect(await codes({ 'part.inc': part, 'main.qasm': program }, ['main.qasm'])).toEqual([]);
  });

  test('still has its own errors, at their places', async () => {
    const { document, language, ranges } = circuitWorkspace({
      'part.inc': 'gate own a { base a; ⟦basis⟧ a; }\n',
      'main.qasm': program,
    });
    const found = await language.diagnostics(document, neverCancelled);
    expect(found.map(({ code, range }) => [code, range])).toEqual([['QAS3001', ranges[0]?.range]]);
  });

  test('may be included through other files', async () => {
    const files = {
      'part.inc': part,
      'between.inc': 'include "part.inc";\n',
      'main.qasm': program.replace('part.inc', 'between.inc'),
    };
    expect(await codes(files)).toEqual([]);
  });

  test('is judged by itself when it has a version of its own', async () => {
    expect(await codes({ 'part.inc': `OPENQASM 3.0;\n${part}`, 'main.qasm': program })).toContain('QAS3001');
  });

  test('is to be looked at again when its program changes, or when it may have got one', async () => {
    const uri = (name: string) => `file:///project/${name}`;
    const documents: LanguageDocument[] = [languageDocument(part, uri('part.inc'))];
    const language = openqasmLanguage(memoryWorkspace({}, documents));
    const check = async () => {
      const [document] = documents;
      if (!document) throw new Error('There is no document.');
      return (await language.diagnostics(document, neverCancelled)).map(({ code }) => code);
    };
    expect(await check()).toContain('QAS3001');
    documents.push(languageDocument('qubit q;', uri('unrelated.qasm')));
    expect(language.filesChanged([uri('unrelated.qasm')])).toBe(false);
    documents.push(languageDocument(program, uri('main.qasm')));
    expect(language.filesChanged([uri('main.qasm')])).toBe(true);
    expect(await check()).toEqual([]);
    expect(language.filesChanged([uri('unrelated.qasm')])).toBe(false);
    expect(language.filesChanged([uri('main.qasm')])).toBe(true);
    language.documentClosed?.(uri('part.inc'));
    expect(language.filesChanged([uri('main.qasm')])).toBe(false);
  });
});

const two = {
  'main.qasm': `OPENQASM 2.0;
include "qelib1.inc";
gate turn(t) a { rz(t) a; }
qreg r[3];
creg c[3];
include "part.inc";
gate late a { x a; }
qreg s[1];
`,
};

describe('requests in a part of a program', () => {
  const at = (part: string, open: readonly string[] = []) => circuitWorkspace({ 'part.inc': part, ...two }, open);

  test('diagnostics follow the version of the program, and what it declares before', async () => {
    expect(await codes({ 'part.inc': 'turn(2^3) r[0];\nmeasure r -> c;\n', ...two })).toEqual([]);
    expect(await codes({ 'part.inc': 'late r[0];\n', ...two })).toEqual(['QAS3003']);
    expect(await codes({ 'part.inc': 'turn(1) r[5];\n', ...two })).toEqual(['QAS4020']);
  });

  test('hover knows the gates and registers of the program', async () => {
    const onGate = at('tu‸rn(pi/2) r[0];\n');
    const gate = await onGate.language.hover(onGate.document, onGate.caret, neverCancelled);
    expect(JSON.stringify(gate?.contents)).toContain('gate turn(t) a');
    const onRegister = at('turn(pi/2) ‸r[0];\n');
    const register = await onRegister.language.hover(onRegister.document, onRegister.caret, neverCancelled);
    expect(JSON.stringify(register?.contents)).toContain('qreg r[3];');
  });

  test('completion proposes what the program declares before the include, and nothing after it', async () => {
    const { caret, document, language } = at('turn(1) r[0];\n‸');
    const { items } = await language.completion(document, caret, neverCancelled);
    const labels = items.map(({ label }) => label);
    expect(labels).toContain('turn');
    expect(labels).not.toContain('late');
    const operand = at('turn(1) ‸');
    const operands = await operand.language.completion(operand.document, operand.caret, neverCancelled);
    expect(operands.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['r', 'r[0]']));
    expect(operands.items.map(({ label }) => label)).not.toContain('s');
  });

  test('signature help, inlay hints, colours and highlights know them too', async () => {
    const { caret, document, language } = at('turn(‸1) r;\nturn(2) r[0];\n');
    const help = await language.signatureHelp?.(document, caret, neverCancelled);
    expect(help?.signatures[0]?.label).toBe('turn(t) a');
    const whole = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
    const hints = await language.inlayHints?.(document, whole, neverCancelled);
    expect(hints?.map(({ label }) => label)).toEqual(['×3']);
    const tokens = await language.semanticTokens?.(document, neverCancelled);
    // A gate and a register in each line.
    expect((tokens?.data.length ?? 0) / 5).toBe(4);
    const highlights = await language.documentHighlights?.(document, { line: 0, character: 1 }, neverCancelled);
    expect(highlights?.map(({ range }) => range.start.line)).toEqual([0, 1]);
  });

  test('a quick fix repairs what is wrong in the program', async () => {
    const { document, language } = at('tern(1) r[0];\n');
    const start = { line: 0, character: 0 };
    const actions = await language.codeActions?.(document, { start, end: start }, ['quickfix'], neverCancelled);
    expect(actions?.map(({ edit, title }) => [title, Object.keys(edit?.changes ?? {})])).toEqual([
      ["Change to 'turn'", [document.uri]],
    ]);
  });

  test('a gate with the name of one of the library is the one of the program', async () => {
    const { caret, document, language, ranges } = circuitWorkspace({
      'part.inc': '‸h q;\n',
      'main.qasm': 'OPENQASM 3.0;\ngate ⟦h⟧ a { U(0, 0, 0) a; }\nqubit q;\ninclude "part.inc";\n',
    });
    expect(await language.definition(document, caret, neverCancelled)).toEqual(ranges[0]);
    const hover = await language.hover(document, caret, neverCancelled);
    expect(JSON.stringify(hover?.contents)).toContain('gate h a { U(0, 0, 0) a; }');
  });

  test('of several programs the one in the editor counts', async () => {
    const other = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit r;\ninclude "part.inc";\n';
    const files = { 'part.inc': '‸r;\n', 'a.qasm': other, 'b.qasm': other.replace('qubit r', 'bit[7] r') };
    const hoverOf = async (open: readonly string[]) => {
      const { caret, document, language } = circuitWorkspace(files, open);
      return JSON.stringify((await language.hover(document, caret, neverCancelled))?.contents);
    };
    expect(await hoverOf(['b.qasm'])).toContain('bit[7] r');
    expect(await hoverOf([])).toContain('qubit r');
  });

  test('parts of parts see what is declared around both', async () => {
    const files = {
      'inner.inc': 'first q;\nsecond q;\nthird q;\n',
      'outer.inc': 'gate second a { }\ninclude "inner.inc";\ngate third a { }\n',
      'main.qasm': 'OPENQASM 3.0;\ngate first a { }\nqubit q;\ninclude "outer.inc";\n',
    };
    const { document, language } = circuitWorkspace(files);
    const found = await language.diagnostics(document, neverCancelled);
    expect(found.map(({ code, range }) => [code, range.start.line])).toEqual([['QAS3003', 2]]);
    const { items } = await language.completion(document, { line: 3, character: 0 }, neverCancelled);
    const labels = items.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['first', 'second']));
    expect(labels).not.toContain('third');
  });

  test('every request is answered, at every place', async () => {
    const text = 'gate g(t) a { turn(t) a; }\ng(1) r[0];\n';
    const { document, language } = at(text);
    for (let character = 0; character <= text.indexOf('\n'); character++) {
      const place = { line: 0, character };
      await language.hover(document, place, neverCancelled);
      await language.completion(document, place, neverCancelled);
      await language.definition(document, place, neverCancelled);
      await language.references?.(document, place, true, neverCancelled);
      await language.codeActions?.(document, { start: place, end: place }, undefined, neverCancelled);
    }
    const symbols = await language.documentSymbols(document, neverCancelled);
    expect(symbols.map(({ name }) => name)).toEqual(['g']);
    // The program is migrated as a whole, from its own file.
    const top = { line: 0, character: 0 };
    const actions = await language.codeActions?.(document, { start: top, end: top }, ['refactor'], neverCancelled);
    expect(actions?.map(({ title }) => title).filter((title) => title.startsWith('Migrate'))).toEqual([]);
  });
});
