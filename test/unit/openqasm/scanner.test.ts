import { describe, expect, test } from 'vitest';
import { scan } from '#core/openqasm/scanner.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';

const kindNames = new Map<number, string>(Object.entries(tokenKind).map(([name, kind]) => [kind, name]));

function tokensOf(text: string): string[] {
  const { kinds, starts, ends, count } = scan(text, { major: 3, minor: 2, declared: true });
  return Array.from(
    { length: count - 1 },
    (_, i) => `${kindNames.get(kinds[i] ?? -1)} ${text.slice(starts[i], ends[i])}`,
  );
}

describe('numbers', () => {
  test.each([
    ['1 12_3 0x1F 0b10 0o17', ['integer 1', 'integer 12_3', 'integer 0x1F', 'integer 0b10', 'integer 0o17']],
    ['1. .5 1.5e-3 2e10', ['float 1.', 'float .5', 'float 1.5e-3', 'float 2e10']],
    ['1ns 1 ns 2.5 \tus 3dt', ['timing 1ns', 'timing 1 ns', 'timing 2.5 \tus', 'timing 3dt']],
    ['1im 2.5 im', ['imaginary 1im', 'imaginary 2.5 im']],
    ['1\ns', ['integer 1', 'identifier s']],
    ['1 sx', ['integer 1', 'identifier sx']],
    ['0:2', ['integer 0', 'colon :', 'integer 2']],
  ])('%s', (text, wanted) => {
    expect(tokensOf(text)).toEqual(wanted);
  });
});

test('the longest operator wins', () => {
  expect(tokensOf('a**=b<<=c->d++e')).toEqual([
    'identifier a',
    'compoundAssignment **=',
    'identifier b',
    'compoundAssignment <<=',
    'identifier c',
    'arrow ->',
    'identifier d',
    'concatenate ++',
    'identifier e',
  ]);
});

test('pragmas and annotations take the rest of their line, and modifiers keep their sign', () => {
  expect(tokensOf('pragma a // b\r\n@c.d "e\nctrl @x q;')).toEqual([
    'pragma pragma a // b',
    'annotation @c.d "e',
    'ctrl ctrl',
    'at @',
    'identifier x',
    'identifier q',
    'semicolon ;',
  ]);
});

test('the body of a calibration is one token up to the brace that closes it', () => {
  expect(tokensOf('cal { a { b } "c } x')).toEqual([
    'cal cal',
    'leftBrace {',
    'calibrationBody  a { b } "c ',
    'rightBrace }',
    'identifier x',
  ]);
});

test('OpenQASM 2 reserves few words', () => {
  const { kinds } = scan('OPENQASM 2.0; input box gate', { major: 2, minor: 0, declared: true });
  expect([...kinds].slice(3, 6)).toEqual([tokenKind.identifier, tokenKind.identifier, tokenKind.gate]);
});

test('names may use letters of any script', () => {
  expect(tokensOf('θ_1 ℇ 量子 𝛼x')).toEqual(['identifier θ_1', 'identifier ℇ', 'identifier 量子', 'identifier 𝛼x']);
});
