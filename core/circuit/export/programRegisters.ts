import type { Register } from '../circuit.ts';

/** The registers in order of their elements and, where elements are in none, further ones of the given name for those. */
export function withLooseElements(registers: readonly Register[], count: number, name: string): Register[] {
  const sorted = registers.toSorted((left, right) => left.start - right.start);
  const loose: Register[] = [];
  let next = 0;
  for (const { size, start } of [...sorted, { start: count, size: 0 }]) {
    if (start > next) loose.push({ name, start: next, size: start - next });
    next = Math.max(next, start + size);
  }
  return [...sorted, ...loose].toSorted((left, right) => left.start - right.start);
}

/** The register that holds a qubit or bit, and its index there. */
export function placeOf<R extends Register>(
  element: number,
  registers: readonly R[],
): { readonly register: R; readonly index: number } {
  const register = registers.find(({ size, start }) => element >= start && element < start + size);
  if (register === undefined) throw new RangeError(`No register holds number ${element}.`);
  return { register, index: element - register.start };
}
