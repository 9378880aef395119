import type { OffsetRange } from '#core/base/textRange.ts';

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
