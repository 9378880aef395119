/**
 * Does something with every item, with so many at the same time. After a failure no further one is begun; it is thrown when
 * those under way have ended.
 */
export async function forEachSeveral<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const entries = items.entries();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const [index, item] of entries) {
      if (failures.length > 0) return;
      try {
        await work(item, index);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
