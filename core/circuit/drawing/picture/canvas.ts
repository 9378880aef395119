import type { Outline } from './outlines.ts';

/** Lines on which each row of pixels is sampled. */
const samples = 4;

/**
 * Opaque pixels on which areas are painted with smooth edges. All arithmetic is of the four basic operations, so the same
 * areas give the same pixels on every host.
 */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly #scale: number;
  readonly #coverage: Float64Array;

  /**
   * @param width in units of the areas, as the height
   * @param scale pixels in a unit
   */
  constructor(width: number, height: number, scale: number) {
    this.width = Math.ceil(width * scale);
    this.height = Math.ceil(height * scale);
    this.pixels = new Uint8Array(3 * this.width * this.height);
    this.#scale = scale;
    this.#coverage = new Float64Array(this.width + 1);
  }

  /** @param colour `#rgb` or `#rrggbb` */
  fill(outline: Outline, colour: string): void {
    const edges = this.#edges(outline);
    if (edges.length === 0) return;
    const paint = channels(colour);
    const top = Math.max(0, Math.floor(Math.min(...edges.map(({ y1 }) => y1))));
    const bottom = Math.min(this.height, Math.ceil(Math.max(...edges.map(({ y2 }) => y2))));
    for (let row = top; row < bottom; row++) this.#fillRow(row, edges, paint);
  }

  #edges(outline: Outline): Edge[] {
    const edges: Edge[] = [];
    for (const points of outline) {
      for (let index = 0; index < points.length; index += 2) {
        const next = (index + 2) % points.length;
        const [x1, y1] = [(points[index] ?? 0) * this.#scale, (points[index + 1] ?? 0) * this.#scale];
        const [x2, y2] = [(points[next] ?? 0) * this.#scale, (points[next + 1] ?? 0) * this.#scale];
        if (y1 < y2) edges.push({ x1, y1, y2, slope: (x2 - x1) / (y2 - y1), winding: 1 });
        else if (y1 > y2) edges.push({ x1: x2, y1: y2, y2: y1, slope: (x1 - x2) / (y1 - y2), winding: -1 });
      }
    }
    return edges;
  }

  #fillRow(row: number, edges: readonly Edge[], paint: readonly number[]): void {
    const near = edges.filter(({ y1, y2 }) => y1 < row + 1 && y2 > row);
    let left = this.width;
    let right = 0;
    for (let sample = 0; sample < samples; sample++) {
      const y = row + (sample + 0.5) / samples;
      const crossings = near
        .filter(({ y1, y2 }) => y1 <= y && y < y2)
        .map(({ slope, winding, x1, y1 }) => ({ x: x1 + (y - y1) * slope, winding }))
        .sort((one, other) => one.x - other.x);
      let winding = 0;
      for (const [index, crossing] of crossings.entries()) {
        winding += crossing.winding;
        const end = crossings[index + 1];
        if (winding === 0 || end === undefined) continue;
        const from = Math.max(0, crossing.x);
        const to = Math.min(this.width, end.x);
        if (to <= from) continue;
        this.#cover(from, to);
        left = Math.min(left, Math.floor(from));
        right = Math.max(right, Math.ceil(to));
      }
    }
    for (let column = left; column < right; column++) this.#blend(row, column, paint);
  }

  #cover(from: number, to: number): void {
    const coverage = this.#coverage;
    const [first, last] = [Math.floor(from), Math.floor(to)];
    if (first === last) {
      coverage[first] = (coverage[first] ?? 0) + (to - from) / samples;
      return;
    }
    coverage[first] = (coverage[first] ?? 0) + (first + 1 - from) / samples;
    for (let column = first + 1; column < last; column++) coverage[column] = (coverage[column] ?? 0) + 1 / samples;
    coverage[last] = (coverage[last] ?? 0) + (to - last) / samples;
  }

  #blend(row: number, column: number, paint: readonly number[]): void {
    const share = Math.min(1, this.#coverage[column] ?? 0);
    this.#coverage[column] = 0;
    if (share === 0) return;
    const at = 3 * (row * this.width + column);
    for (const [channel, value] of paint.entries()) {
      const below = this.pixels[at + channel] ?? 0;
      this.pixels[at + channel] = Math.round(below + share * (value - below));
    }
  }
}

/** From its upper to its lower end; `slope` is how far x goes for each unit of y. */
interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly y2: number;
  readonly slope: number;
  readonly winding: 1 | -1;
}

function channels(colour: string): readonly number[] {
  const digits = colour.slice(1);
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((start) => Number.parseInt(long.slice(start, start + 2), 16));
}
