import { expect, test } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

/** The texts that the selection grows through, without the whole file. */
async function growth(marked: string): Promise<string[]> {
  const { carets, document, language } = circuitFile(marked);
  const [selection] = (await language.selectionRanges?.(document, carets, neverCancelled)) ?? [];
  const texts: string[] = [];
  for (let each: SelectionRange | undefined = selection; each?.parent; each = each.parent) {
    const { end, start } = each.range;
    texts.push(document.text.slice(document.lines.offsetAt(start), document.lines.offsetAt(end)));
  }
  return texts;
}

test.each([
  [
    'an angle',
    'qubit q;\nrx(2 * (p‸i + 1), 3) q;\n',
    ['pi', 'pi + 1', '(pi + 1)', '2 * (pi + 1)', '2 * (pi + 1), 3', 'rx(2 * (pi + 1), 3) q;'],
  ],
  ['an index', 'qubit[2] q;\ncx q[‸0], q[1];', ['0', '[0]', 'q[0]', 'q[0], q[1]', 'cx q[0], q[1];']],
  ['a statement in a block', 'if (c) {\n  ‸x q;\n}\n', ['x', 'x q;', '{\n  x q;\n}', 'if (c) {\n  x q;\n}']],
  ['a word in unfinished text', 'qubit q;\nrx(thet‸a', ['theta', 'rx(theta']],
  [
    'a calibration',
    'cal {\n  play(f, mi‸x(a, b));\n}\nqubit q;',
    [
      'mix',
      'mix(a, b)',
      'f, mix(a, b)',
      'play(f, mix(a, b))',
      'play(f, mix(a, b));',
      'cal {\n  play(f, mix(a, b));\n}',
    ],
  ],
  ['a comment', 'qubit q; // some ‸words\nh q;', ['// some words']],
])('selection grows from %s to the file', async (_what, marked, expected) => {
  const found = await growth(marked);
  expect(found).toEqual(expect.arrayContaining(expected));
  // Every step is within the next one.
  for (const [index, text] of found.entries()) expect(found[index + 1] ?? text).toContain(text);
});

test('one answer for every position, in their order', async () => {
  const { carets, document, language } = circuitFile('qubit ‸q;\nbit ‸c;\n');
  const found = await language.selectionRanges?.(document, carets, neverCancelled);
  expect(found?.map(({ range }) => range.start)).toEqual(carets);
});

test('in a sum of very many terms the smallest and the largest ranges are kept', async () => {
  const found = await growth(`float a = ‸1${' + 2'.repeat(20_000)};\nint n;`);
  expect(found.slice(0, 2)).toEqual(['1', '1 + 2']);
  expect(found.at(-1)?.slice(0, 10)).toBe('float a = ');
  expect(found.length).toBeLessThan(200);
});
