import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { isOneLineValue } from '#webview/runAgain/oneLineValue.ts';

/** Whether the parser reads one value out of a line. */
function isRead(text: string): boolean {
  const { contents, errors, warnings } = parseDocument(`value: ${text}`, { version: '1.2', logLevel: 'silent' });
  const isOne = contents !== null && 'items' in contents && contents.items.length === 1;
  return isOne && errors.length === 0 && warnings.length === 0 && text.trim() !== '';
}

test('what a parser of YAML reads is never told to be no value', () => {
  const pieces = [
    '[',
    ']',
    '{',
    '}',
    ',',
    ', ',
    ':',
    ': ',
    '"',
    "'",
    "''",
    ' ',
    '#',
    ' #',
    'a',
    '? ',
    '-',
    '&a ',
    '!',
    '${b.c}',
  ];
  const text = fc
    .tuple(fc.array(fc.constantFrom(...pieces), { maxLength: 10 }), fc.constantFrom('', '[]', '{}'))
    .map(([parts, brackets]) => `${brackets.charAt(0)}${parts.join('')}${brackets.charAt(1)}`);
  fc.assert(
    fc.property(text, (value) => {
      // The parser takes what ends in a quote for closed, whatever it is a part of.
      fc.pre((value.match(/'/g) ?? []).length % 2 === 0);
      fc.pre(!/^\s*(?:#|$)/.test(value));
      if (isRead(value)) expect(isOneLineValue(value)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
