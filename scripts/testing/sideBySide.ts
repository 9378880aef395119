/**
 * Begins the works in their order, at most `width` of them at a time, and resolves when all have ended. The first one
 * that throws ends it; what runs then is not waited for.
 */
export async function sideBySide<Work>(
  works: readonly Work[],
  width: number,
  run: (work: Work) => Promise<void>,
): Promise<void> {
  const queue = works.values();
  const lane = async (): Promise<void> => {
    for (const work of queue) await run(work);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
