import { quoteOf } from './lookalikes.ts';
import { diagnose, withFix } from './messages.ts';
import { finishStatement } from './recovery.ts';
import { removalFix, replacementFix } from './syntaxFixes.ts';
import type {
  AnnotationStatement,
  IncludeStatement,
  NamedRange,
  PragmaStatement,
  VersionStatement,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';

/** Parses `OPENQASM 3.0;` (comments, "Version string"); the number is judged by the analysis. */
export function parseVersion(cursor: TokenCursor): VersionStatement {
  const { start } = cursor;
  cursor.advance();
  const numberStart = cursor.kind === tokenKind.semicolon ? cursor.previousEnd : cursor.start;
  // A version such as 3.1.0 is several number tokens; they are judged together.
  while (cursor.kind === tokenKind.integer || cursor.kind === tokenKind.float) cursor.advance();
  const text = cursor.tokens.text.slice(numberStart, Math.max(numberStart, cursor.previousEnd));
  const number = { start: numberStart, end: numberStart + text.length, text };
  if (text === '') cursor.reportExpected('the version number, such as 3.0');
  finishStatement(cursor, 'the version');
  return { kind: 'version', start, end: cursor.previousEnd, number };
}

/** Parses `include "file";` (comments, "Included files"). */
export function parseInclude(cursor: TokenCursor): IncludeStatement {
  const { start } = cursor;
  cursor.advance();
  cursor.expecting('include-path');
  let path: NamedRange | undefined;
  if (cursor.kind === tokenKind.string) {
    path = takeQuoted(cursor);
    if (path && /^[^"'\u2018-\u201f]/.test(cursor.tokens.text.charAt(path.start))) reportBarePath(cursor, path);
    if (path?.text === '') cursor.report(diagnose('QAS2002', path, 'the path of a file', 'nothing in the quotes'));
    if (cursor.isStrict2 && path && cursor.tokens.text.charAt(path.start) === "'") {
      const fix = replacementFix('Use double quotes', path, `"${path.text}"`);
      cursor.requires(0, 'A path in single quotes', path, fix);
    }
  } else {
    cursor.reportExpected('the path of a file in quotes');
  }
  finishStatement(cursor, 'the include');
  return { kind: 'include', start, end: cursor.previousEnd, path };
}

/** `include <file>` and `include file` are how other languages write it. */
function reportBarePath(cursor: TokenCursor, path: NamedRange): void {
  const written = cursor.tokens.text.slice(path.start, path.end);
  const diagnostic = diagnose('QAS2002', path, 'the path of a file in quotes', `'${written}'`);
  cursor.note(withFix(diagnostic, replacementFix(`Write "${path.text}"`, path, `"${path.text}"`)));
}

/**
 * Takes the text in quotes at the cursor.
 * @returns undefined when it lacks the closing quote, which the scanner has reported, and which hides what comes after it
 */
export function takeQuoted(cursor: TokenCursor): NamedRange | undefined {
  const range = cursor.rangeOf(cursor.index);
  const written = cursor.textOf(cursor.index);
  cursor.advance();
  const first = written.charAt(0);
  const closer = first === '<' ? '>' : first;
  const quote = quoteOf(first);
  if (quote !== undefined) return { ...range, text: written.slice(1, -1) };
  const isQuoted = first === '"' || first === "'" || first === '<';
  // The scanner has made a path of words without quotes too.
  if (!isQuoted) return { ...range, text: written };
  if (written.length > 1 && written.endsWith(closer)) return { ...range, text: written.slice(1, -1) };
  cursor.fail();
  return undefined;
}

/** Parses a `pragma` line (directives, "Pragmas"). */
export function parsePragma(cursor: TokenCursor): PragmaStatement {
  const { start, end } = cursor;
  const { text } = cursor.tokens;
  const keywordEnd = start + (text.charAt(start) === '#' ? '#pragma' : 'pragma').length;
  cursor.advance();
  const contentStart = afterBlanks(text, keywordEnd, end);
  const keyword = { start, end: keywordEnd };
  if (contentStart === end) cursor.note(diagnose('QAS2002', keyword, 'the text of the pragma', 'the end of the line'));
  else if (cursor.isVersion2) cursor.requires(0, 'A pragma', keyword);
  return {
    kind: 'pragma',
    start,
    end,
    keyword,
    namespace: dottedName(text, contentStart, end),
    content: { start: contentStart, end },
  };
}

/** Parses an `@name` line (directives, "Annotations"); the statement after it is the annotated one. */
export function parseAnnotation(cursor: TokenCursor): AnnotationStatement {
  const { start, end } = cursor;
  const { text } = cursor.tokens;
  cursor.advance();
  const name = dottedName(text, start + 1, end) ?? { start: start + 1, end: start + 1, text: '' };
  const keyword = { start, end: name.end };
  const content = { start: afterBlanks(text, name.end, end), end };
  if (cursor.isStrict3 && name.text.includes('.')) cursor.requires(2, 'A name of an annotation with points', keyword);
  switch (cursor.kind) {
    case tokenKind.endOfFile:
    case tokenKind.rightBrace:
    case tokenKind.pragma:
    case tokenKind.leftBrace:
    case tokenKind.openqasm: {
      const place = { start, end };
      cursor.note(withFix(diagnose('QAS2016', place), removalFix('Remove the annotation', place)));
    }
  }
  return { kind: 'annotation', start, end, keyword, name, content };
}

function afterBlanks(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && (text.charCodeAt(offset) === 32 || text.charCodeAt(offset) === 9)) offset++;
  return offset;
}

const dotted = /[\p{L}\p{Nl}_][\p{L}\p{Nl}_0-9]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}_0-9]*)*/uy;

/** The name with dots that starts at the offset. */
function dottedName(text: string, start: number, end: number): NamedRange | undefined {
  const pattern = new RegExp(dotted);
  pattern.lastIndex = start;
  const name = pattern.exec(text)?.[0];
  return name === undefined || start + name.length > end ? undefined : { start, end: start + name.length, text: name };
}
