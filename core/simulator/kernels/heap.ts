/** Sets bytes to 0. */
export function clearBytes(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}

/** The first byte of memory that the module itself does not use. */
export function heapStart(): usize {
  return __heap_base;
}
