import type { Circuit, Operation } from '../circuit.ts';
import { withBodies } from '../operationBodies.ts';
import { operationBits, operationQubits } from '../operationQubits.ts';
import { computes } from '../operationWires.ts';

type Wires = Pick<Circuit, 'qubitCount' | 'bitCount'>;

/**
 * The operations in an order that depends on the circuit and not on how its program was written: wire by wire, each operation
 * right after those that it follows. Two lists that only differ in the order of operations without a common wire give the
 * same, and a gate more on one wire leaves the order of all others. Bodies are ordered likewise.
 */
export function wireOrdered(operations: readonly Operation[], wires: Wires): Operation[] {
  const inner = operations.map((operation) => withBodies(operation, (body) => wireOrdered(body, wires)));
  const last = new Map<number, number>();
  const followed = inner.map((operation, index) => {
    const own = orderingWires(operation, wires);
    const before = own.map((wire) => last.get(wire)).filter((each) => each !== undefined);
    for (const wire of own) last.set(wire, index);
    return before;
  });
  const ends = [...last].sort(([one], [other]) => one - other).map(([, index]) => index);
  return inOrder(followed, ends).flatMap((index) => inner[index] ?? []);
}

/**
 * Everything that leads to the ends, each after all that it follows. Circuits are deep, so this keeps its own stack.
 * @param followed what each follows directly
 */
function inOrder(followed: readonly (readonly number[])[], ends: readonly number[]): number[] {
  const ordered: number[] = [];
  const isDone = new Uint8Array(followed.length);
  const waiting = ends.toReversed();
  for (let index = waiting.at(-1); index !== undefined; index = waiting.at(-1)) {
    const next = isDone[index] ? undefined : followed[index]?.find((before) => !isDone[before]);
    if (next !== undefined) {
      waiting.push(next);
      continue;
    }
    waiting.pop();
    if (!isDone[index]) ordered.push(index);
    isDone[index] = 1;
  }
  return ordered;
}

/** Qubits, bits, one wire for all computation, and one for what is on no other, such as global phases; ascending. */
function orderingWires(operation: Operation, { bitCount, qubitCount }: Wires): number[] {
  const wires = [...operationQubits(operation), ...operationBits(operation).map((bit) => qubitCount + bit)];
  if (computes(operation)) wires.push(qubitCount + bitCount);
  if (wires.length === 0) wires.push(qubitCount + bitCount + 1);
  return wires.sort((one, other) => one - other);
}
