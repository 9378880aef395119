import type { ShotBits } from '#core/simulator/stabilizer/frameMachine.ts';

/** Whether entry `index` of a shot is 1. */
export function bitOfShot({ bytes, stride }: ShotBits, shot: number, index: number): 0 | 1 {
  return (((bytes[shot * stride + (index >> 3)] ?? 0) >> (index & 7)) & 1) as 0 | 1;
}

/** How often each record was found, as text with the first entry leftmost. */
export function recordCounts(table: ShotBits): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let shot = 0; shot < table.shots; shot++) {
    let key = '';
    for (let index = 0; index < table.width; index++) key += bitOfShot(table, shot, index);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** How often each entry was 1. */
export function onesOfEntries(table: ShotBits): number[] {
  const ones = new Array<number>(table.width).fill(0);
  for (let shot = 0; shot < table.shots; shot++) {
    for (let index = 0; index < table.width; index++) ones[index] = (ones[index] ?? 0) + bitOfShot(table, shot, index);
  }
  return ones;
}

/** How often each entry differed from the one after it. */
export function changesOfEntries(table: ShotBits): number[] {
  const changes = new Array<number>(Math.max(0, table.width - 1)).fill(0);
  for (let shot = 0; shot < table.shots; shot++) {
    for (let index = 0; index + 1 < table.width; index++) {
      const differ = bitOfShot(table, shot, index) ^ bitOfShot(table, shot, index + 1);
      changes[index] = (changes[index] ?? 0) + differ;
    }
  }
  return changes;
}
