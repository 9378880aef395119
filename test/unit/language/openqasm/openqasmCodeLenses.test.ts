import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { defaultSettings, type OpenqasmSettings } from '#core/language/openqasm/openqasmSettings.ts';
import { languageDocument, memoryWorkspace, openqasmLanguage } from '#test/support/languageDocuments.ts';

const uri = 'file:///project/circuit.qasm';
const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

/** The lines of the lenses of a document after each of its texts; −1 where there are none. */
async function linesAfter(texts: readonly string[], settings: Partial<OpenqasmSettings> = {}): Promise<number[]> {
  const language = openqasmLanguage(memoryWorkspace(), settings);
  const lines: number[] = [];
  for (const [index, text] of texts.entries()) {
    const lenses = await language.codeLenses(languageDocument(text, uri, index + 1), neverCancelled);
    lines.push(lenses[0]?.range.start.line ?? -1);
  }
  return lines;
}

describe('code lenses', () => {
  test('stand above the first statement of a program that has qubits', async () => {
    expect(await linesAfter([`// note\n${header}qubit q;\n`])).toEqual([1]);
    expect(await linesAfter([`${header}h $0;\n`])).toEqual([0]);
    expect(await linesAfter([`${header}gate g a { h a; }\n`, '', '// nothing\n'])).toEqual([-1, -1, -1]);
  });

  test('carry commands with the address of the file', async () => {
    const lenses = await openqasmLanguage().codeLenses(languageDocument(`${header}qubit q;`, uri), neverCancelled);
    expect(lenses.map(({ command }) => command?.command)).toEqual([
      'hybridQuantum.circuit.simulate',
      'hybridQuantum.circuit.histogram',
      'hybridQuantum.circuit.show',
      'hybridQuantum.circuit.plan',
      'hybridQuantum.circuit.transpile',
    ]);
    for (const { command } of lenses) expect(command?.arguments).toEqual([uri]);
  });

  test('stay where they are while a statement is written above, below and on their line', async () => {
    const good = `// one\n// two\n${header}qubit q;\n`;
    expect(
      await linesAfter([
        good,
        good.replace('// one', '/ one'),
        good,
        good.replace('OPENQASM', 'OPENQ'),
        good,
        good.replace('qubit q', 'qub'),
        good,
        `${good}h q[`,
        `${good}h q;`,
      ]),
    ).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  test('move with lines that are added or removed above them, also while the text has an error', async () => {
    const good = `// one\n${header}qubit q;\n`;
    expect(
      await linesAfter([good, `// new\n${good}h q[`, `/ new\n// one\n${header}qubit q;\n`, `${header}qubit q;\nh (`]),
    ).toEqual([1, 2, 2, 0]);
  });

  test('stay with their statement when a header is written above it, key by key', async () => {
    const body = 'qubit q;\nU(0, 0, 0) q;\n';
    const typed = 'OPENQASM 3.0;';
    const texts = Array.from({ length: typed.length }, (_, index) => `${typed.slice(0, index + 1)}\n${body}`);
    expect(await linesAfter([body, `\n${body}`, ...texts])).toEqual([0, ...[...typed, ''].map(() => 1)]);
  });

  test('stay when the register goes and comes, and find a new place in a text that is another one', async () => {
    const good = `${header}qubit q;\n`;
    expect(await linesAfter([good, header, good, '// all\n// new\nqubit[2] r;\nU(0, 0, 0) r;\n', ''])).toEqual([
      0, 0, 0, 2, -1,
    ]);
  });

  test('of one file do not depend on another', async () => {
    const language = openqasmLanguage();
    const other = languageDocument('qubit [', 'file:///project/other.qasm');
    await language.codeLenses(languageDocument(`// one\n${header}qubit q;\n`, uri), neverCancelled);
    expect(await language.codeLenses(other, neverCancelled)).toEqual([]);
  });

  test('are forgotten with the document', async () => {
    const language = openqasmLanguage();
    await language.codeLenses(languageDocument(`${header}qubit q;\n`, uri), neverCancelled);
    language.documentClosed?.(uri);
    expect(await language.codeLenses(languageDocument('qub [', uri), neverCancelled)).toEqual([]);
  });

  test('are off when the setting says so', async () => {
    const codeLenses = { ...defaultSettings.codeLenses, enabled: false };
    expect(await linesAfter([`${header}qubit q;\n`], { codeLenses })).toEqual([-1]);
  });
});
