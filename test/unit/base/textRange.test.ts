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
