/** Where the limits of a memory begin with whether it has a maximum, and whether threads share it. */
const limits = { withMaximum: 1, sharedWithMaximum: 3 } as const;
const importSection = 2;
const memoryImport = 2;

/**
 * A WebAssembly module that takes its memory from whoever starts it, changed into one that takes a memory that threads
 * share. Nothing else in a module depends on that (the limits of memories in WebAssembly's proposal for threads), so that a
 * compiler need not be asked a second time.
 * @throws Error when the first import of the module is not a memory with a maximum
 */
export function sharingItsMemory(module: Uint8Array): Uint8Array {
  const place = memoryLimits(module);
  if (place === undefined || module[place] !== limits.withMaximum) {
    throw new Error('The first import of the module is not a memory with a maximum.');
  }
  const shared = module.slice();
  shared[place] = limits.sharedWithMaximum;
  return shared;
}

function memoryLimits(module: Uint8Array): number | undefined {
  // After the magic number and the version.
  let at = 8;
  const unsigned = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (): void => {
    const length = unsigned();
    at += length;
  };
  while (at < module.length && module[at] !== importSection) {
    at++;
    skip();
  }
  if (at >= module.length) return undefined;
  at++;
  // The size of the section, the count of imports, and the two names of the first.
  unsigned();
  unsigned();
  skip();
  skip();
  return module[at++] === memoryImport ? at : undefined;
}
