import { describe, expect, test } from 'vitest';
import { sideBySide } from '#scripts/testing/sideBySide.ts';

describe('works side by side', () => {
  test('begin in their order, as many at a time as are wanted, the next when any of them ends', async () => {
    const events: string[] = [];
    const ends = new Map<string, () => void>();
    const all = sideBySide(['a', 'b', 'c', 'd'], 2, async (work) => {
      events.push(`${work} begins`);
      await new Promise<void>((resolve) => ends.set(work, resolve));
      events.push(`${work} ends`);
    });
    expect(events).toEqual(['a begins', 'b begins']);
    for (const work of ['b', 'c', 'a', 'd']) {
      await expect.poll(() => ends.has(work)).toBe(true);
      ends.get(work)?.();
    }
    await all;
    expect(events).toEqual([
      ...['a begins', 'b begins', 'b ends', 'c begins', 'c ends', 'd begins', 'a ends', 'd ends'],
    ]);
  });

  test('fail with the first one that does', async () => {
    const failing = sideBySide([1, 2, 3], 2, async (work) => {
      if (work === 2) throw new Error('two');
    });
    await expect(failing).rejects.toThrow('two');
  });
});
