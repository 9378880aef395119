import { glyphOutlines } from './glyphOutlines.ts';

/** Closed polygons, each as x and y in turn. Together they bound an area: what they wind around is inside. */
export type Outline = readonly (readonly number[])[];

/** Of an arc of 90°, how far the control points of a cubic curve are from its ends, by its radius. */
const arcControl = 0.5522847498307936;
const arcSteps = 8;
const curveSteps = 5;

export function rectangle(x: number, y: number, width: number, height: number): Outline {
  return [[x, y, x + width, y, x + width, y + height, x, y + height]];
}

/** The edge of a rectangle, half of it outside. */
export function rectangleEdge(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  thickness: number,
): Outline {
  const half = thickness / 2;
  const outer = roundedRectangle(x - half, y - half, width + thickness, height + thickness, radius + half);
  const inner = roundedRectangle(x + half, y + half, width - thickness, height - thickness, radius - half);
  return [...outer, ...inner.map(reversed)];
}

export function roundedRectangle(x: number, y: number, width: number, height: number, radius: number): Outline {
  const [right, bottom] = [x + width, y + height];
  return [
    [
      ...quarter(right - radius, y + radius, 0, -radius, radius, 0),
      ...quarter(right - radius, bottom - radius, radius, 0, 0, radius),
      ...quarter(x + radius, bottom - radius, 0, radius, -radius, 0),
      ...quarter(x + radius, y + radius, -radius, 0, 0, -radius),
    ],
  ];
}

export function disc(x: number, y: number, radius: number): Outline {
  return roundedRectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius);
}

export function ring(x: number, y: number, radius: number, thickness: number): Outline {
  return [...disc(x, y, radius + thickness / 2), ...disc(x, y, radius - thickness / 2).map(reversed)];
}

/** The upper half of a ring. */
export function arch(x: number, y: number, radius: number, thickness: number): Outline {
  const half = (size: number) => [...quarter(x, y, -size, 0, 0, -size), ...quarter(x, y, 0, -size, size, 0)];
  return [[...half(radius + thickness / 2), ...reversed(half(radius - thickness / 2))]];
}

export function line(x1: number, y1: number, x2: number, y2: number, thickness: number): Outline {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length === 0) return [];
  const [sideX, sideY] = [(-dy / length) * (thickness / 2), (dx / length) * (thickness / 2)];
  return [[x1 + sideX, y1 + sideY, x2 + sideX, y2 + sideY, x2 - sideX, y2 - sideY, x1 - sideX, y1 - sideY]];
}

/** A line of dashes with gaps between them, in pixels, beginning with a dash. */
export function dashes(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  thickness: number,
  [dash, gap]: readonly [number, number],
): Outline {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.sqrt(dx * dx + dy * dy);
  const found: (readonly number[])[] = [];
  for (let start = 0; start < length; start += dash + gap) {
    const [from, to] = [start / length, Math.min(length, start + dash) / length];
    found.push(...line(x1 + from * dx, y1 + from * dy, x1 + to * dx, y1 + to * dy, thickness));
  }
  return found;
}

/** How wide a character is and where the middle of a line of text is above its base line, by the font size. */
export const characterWidth = 1233 / 2048;
export const textMiddle = (1901 - 483) / 2 / 2048;

/** A line of text that begins at x on a base line; a character without an outline is an empty box. */
export function textOutline(text: string, x: number, baseline: number, size: number): Outline {
  return [...text].flatMap((character, index) => {
    const left = x + index * characterWidth * size;
    if (character === ' ') return [];
    const path = glyphOutlines[character];
    if (path === undefined) {
      return rectangleEdge(left + 0.1 * size, baseline - 0.7 * size, 0.4 * size, 0.7 * size, 0.05 * size, 0.06 * size);
    }
    return glyph(path, left, baseline, size / 512);
  });
}

function glyph(path: string, left: number, baseline: number, scale: number): Outline {
  const contours: number[][] = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers = ''] of path.matchAll(/([mlq])([^mlq]+)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = [...numbers.matchAll(/-?\d+/g)].map(([number]) => Number(number));
    if (command === 'm') contours.push([]);
    const contour = contours.at(-1) ?? [];
    const put = (px: number, py: number) => contour.push(left + px * scale, baseline - py * scale);
    if (command === 'q') {
      for (let step = 1; step <= curveSteps; step++) {
        const t = step / curveSteps;
        const [first, second] = [2 * t * (1 - t), t * t];
        put(x + first * a + second * c, y + first * b + second * d);
      }
      [x, y] = [x + c, y + d];
    } else {
      [x, y] = [x + a, y + b];
      put(x, y);
    }
  }
  return contours;
}

/** Points of a quarter of a circle around a centre, from one radius to another. */
function quarter(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number[] {
  const points: number[] = [];
  for (let step = 0; step <= arcSteps; step++) {
    const t = step / arcSteps;
    const s = 1 - t;
    const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    points.push(
      x + a * x1 + b * (x1 + arcControl * x2) + c * (x2 + arcControl * x1) + d * x2,
      y + a * y1 + b * (y1 + arcControl * y2) + c * (y2 + arcControl * y1) + d * y2,
    );
  }
  return points;
}

function reversed(points: readonly number[]): number[] {
  const turned: number[] = [];
  for (let index = points.length - 2; index >= 0; index -= 2) turned.push(points[index] ?? 0, points[index + 1] ?? 0);
  return turned;
}
