import type { RandomStream } from '#core/base/random.ts';
import { mutated, pick } from './mutations.ts';

const header = 'OPENQASM 3.1; include "stdgates.inc"; qubit[4] q; bit[4] c; int[32] n; float[64] a = 0.5; ';
const oldHeader = 'OPENQASM 2.0; include "qelib1.inc"; qreg q[4]; creg c[4]; ';
const statements = [
  'cx q[0], q[1]; ',
  'rz(a / 2 + pi) q[n]; ',
  'h q[0] ',
  'c[0] = measure q[0]; ',
  'if (c[0]) { x q[1]; } ',
  'if (c == 2) x q[0]; else { y q[1]; } ',
  'n = n * 2 + c; ',
  'int[8] i = 1; ',
  'gate g a { x a; } ',
  'foo q[0]; ',
  'for int k in [0:3] { h q[k]; } ',
  'ctrl @ inv @ x q[0], q[1]; ',
  '} ',
  '@note here ',
  '; ',
  'const float d = 1 / 2; ',
  'switch (n) { case 1 { x q[0]; } default { } } ',
  'cal { play(f, w); } ',
  'let r = q[0:1] ++ q[{2, 3}]; ',
];
const operators = ['+', '-', '*', '/', '%', '**', '<<', '&', '|', '^', '&&', '||', '==', '<', '++'];
const terms = ['1', 'n', 'a', 'c[0]', 'sin(a)', '(n + 1)', '2.5', 'pi', 'q', '-n', '"01"', 'foo', '10ns', 'true'];
const brackets = ['(', '[', '{', '([{', '((', '{(', 'a[', 'f(', 'int(', '-(', '!', '- ', '1 ** ', 'array[', '{{1}, '];

/** A text that is large or deeply nested: what a program of a machine, or an accident, may be. */
export function extremeText(random: RandomStream, seeds: readonly string[]): string {
  const megabyte = 1_000_000;
  const length = random.integerBelow(3) === 0 ? megabyte : 1000 + random.integerBelow(100_000);
  const filled = (part: string) => part.repeat(Math.ceil(length / part.length));
  const text = (() => {
    switch (random.integerBelow(10)) {
      case 0:
        return `${header}${filled(pick(random, statements))}`;
      case 1:
        return `${header}${filled(pick(random, statements) + pick(random, statements))}`;
      case 2:
        if (random.integerBelow(3) === 0) {
          return `${oldHeader}rx(${filled(`${pick(random, ['1', 'c', 'c[0]', 'sin(pi)', '-2.5', '(pi ^ 2)'])} ${pick(random, ['+', '-', '*', '/', '^'])} `)}c) q[0];`;
        }
        return `${header}n = ${filled(`${pick(random, terms)} ${pick(random, operators)} `)}1;`;
      case 3:
        return `${pick(random, ['//', '/*', '"', "include '", '#pragma ', '@note ', '0x', '$', "'"])}${filled(pick(random, ['a', '1', '0 ', '* ', 'é', '😀']))}`;
      case 4:
        return `${header}${filled(pick(random, ['int x', 'gate ', 'h q', '(', '"a" ', '1, ', '}', '{', ')']))}`;
      case 5: {
        const depth = random.integerBelow(2) === 0 ? 100_000 : random.integerBelow(2000);
        const opener = pick(random, brackets).repeat(depth);
        const closer = pick(random, ['', ')', ']', '}', ')}', '])']).repeat(depth);
        return `${header}${pick(random, ['', 'n = ', 'x ', 'if ', 'rz('])}${opener}1${closer};`;
      }
      case 6: {
        const depth = random.integerBelow(2) === 0 ? 20_000 : random.integerBelow(1000);
        const opener = pick(random, [
          '{',
          'if (c[0]) ',
          'if (true) { ',
          'box { ',
          'for int i in [0:1] { ',
          'while (n) ',
          'switch (n) { case 1 { ',
        ]);
        return `${header}${opener.repeat(depth)}x q[0];${pick(random, ['', '}', '} }', ' else '])}`;
      }
      case 7:
        return seedRepeated(random, seeds, length, ' ');
      case 8:
        return seedRepeated(random, seeds, length, '\n');
      default:
        return `${header}barrier ${filled(pick(random, ['q, ', 'q[0], ', '$1, ', 'q ', '(q), ']))};\nfoo(${filled('1, ')}) q;`;
    }
  })();
  return random.integerBelow(3) === 0 ? mutated(text, seeds, random) : text;
}

/** A program again and again, each time with another mistake, on one line or on many. */
function seedRepeated(random: RandomStream, seeds: readonly string[], length: number, lineEnd: string): string {
  let text = '';
  const program = pick(random, seeds).replaceAll('\n', lineEnd);
  const isBroken = random.integerBelow(2) === 0;
  while (text.length < length)
    text += isBroken ? mutated(program.slice(0, 3000), seeds, random).slice(0, length) + lineEnd : program + lineEnd;
  return text.slice(0, 2 * length);
}

/** Bytes of any value read as UTF-8, what is none replaced; or any UTF-16, with halves of surrogate pairs. */
export function randomCharacters(random: RandomStream): string {
  const length = random.integerBelow(200);
  const isWide = random.integerBelow(2) === 0;
  const numbers = Array.from({ length }, () => random.integerBelow(isWide ? 65_536 : 256));
  return isWide ? String.fromCharCode(...numbers) : new TextDecoder().decode(new Uint8Array(numbers));
}
