import type { Operation } from './circuit.ts';
import { orderingWires } from './operationWires.ts';

/**
 * The operations in moments, each as early as what it follows allows; those of a moment have no qubit and no bit in
 * common, so that their order does not matter. A conditional or a loop is one operation with all it holds. Barriers keep
 * order and are in no moment; classical computation waits for all computation before it. What acts on no wire, such as a
 * global phase, joins the latest moment so far.
 */
export function circuitMoments(operations: readonly Operation[]): Operation[][] {
  const moments: Operation[][] = [];
  const next = new Map<string, number>();
  for (const operation of operations) {
    const wires = orderingWires(operation);
    const moment =
      wires.length === 0 ? Math.max(0, moments.length - 1) : Math.max(...wires.map((wire) => next.get(wire) ?? 0));
    if (operation.kind !== 'barrier') {
      while (moments.length <= moment) moments.push([]);
      moments[moment]?.push(operation);
    }
    for (const wire of wires) next.set(wire, operation.kind === 'barrier' ? moment : moment + 1);
  }
  return moments;
}
