/** Farthest that a repetition reaches back, and its longest and shortest lengths (RFC 1951, §2). */
const window = 32_768;
const longest = 258;
const shortest = 3;

/** How many earlier places are tried for a repetition. */
const tries = 24;

/** The first length and the number of extra bits of each code of lengths from 257, and of distances (RFC 1951, §3.2.5). */
const lengthCodes = codes(29, 4, shortest).with(28, { first: longest, extra: 0 });
const distanceCodes = codes(30, 2, 1);

interface RangeCode {
  readonly first: number;
  readonly extra: number;
}

/** @param group how many codes have the same number of extra bits */
function codes(count: number, group: number, start: number): readonly RangeCode[] {
  const found: RangeCode[] = [];
  let first = start;
  for (let code = 0; code < count; code++) {
    const extra = Math.max(0, Math.floor(code / group) - 1);
    found.push({ first, extra });
    first += 1 << extra;
  }
  return found;
}

/**
 * Compresses bytes into a zlib stream (RFC 1950) of one block with the fixed codes of RFC 1951. Weaker than the system's
 * zlib, but the same bytes on every host and with every version.
 */
export function zlibStream(bytes: Uint8Array): Uint8Array {
  const bits = new BitWriter();
  // Deflate with a window of 32 KB, and a check that makes the header a multiple of 31.
  bits.write(0x78, 8);
  bits.write(0x01, 8);
  bits.write(1, 1);
  bits.write(1, 2);
  writeTokens(bytes, bits);
  writeLiteral(256, bits);
  bits.align();
  const check = adler32(bytes);
  for (const shift of [24, 16, 8, 0]) bits.write((check >>> shift) & 0xff, 8);
  return bits.finish();
}

function writeTokens(bytes: Uint8Array, bits: BitWriter): void {
  const latest = new Int32Array(1 << 15).fill(-1);
  const earlier = new Int32Array(window).fill(-1);
  const remember = (at: number) => {
    if (at + shortest > bytes.length) return;
    const key = hash(bytes, at);
    earlier[at % window] = latest[key] ?? -1;
    latest[key] = at;
  };
  for (let at = 0; at < bytes.length; ) {
    const { distance, length } = longestRepetition(bytes, at, latest, earlier);
    if (length < shortest) {
      writeLiteral(bytes[at] ?? 0, bits);
      remember(at++);
      continue;
    }
    writeRange(lengthCodes, length, (code) => writeLiteral(257 + code, bits), bits);
    writeRange(distanceCodes, distance, (code) => bits.writeCode(code, 5), bits);
    const end = at + length;
    // In long repetitions a few places are enough to find them again.
    const step = length > 64 ? 16 : 1;
    for (; at < end; at += step) remember(at);
    at = end;
  }
}

function longestRepetition(
  bytes: Uint8Array,
  at: number,
  latest: Int32Array,
  earlier: Int32Array,
): { readonly length: number; readonly distance: number } {
  const most = Math.min(longest, bytes.length - at);
  if (most < shortest) return { length: 0, distance: 0 };
  let best = { length: 0, distance: 0 };
  let place = latest[hash(bytes, at)] ?? -1;
  for (let attempt = 0; attempt < tries && place >= 0 && at - place < window; attempt++) {
    let length = 0;
    while (length < most && bytes[place + length] === bytes[at + length]) length++;
    if (length > best.length) best = { length, distance: at - place };
    if (length === most) break;
    const next = earlier[place % window] ?? -1;
    // Places were overwritten by later ones where the window went round.
    if (next >= place) break;
    place = next;
  }
  return best;
}

function hash(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 10) ^ ((bytes[at + 1] ?? 0) << 5) ^ (bytes[at + 2] ?? 0)) & 0x7fff;
}

function writeRange(
  ranges: readonly RangeCode[],
  value: number,
  writeCode: (code: number) => void,
  bits: BitWriter,
): void {
  const code = ranges.findLastIndex(({ first }) => value >= first);
  const range = ranges[code];
  if (range === undefined) return;
  writeCode(code);
  bits.write(value - range.first, range.extra);
}

/** A literal, the end (256) or a length in the fixed code (RFC 1951, §3.2.6). */
function writeLiteral(symbol: number, bits: BitWriter): void {
  if (symbol < 144) bits.writeCode(0x30 + symbol, 8);
  else if (symbol < 256) bits.writeCode(0x190 + symbol - 144, 9);
  else if (symbol < 280) bits.writeCode(symbol - 256, 7);
  else bits.writeCode(0xc0 + symbol - 280, 8);
}

/** Adler-32 (RFC 1950, §9). */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return ((high << 16) | low) >>> 0;
}

/** Packs bits into bytes, from the lowest bit of each. */
class BitWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  /** Lowest bit first. */
  write(value: number, count: number): void {
    this.#pending |= value << this.#pendingBits;
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) {
      this.#put(this.#pending & 0xff);
      this.#pending >>>= 8;
      this.#pendingBits -= 8;
    }
  }

  /** A Huffman code: highest bit first. */
  writeCode(code: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.write((code >>> bit) & 1, 1);
  }

  align(): void {
    if (this.#pendingBits > 0) this.write(0, 8 - this.#pendingBits);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #put(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = byte;
  }
}
