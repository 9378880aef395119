import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { renderDrawing } from '#core/circuit/drawing/renderDrawing.ts';
import { renderPng } from '#core/circuit/drawing/renderPng.ts';
import { failureOf } from '#test/support/failureOf.ts';
import { everyShapeDrawing } from '#test/support/fixtures/circuitDrawings.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` of a pixel. */
  at(x: number, y: number): string;
}

/** Reads a PNG of opaque pixels whose rows are as they are, not differences from others. */
function readPicture(png: Uint8Array): Picture {
  const view = new DataView(png.buffer, png.byteOffset);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const data: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = Buffer.from(png.subarray(at + 4, at + 8)).toString('latin1');
    if (type === 'IDAT') data.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const rows = inflateSync(Buffer.concat(data));
  const length = 3 * width;
  const pixels = new Uint8Array(length * height);
  for (let row = 0; row < height; row++) {
    const start = row * (length + 1);
    expect(rows[start], 'the filter of a row').toBe(0);
    pixels.set(rows.subarray(start + 1, start + 1 + length), row * length);
  }
  return {
    width,
    height,
    at: (x, y) => `#${Buffer.from(pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)).toString('hex')}`,
  };
}

test('shapes are where the layout puts them, in the colours of the theme', () => {
  const drawing = everyShapeDrawing();
  const light = readPicture(renderPng(drawing, 'light', 2));
  expect([light.width, light.height]).toEqual([Math.ceil(2 * drawing.width), Math.ceil(2 * drawing.height)]);
  expect(light.at(1, 1)).toBe('#ffffff');
  const parts = drawing.elements.flatMap((element) => element.parts);
  const box = parts.find((part) => part.kind === 'box' && part.role === 'gate');
  const control = parts.find((part) => part.kind === 'control' && part.value === 1);
  if (box?.kind !== 'box' || control?.kind !== 'control') throw new Error('The drawing lacks a shape.');
  const inBox = [Math.round(2 * (box.x + 4)), Math.round(2 * (box.y + 4))] as const;
  expect(light.at(...inBox)).toBe('#ddf4ff');
  expect(light.at(Math.round(2 * control.x), Math.round(2 * control.y))).toBe('#1f2328');
  expect(readPicture(renderPng(drawing, 'dark', 2)).at(...inBox)).toBe('#0c2d6b');
  expect(readPicture(renderPng(drawing, 'print', 2)).at(...inBox)).toBe('#ffffff');
});

const rotated: Circuit = {
  qubitCount: 2,
  bitCount: 1,
  qubitRegisters: [{ name: 'q', start: 0, size: 2 }],
  bitRegisters: [{ name: 'c', start: 0, size: 1 }],
  parameters: [],
  operations: [
    { kind: 'gate', gate: 'rx', parameters: [Math.PI / 2], controls: [{ qubit: 1, value: 0 }], targets: [0] },
    { kind: 'gate', gate: 'x', parameters: [], controls: [{ qubit: 0, value: 1 }], targets: [1] },
    { kind: 'measure', qubit: 1, bit: 0 },
  ],
};

test('the bytes are these on every host', () => {
  // A different digest is a different picture: look at it before you change this.
  const digest = createHash('sha256')
    .update(renderPng(layoutCircuit(rotated), 'light', 2))
    .digest('hex');
  expect(digest).toBe('05cbc83a1f9f6e136320a91e0a12e14afb18969e642b709635bb5f7602ebbc02');
});

test('a picture that would take too much memory is refused with what to do', async () => {
  const drawing = { ...layoutCircuit(rotated), width: 20_000, height: 4000 };
  expect(await failureOf(renderDrawing(drawing, 'png'))).toMatchObject({
    reason: 'invalid-input',
    advice: expect.stringContaining('SVG'),
  });
});
