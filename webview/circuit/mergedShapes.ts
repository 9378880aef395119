import type { DrawingElement, DrawingPart } from '#core/circuit/drawing/circuitDrawing.ts';

/** Shapes that look alike, as one path. */
export interface MergedPath {
  readonly className: string;
  readonly path: string;
}

/** A text, or texts of one character each that look alike, as one: each character has its own place. */
export interface MergedText {
  readonly className: string;
  readonly x: string;
  readonly y: string;
  readonly text: string;
}

export interface MergedShapes {
  /** From the lowest to the uppermost one. */
  readonly paths: readonly MergedPath[];
  readonly texts: readonly MergedText[];
}

/** What lies over what: a control may be between the targets of a box, and lines end under what they lead to. */
const layers = [
  'part-frame branch',
  'part-frame call',
  'part-frame loop',
  'part-frame pass',
  'part-line classical',
  'part-line',
  'part-barrier',
  'part-box part-gate',
  'part-box part-reset',
  'part-box part-assignment',
  'part-box part-group',
  'part-passing',
  'part-not',
  'part-swap',
  'part-meter',
  'part-meter-hand',
  'part-control value-1',
  'part-control value-0',
] as const;
type Layer = (typeof layers)[number];

/** How round the corners of boxes and frames are, in pixels. */
const corner = { box: 2, frame: 3 };

/**
 * The shapes of elements, of which no two are in the same place but for what is in a frame, with one path for all that look
 * alike: a page with few paths is scrolled and painted much faster than one with a thousand small ones. All places and
 * sizes come from the layout; colours come from the style sheet.
 */
export function mergeShapes(elements: readonly DrawingElement[]): MergedShapes {
  const paths = new Map<Layer, string>();
  const texts: MergedText[] = [];
  const labels = { xs: [] as number[], ys: [] as number[], text: '' };
  const draw = (layer: Layer, path: string) => paths.set(layer, (paths.get(layer) ?? '') + path);
  const write = (className: string, x: number, y: number, text: string) => {
    if (className === 'part-label' && text.length === 1) {
      labels.xs.push(x);
      labels.ys.push(y);
      labels.text += text;
    } else texts.push({ className, x: String(x), y: String(y), text });
  };
  for (const { group, parts } of elements) for (const part of parts) drawPart(part, group !== undefined, draw, write);
  if (labels.text !== '') {
    texts.push({ className: 'part-label', x: labels.xs.join(' '), y: labels.ys.join(' '), text: labels.text });
  }
  return {
    paths: layers.flatMap((className) => {
      const path = paths.get(className);
      return path === undefined ? [] : [{ className, path }];
    }),
    texts,
  };
}

/** @param isMarked whether a mark that opens or closes it stands before the label of a frame */
function drawPart(
  part: DrawingPart,
  isMarked: boolean,
  draw: (layer: Layer, path: string) => void,
  write: (className: string, x: number, y: number, text: string) => void,
): void {
  switch (part.kind) {
    case 'box': {
      draw(`part-box part-${part.role}`, roundedBox(part, corner.box));
      const x = part.x + part.width / 2;
      const y = part.y + part.height / 2;
      write('part-label', x, part.detail === undefined ? y : y - 6, part.label);
      if (part.detail !== undefined) write('part-detail', x, y + 8, part.detail);
      return;
    }
    case 'meter': {
      const { height, width, x, y } = part;
      draw('part-meter', roundedBox({ x: x - width / 2, y: y - height / 2, width, height }, corner.box));
      const reach = width * 0.3;
      const base = y + height * 0.2;
      draw(
        'part-meter-hand',
        `M${x - reach} ${base}a${reach} ${reach} 0 0 1 ${2 * reach} 0M${x} ${base}L${x + reach * 0.85} ${base - reach * 1.25}`,
      );
      return;
    }
    case 'control':
      draw(`part-control value-${part.value}`, circle(part.x, part.y, 4.5));
      return;
    case 'not': {
      const { radius, x, y } = part;
      draw('part-not', `${circle(x, y, radius)}M${x - radius} ${y}h${2 * radius}M${x} ${y - radius}v${2 * radius}`);
      return;
    }
    case 'swap':
      draw('part-swap', `M${part.x - 6} ${part.y - 6}l12 12M${part.x + 6} ${part.y - 6}l-12 12`);
      return;
    case 'line': {
      const { x, y1, y2 } = part;
      if (part.role === 'quantum') draw('part-line', `M${x} ${y1}V${y2}`);
      else draw('part-line classical', `M${x - 1.5} ${y1}V${y2}M${x + 1.5} ${y1}V${y2}`);
      return;
    }
    case 'barrier':
      draw('part-barrier', `M${part.x} ${part.y1}V${part.y2}`);
      return;
    case 'text':
      write('part-text', part.x, part.y, part.text);
      return;
    case 'passing':
      draw('part-passing', `M${part.x1} ${part.y}H${part.x2}`);
      return;
    case 'frame':
      draw(`part-frame ${part.role}`, roundedBox(part, corner.frame));
      write('part-frame-label', part.x + (isMarked ? 18 : 5), part.y + 11, part.label);
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function roundedBox({ height, width, x, y }: Box, radius: number): string {
  const [across, down] = [width - 2 * radius, height - 2 * radius];
  const arc = `a${radius} ${radius} 0 0 1`;
  return `M${x + radius} ${y}h${across}${arc} ${radius} ${radius}v${down}${arc} ${-radius} ${radius}h${-across}${arc} ${-radius} ${-radius}v${-down}${arc} ${radius} ${-radius}z`;
}

function circle(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}
