import type { Diagnostic } from '#core/base/diagnostic.ts';
import { diagnose, withFix } from './messages.ts';
import { insertionFix, removalFix, replacementFix } from './syntaxFixes.ts';
import type { Identifier } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isKeyword, tokenKind } from './tokenKind.ts';

/** Reads the name a declaration introduces. */
export function takeDeclaredName(cursor: TokenCursor, what: string): Identifier {
  cursor.expecting('name');
  if (cursor.kind === tokenKind.identifier || cursor.kind === tokenKind.badNumber) return cursor.takeIdentifier();
  if (isKeyword(cursor.kind) && !cursor.startsLine() && namesSomething(cursor)) {
    const word = cursor.textOf(cursor.index);
    const range = cursor.rangeOf(cursor.index);
    const diagnostic = diagnose('QAS2012', range, word, cursor.isVersion2 ? 2 : 3);
    cursor.note(withFix(diagnostic, replacementFix(`Rename to '${word}_'`, range, `${word}_`)));
    return cursor.takeIdentifier();
  }
  cursor.reportExpected(`the name of ${what}`);
  return cursor.missingIdentifier();
}

/** Reads the name of a register or variable, which a call on qubits on the next line is not. */
export function takeVariableName(cursor: TokenCursor, what: string): Identifier {
  if (!startsCallOnNextLine(cursor)) return takeDeclaredName(cursor, what);
  cursor.expecting('name');
  cursor.reportExpected(`the name of ${what}`);
  return cursor.missingIdentifier();
}

/** Whether a keyword stands in the place of a name: what follows it can follow a declared name. */
function namesSomething(cursor: TokenCursor): boolean {
  switch (cursor.peek(1)) {
    case tokenKind.semicolon:
    case tokenKind.comma:
    case tokenKind.equals:
    case tokenKind.leftBracket:
    case tokenKind.leftParen:
    case tokenKind.rightParen:
    case tokenKind.leftBrace:
    case tokenKind.in:
    case tokenKind.identifier:
    case tokenKind.endOfFile:
      return true;
    default:
      return false;
  }
}

/** Steps over the closing bracket that belongs to the token `opener`, or reports that it is missing. */
export function closeBracket(cursor: TokenCursor, kind: number, opener: number, alternatives: string): void {
  if (cursor.take(kind) || cursor.failed) return;
  const isFinished =
    cursor.atEnd ||
    cursor.kind === tokenKind.semicolon ||
    cursor.kind === tokenKind.leftBrace ||
    cursor.kind === tokenKind.rightBrace ||
    (cursor.startsLine() && cursor.startsStatement()) ||
    cursor.source.closerOf(opener) < cursor.index;
  if (!isFinished) {
    cursor.reportExpected(alternatives);
    return;
  }
  const closer = closingText(kind);
  const unclosed = diagnose('QAS2003', cursor.rangeOf(opener), 'unclosed', cursor.textOf(opener));
  cursor.report(withFix(unclosed, insertionFix(`Insert '${closer}'`, cursor.previousEnd, closer)));
}

function closingText(kind: number): string {
  if (kind === tokenKind.rightParen) return ')';
  return kind === tokenKind.rightBracket ? ']' : '}';
}

/** Ends a statement at its `;`. Without one, reports that and moves to where the next statement may start. */
export function finishStatement(cursor: TokenCursor, construct: string): void {
  if (cursor.take(tokenKind.semicolon)) return;
  if (!cursor.failed) {
    const isNextStatement =
      cursor.atEnd ||
      cursor.kind === tokenKind.rightBrace ||
      cursor.startsLine() ||
      cursor.startsStatement() ||
      startsCallOnLine(cursor);
    if (isNextStatement) {
      cursor.report(missingSemicolon(cursor, construct));
      return;
    }
    reportUnexpected(cursor, construct);
  }
  // A statement that broke off at the end of its line takes nothing from the one after it.
  if (cursor.startsLine() && (cursor.startsStatement() || startsNamedStatement(cursor))) return;
  skipToNextStatement(cursor);
}

function missingSemicolon(cursor: TokenCursor, construct: string): Diagnostic {
  const end = cursor.previousEnd;
  return withFix(diagnose('QAS2001', { start: end, end }, construct), insertionFix(`Insert ';'`, end, ';'));
}

