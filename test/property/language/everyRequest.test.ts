import fc from 'fast-check';
import { test } from 'vitest';
import { anyText, mutatedProgram, samplePrograms } from '#test/support/arbitraries/openqasmText.ts';
import { ask, examinePlaces, examinePosition } from '#test/support/fuzz/editorLaws.ts';

test.each(samplePrograms.map((program, index) => [index + 1, program]))(
  'every request is answered at every place of sample program %i',
  async (_number, program) => {
    await examinePlaces(program, Array(program.length + 1).keys(), ask);
  },
);

test('every request is answered at any place of a program with pieces removed, added, exchanged', async () => {
  const places = fc.array(fc.nat(2000), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(mutatedProgram, places, async (text, offsets) => {
      await examinePlaces(
        text,
        offsets.map((offset) => offset % (text.length + 1)),
        ask,
      );
    }),
    { numRuns: 300 },
  );
});

test('every request is answered at any place of a text of any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.nat(200), async (text, offset) => {
      await examinePlaces(text, [offset % (text.length + 1), text.length], ask);
    }),
    { numRuns: 300 },
  );
});

test('every request is answered while a program is typed', async () => {
  const [program = ''] = samplePrograms;
  for (let end = 0; end <= program.length; end += 3)
    await examinePlaces(program.slice(0, end), [end, Math.floor(end / 2)], ask);
});

test('positions outside of the document are answered like the nearest inside', async () => {
  for (const position of [
    { line: 1, character: 1000 },
    { line: 1000, character: 0 },
    { line: 1000, character: 1000 },
  ]) {
    await examinePosition('OPENQASM 3.0;\nqubit q;\n', position);
  }
});
