import { expect, test } from 'vitest';
import { drawTiles, tilesOf } from '#core/circuit/drawing/drawingTiles.ts';
import { layOutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { brickworkCircuit, groupedCircuit } from '#test/support/fixtures/circuitDrawings.ts';
import { arrangeTile, partsIn } from '#webview/circuit/tileBlocks.ts';

test.each([
  ['wider and higher than a tile', brickworkCircuit(40, 90), { others: 'automatic', chosen: {} }],
  ['with open calls and loops', groupedCircuit(), { others: 'all', chosen: {} }],
] as const)('all that reaches into an area of a drawing %s is there once', (_name, circuit, opening) => {
  const layout = layOutCircuit(circuit, { opening });
  const { columns, wires } = layout.frame;
  const whole = { firstColumn: 0, lastColumn: columns.length - 1, firstWire: 0, lastWire: wires.length - 1 };
  const part = { firstColumn: 3, lastColumn: columns.length - 5, firstWire: 2, lastWire: wires.length - 2 };
  for (const area of [whole, part]) {
    const drawn = drawTiles(layout, tilesOf(area));
    const tiles = drawn.tiles.map((tile) =>
      arrangeTile(
        tile,
        tile.elements.flatMap((index) => drawn.elements[index] ?? []),
      ),
    );
    const { blocks, spanning } = partsIn(tiles, area);
    const ids = [...spanning, ...blocks.flatMap(({ elements }) => elements)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(layout.idsIn(area)));
    for (const { elements, rows } of blocks) {
      expect([...rows.values()].flat().toSorted((one, other) => one.id - other.id)).toEqual(elements);
      for (const [wire, row] of rows) expect(row.every(({ firstWire }) => firstWire === wire)).toBe(true);
    }
    // A block is drawn while any of its wires is in view; what is in no block has to say itself where it is.
    for (const { area: covered, elements } of blocks) {
      for (const { column, firstWire, lastWire } of elements) {
        expect(column).toBeGreaterThanOrEqual(covered.firstColumn);
        expect(column).toBeLessThanOrEqual(covered.lastColumn);
        expect(firstWire).toBeGreaterThanOrEqual(covered.firstWire);
        expect(lastWire).toBeLessThanOrEqual(covered.lastWire);
      }
    }
  }
});