/** Reports that a statement which is complete goes on. */
function reportUnexpected(cursor: TokenCursor, construct: string): void {
  const { kind } = cursor;
  const range = cursor.rangeOf(cursor.index);
  if (kind === tokenKind.rightParen || kind === tokenKind.rightBracket) {
    const bracket = cursor.textOf(cursor.index);
    cursor.report(withFix(diagnose('QAS2003', range, 'unmatched', bracket), removalFix(`Remove '${bracket}'`, range)));
    return;
  }
  cursor.reportExpected(`';' after ${construct}`);
}

/**
 * Whether the name at the cursor begins another statement although it follows on the same line, as in
 * `h q[0] cx q[0], q[1];`: two names without a comma, or a name and a parenthesis, are no operands.
 */
export function startsCallOnLine(cursor: TokenCursor): boolean {
  if (cursor.kind !== tokenKind.identifier) return false;
  const next = cursor.peek(1);
  return (
    next === tokenKind.identifier ||
    next === tokenKind.hardwareQubit ||
    next === tokenKind.leftParen ||
    next === tokenKind.equals
  );
}

/**
 * Whether the name at the beginning of a line begins another statement, although the one before it is not finished: what
 * follows the name cannot follow an operand.
 */
export function startsNamedStatement(cursor: TokenCursor): boolean {
  if (cursor.kind !== tokenKind.identifier || !cursor.startsLine()) return false;
  const next = cursor.index + 1;
  if (cursor.kindAt(next) === tokenKind.leftBracket) {
    const closer = cursor.source.closerOf(next);
    return closer >= 0 && isAssignment(cursor.kindAt(closer + 1));
  }
  return isAssignment(cursor.kindAt(next)) || startsCallOnNextLine(cursor);
}

/** Whether the name at the beginning of a line is called on that line, as in `h q[0];`. */
function startsCallOnNextLine(cursor: TokenCursor): boolean {
  const isCall = startsCallOnLine(cursor) && cursor.peek(1) !== tokenKind.equals;
  return isCall && cursor.startsLine() && !cursor.startsLine(cursor.index + 1);
}

function isAssignment(kind: number): boolean {
  return kind === tokenKind.equals || kind === tokenKind.compoundAssignment;
}

/** Skips the rest of a broken statement: past its `;`, or up to a brace or a line that starts a statement. */
export function skipToNextStatement(cursor: TokenCursor): void {
  let depth = 0;
  const first = cursor.index;
  while (!cursor.atEnd) {
    const { kind } = cursor;
    if (kind === tokenKind.semicolon) {
      cursor.advance();
      return;
    }
    if (kind === tokenKind.rightBrace) return;
    if (kind === tokenKind.leftBrace) {
      const closer = cursor.source.closerOf(cursor.index);
      if (closer < 0 || !continuesExpression(cursor.kindAt(closer + 1))) return;
      cursor.index = closer + 1;
      continue;
    }
    const isNew = cursor.index > first && cursor.startsLine();
    if (isNew && (cursor.startsStatement() || (depth === 0 && kind === tokenKind.identifier))) return;
    if (kind === tokenKind.leftParen || kind === tokenKind.leftBracket) depth++;
    else if ((kind === tokenKind.rightParen || kind === tokenKind.rightBracket) && depth > 0) depth--;
    cursor.advance();
  }
}

/** Whether what stands after `}` shows that the braces hold a set or an array literal and not a block. */
function continuesExpression(kind: number): boolean {
  switch (kind) {
    case tokenKind.rightBracket:
    case tokenKind.rightParen:
    case tokenKind.comma:
    case tokenKind.semicolon:
    case tokenKind.concatenate:
      return true;
    default:
      return false;
  }
}

/** Skips from a broken header to its `{`, if that comes before the statement ends. */
export function skipToBody(cursor: TokenCursor): void {
  while (!cursor.atEnd) {
    const { kind } = cursor;
    if (kind === tokenKind.leftBrace || kind === tokenKind.rightBrace || kind === tokenKind.semicolon) return;
    if (cursor.startsLine() && cursor.startsStatement()) return;
    cursor.advance();
  }
}
