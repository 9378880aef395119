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
