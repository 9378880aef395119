import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import { geometry } from '#core/circuit/drawing/drawingGeometry.ts';
import { type TilePlace, tileArea } from '#core/circuit/drawing/drawingTiles.ts';

interface MissingTilesProps {
  readonly frame: DrawingFrame;
  readonly tiles: readonly TilePlace[];
}

/** Stands where a part of the drawing is still to come. */
export function MissingTiles({ frame: { columns, wires }, tiles }: MissingTilesProps) {
  return (
    <g class="missing-tiles">
      {tiles.map((place) => {
        const { firstColumn, firstWire, lastColumn, lastWire } = tileArea(place);
        const last = columns[Math.min(lastColumn, columns.length - 1)];
        const [left, right] = [columns[firstColumn]?.x ?? 0, (last?.x ?? 0) + (last?.width ?? 0)];
        const top = (wires[firstWire]?.y ?? 0) - geometry.boxHeight / 2;
        const bottom = (wires[Math.min(lastWire, wires.length - 1)]?.y ?? 0) + geometry.boxHeight / 2;
        return (
          <rect
            class="missing-tile"
            key={`${place.column} ${place.wire}`}
            x={left}
            y={top}
            width={right - left}
            height={bottom - top}
            rx="4"
          />
        );
      })}
    </g>
  );
}
