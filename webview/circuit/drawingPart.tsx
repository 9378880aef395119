import type { DrawingPart } from '#core/circuit/drawing/circuitDrawing.ts';

interface DrawingPartShapeProps {
  readonly part: DrawingPart;
  /** Whether a mark that closes it stands before the label of a frame. */
  readonly isMarked: boolean;
}

/** One shape of an element. All places and sizes come from the layout; colours come from the style sheet. */
export function DrawingPartShape({ isMarked, part }: DrawingPartShapeProps) {
  switch (part.kind) {
    case 'box': {
      const middle = part.x + part.width / 2;
      const centre = part.y + part.height / 2;
      return (
        <g class={`part-box part-${part.role}`}>
          <rect x={part.x} y={part.y} width={part.width} height={part.height} rx="2" />
          <text class="part-label" x={middle} y={part.detail === undefined ? centre : centre - 6}>
            {part.label}
          </text>
          {part.detail !== undefined && (
            <text class="part-detail" x={middle} y={centre + 8}>
              {part.detail}
            </text>
          )}
        </g>
      );
    }
    case 'meter': {
      const { x, y, width, height } = part;
      const reach = width * 0.3;
      const base = y + height * 0.2;
      return (
        <g class="part-meter">
          <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx="2" />
          <path d={`M${x - reach} ${base}a${reach} ${reach} 0 0 1 ${2 * reach} 0`} />
          <path d={`M${x} ${base}L${x + reach * 0.85} ${base - reach * 1.25}`} />
        </g>
      );
    }
    case 'control':
      return <circle class={`part-control value-${part.value}`} cx={part.x} cy={part.y} r="4.5" />;
    case 'not':
      return (
        <g class="part-not">
          <circle cx={part.x} cy={part.y} r={part.radius} />
          <path
            d={`M${part.x - part.radius} ${part.y}h${2 * part.radius}M${part.x} ${part.y - part.radius}v${2 * part.radius}`}
          />
        </g>
      );
    case 'swap':
      return <path class="part-swap" d={`M${part.x - 6} ${part.y - 6}l12 12M${part.x + 6} ${part.y - 6}l-12 12`} />;
    case 'line':
      return part.role === 'quantum' ? (
        <path class="part-line" d={`M${part.x} ${part.y1}V${part.y2}`} />
      ) : (
        <path
          class="part-line classical"
          d={`M${part.x - 1.5} ${part.y1}V${part.y2}M${part.x + 1.5} ${part.y1}V${part.y2}`}
        />
      );
    case 'barrier':
      return <path class="part-barrier" d={`M${part.x} ${part.y1}V${part.y2}`} />;
    case 'text':
      return (
        <text class="part-text" x={part.x} y={part.y}>
          {part.text}
        </text>
      );
    case 'passing':
      return <path class="part-passing" d={`M${part.x1} ${part.y}H${part.x2}`} />;
    case 'frame':
      return (
        <g class={`part-frame ${part.role}`}>
          <rect x={part.x} y={part.y} width={part.width} height={part.height} rx="3" />
          <text x={part.x + (isMarked ? 18 : 5)} y={part.y + 11}>
            {part.label}
          </text>
        </g>
      );
  }
}
