import type { Position, Range } from 'vscode-languageserver-types';
import { LineTable } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { readMarkers } from './markers.ts';

/** A marked text with the places of its markers as the language server protocol counts them. */
export interface MarkedDocument {
  readonly text: string;
  /** Where `‸` stood. */
  readonly carets: readonly Position[];
  /** Where `⟦…⟧` stood. */
  readonly ranges: readonly Range[];
}

export function readMarkedDocument(marked: string): MarkedDocument {
  const { carets, ranges, text } = readMarkers(marked);
  const lines = new LineTable(text);
  return {
    text,
    carets: carets.map((caret) => lines.positionAt(caret)),
    ranges: ranges.map((range) => lines.rangeAt(range)),
  };
}

/** The only caret of a text. */
export function readMarkedPosition(marked: string): { text: string; position: Position } {
  const { carets, text } = readMarkedDocument(marked);
  const [position] = carets;
  if (position === undefined || carets.length !== 1) throw new Error('Expected exactly one ‸.');
  return { text, position };
}

/** The text after the edits of a formatter or a completion. */
export function applyTextEdits(
  text: string,
  edits: readonly { readonly range: Range; readonly newText: string }[],
): string {
  const lines = new LineTable(text);
  const replacements = edits.map(({ newText, range }) => ({
    newText,
    range: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
  }));
  return applyReplacements(text, replacements);
}
