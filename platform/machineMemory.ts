import { totalmem } from 'node:os';

/** How many bytes of the machine's memory this process may use. */
export function memoryOfMachine(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
