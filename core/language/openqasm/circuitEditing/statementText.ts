import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { commentsBetween, commentsOf } from '../comments.ts';

/** A statement as it stands in the text. */
export interface StatementText extends OffsetRange {
  /** Where the statement itself begins, behind its annotations. */
  readonly statementStart: number;
  /** Nothing else stands on its first line before it. */
  readonly startsLine: boolean;
  /** Nothing but comments stands behind it on its last line. */
  readonly endsLine: boolean;
  /** The end of the comments behind it on its last line; its own end where there are none. */
  readonly commentsEnd: number;
  /** The blanks that its first line begins with. */
  readonly indentation: string;
}

/** Where a statement of a list is, its annotations included. */
export function statementText({ text, tokens }: SyntaxTree, list: StatementList, index: number): StatementText {
  let first = index;
  while (first > 0 && list.kindAt(first - 1) === 'annotation') first--;
  const start = tokens.starts[list.firstTokenAt(first)] ?? 0;
  const last = list.lastTokenAt(index);
  const end = tokens.ends[last] ?? text.length;
  const statementStart = tokens.starts[list.firstTokenAt(index)] ?? start;
  const lineStart = startOfLine(text, start);
  const before = text.slice(lineStart, start);
  const next = Math.min(tokens.starts[last + 1] ?? text.length, endOfLine(text, end));
  let commentsEnd = end;
  let isOver = true;
  for (const comment of commentsBetween(text, end, tokens.starts[last + 1] ?? text.length)) {
    if (comment.start >= next) break;
    // A comment that goes on on the next line is not one behind the statement.
    if (comment.end > endOfLine(text, end)) isOver = false;
    else commentsEnd = comment.end;
  }
  return {
    start,
    end,
    statementStart,
    startsLine: before.trim() === '',
    endsLine: isOver && next === endOfLine(text, end),
    commentsEnd,
    indentation: /^[^\S\r\n]*/.exec(before)?.[0] ?? '',
  };
}

/** The line end that a text uses. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** What of the text goes with a statement that is moved: also the comments behind it, when the line is its own. */
export function movedText({ text }: SyntaxTree, statement: StatementText): string {
  const isAlone = statement.startsLine && statement.endsLine;
  return text.slice(statement.start, isAlone ? statement.commentsEnd : statement.end);
}

/** Takes a statement away that goes elsewhere with {@link movedText}. */
export function takenAway({ text }: SyntaxTree, statement: StatementText): TextReplacement {
  const { commentsEnd, end, endsLine, start, startsLine } = statement;
  if (startsLine && endsLine) return { range: wholeLines(text, start, commentsEnd), newText: '' };
  return { range: withBlanks(text, { start, end }, startsLine), newText: '' };
}

/** Deletions of neighbours may share the blanks between them; such neighbours are deleted as one piece. */
export function withoutOverlaps({ text }: SyntaxTree, deletions: readonly TextReplacement[]): TextReplacement[] {
  const separate: TextReplacement[] = [];
  for (const { newText, range } of deletions.toSorted((a, b) => a.range.start - b.range.start)) {
    const last = separate.at(-1);
    const touches = last !== undefined && range.start <= last.range.end;
    if (touches && newText === '') {
      const shared = { start: last.range.start, end: Math.max(last.range.end, range.end) };
      separate.splice(
        -1,
        1,
        last.newText === ''
          ? { newText, range: wholePiece(text, shared) }
          : withComments(text, { newText: last.newText, range: shared }),
      );
    } else if (!last || range.start >= last.range.end) separate.push({ newText, range });
    else separate.push({ newText, range: { start: last.range.end, end: Math.max(last.range.end, range.end) } });
  }
  return separate;
}

/** Kept comments and the blanks behind their piece, without what parts them from the rest of a line of which nothing is left. */
function withComments(text: string, { newText, range }: TextReplacement): TextReplacement {
  const end = blanksEnd(text, range.end);
  const kept = end === endOfLine(text, end) ? newText.replace(/(?:\r?\n[^\S\r\n]*| )$/, '') : newText;
  return { newText: kept, range: { start: range.start, end } };
}

/** A piece with the rest of its lines where nothing is left of them, or with the blanks behind it where a line begins. */
function wholePiece(text: string, { end, start }: OffsetRange): OffsetRange {
  if (text.slice(startOfLine(text, start), start).trim() !== '') return { start, end };
  if (end > start && end === startOfLine(text, end)) {
    return wholeLines(text, start, end - (text.startsWith('\r\n', end - 2) ? 2 : 1));
  }
  const rest = blanksEnd(text, end);
  return rest === endOfLine(text, end) && rest < text.length ? wholeLines(text, start, rest) : { start, end: rest };
}

