import type { Condition } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import { visitParts } from '../classicalTraversal.ts';
import { type ClassicalMemory, conditionHolds } from '../evaluateClassical.ts';
import { RunTimeFault } from '../runTimeFault.ts';

/**
 * A condition that depends on bits only, as a function of them (bit j at index j, missing ones 0).
 * @returns undefined when it also reads variables or parameters
 */
export function conditionOfBits(condition: Condition): ((bits: readonly number[]) => boolean) | undefined {
  if (readsMore(condition)) return undefined;
  return (bits) => {
    const memory: ClassicalMemory = {
      bits: Uint8Array.from(bits, (bit) => bit ?? 0),
      variables: [],
      parameters: [],
      circuit: { parameters: [] },
    };
    try {
      return conditionHolds(condition, memory);
    } catch (thrown) {
      // With these bits the run would end here, so that what is guarded does not happen.
      if (thrown instanceof RunTimeFault) return false;
      throw thrown;
    }
  };
}

function readsMore(condition: Condition): boolean {
  switch (condition.kind) {
    case 'compare':
      return false;
    case 'expression':
      return readsMoreThanBits(condition.expression);
    case 'not':
      return readsMore(condition.operand);
    case 'and':
    case 'or':
      return readsMore(condition.left) || readsMore(condition.right);
  }
}

function readsMoreThanBits(expression: ClassicalExpression): boolean {
  let reads = false;
  visitParts(expression, ({ kind }) => {
    if (kind === 'variable' || kind === 'element' || kind === 'parameter') reads = true;
  });
  return reads;
}
