import type { Diagnostic } from '#core/base/diagnostic.ts';

/** What stands at an offset of a text: a token, or a piece that belongs to none. */
export interface ScannedToken {
  /** The kind of the token; undefined for text that becomes part of the gap. */
  readonly kind: number | undefined;
  readonly end: number;
  /** What is wrong with it. */
  readonly diagnostic?: Diagnostic;
}

/** The first line break at or after an offset, or the end of the text. */
export function lineEndAfter(text: string, from: number): number {
  let offset = from;
  while (offset < text.length) {
    if (isLineBreak(text.charCodeAt(offset))) break;
    offset++;
  }
  return offset;
}

/** Whether a UTF-16 code ends a line. */
export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** How many UTF-16 code units the character at an offset has. */
export function widthAt(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}
