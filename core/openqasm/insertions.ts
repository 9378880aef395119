import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { SyntaxTree } from './syntaxTree.ts';

/** Inserts lines where the first statement of a file is. */
export function insertAtBeginning({ text, tokens }: SyntaxTree, lines: string): TextReplacement {
  const start = tokens.starts[0] ?? 0;
  return { range: { start, end: start }, newText: withLineEnds(`${lines}\n`, text) };
}

/**
 * Inserts lines that what stands at an offset can rely on: after the last include before it, or after the version, or
 * at the beginning.
 */
export function insertAfterIncludes(tree: SyntaxTree, before: number, lines: string): TextReplacement {
  const { statements, text, tokens } = tree;
  let last: number | undefined;
  for (let index = 0; index < statements.length; index++) {
    const kind = statements.kindAt(index);
    if (kind !== 'include' && kind !== 'version') continue;
    const end = tokens.ends[statements.lastTokenAt(index)] ?? 0;
    if (end > before) break;
    last = end;
  }
  if (last === undefined) return insertAtBeginning(tree, lines);
  const end = endOfStatementLine(text, last);
  return { range: { start: end, end }, newText: withLineEnds(`\n${lines}`, text) };
}

/** The end of the line on which a statement ends, if only a comment follows on it; otherwise the end of the statement. */
export function endOfStatementLine(text: string, offset: number): number {
  const rest = /[^\S\r\n]*(?:\/\/[^\r\n]*)?(?=[\r\n]|$)/y;
  rest.lastIndex = offset;
  return rest.test(text) ? rest.lastIndex : offset;
}

/** Lines with the line ends of a text. */
function withLineEnds(lines: string, text: string): string {
  return text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines;
}

/**
 * Removes a range that is a whole statement, with its line when nothing else stands on it and otherwise with the blanks
 * before it.
 */
export function removeStatement(
  text: string,
  range: { readonly start: number; readonly end: number },
): TextReplacement {
  let { end, start } = range;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  const startsLine = start === 0 || isLineBreak(text.charCodeAt(start - 1));
  let after = end;
  while (after < text.length && isBlank(text.charCodeAt(after))) after++;
  const endsLine = after === text.length || isLineBreak(text.charCodeAt(after));
  if (startsLine && endsLine) {
    end = after;
    if (text.startsWith('\r\n', end)) end += 2;
    else if (end < text.length) end++;
    else if (start > 0) start -= text.startsWith('\r\n', start - 2) ? 2 : 1;
  } else if (startsLine) {
    // What follows on the line moves to its beginning.
    start = range.start;
    end = after;
  }
  return { range: { start, end }, newText: '' };
}

/** As {@link removeStatement}, of several in order; those with nothing between them are removed as one. */
export function removeStatements(text: string, ranges: readonly OffsetRange[]): TextReplacement[] {
  const joined: OffsetRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    const areNeighbours = last !== undefined && /^\s*$/.test(text.slice(last.end, range.start));
    if (areNeighbours) joined[joined.length - 1] = { start: last.start, end: range.end };
    else joined.push(range);
  }
  return joined.map((range) => removeStatement(text, range));
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