/** Deletes a statement and leaves the comments in it and behind it. */
export function deleted(tree: SyntaxTree, statement: StatementText): TextReplacement {
  const { text } = tree;
  const inner = commentsIn(tree, statement);
  if (inner.length === 0 && statement.commentsEnd === statement.end) return takenAway(tree, statement);
  const { end, endsLine, indentation, start, startsLine } = statement;
  if (inner.length === 0) {
    // The comment stays where the statement began.
    return startsLine && endsLine
      ? { range: { start, end: blanksEnd(text, end) }, newText: '' }
      : { range: withBlanks(text, { start, end }, startsLine), newText: '' };
  }
  const lineBreak = `${lineEndOf(text)}${indentation}`;
  const isFollowed = !endsLine || statement.commentsEnd > end;
  let kept = '';
  inner.forEach(({ isLine, ...comment }, index) => {
    const isLast = index === inner.length - 1 && !isFollowed;
    kept += text.slice(comment.start, comment.end) + (isLast ? '' : isLine ? lineBreak : ' ');
  });
  return { range: { start, end: isFollowed ? blanksEnd(text, end) : endOfLine(text, end) }, newText: kept };
}

/** The comments inside of a piece of a text, in order. */
export function commentsIn(tree: SyntaxTree, { end, start }: OffsetRange) {
  const found = [];
  for (const comment of commentsOf(tree.tokens)) {
    if (comment.start >= end) break;
    if (comment.start >= start) found.push({ start: comment.start, end: comment.end, isLine: comment.isLine });
  }
  return found;
}

/** Where a statement is put in: text that is inserted at an offset, around what is wanted there. */
export interface InsertionPlace {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** Behind a statement: on a line of its own where the statement ends its line. */
export function placeBehind(tree: SyntaxTree, statement: StatementText, isOpenEnded: boolean): InsertionPlace {
  const lineBreak = `${lineEndOf(tree.text)}${statement.indentation}`;
  if (statement.endsLine) return { offset: endOfLine(tree.text, statement.commentsEnd), before: lineBreak, after: '' };
  return { offset: statement.end, before: isOpenEnded ? lineBreak : ' ', after: isOpenEnded ? lineBreak : '' };
}

/** Before a statement and its annotations: on a line of its own where the statement begins its line. */
export function placeBefore(tree: SyntaxTree, statement: StatementText, isOpenEnded: boolean): InsertionPlace {
  const lineBreak = `${lineEndOf(tree.text)}${statement.indentation}`;
  return { offset: statement.start, before: '', after: statement.startsLine || isOpenEnded ? lineBreak : ' ' };
}

/** At the end of a text without statements. */
export function placeAtEnd({ text }: SyntaxTree): InsertionPlace {
  const needsBreak = text !== '' && !/[\r\n]$/.test(text);
  return { offset: text.length, before: needsBreak ? lineEndOf(text) : '', after: lineEndOf(text) };
}

/** Whether what follows a text on its line would become part of a comment in it. */
export function isOpenEnded(text: string): boolean {
  const lastLine = /[^\r\n]*$/.exec(text)?.[0] ?? '';
  return lastLine.includes('//');
}

function startOfLine(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function endOfLine(text: string, offset: number): number {
  const found = /[\r\n]/g;
  found.lastIndex = offset;
  return found.exec(text)?.index ?? text.length;
}

/** A range with the line break behind it, or before it at the end of the text; of two blank lines around it one. */
function wholeLines(text: string, from: number, to: number): OffsetRange {
  let start = startOfLine(text, from);
  const lineEnd = endOfLine(text, to);
  let end = afterBreak(text, lineEnd);
  if (end === lineEnd && start > 0) {
    start -= text.startsWith('\r\n', start - 2) ? 2 : 1;
    return { start, end };
  }
  const previous =
    start === 0
      ? undefined
      : text.slice(startOfLine(text, start - (text.startsWith('\r\n', start - 2) ? 2 : 1)), start);
  const nextEnd = endOfLine(text, end);
  const isBlankAround = (previous === undefined || previous.trim() === '') && text.slice(end, nextEnd).trim() === '';
  if (isBlankAround && nextEnd < text.length) end = afterBreak(text, nextEnd);
  return { start, end };
}

function afterBreak(text: string, offset: number): number {
  return offset + (text.startsWith('\r\n', offset) ? 2 : offset < text.length ? 1 : 0);
}

/** The end of the blanks that begin at an offset. */
function blanksEnd(text: string, offset: number): number {
  const blanks = /[^\S\r\n]*/y;
  blanks.lastIndex = offset;
  blanks.exec(text);
  return blanks.lastIndex;
}

/** A range in a line with the blanks behind it, or before it when something stands there. */
function withBlanks(text: string, { end, start }: OffsetRange, startsLine: boolean): OffsetRange {
  if (startsLine) return { start, end: blanksEnd(text, end) };
  let from = start;
  while (from > 0 && /[ \t]/.test(text.charAt(from - 1))) from--;
  return { start: from, end };
}
