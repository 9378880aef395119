import { parseExpression, parseRange, parseSelector } from './expressionParser.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { parseBlock, parseBody } from './statementParser.ts';
import type { Expression, Selector, Statement, SwitchCase, TypeNode } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseType } from './typeParser.ts';

/** Parses `(expression)` after the keyword. */
function parseCondition(cursor: TokenCursor, keyword: string): Expression {
  const opener = cursor.index;
  if (!cursor.take(tokenKind.leftParen)) {
    cursor.note(diagnose('QAS2002', cursor.errorRange(), `'(' after '${keyword}'`, cursor.describe()));
    if (cursor.kind === tokenKind.leftBrace || cursor.startsLine()) {
      cursor.failed = true;
      return cursor.missingExpression();
    }
    const condition = parseExpression(cursor);
    cursor.take(tokenKind.rightParen);
    return condition;
  }
  const condition = parseExpression(cursor);
  if (!cursor.failed && cursor.kind === tokenKind.equals) {
    const place = cursor.rangeOf(cursor.index);
    cursor.report(diagnose('QAS2002', place, `'==' to compare`, `'='`));
  }
  cursor.close(tokenKind.rightParen, opener, `')'`);
  return condition;
}

export function parseIf(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const condition = parseCondition(cursor, 'if');
  const body = parseBody(cursor);
  cursor.expecting('else');
  const isElse2 = cursor.isVersion2 && cursor.kind === tokenKind.identifier && cursor.textOf(cursor.index) === 'else';
  if (isElse2) {
    collectDiagnostic(cursor.diagnostics, diagnose('QAS2017', cursor.rangeOf(cursor.index), `'else'`, '3.0', '2.0'));
    cursor.advance();
  } else if (!cursor.take(tokenKind.else)) {
    return { kind: 'if', start, end: cursor.previousEnd, condition, body, otherwise: undefined };
  }
  cursor.failed = false;
  const otherwise = parseBody(cursor);
  return { kind: 'if', start, end: cursor.previousEnd, condition, body, otherwise };
}

export function parseWhile(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const condition = parseCondition(cursor, 'while');
  const body = parseBody(cursor);
  return { kind: 'while', start, end: cursor.previousEnd, condition, body };
}

export function parseForStatement(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  let type: TypeNode | undefined;
  if (isTypeKeyword(cursor.kind)) {
    type = parseType(cursor);
  } else if (cursor.kind === tokenKind.identifier && cursor.peek(1) === tokenKind.in) {
    cursor.note(diagnose('QAS2006', cursor.rangeOf(cursor.index), cursor.textOf(cursor.index)));
  } else {
    cursor.expecting('type');
    cursor.reportExpected('the type of the loop variable');
  }
  const variable = cursor.failed ? cursor.missingIdentifier() : cursor.declaredName('the loop variable');
  cursor.expecting('in');
  if (!cursor.take(tokenKind.in) && !cursor.failed) cursor.reportExpected(`'in'`);
  const iterable = cursor.failed ? cursor.missingExpression() : parseIterable(cursor);
  const body = parseBody(cursor);
  return { kind: 'for', start, end: cursor.previousEnd, type, variable, iterable, body };
}

function parseIterable(cursor: TokenCursor): Selector {
  const opener = cursor.index;
  if (cursor.kind === tokenKind.leftBrace) return parseSelector(cursor);
  if (cursor.take(tokenKind.leftBracket)) {
    const range = parseSelector(cursor);
    if (!cursor.failed && range.kind !== 'range') cursor.reportExpected(`':' of a range`);
    cursor.close(tokenKind.rightBracket, opener, `':' or ']'`);
    return range;
  }
  const { start } = cursor;
  const first = parseExpression(cursor);
  if (cursor.kind !== tokenKind.colon || cursor.failed) return first;
  const range = parseRange(cursor, start, first);
  const written = cursor.tokens.text.slice(start, range.end);
  cursor.note(diagnose('QAS2007', { start, end: range.end }, written));
  return range;
}

export function parseSwitch(cursor: TokenCursor): Statement {
  const { start, index } = cursor;
  const { major, minor } = cursor.tokens.version;
  if (major === 3 && minor < 1) {
    cursor.note(diagnose('QAS2017', cursor.rangeOf(index), `'switch'`, '3.1', `${major}.${minor}`));
  }
  cursor.advance();
  const subject = parseCondition(cursor, 'switch');
  if (cursor.failed) cursor.skipToBody();
  const opener = cursor.index;
  const cases: SwitchCase[] = [];
  if (!cursor.take(tokenKind.leftBrace)) {
    if (!cursor.failed) cursor.reportExpected(`'{'`);
    cursor.take(tokenKind.semicolon);
    return { kind: 'switch', start, end: cursor.previousEnd, subject, cases };
  }
  cursor.failed = false;
  for (;;) {
    cursor.expecting('case');
    const kind = kindInSwitch(cursor);
    if (kind === tokenKind.case || kind === tokenKind.default) {
      cases.push(parseCase(cursor));
    } else if (cursor.atEnd) {
      cursor.reportUnclosedBrace(opener);
      break;
    } else if (cursor.take(tokenKind.rightBrace)) {
      break;
    } else {
      cursor.reportExpected(`'case', 'default' or '}'`);
      skipToCase(cursor);
    }
  }
  cursor.failed = false;
  return { kind: 'switch', start, end: cursor.previousEnd, subject, cases };
}

/** The kind of the current token inside a `switch`, where `case` and `default` are no names in OpenQASM 2 either. */
function kindInSwitch(cursor: TokenCursor): number {
  if (cursor.kind !== tokenKind.identifier) return cursor.kind;
  const kind = cursor.version3KindAt(cursor.index);
  return kind === tokenKind.case || kind === tokenKind.default ? kind : tokenKind.identifier;
}

function skipToCase(cursor: TokenCursor): void {
  let depth = 0;
  while (!cursor.atEnd) {
    const kind = kindInSwitch(cursor);
    if (depth === 0 && (kind === tokenKind.case || kind === tokenKind.default || kind === tokenKind.rightBrace)) return;
    if (kind === tokenKind.leftBrace) depth++;
    else if (kind === tokenKind.rightBrace) depth--;
    cursor.advance();
  }
}

function parseCase(cursor: TokenCursor): SwitchCase {
  const { start } = cursor;
  cursor.failed = false;
  let labels: Expression[] | undefined;
  const isDefault = kindInSwitch(cursor) === tokenKind.default;
  cursor.advance();
  if (!isDefault) {
    labels = [parseExpression(cursor)];
    while (!cursor.failed && cursor.take(tokenKind.comma)) {
      if (cursor.kind === tokenKind.leftBrace) break;
      labels.push(parseExpression(cursor));
    }
  }
  const header = cursor.tokens.text.slice(start, cursor.previousEnd);
  if (cursor.kind === tokenKind.colon) {
    cursor.note(diagnose('QAS2014', cursor.rangeOf(cursor.index), header));
    cursor.advance();
  }
  if (cursor.failed) cursor.skipToBody();
  if (cursor.kind === tokenKind.leftBrace) {
    cursor.failed = false;
    const body = parseBlock(cursor);
    return { kind: 'case', start, end: cursor.previousEnd, labels, body };
  }
  cursor.report(diagnose('QAS2014', { start, end: start + header.length }, header));
  skipToCase(cursor);
  return { kind: 'case', start, end: cursor.previousEnd, labels, body: cursor.emptyBlock() };
}
