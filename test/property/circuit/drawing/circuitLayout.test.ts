import fc from 'fast-check';
import { expect, it } from 'vitest';
import { doSteps } from '#core/base/steps.ts';
import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';
import { AskedDrawing, type DrawingAnswer } from '#core/circuit/drawing/drawingQuestions.ts';
import { drawTiles, tileArea, tilesOf } from '#core/circuit/drawing/drawingTiles.ts';
import { type MovementKey, movementKeys } from '#core/circuit/drawing/gridMovement.ts';
import { layOutCircuit, layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { isSelected } from '#core/circuit/drawing/sourceSelection.ts';
import { circuitWithGroups, groupedProgram } from '#test/support/arbitraries/groupedPrograms.ts';

/** A drawing whole, and the same one laid out to be asked about. */
const drawn = fc
  .record({ text: groupedProgram(14), others: fc.constantFrom('automatic' as const, 'all' as const, 'none' as const) })
  .map(({ others, text }) => {
    const circuit = circuitWithGroups(text);
    const opening = { others, chosen: {} };
    return { text, whole: layoutCircuit(circuit, { opening }), layout: layOutCircuit(circuit, { opening }) };
  })
  .filter(({ whole }) => whole.elements.length > 0);

const runs = { numRuns: 60 };

/** The last column that a box reaches, told by its geometry alone. */
function lastColumnOf({ x, width }: DrawingElement, columns: readonly { readonly x: number }[]): number {
  return columns.findLastIndex((column) => column.x < x + width);
}

it('makes in any area what the whole drawing has there, and in all tiles together the whole drawing', () => {
  fc.assert(
    fc.property(drawn, fc.tuple(fc.nat(40), fc.nat(40), fc.nat(6), fc.nat(6)), ({ layout, whole }, [a, b, c, d]) => {
      const { elements, ...frame } = whole;
      expect(layout.frame).toEqual(frame);
      const area = {
        firstColumn: Math.min(a, b),
        lastColumn: Math.max(a, b),
        firstWire: Math.min(c, d),
        lastWire: Math.max(c, d),
      };
      const inArea = elements.filter(
        (element) =>
          element.column <= area.lastColumn &&
          lastColumnOf(element, whole.columns) >= area.firstColumn &&
          element.firstWire <= area.lastWire &&
          element.lastWire >= area.firstWire,
      );
      expect(layout.idsIn(area).map((id) => layout.element(id))).toEqual(inArea);

      const places = tilesOf({
        firstColumn: 0,
        lastColumn: whole.columns.length - 1,
        firstWire: 0,
        lastWire: whole.wires.length - 1,
      });
      const tiles = drawTiles(layout, places);
      expect(tiles.elements).toEqual(elements);
      for (const { column, elements: indices, wire } of tiles.tiles) {
        const ids = indices.map((index) => tiles.elements[index]?.id);
        expect(ids).toEqual(layout.idsIn(tileArea({ column, wire })));
      }
    }),
    runs,
  );
});

it('moves as somebody who has the whole drawing before them', () => {
  fc.assert(
    fc.property(
      drawn,
      fc.array(fc.tuple(fc.constantFrom(...movementKeys), fc.boolean()), { minLength: 1, maxLength: 20 }),
      ({ layout, whole }, keys) => {
        const asked = new AskedDrawing(layout);
        let from = { id: 0, wire: layout.firstWireOf(0) };
        for (const [key, withControl] of keys) {
          const answer = doSteps(asked.answer({ kind: 'move', from, key, withControl }));
          const expected = moved(whole.elements, whole.wires.length, from, key, withControl);
          expect(answer).toMatchObject({ kind: 'position', wire: expected.wire, element: { id: expected.id } });
          from = expected;
        }
      },
    ),
    runs,
  );
});

it('finds what the whole drawing has by its words and by its source', () => {
  fc.assert(
    fc.property(
      drawn,
      fc.constantFrom('h', 'q[1]', 'cx q[2]', 'moment 3', 'loop', 'call of', 'zz', 'MEAS c[0]', ''),
      fc.integer({ min: -30, max: 30 }),
      fc.tuple(fc.nat(600), fc.nat(20)),
      ({ layout, whole }, query, place, [start, length]) => {
        const asked = new AskedDrawing(layout);
        const words = query.toLowerCase().split(' ').filter(Boolean);
        const found = whole.elements.filter(
          ({ description }) =>
            words.length > 0 &&
            words.every((word) => ` ${description.toLowerCase().replace(/[(),]/g, ' ')}`.includes(` ${word}`)),
        );
        const answer = only('search', doSteps(asked.answer({ kind: 'search', query, place })));
        expect(answer.total).toBe(found.length);
        expect(answer.element).toEqual(found.at(found.length === 0 ? 0 : place % found.length));

        for (const selection of [
          { start, end: start },
          { start, end: start + length },
        ]) {
          const at = only('at-source', doSteps(asked.answer({ kind: 'at-source', selection })));
          const marked = about(whole.elements, selection);
          expect(at.first).toEqual(marked[0]);
          const { selected } = at;
          expect(whole.elements.filter(({ source }) => selected && isSelected(source, selected))).toEqual(marked);
        }
      },
    ),
    runs,
  );
});

it('is as dense where it is as it has operations there', () => {
  fc.assert(
    fc.property(drawn, ({ layout, whole }) => {
      const everyPlace = { kind: 'density', columns: 1000, rows: 1000 } as const;
      const { cells, columns, rows } = only('density', doSteps(new AskedDrawing(layout).answer(everyPlace)));
      expect([columns, rows]).toEqual([whole.columns.length, whole.wires.length]);
      const operations = whole.elements.filter(({ parts }) => parts.every(({ kind }) => kind !== 'frame'));
      for (const [index, cell] of cells.entries()) {
        const [wire, column] = [Math.floor(index / columns), index % columns];
        const isThere = operations.some(
          (element) => element.column === column && element.firstWire <= wire && element.lastWire >= wire,
        );
        expect(cell).toBe(isThere ? 255 : 0);
      }
    }),
    runs,
  );
});

it('outlines what is there, tile by tile, and names what is at a place', () => {
  fc.assert(
    fc.property(drawn, fc.nat(40), fc.nat(8), ({ layout, whole }, column, wire) => {
      const last = { column: whole.columns.length - 1, wire: whole.wires.length - 1 };
      const tiles = tilesOf({ firstColumn: 0, lastColumn: last.column, firstWire: 0, lastWire: last.wire });
      const asked = new AskedDrawing(layout);
      const answer = only('outlines', doSteps(asked.answer({ kind: 'outlines', tiles })));
      expect(answer.tiles.map((tile) => ({ column: tile.column, wire: tile.wire }))).toEqual(tiles);
      const isFrame = ({ parts }: DrawingElement) => parts.some(({ kind }) => kind === 'frame');
      const isReadout = ({ parts }: DrawingElement) =>
        parts.some((part) => part.kind === 'meter' || (part.kind === 'box' && part.role === 'reset'));
      const leaves = whole.elements.filter((each) => !isFrame(each));
      expect(covered(answer.tiles.map(({ elements }) => elements))).toEqual(
        places(leaves.filter((each) => !isReadout(each))),
      );
      expect(covered(answer.tiles.map(({ readouts }) => readouts))).toEqual(places(leaves.filter(isReadout)));
      const framed = answer.tiles.flatMap(({ frames }) =>
        Array.from({ length: frames.length / 4 }, (_, index) => frames.slice(4 * index, 4 * index + 4).join(' ')),
      );
      const frames = whole.elements.filter(isFrame).map((element) => {
        const end = lastColumnOf(element, whole.columns);
        return [element.column, end, element.firstWire, element.lastWire].join(' ');
      });
      expect(new Set(framed)).toEqual(new Set(frames));

      const innermost = whole.elements.findLast(
        (element) =>
          element.column <= column &&
          lastColumnOf(element, whole.columns) >= column &&
          element.firstWire <= wire &&
          element.lastWire >= wire,
      );
      const there = only('element', doSteps(asked.answer({ kind: 'at-place', column, wire })));
      expect(there.element).toEqual(innermost);
    }),
    runs,
  );
});

/** The places that outlines cover. */
function covered(outlines: readonly (readonly number[])[]): Set<string> {
  const found = new Set<string>();
  for (const outline of outlines) {
    for (let index = 0; index < outline.length; index += 3) {
      const [at = 0, first = 0, end = 0] = outline.slice(index, index + 3);
      for (let row = first; row <= end; row++) found.add(`${at} ${row}`);
    }
  }
  return found;
}

/** The same that elements cover. */
function places(elements: readonly DrawingElement[]): Set<string> {
  const found = new Set<string>();
  for (const { column, firstWire, lastWire } of elements) {
    for (let row = firstWire; row <= lastWire; row++) found.add(`${column} ${row}`);
  }
  return found;
}

function only<Kind extends DrawingAnswer['kind']>(kind: Kind, answer: DrawingAnswer) {
  if (answer.kind !== kind) throw new Error(`It answered with ${answer.kind}.`);
  return answer as Extract<DrawingAnswer, { kind: Kind }>;
}

/** The elements that a selection in the source is about, by looking at all of them. */
function about(elements: readonly DrawingElement[], { end, start }: { start: number; end: number }): DrawingElement[] {
  const sourced = elements.flatMap((element) => (element.source ? [{ element, source: element.source }] : []));
  if (end > start) {
    return sourced.filter(({ source }) => source.start < end && source.end > start).map(({ element }) => element);
  }
  const around = sourced.filter(({ source }) => source.start <= start && source.end >= start);
  const least = Math.min(...around.map(({ source }) => source.end - source.start));
  return around.filter(({ source }) => source.end - source.start === least).map(({ element }) => element);
}

/** Where a key leads, by looking at all elements. */
function moved(
  elements: readonly DrawingElement[],
  wires: number,
  from: { readonly id: number; readonly wire: number },
  key: MovementKey,
  withControl: boolean,
): { id: number; wire: number } {
  const on = (wire: number) => elements.filter(({ firstWire, lastWire }) => firstWire <= wire && wire <= lastWire);
  const along = on(from.wire);
  const here = elements[from.id];
  const place = along.findIndex(({ id }) => id === from.id);
  const to = (element: DrawingElement | undefined, wire = from.wire) => (element ? { id: element.id, wire } : from);
  if (here === undefined) throw new Error('It is nowhere.');
  const across = (step: 1 | -1) => {
    for (let wire = step === 1 ? here.lastWire + 1 : here.firstWire - 1; wire >= 0 && wire < wires; wire += step) {
      const distance = ({ column }: DrawingElement) => Math.abs(column - here.column);
      const [nearest] = on(wire).toSorted((one, other) => distance(one) - distance(other));
      if (nearest) return to(nearest, wire);
    }
    return from;
  };
  switch (key) {
    case 'ArrowRight':
      return to(along[place + 1]);
    case 'ArrowLeft':
      return to(along[place - 1]);
    case 'ArrowDown':
      return across(1);
    case 'ArrowUp':
      return across(-1);
    case 'PageDown':
      return to(along.find(({ column }) => column >= here.column + 10) ?? along.at(-1));
    case 'PageUp':
      return to(along.findLast(({ column }) => column <= here.column - 10) ?? along[0]);
    case 'Home':
      return withControl ? to(elements[0], elements[0]?.firstWire) : to(along[0]);
    case 'End':
      return withControl ? to(elements.at(-1), elements.at(-1)?.firstWire) : to(along.at(-1));
  }
}
