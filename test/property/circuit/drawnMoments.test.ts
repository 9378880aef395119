import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { drawnMoments, executedAt } from '#core/circuit/drawing/drawnMoments.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { operationWires } from '#core/circuit/operationWires.ts';
import { circuitWithGroups, groupedProgram } from '#test/support/arbitraries/groupedPrograms.ts';

/** Qubits and bits, and one wire for all that is computed. */
function wiresOf(operation: Operation): string[] {
  const computes = JSON.stringify(operation).includes('"variable"');
  return [...operationWires(operation), ...(computes ? ['computed'] : [])];
}

const anyOpening = (keys: readonly string[]): fc.Arbitrary<GroupOpening> =>
  fc.record({
    others: fc.constantFrom('automatic', 'all', 'none'),
    chosen: fc.subarray([...keys]).chain((some) =>
      fc.array(fc.boolean(), { minLength: some.length, maxLength: some.length }).map((is) => {
        return Object.fromEntries(some.map((key, index) => [key, is[index] ?? false]));
      }),
    ),
  });

it('what has been executed at a moment of a drawing has all before it that it follows', () => {
  const drawn = groupedProgram(8)
    .map(circuitWithGroups)
    .chain((circuit) => {
      const { elements } = layoutCircuit(circuit, { opening: { others: 'all', chosen: {} } });
      const keys = elements.flatMap(({ group }) => (group ? [group.key] : []));
      return fc.record({ circuit: fc.constant(circuit), opening: anyOpening(keys) });
    });
  fc.assert(
    fc.property(drawn, ({ circuit, opening }) => {
      const moments = drawnMoments(circuit, opening);
      expect(moments.count).toBe(layoutCircuit(circuit, { opening }).columns.length);
      expect(executedAt(moments, moments.count)).toHaveLength(circuit.operations.length);
      const wires = circuit.operations.map(wiresOf);
      for (let moment = 0; moment <= moments.count; moment++) {
        const executed = new Set(executedAt(moments, moment));
        for (const place of executed) {
          for (let before = 0; before < place; before++) {
            const follows = wires[place]?.some((wire) => wires[before]?.includes(wire));
            if (follows) expect(executed.has(before), `${before} before ${place} at ${moment}`).toBe(true);
          }
        }
      }
    }),
    { numRuns: 60 },
  );
});
