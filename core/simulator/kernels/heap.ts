/** Sets bytes to 0. */
export function clearBytes(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}

/** The first byte of memory that the module itself does not use. */
export function heapStart(): usize {
  return __heap_base;
}

/** Sets chunk `chunk` of an array of chunks of `bytes` to 0. */
export function clearChunk(address: usize, bytes: u32, chunk: u32, _thread: u32): void {
  memory.fill(address + <usize>chunk * bytes, 0, bytes);
}
