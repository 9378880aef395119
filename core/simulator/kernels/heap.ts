/** Sets bytes to 0. */
export function clearBytes(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}

/** Sets chunk `chunk` of some bytes to 0. */
export function clearChunk(address: usize, bytes: usize, chunk: u32, _thread: u32): void {
  memory.fill(address + bytes * chunk, 0, bytes);
}

/** Copies chunk `chunk` of some bytes. */
export function copyChunk(to: usize, from: usize, bytes: usize, chunk: u32, _thread: u32): void {
  memory.copy(to + bytes * chunk, from + bytes * chunk, bytes);
}

/** The first byte of memory that the module itself does not use. */
export function heapStart(): usize {
  return __heap_base;
}
