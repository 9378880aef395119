import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { circuitFile } from '#test/support/circuitWorkspace.ts';

async function linked(marked: string) {
  const { caret, document, language, ranges } = circuitFile(marked);
  const found = await language.linkedEditingRanges?.(document, caret, neverCancelled);
  return { found, ranges: ranges.map(({ range }) => range) };
}

test.each([
  ['a parameter of a gate', 'gate g(⟦a‸⟧, b) x { U(⟦a⟧, b, ⟦a⟧) x; } input angle a;'],
  ['a qubit of a gate', 'gate g(a) ⟦‸x⟧ { U(a, a, a) ⟦x⟧; }'],
  ['a parameter of a subroutine', 'def f(int ⟦k‸⟧) -> int { return ⟦k⟧ + 1; }'],
])('at its declaration, %s is edited together with its mentions', async (_what, marked) => {
  const { found, ranges } = await linked(marked);
  expect(found?.ranges).toEqual(ranges);
});

test.each(['gate g(a) x { U(a‸, a, a) x; }', 'qubit q‸; U(0, 0, 0) q;', 'gate g‸ x { }'])(
  'nothing is edited together in %s',
  async (marked) => {
    expect((await linked(marked)).found).toBeUndefined();
  },
);
