import { zlibStream } from '#core/base/deflate.ts';

/**
 * A PNG file of opaque pixels.
 * @param pixels red, green and blue of each pixel, row by row from the top
 */
export function pngFile(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // Eight bits per channel, true colour, the usual compression and filters, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlibStream(filtered(3 * width, height, pixels))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Every row as its difference from the one above (PNG specification, §9.2: filter 2), as most rows are alike. */
function filtered(rowLength: number, height: number, pixels: Uint8Array): Uint8Array {
  const rows = new Uint8Array((rowLength + 1) * height);
  for (let row = 0; row < height; row++) {
    const start = row * (rowLength + 1);
    rows[start] = 2;
    for (let index = 0; index < rowLength; index++) {
      const at = row * rowLength + index;
      rows[start + 1 + index] = (pixels[at] ?? 0) - (row === 0 ? 0 : (pixels[at - rowLength] ?? 0));
    }
  }
  return rows;
}

/** A chunk with its length and check (PNG specification, §5.3). */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) whole[4 + index] = type.charCodeAt(index);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}

const crcTable = Uint32Array.from({ length: 256 }, (_entry, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (crcTable[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
