import { describe, expect, test } from 'vitest';
import type { SemanticTokens } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { allEditorFeatures, type EditorFeatures, type LanguageDocument } from '#core/language/languageService.ts';
import { CircuitAnalyses } from '#core/language/openqasm/circuitAnalysis.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { semanticTokensLegend } from '#core/language/semanticTokensLegend.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';
import { languageDocument, memoryWorkspace } from '#test/support/languageDocuments.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

/** `text type.modifier…` of every token. */
function read(tokens: SemanticTokens | undefined, { lines, text }: LanguageDocument): string[] {
  const { tokenModifiers, tokenTypes } = semanticTokensLegend;
  const found: string[] = [];
  let [line, character] = [0, 0];
  const data = tokens?.data ?? [];
  for (let index = 0; index < data.length; index += 5) {
    const [lineStep = 0, step = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
    line += lineStep;
    character = lineStep > 0 ? step : character + step;
    const start = lines.offsetAt({ line, character });
    const names = tokenModifiers.filter((_name, bit) => modifiers & (1 << bit));
    found.push(`${text.slice(start, start + length)} ${[tokenTypes[type], ...names].join('.')}`);
  }
  return found;
}

async function tokensOf(text: string): Promise<string[]> {
  const { document, language } = circuitFile(text);
  return read(await language.semanticTokens?.(document, neverCancelled), document);
}

async function tokensIn(text: string, features: Partial<EditorFeatures>): Promise<string[]> {
  const document = languageDocument(text, 'file:///project/circuit.qasm');
  const language = createOpenqasmLanguage(new CircuitAnalyses(memoryWorkspace()), {
    ...allEditorFeatures,
    ...features,
  });
  return read(await language.semanticTokens?.(document, neverCancelled), document);
}

describe('names', () => {
  test.each([
    [
      'registers',
      'qubit[2] q; bit c; c = q;',
      ['q qubit.declaration.quantum', 'c variable.declaration', 'c variable', 'q qubit.quantum'],
    ],
    ['library gates', 'h $0;', ['h function.quantum.defaultLibrary', '$0 qubit.quantum']],
    [
      'gates of the program',
      'gate g(a) x { rx(a) x; }',
      [
        'g function.declaration.quantum',
        'a parameter.declaration.readonly',
        'x qubit.declaration.quantum',
        'rx function.quantum.defaultLibrary',
        'a parameter.readonly',
        'x qubit.quantum',
      ],
    ],
    [
      'subroutines',
      'def f(qubit r, int k) { k = 1; }',
      ['f function.declaration', 'r qubit.declaration.quantum', 'k parameter.declaration', 'k parameter'],
    ],
    [
      'constants',
      'const int n = 1; input angle t; float f = sin(pi) * n;',
      [
        'n variable.declaration.readonly',
        't variable.declaration.readonly',
        'f variable.declaration',
        'sin function.defaultLibrary',
        'pi variable.readonly.defaultLibrary',
        'n variable.readonly',
      ],
    ],
    [
      'aliases',
      'qubit[2] q; bit[2] c; let a = q; let b = c;',
      [
        'q qubit.declaration.quantum',
        'c variable.declaration',
        'a qubit.declaration.quantum',
        'q qubit.quantum',
        'b variable.declaration',
        'c variable',
      ],
    ],
    [
      'names in a broken statement',
      'qubit q; cx q, ;',
      ['q qubit.declaration.quantum', 'cx function.quantum.defaultLibrary', 'q qubit.quantum'],
    ],
    ['unknown names not', 'nothing here;', []],
  ])('%s have their type and modifiers', async (_what, text, expected) => {
    expect(await tokensOf(header + text)).toEqual(expected);
  });
});

describe('names in calibrations', () => {
  const calibrations = `OPENQASM 3.0;
defcalgrammar "openpulse";
cal {
  extern port d0; // the drive
  frame f = newframe(d0, 5.0e9, 0.0);
  const float a = 0.5;
}
defcal rz(angle t) q { shift_phase(f, -t * a); own(q, w); }
`;

  test('are told by what the calibrations declare', async () => {
    expect(await tokensOf(calibrations)).toEqual([
      'd0 variable.declaration.readonly',
      'f variable.declaration',
      'newframe function.defaultLibrary',
      'd0 variable.readonly',
      'a variable.declaration.readonly',
      'rz function.declaration.quantum',
      't parameter.declaration',
      'q qubit.declaration.quantum',
      'shift_phase function.defaultLibrary',
      'f variable',
      't parameter',
      'a variable.readonly',
      'own function',
      'q qubit.quantum',
      'w variable',
    ]);
  });

  test('have words and comments around them for editors without a grammar', async () => {
    const found = await tokensIn(calibrations, { augmentsSyntaxTokens: false });
    expect(found).toEqual(
      expect.arrayContaining(['extern keyword', 'port type', '// the drive comment', 'frame type', '5.0e9 number']),
    );
  });

  test('are sent for a part of a body', async () => {
    const { document, language, ranges } = circuitFile(
      calibrations.replace('frame f = newframe', 'frame ⟦f = newframe⟧'),
    );
    const [{ range } = { range: document.lines.rangeAt({ start: 0, end: 0 }) }] = ranges;
    const found = read(await language.semanticTokensOfRange?.(document, range, neverCancelled), document);
    expect(found).toEqual(['f variable.declaration', 'newframe function.defaultLibrary']);
  });
});

describe('a part of the text', () => {
  test('has the tokens that touch it', async () => {
    const { document, language, ranges } = circuitFile(`${header}qubit q;\n⟦h q;\nx q⟧;\ny q;\n`);
    const [{ range } = { range: document.lines.rangeAt({ start: 0, end: 0 }) }] = ranges;
    const found = read(await language.semanticTokensOfRange?.(document, range, neverCancelled), document);
    expect(found.map((token) => token.split(' ')[0])).toEqual(['h', 'q', 'x', 'q']);
  });

  test('is all that is sent of a very large text', async () => {
    const { document, language } = circuitFile(`${header}qubit q;\n${'h q;\n'.repeat(60_000)}`);
    expect(await language.semanticTokens?.(document, neverCancelled)).toBeUndefined();
    const range = { start: { line: 50_000, character: 0 }, end: { line: 50_001, character: 0 } };
    const found = read(await language.semanticTokensOfRange?.(document, range, neverCancelled), document);
    expect(found).toEqual([
      'h function.quantum.defaultLibrary',
      'q qubit.quantum',
      'h function.quantum.defaultLibrary',
    ]);
  });
});

describe('an editor without a grammar', () => {
  test('gets keywords, types, numbers, strings, operators and comments too', async () => {
    const text =
      'OPENQASM 3.0; // one\ninclude "a.inc";\n@note x\nint[8] a = 2 + 3; /* two */ if (a == 1) { }\npragma p q\n';
    expect(await tokensIn(text, { augmentsSyntaxTokens: false })).toEqual([
      'OPENQASM keyword',
      '3.0 number',
      '// one comment',
      'include keyword',
      '"a.inc" string',
      '@note x decorator',
      'int type',
      '8 number',
      'a variable.declaration',
      '= operator',
      '2 number',
      '+ operator',
      '3 number',
      '/* two */ comment',
      'if keyword',
      'a variable',
      '== operator',
      '1 number',
      'pragma p q macro',
    ]);
  });

  test('gets a comment line by line unless it takes tokens of several lines', async () => {
    const features = { augmentsSyntaxTokens: false, multilineTokens: false };
    expect(await tokensIn('/* one\n  two */ qubit q;', features)).toEqual([
      '/* one comment',
      '  two */ comment',
      'qubit type',
      'q qubit.declaration.quantum',
    ]);
    const whole = await tokensIn('/* one\n  two */', { augmentsSyntaxTokens: false, multilineTokens: true });
    expect(whole).toEqual(['/* one\n  two */ comment']);
  });
});
