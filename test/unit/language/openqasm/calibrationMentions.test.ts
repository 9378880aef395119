import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ndefcalgrammar "openpulse";\n';

const shared = `${header}cal { extern port d0; frame ⟦f‸⟧ = newframe(d0, 5.0e9, 0.0); }
cal { set_phase(⟦f⟧, 0); }
defcal x $0 { play(⟦f⟧, w); }
defcal y $0 { frame f = newframe(d0, 1.0, 0.0); play(f, w); }
qubit f;
`;
const local = `${header}cal { frame f = newframe(d0, 5.0e9, 0.0); }
defcal rz(angle ⟦t⟧) $0 { shift_phase(f, -⟦‸t⟧); }
defcal rx(angle t) $0 { shift_phase(f, t); }
`;

describe.each([
  ['what a cal block declares', shared],
  ['a parameter of a defcal', local],
])('%s', (_what, marked) => {
  const { caret, document, language, ranges } = circuitFile(marked);

  test('is known where calibrations know it', async () => {
    expect(await language.references?.(document, caret, true, neverCancelled)).toEqual(ranges);
    const highlights = await language.documentHighlights?.(document, caret, neverCancelled);
    expect(highlights?.map(({ range }) => range)).toEqual(ranges.map(({ range }) => range));
  });

  test('leads to its declaration', async () => {
    expect(await language.definition(document, caret, neverCancelled)).toEqual(ranges[0]);
    expect(await language.references?.(document, caret, false, neverCancelled)).toEqual(ranges.slice(1));
  });

  test('is renamed everywhere', async () => {
    const prepared = await language.prepareRename?.(document, caret, neverCancelled);
    expect(ranges.map(({ range }) => range)).toContainEqual(prepared?.range);
    const edit = await language.rename?.(document, caret, 'other', neverCancelled);
    const edits = ranges.map(({ range }) => ({ range, newText: 'other' }));
    expect(edit).toEqual({ changes: { [document.uri]: edits } });
  });
});

describe('in calibrations a rename is refused', () => {
  test.each([
    [
      'of what OpenPulse declares',
      'cal { pl‸ay(f, w); }',
      'run',
      "'play' is built into OpenPulse and cannot be renamed.",
    ],
    [
      'of what nothing declares',
      'cal { play(f‸, w); }',
      'g',
      "'f' is declared nowhere in the file and cannot be renamed.",
    ],
    ['to a name that is taken', 'cal { frame ‸f; frame g; }', 'g', "'g' is already declared in the calibrations"],
    ['to a word of OpenPulse', 'cal { frame ‸f; }', 'waveform', "'waveform' is a keyword of OpenQASM 3."],
    ['to a function of OpenPulse', 'cal { frame ‸f; }', 'play', "'play' is already declared in the calibrations"],
  ])('%s', async (_why, marked, newName, message) => {
    const { caret, document, language } = circuitFile(header + marked);
    await expect(language.rename?.(document, caret, newName, neverCancelled)).rejects.toThrow(message);
  });
});

test('words and numbers of calibrations are no names', async () => {
  const { carets, document, language } = circuitFile(`${header}cal { fra‸me f = newframe(d0, 5.‸0e9, 0.0); }`);
  for (const caret of carets) {
    expect(await language.references?.(document, caret, true, neverCancelled)).toEqual([]);
    expect(await language.prepareRename?.(document, caret, neverCancelled)).toBeUndefined();
  }
});
