import type { OffsetRange } from '#core/base/textRange.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';

/** A comment in the text, its markers included. */
export interface Comment extends OffsetRange {
  readonly isLine: boolean;
}

const slash = 47;
const star = 42;

/** The comments in a gap between two tokens, in order. A comment that is not closed ends with the gap. */
export function* commentsBetween(text: string, start: number, end: number): Generator<Comment> {
  for (let offset = start; offset < end - 1; offset++) {
    if (text.charCodeAt(offset) !== slash) continue;
    const next = text.charCodeAt(offset + 1);
    if (next !== slash && next !== star) continue;
    const isLine = next === slash;
    const commentEnd = isLine ? lineEnd(text, offset, end) : blockEnd(text, offset, end);
    yield { start: offset, end: commentEnd, isLine };
    offset = commentEnd - 1;
  }
}

/** All comments of a text in order, with the token after each. */
export function* commentsOf(tokens: TokenStream): Generator<Comment & { readonly next: number }> {
  const { ends, starts, text } = tokens;
  const marks = new CommentMarks(text);
  let next = 0;
  for (let mark = marks.firstFrom(0); mark >= 0; ) {
    next = tokenAfter(tokens, mark, next);
    let end = ends[next - 1] ?? 0;
    // Marks in strings, annotations and pragmas begin no comment.
    if (end <= mark) {
      end = mark + 1;
      for (const comment of commentsBetween(text, mark, starts[next] ?? text.length)) {
        yield { ...comment, next };
        end = comment.end;
      }
    }
    mark = marks.firstFrom(end);
  }
}

/** Finds `//` and `/*`, each of them once, however often it is asked. */
class CommentMarks {
  readonly #text: string;
  #line = -2;
  #block = -2;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first mark at an offset or after it; offsets must not decrease. @returns −1 when there is none */
  firstFrom(offset: number): number {
    if (this.#line !== -1 && this.#line < offset) this.#line = this.#text.indexOf('//', offset);
    if (this.#block !== -1 && this.#block < offset) this.#block = this.#text.indexOf('/*', offset);
    if (this.#line < 0 || this.#block < 0) return Math.max(this.#line, this.#block);
    return Math.min(this.#line, this.#block);
  }
}

/** The first token that starts after the offset, at or after a token that is known to start before it. */
function tokenAfter({ count, starts }: TokenStream, offset: number, from: number): number {
  let low = from;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineEnd(text: string, from: number, limit: number): number {
  let end = from;
  for (; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) break;
  }
  return end;
}

function blockEnd(text: string, from: number, limit: number): number {
  const closer = text.indexOf('*/', from + 2);
  return closer < 0 ? limit : Math.min(limit, closer + 2);
}
