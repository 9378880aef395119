/** What a number of shots gave, shot by shot: bit r of the `stride` bytes of a shot is entry r. */
export interface ShotBits {
  readonly shots: number;
  readonly width: number;
  readonly stride: number;
  readonly bytes: Uint8Array;
}

/** The bytes of a shot with so many bits; an even number. */
export function shotStride(width: number): number {
  return 2 * Math.ceil(width / 16);
}

/** The shots of tables of the same width, one table after the other. */
export function joinShots(parts: readonly ShotBits[]): ShotBits {
  const [first] = parts;
  if (first === undefined) return { shots: 0, width: 0, stride: 0, bytes: new Uint8Array(0) };
  if (parts.length === 1) return first;
  const { stride, width } = first;
  const shots = parts.reduce((sum, part) => sum + part.shots, 0);
  const bytes = new Uint8Array(shots * stride);
  let start = 0;
  for (const part of parts) {
    bytes.set(part.bytes, start);
    start += part.bytes.length;
  }
  return { shots, width, stride, bytes };
}

/** How often each entry was 1. */
export function onesOfEntries({ bytes, stride, width }: ShotBits): number[] {
  const ones = new Array<number>(width).fill(0);
  for (let at = 0; at < bytes.length; at++) {
    const first = 8 * (at % stride);
    for (let rest = bytes[at] as number; rest !== 0; rest &= rest - 1) {
      const index = first + 31 - Math.clz32(rest & -rest);
      ones[index] = (ones[index] as number) + 1;
    }
  }
  return ones;
}

/** In how many shots some entry was 1. */
export function shotsWithOnes({ bytes, shots, stride }: ShotBits): number {
  let found = 0;
  for (let shot = 0; shot < shots; shot++) {
    if (bytes.subarray(shot * stride, (shot + 1) * stride).some((byte) => byte !== 0)) found++;
  }
  return found;
}

/** How often each record was found, written as the bits of a register: the last entry leftmost. */
export function countRecords(table: ShotBits): Record<string, number> {
  const counts = new Map<string, number>();
  for (const [shot, amount] of differentShots(table)) {
    const bits = textOfShot(table, shot);
    counts.set(bits, (counts.get(bits) ?? 0) + amount);
  }
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/**
 * Shots and how many there are of their kind. Of narrow tables every kind has one shot; wide records are hardly ever the
 * same, and not compared.
 */
export function differentShots({ bytes, shots, stride }: ShotBits): Iterable<readonly [number, number]> {
  if (stride > 4) return Array.from({ length: shots }, (_, shot) => [shot, 1] as const);
  const kinds = new Map<number, [number, number]>();
  for (let shot = 0; shot < shots; shot++) {
    let key = 0;
    for (let byte = 0; byte < stride; byte++) key |= (bytes[shot * stride + byte] as number) << (8 * byte);
    const kind = kinds.get(key);
    if (kind) kind[1]++;
    else kinds.set(key, [shot, 1]);
  }
  return kinds.values();
}

/** The record of every shot, written as {@link countRecords} does. */
export function listRecords(table: ShotBits): string[] {
  return Array.from({ length: table.shots }, (_, shot) => textOfShot(table, shot));
}

function textOfShot({ bytes, stride, width }: ShotBits, shot: number): string {
  let text = '';
  for (let byte = stride - 1; byte >= 0; byte--) {
    text += (bytes[shot * stride + byte] as number).toString(2).padStart(8, '0');
  }
  return text.slice(text.length - width);
}

/** Formats of files of shots; the names are Stim's. */
export type ShotFileFormat = '01' | 'b8';

/**
 * Shots as a file: `01` has a line of digits for each, the first entry first; `b8` as many whole bytes as its bits need, the
 * first entry in the lowest bit of the first byte. The entries of several tables come one after the other in every shot.
 */
export function shotFile(tables: readonly ShotBits[], format: ShotFileFormat): Uint8Array {
  const shots = tables[0]?.shots ?? 0;
  const width = tables.reduce((sum, table) => sum + table.width, 0);
  const size = format === '01' ? width + 1 : Math.ceil(width / 8);
  const file = new Uint8Array(size * shots);
  for (let shot = 0; shot < shots; shot++) {
    let place = 0;
    for (const { bytes, stride, width: own } of tables) {
      for (let index = 0; index < own; index++, place++) {
        const bit = ((bytes[shot * stride + (index >> 3)] as number) >> (index & 7)) & 1;
        if (format === '01') file[shot * size + place] = 48 + bit;
        else if (bit === 1) {
          const at = shot * size + (place >> 3);
          file[at] = (file[at] as number) | (1 << (place & 7));
        }
      }
    }
    if (format === '01') file[shot * size + width] = 10;
  }
  return file;
}
