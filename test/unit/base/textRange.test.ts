import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineTable } from '#core/base/textRange.ts';

test('offsets survive the way to positions and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'µ', '\n', '\r', '\r\n', '😀') }), (text) => {
      const table = new LineTable(text);
      for (let offset = 0; offset <= text.length; offset++) {
        expect(table.offsetAt(table.positionAt(offset))).toBe(offset);
      }
    }),
  );
});

test('CRLF, LF and CR each end a line', () => {
  const table = new LineTable('a\r\nb\nc\rd');
  expect(table.lineCount).toBe(4);
  expect(table.positionAt(7)).toEqual({ line: 3, character: 0 });
  expect(table.positionAt(99)).toEqual({ line: 3, character: 1 });
});

test('characters behind the end of a line are at its end, and lines behind the last at the end of the text', () => {
  const table = new LineTable('ab\r\nc\n\rd');
  const offsets = [0, 1, 2, 3].map((line) => table.offsetAt({ line, character: 99 }));
  expect(offsets).toEqual([2, 5, 6, 8]);
  expect(table.offsetAt({ line: 9, character: 0 })).toBe(8);
  expect(table.offsetAt({ line: -1, character: 5 })).toBe(0);
});

test('the table of an edited text is that of the text after the edit', () => {
  const parts = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n'), maxLength: 12 });
  fc.assert(
    fc.property(parts, parts, parts, parts, fc.boolean(), (before, removed, inserted, after, isKnown) => {
      const table = new LineTable(before + removed + after);
      if (isKnown) expect(table.lineCount).toBeGreaterThan(0);
      const text = before + inserted + after;
      const start = before.length;
      const edited = table.edited(text, {
        start,
        oldEnd: start + removed.length,
        newEnd: start + inserted.length,
      });
      const wanted = new LineTable(text);
      expect(edited.lineCount).toBe(wanted.lineCount);
      for (let offset = 0; offset <= text.length; offset++) {
        expect(edited.positionAt(offset)).toEqual(wanted.positionAt(offset));
      }
    }),
    { numRuns: 1000 },
  );
});
