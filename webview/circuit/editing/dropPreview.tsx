import type { DropPlace, PlacingGround } from './dropPlace.ts';

interface DropPreviewProps {
  readonly place: DropPlace;
  readonly ground: PlacingGround;
  readonly label: string;
  /** All wires that what is held would be on, as far as that is known. */
  readonly wires: readonly number[];
}

const box = { width: 32, height: 30 };

/** Where what is held would be put down: a dashed box in a free cell, a bar between what is on the wire; in which frame. */
export function DropPreview({ place, ground, label, wires }: DropPreviewProps) {
  const { frame } = place;
  const heights = wires.map((wire) => ground.wires[wire]?.y ?? place.y);
  const [top, bottom] = [Math.min(place.y, ...heights), Math.max(place.y, ...heights)];
  const width = Math.max(box.width, 8 * label.length + 12);
  return (
    <g class="drop-preview">
      {frame !== undefined && (
        <rect class="drop-frame" x={frame.x} y={frame.y} width={frame.width} height={frame.height} rx="4" />
      )}
      {top < bottom && <path d={`M${place.x} ${top}V${bottom}`} />}
      {place.isFree ? (
        [place.y, ...heights.filter((y) => y !== place.y)].map((y, index) => (
          <g key={y}>
            <rect
              x={place.x - (index === 0 ? width : 12) / 2}
              y={y - (index === 0 ? box.height : 12) / 2}
              width={index === 0 ? width : 12}
              height={index === 0 ? box.height : 12}
              rx="3"
            />
            {index === 0 && (
              <text x={place.x} y={y}>
                {label}
              </text>
            )}
          </g>
        ))
      ) : (
        <path class="drop-bar" d={`M${place.x} ${top - box.height / 2 - 2}V${bottom + box.height / 2 + 2}`} />
      )}
    </g>
  );
}
