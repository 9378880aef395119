import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { TokenStream } from '../tokenStream.ts';

/**
 * Collects the changes of one file, first those of single tokens, then those that move text. Comments stay where they
 * are: what is removed is removed around them.
 */
export class TextRewriter {
  readonly #tokens: TokenStream;
  /** New text of tokens, by index. */
  readonly #tokenTexts = new Map<number, string>();
  /** Tokens that belong to the one before them: no white space is left between the two. */
  readonly #joined = new Set<number>();
  readonly #replacements: TextReplacement[] = [];

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  /** Index of the first token that starts at the offset or after it. */
  tokenFrom(offset: number): number {
    const { count, starts } = this.#tokens;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The end of the first token that starts at the offset or after it. */
  tokenEnd(offset: number): number {
    return this.#tokens.ends[this.tokenFrom(offset)] ?? offset;
  }

  /** Gives a token another text. */
  replaceToken(token: number, text: string): void {
    this.#tokenTexts.set(token, text);
  }

  /** Gives the tokens of a range together another text. */
  replaceTokens({ end, start }: OffsetRange, text: string): void {
    const first = this.tokenFrom(start);
    const after = this.tokenFrom(end);
    for (let token = first; token < after; token++) {
      this.#tokenTexts.set(token, token === first ? text : '');
      if (token > first) this.#joined.add(token);
    }
  }

  insert(offset: number, newText: string): void {
    if (newText !== '') this.#replacements.push({ range: { start: offset, end: offset }, newText });
  }

  /** The text of a range with the changes of its tokens. */
  textOf({ end, start }: OffsetRange): string {
    const { ends, starts, text } = this.#tokens;
    let result = '';
    let offset = start;
    for (let token = this.tokenFrom(start); (starts[token] ?? end) < end; token++) {
      const tokenStart = starts[token] ?? end;
      const tokenEnd = ends[token] ?? end;
      const gap = text.slice(offset, tokenStart);
      if (!this.#joined.has(token) || gap.trim() !== '') result += gap;
      result += this.#tokenTexts.get(token) ?? text.slice(tokenStart, tokenEnd);
      offset = tokenEnd;
    }
    return result + text.slice(offset, Math.max(offset, end));
  }

  /** Removes the tokens of a range, and the white space before them unless there is a comment among it. */
  remove({ end, start }: OffsetRange): void {
    const { ends, starts, text } = this.#tokens;
    const first = this.tokenFrom(start);
    let previous = first > 0 ? (ends[first - 1] ?? 0) : 0;
    for (let token = first; (starts[token] ?? end) < end; token++) {
      const tokenStart = starts[token] ?? end;
      const hasGap = token > 0 && text.slice(previous, tokenStart).trim() === '';
      const range = { start: hasGap ? previous : tokenStart, end: ends[token] ?? end };
      this.#tokenTexts.delete(token);
      this.#replacements.push({ range, newText: '' });
      previous = ends[token] ?? end;
    }
  }

  /** Where the white space before a token begins, or the token where there is more before it than that. */
  #gapStart(token: number): number {
    const { ends, starts, text } = this.#tokens;
    const start = starts[token] ?? 0;
    const before = token > 0 ? (ends[token - 1] ?? 0) : start;
    return text.slice(before, start).trim() === '' ? before : start;
  }

  /** The changes in order of place, those that meet as one, with the line ends of the file. */
  replacements(): TextReplacement[] {
    const { ends, starts } = this.#tokens;
    const all = [...this.#replacements];
    for (const [token, newText] of this.#tokenTexts) {
      const start = this.#joined.has(token) ? this.#gapStart(token) : (starts[token] ?? 0);
      all.push({ range: { start, end: ends[token] ?? 0 }, newText });
    }
    all.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    const merged: TextReplacement[] = [];
    for (const replacement of all) {
      const last = merged.at(-1);
      if (last && last.range.end === replacement.range.start) {
        const range = { start: last.range.start, end: replacement.range.end };
        merged[merged.length - 1] = { range, newText: last.newText + replacement.newText };
      } else {
        merged.push(replacement);
      }
    }
    return this.#tokens.text.includes('\r\n') ? merged.map(withCarriageReturns) : merged;
  }
}

function withCarriageReturns({ newText, range }: TextReplacement): TextReplacement {
  return { range, newText: newText.replaceAll(/\r?\n/g, '\r\n') };
}
