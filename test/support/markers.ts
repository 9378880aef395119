import type { OffsetRange } from '#core/base/textRange.ts';

/** A text with its markers taken out: `‸` is the caret, `⟦…⟧` are ranges. */
export interface MarkedText {
  readonly text: string;
  readonly carets: readonly number[];
  readonly ranges: readonly OffsetRange[];
}

/** Reads the markers of a test text. Ranges may be nested and come in order of their end. */
export function readMarkers(marked: string): MarkedText {
  let text = '';
  const carets: number[] = [];
  const ranges: OffsetRange[] = [];
  const open: number[] = [];
  for (const character of marked) {
    switch (character) {
      case '‸':
        carets.push(text.length);
        break;
      case '⟦':
        open.push(text.length);
        break;
      case '⟧': {
        const start = open.pop();
        if (start === undefined) throw new Error('A ⟧ without ⟦.');
        ranges.push({ start, end: text.length });
        break;
      }
      default:
        text += character;
    }
  }
  if (open.length > 0) throw new Error('A ⟦ without ⟧.');
  return { text, carets, ranges };
}

/** The only caret of a text. */
export function readCaret(marked: string): { text: string; caret: number } {
  const { carets, text } = readMarkers(marked);
  const [caret] = carets;
  if (caret === undefined || carets.length !== 1) throw new Error('Expected exactly one ‸.');
  return { text, caret };
}
