/** The first byte of memory that the module itself does not use. */
export function heapStart(): usize {
  return __heap_base;
}
