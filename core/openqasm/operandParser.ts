import { parseIndex } from './indexParser.ts';
import { parseHardwareQubit } from './literalParser.ts';
import { diagnose, withFix } from './messages.ts';
import { startsCallOnLine, startsNamedStatement } from './recovery.ts';
import { insertionFix, replacementFix } from './syntaxFixes.ts';
import type { Expression } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import { tooDeep } from './tooDeep.ts';

export function startsOperand(cursor: TokenCursor): boolean {
  const { kind } = cursor;
  return (
    kind === tokenKind.identifier ||
    kind === tokenKind.hardwareQubit ||
    kind === tokenKind.badNumber ||
    isDraftQubit(cursor, cursor.index)
  );
}

/** `%0` and `%q` were qubits in drafts of OpenQASM 3. */
export function isDraftQubit(cursor: TokenCursor, token: number): boolean {
  if (cursor.kindAt(token) !== tokenKind.percent || cursor.isVersion2) return false;
  const { ends, starts } = cursor.tokens;
  // The remainder of a division has blanks on both sides or on none.
  const isPrefix = starts[token + 1] === ends[token] && ends[token - 1] !== starts[token];
  const next = cursor.kindAt(token + 1);
  return isPrefix && (next === tokenKind.integer || next === tokenKind.identifier);
}

/** Parses a qubit, register, slice or hardware qubit. */
export function parseOperand(cursor: TokenCursor): Expression {
  cursor.expecting('operand');
  if (!startsOperand(cursor) || startsNamedStatement(cursor)) {
    cursor.reportExpected('a qubit');
    return cursor.missingExpression();
  }
  if (cursor.kind === tokenKind.percent) return parseDraftQubit(cursor);
  if (cursor.kind === tokenKind.hardwareQubit) return parseHardwareQubit(cursor);
  if (cursor.kind === tokenKind.badNumber) {
    const { start, end } = cursor;
    cursor.advance();
    return { kind: 'missing', start, end };
  }
  return parseIndexedName(cursor);
}

/** Parses a name with any number of index brackets. */
export function parseIndexedName(cursor: TokenCursor): Expression {
  let operand: Expression = cursor.takeIdentifier();
  let depth = 0;
  while (cursor.kind === tokenKind.leftBracket) {
    if (depth++ > nestingLimit) return tooDeep(cursor);
    operand = parseIndex(cursor, operand);
  }
  return operand;
}

function parseDraftQubit(cursor: TokenCursor): Expression {
  const { start } = cursor;
  const sign = cursor.rangeOf(cursor.index);
  cursor.advance();
  const written = cursor.textOf(cursor.index);
  const range = { start, end: cursor.end };
  if (cursor.kind === tokenKind.identifier) {
    const diagnostic = diagnose('QAS2015', range, `'%${written}'`, `write '${written}'`);
    cursor.note(withFix(diagnostic, replacementFix(`Remove '%'`, sign, '')));
    return parseIndexedName(cursor);
  }
  const diagnostic = diagnose('QAS2015', range, `'%${written}'`, `write '$${written}'`);
  cursor.note(withFix(diagnostic, replacementFix(`Write '$${written}'`, sign, '$')));
  const index = Number(written);
  cursor.advance();
  return { kind: 'hardware-qubit', ...range, index: Number.isFinite(index) ? index : 0 };
}

/** Parses operands between commas; a comma forgotten between two of them on one line is reported and filled in. */
export function parseOperands(cursor: TokenCursor): Expression[] {
  const operands: Expression[] = [];
  cursor.expecting('operand');
  if (!startsOperand(cursor) || startsNamedStatement(cursor)) return operands;
  for (;;) {
    operands.push(parseOperand(cursor));
    if (cursor.failed) break;
    const comma = cursor.rangeOf(cursor.index);
    if (cursor.take(tokenKind.comma)) {
      cursor.expecting('operand');
      if (startsOperand(cursor) && !startsNamedStatement(cursor)) continue;
      if (cursor.kind === tokenKind.semicolon || cursor.kind === tokenKind.leftBrace) cursor.trailingComma(comma);
      else cursor.reportExpected('a qubit');
      break;
    }
    if (!startsOperand(cursor) || startsCallOnLine(cursor) || (cursor.startsLine() && !isIndexed(cursor))) break;
    const missing = diagnose('QAS2002', cursor.rangeOf(cursor.index), `',' between operands`, cursor.describe());
    cursor.note(withFix(missing, insertionFix(`Insert ','`, cursor.previousEnd, ',')));
  }
  return operands;
}

/** Whether a name with an index is all there is up to a `,`, `;` or `->`, which is no statement. */
function isIndexed(cursor: TokenCursor): boolean {
  return cursor.peek(1) === tokenKind.leftBracket && isOperandOfCall(cursor, cursor.index);
}

/**
 * Whether a token is the first operand of the call before it. On the next line that shows by the `,`, `;` or `->` after
 * it; otherwise it begins another statement, and the call lacks its `;`.
 */
export function startsOperandOfCall(cursor: TokenCursor, token: number): boolean {
  const kind = cursor.kindAt(token);
  const isOperand = kind === tokenKind.identifier || kind === tokenKind.hardwareQubit || kind === tokenKind.badNumber;
  return isOperand && (!cursor.startsLine(token) || isOperandOfCall(cursor, token));
}

function isOperandOfCall(cursor: TokenCursor, token: number): boolean {
  let next = token + 1;
  while (cursor.kindAt(next) === tokenKind.leftBracket && cursor.source.closerOf(next) >= 0) {
    next = cursor.source.closerOf(next) + 1;
  }
  const kind = cursor.kindAt(next);
  return kind === tokenKind.comma || kind === tokenKind.semicolon || kind === tokenKind.arrow;
}
