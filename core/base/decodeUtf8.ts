import { Failure } from './failure.ts';

/**
 * The text of UTF-8 bytes, strictly: no replacement characters, no overlong forms, no surrogates. A byte order mark stays.
 * @param path the file the bytes are from, for the message
 * @throws Failure `invalid-input` for anything else
 */
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  let text = '';
  // In pieces, so that no call gets more arguments than the host allows.
  for (const piece of utf8Pieces(bytes, path)) text += piece;
  return text;
}

function* utf8Pieces(bytes: Uint8Array, path: string): Generator<string> {
  const units: number[] = [];
  for (let index = 0; index < bytes.length; ) {
    const lead = bytes[index] as number;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead >= 0xf0 && lead < 0xf5
              ? 4
              : 0;
    let code = length === 1 ? lead : lead & (0xff >> (length + 1));
    let valid = length > 0 && index + length <= bytes.length;
    for (let offset = 1; valid && offset < length; offset++) {
      const next = bytes[index + offset] as number;
      valid = (next & 0xc0) === 0x80;
      code = (code << 6) | (next & 0x3f);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (!valid || code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
      throw new Failure('invalid-input', `${path} is not a UTF-8 text file: byte ${index} does not fit.`, {
        place: { path },
        advice: 'Save it as UTF-8.',
      });
    units.push(code);
    index += length;
    if (units.length >= 4096) yield String.fromCodePoint(...units.splice(0));
  }
  yield String.fromCodePoint(...units);
}
