/** Bit j of `value` moves to the place of the j-th lowest one of `mask`. */
export function depositBits(value: u32, mask: u32): u32 {
  let result: u32 = 0;
  let rest = mask;
  let bits = value;
  while (bits != 0) {
    const lowest = rest & (0 - rest);
    if (bits & 1) result |= lowest;
    rest ^= lowest;
    bits >>= 1;
  }
  return result;
}

/** The bit at place j of the result is that of `value` at the j-th lowest one of `mask`. */
export function extractBits(value: u32, mask: u32): u32 {
  let result: u32 = 0;
  let rest = mask;
  let place: u32 = 1;
  while (rest != 0) {
    const lowest = rest & (0 - rest);
    if (value & lowest) result |= place;
    rest ^= lowest;
    place <<= 1;
  }
  return result;
}
