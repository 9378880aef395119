import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { defaultFormatStyle, type FormatStyle, formatProgram, parseProgram } from '#core/openqasm/index.ts';
import { anyText, mutatedProgram, samplePrograms } from '#test/support/arbitraries/openqasmText.ts';
import { contentOf } from '#test/support/circuitContent.ts';

/** A narrow style, so that lines are broken. */
const narrow = { ...defaultFormatStyle, indent: '\t', lineWidth: 30 };

function examine(text: string): void {
  examineIn(text, defaultFormatStyle);
  examineIn(text, narrow);
}

function examineIn(text: string, style: FormatStyle): void {
  const formatted = applyReplacements(text, formatProgram(parseProgram(text), { style }));
  expect(contentOf(formatted)).toBe(contentOf(text));
  expect(applyReplacements(formatted, formatProgram(parseProgram(formatted), { style }))).toBe(formatted);
}

describe('formatting keeps every token and comment, and a formatted text as it is', () => {
  test.each(samplePrograms)('%s', examine);

  test.each([
    '"\n{',
    '1_qreg\0gphase',
    'cal {@{{ play(f) }',
    '/* a *///b\nx q;',
    'cal{',
    '@ x',
    ' {\n}c}',
    'x @x',
    '1\ns',
    '\ufeff\n x',
  ])('%j', examine);

  test('in broken programs', () => {
    fc.assert(fc.property(mutatedProgram, examine), { numRuns: 500 });
  });

  test('in any text', () => {
    fc.assert(fc.property(anyText, examine), { numRuns: 500 });
  });
});

test('formatting a range changes nothing outside it', () => {
  fc.assert(
    fc.property(mutatedProgram, fc.nat(1000), fc.nat(1000), (text, a, b) => {
      const [start = 0, end = 0] = [a, b].map((place) => place % (text.length + 1)).sort((x, y) => x - y);
      for (const { range } of formatProgram(parseProgram(text), { range: { start, end } })) {
        expect(range.start).toBeGreaterThanOrEqual(start);
        expect(range.end).toBeLessThanOrEqual(end);
      }
    }),
    { numRuns: 200 },
  );
});
