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
  readonly #text: string;
  /** Offsets at which lines start, found when the first position is asked for. */
  #found: Uint32Array | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get #starts(): Uint32Array {
    this.#found ??= lineStarts(this.#text);
    return this.#found;
  }

  get #length(): number {
    return this.#text.length;
  }

  /** The table of the text after the piece from `start` to `oldEnd` became that from `start` to `newEnd`. */
  edited(text: string, { newEnd, oldEnd, start }: { start: number; oldEnd: number; newEnd: number }): LineTable {
    const table = new LineTable(text);
    if (this.#found) table.#found = editedStarts(this.#found, text, start, oldEnd, newEnd);
    return table;
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
    const offset = start + Math.max(0, position.character);
    const next = this.#starts[position.line + 1];
    if (next === undefined) return Math.min(offset, this.#length);
    return offset < next ? offset : next - this.#breakLength(start, next);
  }

  /** Characters that break the line off which starts and ends at the offsets. */
  #breakLength(start: number, next: number): number {
    const isPair = this.#text.charCodeAt(next - 1) === 10 && this.#text.charCodeAt(next - 2) === 13;
    return isPair && next - start > 1 ? 2 : 1;
  }

  rangeAt(range: OffsetRange): TextRange {
    return { start: this.positionAt(range.start), end: this.positionAt(range.end) };
  }
}

function editedStarts(old: Uint32Array, text: string, start: number, oldEnd: number, newEnd: number): Uint32Array {
  const before = indexAfter(old, Math.max(0, start - 1));
  const after = indexAfter(old, oldEnd);
  const added: number[] = [];
  for (let offset = Math.max(0, start - 1); offset < newEnd; offset++) {
    if (endsLine(text, offset)) added.push(offset + 1);
  }
  const starts = new Uint32Array(before + added.length + old.length - after);
  starts.set(old.subarray(0, before));
  starts.set(added, before);
  const shift = newEnd - oldEnd;
  for (let line = after, target = before + added.length; line < old.length; line++, target++) {
    starts[target] = (old[line] ?? 0) + shift;
  }
  return starts;
}

/** The index of the first element that is larger than a value. */
function indexAfter(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a line ends with the character at an offset. */
function endsLine(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10);
}

function lineStarts(text: string): Uint32Array {
  let starts = new Uint32Array(Math.ceil(text.length / 16) + 16);
  let count = 1;
  const add = (offset: number): void => {
    if (count === starts.length) {
      const longer = new Uint32Array(starts.length * 2);
      longer.set(starts);
      starts = longer;
    }
    starts[count++] = offset;
  };
  if (!text.includes('\r')) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) add(end + 1);
  } else {
    for (let offset = 0; offset < text.length; offset++) if (endsLine(text, offset)) add(offset + 1);
  }
  return starts.slice(0, count);
}
