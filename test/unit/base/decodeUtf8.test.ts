import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';

describe('UTF-8', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text), 'x')).toBe(text);
      }),
    );
    const long = 'añ🙂'.repeat(20_000);
    expect(decodeUtf8(new TextEncoder().encode(long), 'x')).toBe(long);
  });

  test('agrees with the platform on which bytes are valid', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0xc0, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x9f, 0xa0, 0xbf),
    );
    const attempt = (read: () => string): string | undefined => {
      try {
        return read();
      } catch {
        return undefined;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), fc.array(byte, { maxLength: 5 }), (head, tail) => {
        const bytes = Uint8Array.from([...head, ...tail]);
        expect(attempt(() => decodeUtf8(bytes, 'x'))).toBe(attempt(() => strict.decode(bytes)));
      }),
      { numRuns: 2000 },
    );
  });

  test('names the file and the byte that does not fit', () => {
    expect(() => decodeUtf8(new Uint8Array([0x61, 0xff]), 'data.csv')).toThrow(Failure);
    expect(() => decodeUtf8(new Uint8Array([0x61, 0xff]), 'data.csv')).toThrow(
      'data.csv is not a UTF-8 text file: byte 1',
    );
  });
});
