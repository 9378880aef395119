import { keywordTexts } from './tokenKind.ts';

/** The number of `pragma`, which begins a token that is a whole line. */
export const pragmaWord = keywordTexts.length;

/** Words with a lower number are reserved in some version; those before `pragma` are in the order of their token kinds. */
export const reservedWordCount = pragmaWord + 1;

/**
 * Numbers the distinct words of a text, so that tokens name a word by a small integer and equal words share one string.
 * Numbers never change; a text that was edited goes on with the table of the text before.
 */
export class NameTable {
  /** The words by number; those below `reservedWordCount` are reserved somewhere. */
  readonly texts: string[] = [];
  readonly #hashes: number[] = [];
  /** Open addressing: a number plus one, or 0 where the slot is free. The length is a power of two. */
  #slots = new Int32Array(512);

  constructor() {
    for (const text of keywordTexts) this.numberOfText(text);
    this.numberOfText('pragma');
  }

  /**
   * The number of the word in a range of a text.
   * @param hash what {@link extendHash} makes of its code units from 0
   */
  numberOf(text: string, start: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return this.#add(detachedSlice(text, start, end), hash, slot);
      if (this.#hashes[number] === hash && equals(this.texts[number] ?? '', text, start, end)) return number;
    }
  }

  numberOfText(text: string): number {
    let hash = 0;
    for (let index = 0; index < text.length; index++) hash = extendHash(hash, text.charCodeAt(index));
    return this.numberOf(text, 0, text.length, hash);
  }

  #add(text: string, hash: number, slot: number): number {
    const number = this.texts.length;
    this.texts.push(text);
    this.#hashes.push(hash);
    this.#slots[slot] = number + 1;
    if (this.texts.length * 2 > this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const [number, hash] of this.#hashes.entries()) {
      let slot = spread(hash) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** The hash of a word with one more code unit. */
export function extendHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

function equals(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let index = 0; index < word.length; index++) {
    if (word.charCodeAt(index) !== text.charCodeAt(start + index)) return false;
  }
  return true;
}

/**
 * A piece of a text that does not keep the text in memory. Engines make long slices refer to what they were cut from,
 * which for a name would be one whole version of an edited file.
 */
function detachedSlice(text: string, start: number, end: number): string {
  if (end - start <= shortSlice) return text.slice(start, end);
  let copy = '';
  for (let from = start; from < end; from += chunkLength) {
    const codes: number[] = [];
    for (let index = from; index < Math.min(end, from + chunkLength); index++) codes.push(text.charCodeAt(index));
    copy += String.fromCharCode(...codes);
  }
  return copy;
}

const shortSlice = 12;
const chunkLength = 4096;
