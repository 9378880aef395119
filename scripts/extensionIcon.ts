import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { projectRoot } from './projectRoot.ts';

/** Draws `media/icon.png`, the extension's icon: a control and its target on two wires behind a gate. */

const size = 256;
/** Samples per pixel and axis. */
const samples = 4;

type Colour = readonly [red: number, green: number, blue: number];

/** The distance of a point to a shape in pixels, negative inside. */
type Shape = (x: number, y: number) => number;

const box =
  (left: number, top: number, right: number, bottom: number, radius: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
    const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };

const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

const ring =
  (cx: number, cy: number, radius: number, width: number): Shape =>
  (x, y) =>
    Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2;

const night: Colour = [18, 35, 63];
const dusk: Colour = [38, 82, 150];
const wire: Colour = [190, 208, 236];
const gate: Colour = [92, 214, 192];
const link: Colour = [255, 183, 77];

/** Bottom to top. */
const layers: readonly { readonly shape: Shape; readonly colour: Colour }[] = [
  { shape: box(26, 89, 230, 97, 4), colour: wire },
  { shape: box(26, 167, 230, 175, 4), colour: wire },
  { shape: box(56, 57, 128, 129, 12), colour: gate },
  { shape: box(73, 74, 83, 112, 3), colour: night },
  { shape: box(101, 74, 111, 112, 3), colour: night },
  { shape: box(78, 88, 106, 98, 3), colour: night },
  { shape: box(174, 93, 184, 205, 4), colour: link },
  { shape: disc(179, 93, 15), colour: link },
  { shape: ring(179, 171, 31, 10), colour: link },
  { shape: box(148, 166, 210, 176, 4), colour: link },
];

const plate = box(0, 0, size, size, 44);

/** Red, green, blue and opacity, 0…1, of one point. */
function pointColour(x: number, y: number): readonly [number, number, number, number] {
  if (plate(x, y) > 0) return [0, 0, 0, 0];
  const top = layers.findLast(({ shape }) => shape(x, y) <= 0)?.colour;
  const height = y / size;
  const mixed = (channel: 0 | 1 | 2) =>
    top ? top[channel] : dusk[channel] + (night[channel] - dusk[channel]) * height;
  return [mixed(0), mixed(1), mixed(2), 1];
}

/** The picture as rows of RGBA. */
function pixels(): Uint8Array {
  const rows = new Uint8Array(4 * size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let index = 0; index < samples * samples; index++) {
        const dx = ((index % samples) + 0.5) / samples;
        const dy = (Math.floor(index / samples) + 0.5) / samples;
        const [red, green, blue, opacity] = pointColour(x + dx, y + dy);
        sum[0] = (sum[0] ?? 0) + red * opacity;
        sum[1] = (sum[1] ?? 0) + green * opacity;
        sum[2] = (sum[2] ?? 0) + blue * opacity;
        sum[3] = (sum[3] ?? 0) + opacity;
      }
      const [red = 0, green = 0, blue = 0, opacity = 0] = sum;
      const at = 4 * (y * size + x);
      const weight = opacity === 0 ? 1 : opacity;
      rows.set([red / weight, green / weight, blue / weight, (opacity * 255) / samples ** 2].map(Math.round), at);
    }
  }
  return rows;
}

const icon = encode({ width: size, height: size, data: pixels(), channels: 4 });
writeFileSync(join(projectRoot, 'media', 'icon.png'), icon);
