import type { Circuit, Operation } from '../circuit.ts';
import { computes } from '../moments.ts';
import { withBodies } from '../operationBodies.ts';
import { operationBits, operationQubits } from '../operationQubits.ts';

/**
 * The operations in an order that depends on the circuit and not on how its program was written: of all that may come next,
 * the one on the lowest wire does. Two lists that only differ in the order of operations without a common wire give the
 * same. Bodies are ordered likewise.
 */
export function wireOrdered(
  operations: readonly Operation[],
  counts: Pick<Circuit, 'qubitCount' | 'bitCount'>,
): Operation[] {
  const inner = operations.map((operation) => withBodies(operation, (body) => wireOrdered(body, counts)));
  const wires = inner.map((operation) => orderingWires(operation, counts));
  const waitsFor = new Int32Array(inner.length);
  const followers: number[][] = inner.map(() => []);
  const last = new Map<number, number>();
  for (const [index, own] of wires.entries()) {
    const before = new Set(own.map((wire) => last.get(wire)).filter((each) => each !== undefined));
    waitsFor[index] = before.size;
    for (const each of before) followers[each]?.push(index);
    for (const wire of own) last.set(wire, index);
  }
  // Of operations that may come next no two share a wire, so that each wire has at most one that begins with it.
  const ready = new Int32Array(counts.qubitCount + counts.bitCount + 2).fill(-1);
  let lowest = ready.length;
  const makeReady = (index: number) => {
    const wire = Math.min(...(wires[index] ?? []));
    ready[wire] = index;
    lowest = Math.min(lowest, wire);
  };
  for (const index of inner.keys()) if (waitsFor[index] === 0) makeReady(index);
  const ordered: Operation[] = [];
  while (ordered.length < inner.length) {
    while (ready[lowest] === -1) lowest++;
    const index = ready[lowest] ?? 0;
    ready[lowest] = -1;
    const operation = inner[index];
    if (operation === undefined) throw new RangeError('An operation is on a wire that the circuit does not have.');
    ordered.push(operation);
    for (const follower of followers[index] ?? []) {
      waitsFor[follower] = (waitsFor[follower] ?? 0) - 1;
      if (waitsFor[follower] === 0) makeReady(follower);
    }
  }
  return ordered;
}

/** Qubits, bits, then one wire for all computation and one for global phases, which are on no other. */
function orderingWires(
  operation: Operation,
  { bitCount, qubitCount }: Pick<Circuit, 'qubitCount' | 'bitCount'>,
): number[] {
  const wires = [...operationQubits(operation), ...operationBits(operation).map((bit) => qubitCount + bit)];
  if (computes(operation)) wires.push(qubitCount + bitCount);
  return wires.length === 0 ? [qubitCount + bitCount + 1] : wires;
}
