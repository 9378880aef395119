import type { ShotBits } from '#core/simulator/stabilizer/shotBits.ts';

/** How often each entry differed from the one after it. */
export function changesOfEntries({ bytes, shots, stride, width }: ShotBits): number[] {
  const changes = new Array<number>(Math.max(0, width - 1)).fill(0);
  const bit = (shot: number, index: number) => ((bytes[shot * stride + (index >> 3)] ?? 0) >> (index & 7)) & 1;
  for (let shot = 0; shot < shots; shot++) {
    for (let index = 0; index + 1 < width; index++) {
      changes[index] = (changes[index] ?? 0) + (bit(shot, index) ^ bit(shot, index + 1));
    }
  }
  return changes;
}
