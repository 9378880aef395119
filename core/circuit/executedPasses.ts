import type { Operation } from './circuit.ts';
import type { ExecutedPart, PartlyExecuted } from './executedPart.ts';
import { bodiesOf } from './operationBodies.ts';

/**
 * What has been executed in other passes than the first of the loops that are decided at run time.
 * @param passes of the outermost loop first, then of those in it, from 1; of loops it says nothing of, the first
 * @returns with how many loops lie in each other, at most, that have been executed in part
 */
export function withPasses(
  operations: readonly Operation[],
  part: ExecutedPart,
  passes: readonly number[],
): { readonly part: ExecutedPart; readonly loops: number } {
  let loops = 0;
  const inPasses = (inside: readonly Operation[], before: ExecutedPart, depth: number): ExecutedPart => {
    const partly = before.partly?.map((each): PartlyExecuted => {
      const operation = inside[each.place];
      if (operation === undefined) return each;
      const isLoop = operation.kind === 'while';
      const within = depth + (isLoop ? 1 : 0);
      loops = Math.max(loops, within);
      const bodies = bodiesOf(operation);
      const changed = {
        ...each,
        bodies: each.bodies.map((body, index) => inPasses(bodies[index] ?? [], body, within)),
      };
      const pass = isLoop ? (passes[depth] ?? 1) : 1;
      return pass > 1 ? { ...changed, pass } : changed;
    });
    return partly === undefined ? before : { ...before, partly };
  };
  return { part: inPasses(operations, part, 0), loops };
}
