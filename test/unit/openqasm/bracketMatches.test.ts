import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BracketMatches } from '#core/openqasm/bracketMatches.ts';
import { scan } from '#core/openqasm/scanner.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';

function closers(text: string, first?: number): string[] {
  const tokens = scan(text, { major: 3, minor: 2, declared: true });
  const matches = new BracketMatches(tokens);
  if (first !== undefined) matches.closerOf(first);
  const found: string[] = [];
  for (let token = 0; token < tokens.count; token++) {
    const kind = tokens.kinds[token];
    const opens = kind === tokenKind.leftParen || kind === tokenKind.leftBracket || kind === tokenKind.leftBrace;
    if (opens) found.push(`${token}: ${matches.closerOf(token)}`);
  }
  return found;
}

test.each([
  ['f(a, g(b)) q;', ['1: 8', '5: 7']],
  ['f(a; g(b);', ['1: -1', '5: 7']],
  ['a[(b] + c)]', ['1: 4', '2: 7']],
  ['durationof({ x q; y q; })', ['1: 10', '2: 9']],
  ['{ f( } )', ['0: 3', '2: -1']],
])('%s', (text, wanted) => {
  expect(closers(text)).toEqual(wanted);
});

test('pairs that are looked for one by one are those of the whole file', () => {
  const piece = fc.constantFrom('(', ')', '[', ']', '{', '}', ';', 'a', ',');
  // A bracket without an end within reach makes the table of all pairs.
  const filler = `${'a '.repeat(300)};`;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join(' ');
      const near = closers(text);
      const table = closers(`( ${filler} ${text}`, 0);
      const shift = 302;
      const shifted = near.map((pair) =>
        pair.replace(/-?\d+/g, (number) => (number === '-1' ? number : `${Number(number) + shift}`)),
      );
      expect(table.slice(1)).toEqual(shifted);
    }),
    { numRuns: 500 },
  );
});
