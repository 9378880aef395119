/**
 * Exchanges the amplitudes of a block that differ in bit `target` of their index, where the bits of `mask` have the value
 * `value`.
 */
export function flip<T>(block: usize, amplitudes: u32, target: u32, mask: u32, value: u32): void {
  if (sizeof<T>() == 8) {
    exchangeUnits<v128>(block, amplitudes, target, mask, value);
  } else if (target == 0 || (mask & 1) != 0) {
    exchangeUnits<u64>(block, amplitudes, target, mask, value);
  } else {
    exchangeUnits<v128>(block, amplitudes >> 1, target - 1, mask >> 1, value >> 1);
  }
}

function exchangeUnits<U>(block: usize, units: u32, target: u32, mask: u32, value: u32): void {
  const bit: u32 = 1 << target;
  const fixed = mask | bit;
  const shift: u32 = sizeof<U>() == 16 ? 4 : 3;
  const stride = (<usize>bit) << shift;
  for (let index = value; index < units; index = (((index | fixed) + 1) & ~fixed) | value) {
    const at = block + ((<usize>index) << shift);
    if (sizeof<U>() == 16) {
      const a = v128.load(at);
      v128.store(at, v128.load(at + stride));
      v128.store(at + stride, a);
    } else {
      const a = load<u64>(at);
      store<u64>(at, load<u64>(at + stride));
      store<u64>(at + stride, a);
    }
  }
}
