import fc from 'fast-check';
import { expect, it } from 'vitest';
import { circuitDifference } from '#core/circuit/difference/circuitDifference.ts';
import { comparedDrawing } from '#core/circuit/drawing/comparedDrawing.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { circuitWithGroups, groupedProgram } from '#test/support/arbitraries/groupedPrograms.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';

const anyCircuit = fc.oneof(anyMeasuredCircuit(3, 2), groupedProgram(6).map(circuitWithGroups));

const withoutMoment = (description: string) => description.replace(/, moment \d+$/, '');

it('each side shows its own circuit, and both have the same in the same place', () => {
  fc.assert(
    fc.property(anyCircuit, anyCircuit, (before, after) => {
      const difference = circuitDifference(before, after);
      const { elements, height, width, wires } = comparedDrawing(difference);
      for (const side of ['before', 'after'] as const) {
        const own = elements.filter((each) => each.side === side || each.side === 'both');
        const alone = layoutCircuit(difference[side]);
        const told = (all: readonly { readonly description: string }[]) =>
          all.map(({ description }) => withoutMoment(description)).sort();
        expect(told(own.map(({ element }) => element))).toEqual(told(alone.elements));
        expect(own.map(({ mark }) => mark)).not.toContain(side === 'before' ? 'added' : 'removed');
        for (const { element } of own) {
          expect(element.x + element.width).toBeLessThanOrEqual(width);
          expect(element.y + element.height).toBeLessThanOrEqual(height);
        }
        expect(wires[side].every(({ y }) => y < height)).toBe(true);
      }
      const places = new Map<number, string>();
      for (const { element, mark } of elements) {
        if (mark === 'removed' || mark === 'added') continue;
        const place = JSON.stringify([element.column, element.x, element.y, element.width, element.height]);
        expect(places.get(element.id) ?? place).toBe(place);
        places.set(element.id, place);
      }
    }),
    { numRuns: 40 },
  );
});
