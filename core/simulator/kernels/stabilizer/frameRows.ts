// Rows of 1,024 bits, one for each shot of a batch. They are addressed by their first byte and aligned to 16 bytes.

/** target ← target ⊕ source */
// @ts-ignore: AssemblyScript's decorators
@inline
export function addRow(target: usize, source: usize): void {
  v128.store(target, v128.xor(v128.load(target), v128.load(source)));
  v128.store(target, v128.xor(v128.load(target, 16), v128.load(source, 16)), 16);
  v128.store(target, v128.xor(v128.load(target, 32), v128.load(source, 32)), 32);
  v128.store(target, v128.xor(v128.load(target, 48), v128.load(source, 48)), 48);
  v128.store(target, v128.xor(v128.load(target, 64), v128.load(source, 64)), 64);
  v128.store(target, v128.xor(v128.load(target, 80), v128.load(source, 80)), 80);
  v128.store(target, v128.xor(v128.load(target, 96), v128.load(source, 96)), 96);
  v128.store(target, v128.xor(v128.load(target, 112), v128.load(source, 112)), 112);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function clearRow(row: usize): void {
  const zero = i64x2.splat(0);
  v128.store(row, zero);
  v128.store(row, zero, 16);
  v128.store(row, zero, 32);
  v128.store(row, zero, 48);
  v128.store(row, zero, 64);
  v128.store(row, zero, 80);
  v128.store(row, zero, 96);
  v128.store(row, zero, 112);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function copyRow(target: usize, source: usize): void {
  v128.store(target, v128.load(source));
  v128.store(target, v128.load(source, 16), 16);
  v128.store(target, v128.load(source, 32), 32);
  v128.store(target, v128.load(source, 48), 48);
  v128.store(target, v128.load(source, 64), 64);
  v128.store(target, v128.load(source, 80), 80);
  v128.store(target, v128.load(source, 96), 96);
  v128.store(target, v128.load(source, 112), 112);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function exchangeRows(one: usize, other: usize): void {
  for (let at: usize = 0; at < 128; at += 32) {
    const first = v128.load(one + at);
    const second = v128.load(one + at, 16);
    v128.store(one + at, v128.load(other + at));
    v128.store(one + at, v128.load(other + at, 16), 16);
    v128.store(other + at, first);
    v128.store(other + at, second, 16);
  }
}

/** Turns one bit of a row over. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function flipBit(row: usize, shot: u32, bit: u32): void {
  const at = row + (shot >> 3);
  store<u8>(at, load<u8>(at) ^ (bit << (shot & 7)));
}

/** Turns all bits of the rows over whose byte at `flags` is not 0. */
export function invertRows(rows: usize, count: u32, flags: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    if (load<u8>(flags + index) == 0) continue;
    const row = rows + ((<usize>index) << 7);
    for (let at = row; at < row + 128; at += 16) v128.store(at, v128.not(v128.load(at)));
  }
}

/**
 * Writes rows shot by shot: bit r of the `stride` bytes of a shot is that of row r. `count` rows are read, rounded up to a
 * multiple of 16, and `stride` is an eighth of that.
 */
export function shotsOfRows(rows: usize, count: u32, target: usize, stride: u32): void {
  for (let first: u32 = 0; first < count; first += 16) {
    const start = rows + ((<usize>first) << 7);
    for (let byte: usize = 0; byte < 128; byte++) {
      const at = start + byte;
      let bits = v128.load8_splat(at);
      bits = v128.load_lane<u8>(at, bits, 1, 128);
      bits = v128.load_lane<u8>(at, bits, 2, 256);
      bits = v128.load_lane<u8>(at, bits, 3, 384);
      bits = v128.load_lane<u8>(at, bits, 4, 512);
      bits = v128.load_lane<u8>(at, bits, 5, 640);
      bits = v128.load_lane<u8>(at, bits, 6, 768);
      bits = v128.load_lane<u8>(at, bits, 7, 896);
      bits = v128.load_lane<u8>(at, bits, 8, 1024);
      bits = v128.load_lane<u8>(at, bits, 9, 1152);
      bits = v128.load_lane<u8>(at, bits, 10, 1280);
      bits = v128.load_lane<u8>(at, bits, 11, 1408);
      bits = v128.load_lane<u8>(at, bits, 12, 1536);
      bits = v128.load_lane<u8>(at, bits, 13, 1664);
      bits = v128.load_lane<u8>(at, bits, 14, 1792);
      bits = v128.load_lane<u8>(at, bits, 15, 1920);
      // The highest bit of each lane, which is that of the last of 8 shots, and so on down.
      let shot = target + ((<usize>((<u32>byte << 3) + 7)) * stride) + (first >> 3);
      for (let bit = 0; bit < 8; bit++) {
        store<u16>(shot, <u16>i8x16.bitmask(bits));
        bits = i8x16.shl(bits, 1);
        shot -= stride;
      }
    }
  }
}
