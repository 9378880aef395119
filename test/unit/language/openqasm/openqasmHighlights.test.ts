import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n';

async function highlights(marked: string) {
  const { caret, document, language, ranges } = circuitFile(header + marked);
  const found = await language.documentHighlights?.(document, caret, neverCancelled);
  return { found, ranges: ranges.map(({ range }) => range) };
}

test('a name is highlighted wherever it is mentioned in the file, and where it is written to', async () => {
  const { found, ranges } = await highlights(
    'bit[2] ⟦c⟧; qubit[2] q; ⟦c⟧ = measure q; measure q[0] -> ⟦c⟧[0]; if (⟦‸c⟧[0]) { x q[0]; } ⟦c⟧[1] ^= ⟦c⟧[0];',
  );
  expect(found?.map(({ range }) => range)).toEqual(ranges);
  // 2 is read, 3 is written.
  expect(found?.map(({ kind }) => kind)).toEqual([3, 3, 3, 2, 3, 2]);
});

test('a hardware qubit is highlighted too', async () => {
  const { found, ranges } = await highlights('cx ⟦$0⟧, $1; h ⟦‸$0⟧;');
  expect(found?.map(({ range }) => range)).toEqual(ranges);
});

test('of very many mentions those around the caret are highlighted', async () => {
  const calls = 'h q;\n'.repeat(2000);
  const { found } = await highlights(`qubit q;\n${calls}x ‸q;\n${calls}`);
  expect(found).toHaveLength(1000);
  const caretLine = 2003;
  expect(found?.[0]?.range.start.line).toBeLessThan(caretLine);
  expect(found?.at(-1)?.range.start.line).toBeGreaterThan(caretLine);
  expect(found?.some(({ range }) => range.start.line === caretLine)).toBe(true);
});
