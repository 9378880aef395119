/** A half-open range of UTF-16 offsets into a text. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** A zero-based line and UTF-16 character, as in the language server protocol. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** Converts between offsets and positions of one text. Lines end at LF, CRLF or a lone CR. */
export class LineTable {
  readonly #starts: Uint32Array;
  readonly #length: number;

  constructor(text: string) {
    const starts: number[] = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
    }
    this.#starts = Uint32Array.from(starts);
    this.#length = text.length;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text are clamped to it. */
  positionAt(offset: number): TextPosition {
    const clamped = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position; lines and characters outside the text are clamped to it. */
  offsetAt(position: TextPosition): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line + 1] ?? this.#length;
    return Math.min(start + Math.max(0, position.character), Math.max(start, next));
  }

  rangeAt(range: OffsetRange): TextRange {
    return { start: this.positionAt(range.start), end: this.positionAt(range.end) };
  }
}
