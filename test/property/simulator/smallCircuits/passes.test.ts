import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FlatOperation } from '#core/simulator/smallCircuits/flatOperation.ts';
import { flattenCircuit } from '#core/simulator/smallCircuits/flattenCircuit.ts';
import { blockWidth, planPasses } from '#core/simulator/smallCircuits/passes.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { gate } from '#test/support/circuitBuilder.ts';

const width = blockWidth + 4;

/** Whether two operations may change places: what one changes, the other must not know. */
function commute(left: FlatOperation, right: FlatOperation): boolean {
  const uses = ({ controlMask, kind, targets }: FlatOperation) => {
    const bits = targets.reduce((mask, bit) => mask | (1 << bit), 0);
    return { changes: kind === 'oddPhase' ? 0 : bits, all: bits | controlMask };
  };
  const [a, b] = [uses(left), uses(right)];
  return (a.changes & b.all) === 0 && (b.changes & a.all) === 0;
}

it('passes hold every operation once, keep the order of those that do not commute, and target their own bits', () => {
  fc.assert(
    fc.property(anyGates(width, 60), (operations) => {
      const start = Array.from({ length: width }, (_, qubit) => gate('ry', qubit, 0.1 + qubit));
      const { operations: flat } = flattenCircuit(
        { qubitCount: width, parameters: [] },
        [...start, ...operations, ...start, ...operations],
        false,
      );
      const passes = planPasses(flat);
      const ordered = passes.flatMap((pass) => pass.operations);
      expect(new Set(ordered)).toEqual(new Set(flat));
      expect(ordered).toHaveLength(flat.length);
      const place = new Map(ordered.map((operation, index) => [operation, index]));
      const placeOf = (index: number) => place.get(flat[index] as FlatOperation) ?? Number.NaN;
      for (let later = 0; later < flat.length; later++) {
        for (let earlier = 0; earlier < later; earlier++) {
          if (placeOf(earlier) < placeOf(later)) continue;
          expect(commute(flat[earlier] as FlatOperation, flat[later] as FlatOperation)).toBe(true);
        }
      }
      for (const { local, operations: own, width: bits } of passes) {
        expect(own.every((operation) => operation.width === bits || local === undefined)).toBe(true);
        if (local === undefined) continue;
        expect(local).toHaveLength(blockWidth);
        expect(own.every(({ targets }) => targets.every((bit) => local.includes(bit)))).toBe(true);
      }
      // The work is not left to sweeps over the whole state.
      const swept = passes.filter(({ local, width: bits }) => local === undefined && bits === width);
      expect(swept.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 40 },
  );
});
