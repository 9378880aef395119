/** The bits of an unsigned integer moved round within its width, by `distance` towards higher indices. */
export function rotateBits(value: bigint, width: number, distance: bigint): bigint {
  if (width === 0) return value;
  const size = BigInt(width);
  const left = ((distance % size) + size) % size;
  return BigInt.asUintN(width, (value << left) | (value >> (size - left)));
}

/** How many bits of an unsigned integer are 1. */
export function countOnes(value: bigint): bigint {
  return BigInt(value.toString(2).replaceAll('0', '').length);
}
