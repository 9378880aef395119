import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zlibStream } from '#core/base/deflate.ts';

test('zlib reads back what was compressed', () => {
  const repeated = fc
    .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 200 })), {
      maxLength: 20,
    })
    .map((pieces) =>
      Uint8Array.from(pieces.flatMap(([piece, times]) => Array.from({ length: times }, () => [...piece]).flat())),
    );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 2000 }), repeated), (bytes) => {
      expect(Buffer.from(inflateSync(zlibStream(bytes))).equals(bytes)).toBe(true);
    }),
  );
});

test('repetitions up to 32 KB back are found, and those farther away are not', () => {
  const piece = Uint8Array.from({ length: 3000 }, (_byte, index) => (index * index * 7 + (index >> 3)) & 0xff);
  const near = new Uint8Array(36_000);
  near.set(piece, 0);
  near.set(piece, 32_000);
  const far = new Uint8Array(80_000);
  far.set(piece, 0);
  far.set(piece, 70_000);
  const sizes = [near, far].map((bytes) => {
    expect(Buffer.from(inflateSync(zlibStream(bytes))).equals(bytes)).toBe(true);
    return zlibStream(bytes).length;
  });
  expect((sizes[1] ?? 0) - (sizes[0] ?? 0)).toBeGreaterThan(1000);
});
