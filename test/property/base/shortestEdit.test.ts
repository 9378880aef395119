import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortestEdit } from '#core/base/shortestEdit.ts';

/** The length of the longest common subsequence, by the table of all of them. */
function commonLength<Key>(before: readonly Key[], after: readonly Key[]): number {
  const table = before.map(() => new Array<number>(after.length).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (const [i, one] of before.entries())
    for (const [j, other] of after.entries()) {
      const row = table[i];
      if (row) row[j] = one === other ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
    }
  return at(before.length - 1, after.length - 1);
}

const letters = fc.array(fc.constantFrom(...'abc'), { maxLength: 14 });

it('leads from one to the other, with as many equal entries as there can be', () => {
  fc.assert(
    fc.property(letters, letters, fc.constantFrom(0, 3, 100), (before, after, most) => {
      const runs = shortestEdit(before, after, most);
      const entries = (list: readonly string[], start: number, length: number) => list.slice(start, start + length);
      const one = runs.flatMap((run) => (run.kind === 'added' ? [] : entries(before, run.before, run.length)));
      const other = runs.flatMap((run) => (run.kind === 'removed' ? [] : entries(after, run.after, run.length)));
      expect([one, other]).toEqual([before, after]);
      for (const run of runs.filter(({ kind }) => kind === 'same'))
        expect(entries(before, run.before, run.length)).toEqual(entries(after, run.after, run.length));
      // Each place of both lists is passed once, in order.
      let [i, j] = [0, 0];
      for (const run of runs) {
        expect([run.before, run.after]).toEqual([i, j]);
        if (run.kind !== 'added') i += run.length;
        if (run.kind !== 'removed') j += run.length;
      }
      const same = runs.reduce((sum, run) => sum + (run.kind === 'same' ? run.length : 0), 0);
      if (most === 100) expect(same).toBe(commonLength(before, after));
    }),
    { numRuns: 2000 },
  );
});
