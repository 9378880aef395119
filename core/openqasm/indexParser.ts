import { parseExpression, parseExpressions } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import { closeBracket } from './recovery.ts';
import type { Expression, IndexExpression, RangeSelector, Selector, SetSelector } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';

/** Parses one pair of index brackets after an expression (types, "Index sets and slicing"). */
export function parseIndex(cursor: TokenCursor, base: Expression): IndexExpression {
  const opener = cursor.index;
  const selectorStart = cursor.start;
  cursor.advance();
  const selectors = parseSelectors(cursor, tokenKind.rightBracket);
  closeBracket(cursor, tokenKind.rightBracket, opener, `',' or ']'`);
  const brackets = { start: selectorStart, end: cursor.previousEnd };
  const set = selectors.find(({ kind }) => kind === 'set');
  if (set && selectors.length > 1) {
    cursor.note(diagnose('QAS2002', set, `an index or a range, since a set stands alone in its brackets`, `'{'`));
  }
  if (cursor.isVersion2 && !(selectors.length === 1 && selectors.every(isNumber))) {
    cursor.requires(0, 'An index that is no number', brackets);
  }
  return { kind: 'index', start: base.start, end: cursor.previousEnd, base, selectorStart, selectors };
}

/** Whether an index is a number; the sign of one that cannot be in range is the matter of the analysis. */
function isNumber(selector: Selector): boolean {
  if (selector.kind === 'unary' && selector.operator === '-') return selector.operand.kind === 'integer';
  return selector.kind === 'integer' || selector.kind === 'missing';
}

function parseSelectors(cursor: TokenCursor, closer: number): Selector[] {
  const selectors: Selector[] = [];
  let height = 0;
  do {
    if (cursor.kind === closer && selectors.length > 0) break;
    selectors.push(parseSelector(cursor));
    height = Math.max(height, cursor.height);
  } while (cursor.take(tokenKind.comma) && !cursor.failed);
  cursor.height = height;
  return selectors;
}

/** Parses an index, a range `a:b` or `a:step:b`, or a set `{a, b}`. */
export function parseSelector(cursor: TokenCursor): Selector {
  if (cursor.kind === tokenKind.leftBrace) return parseSet(cursor);
  const { start } = cursor;
  const first = cursor.kind === tokenKind.colon ? undefined : parseExpression(cursor);
  if (cursor.kind !== tokenKind.colon) return first ?? cursor.missingExpression();
  const { height } = cursor;
  const range = parseRange(cursor, start, first);
  cursor.height = Math.max(height, cursor.height);
  return range;
}

/** Parses the rest of a range whose first bound has been read; the cursor is at the first colon. */
export function parseRange(cursor: TokenCursor, from: number, first: Expression | undefined): RangeSelector {
  // A missing bound stands at the end of what is before it.
  const start = Math.min(from, first?.start ?? from);
  cursor.advance();
  const second = endsRange(cursor) ? undefined : parseExpression(cursor);
  if (!cursor.take(tokenKind.colon)) {
    return { kind: 'range', start, end: cursor.previousEnd, first, step: undefined, last: second };
  }
  const { height } = cursor;
  // With a step, the grammar wants the end too.
  const last = parseExpression(cursor);
  cursor.height = Math.max(height, cursor.height);
  return { kind: 'range', start, end: cursor.previousEnd, first, step: second, last };
}

function endsRange(cursor: TokenCursor): boolean {
  const { kind } = cursor;
  return (
    kind === tokenKind.rightBracket ||
    kind === tokenKind.comma ||
    kind === tokenKind.colon ||
    kind === tokenKind.leftBrace
  );
}

/** Parses a set `{a, b}`, which has at least one element. */
function parseSet(cursor: TokenCursor): SetSelector {
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  if (cursor.kind === tokenKind.rightBrace) cursor.reportExpected('an element of the set');
  const elements = parseExpressions(cursor, tokenKind.rightBrace);
  closeBracket(cursor, tokenKind.rightBrace, opener, `',' or '}'`);
  return { kind: 'set', start, end: cursor.previousEnd, elements };
}
