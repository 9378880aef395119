import { parseBlock, parseBody, parseInto, reportUnclosedAtEnd, takeOpeningBrace } from './blockParser.ts';
import { parseExpression } from './expressionParser.ts';
import { parseRange, parseSelector } from './indexParser.ts';
import { diagnose, withFix } from './messages.ts';
import { closeBracket, skipToBody, takeDeclaredName } from './recovery.ts';
import { StatementList, StatementParts } from './statementList.ts';
import { insertionFix, replacementFix } from './syntaxFixes.ts';
import type {
  Block,
  Expression,
  ForStatement,
  IfStatement,
  Selector,
  SwitchCase,
  SwitchStatement,
  TypeNode,
  WhileStatement,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseType } from './typeParser.ts';

/** Parses `(expression)` after the keyword. */
function parseCondition(cursor: TokenCursor, keyword: string): Expression {
  const opener = cursor.index;
  if (!cursor.take(tokenKind.leftParen)) return parseBareCondition(cursor, keyword);
  cursor.inCondition = keyword === 'if';
  let condition = parseExpression(cursor);
  cursor.inCondition = false;
  if (!cursor.failed && cursor.kind === tokenKind.equals) {
    const place = cursor.rangeOf(cursor.index);
    cursor.note(
      withFix(diagnose('QAS2002', place, `'==' to compare`, `'='`), replacementFix(`Write '=='`, place, '==')),
    );
    cursor.advance();
    const right = parseExpression(cursor);
    condition = { kind: 'binary', start: condition.start, end: right.end, operator: '==', left: condition, right };
  }
  closeBracket(cursor, tokenKind.rightParen, opener, `')'`);
  return condition;
}

/** A condition without its parentheses. */
function parseBareCondition(cursor: TokenCursor, keyword: string): Expression {
  const problem = diagnose('QAS2002', cursor.errorRange(), `'(' after '${keyword}'`, cursor.describe());
  if (cursor.kind === tokenKind.leftBrace || cursor.startsLine() || cursor.startsStatement()) {
    cursor.report(problem);
    return cursor.missingExpression();
  }
  const { reporter, start } = cursor;
  const said = reporter.diagnostics.length;
  const isNews = cursor.note(problem);
  const condition = parseExpression(cursor);
  const fix = {
    title: 'Put the condition in parentheses',
    replacements: [
      { range: { start, end: start }, newText: '(' },
      { range: { start: condition.end, end: condition.end }, newText: ')' },
    ],
    isPreferred: true,
  };
  const isClosed = cursor.take(tokenKind.rightParen);
  if (isNews && !cursor.failed && condition.kind !== 'missing') {
    reporter.repair(said, isClosed ? insertionFix(`Insert '('`, start, '(') : fix);
  }
  return condition;
}

/** Parses `if (condition) body else body` (classical, "If-else statements"). */
export function parseIf(cursor: TokenCursor): IfStatement {
  const { start } = cursor;
  cursor.advance();
  const condition = parseCondition(cursor, 'if');
  if (cursor.isVersion2 && !cursor.failed && !comparesRegister(condition)) {
    cursor.requires(0, `A condition other than 'register == number'`, condition);
  }
  const body = parseBody(cursor);
  cursor.expecting('else');
  const isElse2 = cursor.isVersion2 && cursor.version3KindAt(cursor.index) === tokenKind.else;
  if (!isElse2 && cursor.kind !== tokenKind.else) {
    return { kind: 'if', start, end: cursor.previousEnd, condition, body, otherwise: undefined };
  }
  cursor.reporter.beginStatement(cursor.start);
  if (isElse2) cursor.requires(0, `'else'`, cursor.rangeOf(cursor.index));
  cursor.advance();
  const otherwise = parseBody(cursor);
  return { kind: 'if', start, end: cursor.previousEnd, condition, body, otherwise };
}

/** Whether a condition is one that OpenQASM 2 has. */
function comparesRegister(condition: Expression): boolean {
  return (
    condition.kind === 'missing' ||
    (condition.kind === 'binary' &&
      condition.operator === '==' &&
      condition.left.kind === 'identifier' &&
      condition.right.kind === 'integer')
  );
}

/** Parses `while (condition) body` (classical, "While loops"). */
export function parseWhile(cursor: TokenCursor): WhileStatement {
  const { start } = cursor;
  cursor.advance();
  const condition = parseCondition(cursor, 'while');
  const body = parseBody(cursor);
  return { kind: 'while', start, end: cursor.previousEnd, condition, body };
}

/** Parses `for type name in values body` (classical, "For loops"). */
export function parseForStatement(cursor: TokenCursor): ForStatement {
  const { start } = cursor;
  cursor.advance();
  let type: TypeNode | undefined;
  if (isTypeKeyword(cursor.kind)) {
    type = parseType(cursor);
    if (type.name === 'array') cursor.note(diagnose('QAS2002', type, 'a scalar type', `'array'`));
  } else if (cursor.kind === tokenKind.identifier && cursor.peek(1) === tokenKind.in) {
    const diagnostic = diagnose('QAS2006', cursor.rangeOf(cursor.index), cursor.textOf(cursor.index));
    cursor.note(withFix(diagnostic, insertionFix(`Insert the type 'int'`, cursor.start, 'int ')));
  } else {
    cursor.expecting('type');
    cursor.reportExpected('the type of the loop variable');
  }
  const variable = cursor.failed ? cursor.missingIdentifier() : takeDeclaredName(cursor, 'the loop variable');
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
    closeBracket(cursor, tokenKind.rightBracket, opener, `':' or ']'`);
    return range;
  }
  const { start } = cursor;
  const first = parseExpression(cursor);
  if (cursor.kind !== tokenKind.colon || cursor.failed) return first;
  const range = parseRange(cursor, start, first);
  const written = cursor.tokens.text.slice(start, range.end);
  const place = { start, end: range.end };
  cursor.note(
    withFix(diagnose('QAS2007', place, written), replacementFix(`Write '[${written}]'`, place, `[${written}]`)),
  );
  return range;
}

/** Parses `switch (value) { case … { } default { } }` (classical, "The switch statement"). */
export function parseSwitch(cursor: TokenCursor): SwitchStatement {
  const { start, index } = cursor;
  if (!cursor.isVersion2) cursor.requires(1, `'switch'`, cursor.rangeOf(index));
  cursor.advance();
  const subject = parseCondition(cursor, 'switch');
  if (cursor.failed) skipToBody(cursor);
  const opener = cursor.index;
  const cases: SwitchCase[] = [];
  if (!takeOpeningBrace(cursor)) {
    cursor.take(tokenKind.semicolon);
    return { kind: 'switch', start, end: cursor.previousEnd, subject, cases };
  }
  cursor.reporter.beginStatement(cursor.start);
  for (;;) {
    cursor.expecting('case');
    if (startsCase(cursor)) {
      cases.push(parseCase(cursor));
    } else if (cursor.atEnd) {
      reportUnclosedAtEnd(cursor, opener);
      break;
    } else if (cursor.take(tokenKind.rightBrace)) {
      break;
    } else {
      const isStatement = cursor.kind === tokenKind.identifier || cursor.startsStatement();
      if (isStatement) cursor.report(diagnose('QAS7003', cursor.rangeOf(cursor.index), outsideCase));
      else cursor.reportExpected(`'case', 'default' or '}'`);
      skipToCase(cursor);
    }
  }
  cursor.reporter.beginStatement(cursor.start);
  return { kind: 'switch', start, end: cursor.previousEnd, subject, cases };
}

const outsideCase = `A statement inside 'switch' belongs in the block of a 'case'`;

/** The kind of the current token inside a `switch`, where `case` and `default` are no names in OpenQASM 2 either. */
function kindInSwitch(cursor: TokenCursor): number {
  if (cursor.kind !== tokenKind.identifier) return cursor.kind;
  const kind = cursor.version3KindAt(cursor.index);
  return kind === tokenKind.case || kind === tokenKind.default ? kind : tokenKind.identifier;
}

function startsCase(cursor: TokenCursor): boolean {
  const kind = kindInSwitch(cursor);
  return kind === tokenKind.case || kind === tokenKind.default;
}

function skipToCase(cursor: TokenCursor): void {
  let depth = 0;
  while (!cursor.atEnd) {
    if (depth === 0 && (startsCase(cursor) || cursor.kind === tokenKind.rightBrace)) return;
    if (cursor.kind === tokenKind.leftBrace) depth++;
    else if (cursor.kind === tokenKind.rightBrace) depth--;
    cursor.advance();
  }
}

function parseCase(cursor: TokenCursor): SwitchCase {
  const { start } = cursor;
  cursor.reporter.beginStatement(start);
  const isDefault = kindInSwitch(cursor) === tokenKind.default;
  cursor.advance();
  const labels = isDefault ? undefined : parseLabels(cursor);
  if (cursor.failed) skipToBody(cursor);
  const header = { start, end: cursor.previousEnd };
  const written = cursor.tokens.text.slice(header.start, header.end);
  const colon = cursor.rangeOf(cursor.index);
  const hasColon = cursor.take(tokenKind.colon);
  if (cursor.kind === tokenKind.leftBrace) {
    if (hasColon) {
      cursor.note(withFix(diagnose('QAS2014', colon, written), replacementFix('Remove the colon', colon, '')));
    }
    cursor.reporter.beginStatement(cursor.start);
    const body = parseBlock(cursor);
    return { kind: 'case', start, end: cursor.previousEnd, labels, body };
  }
  const body = parseBareCase(cursor, hasColon ? { start, end: colon.end } : header, written);
  return { kind: 'case', start, end: cursor.previousEnd, labels, body };
}

function parseLabels(cursor: TokenCursor): Expression[] {
  const labels = [parseExpression(cursor)];
  while (!cursor.failed && cursor.take(tokenKind.comma)) {
    if (cursor.kind === tokenKind.leftBrace) break;
    labels.push(parseExpression(cursor));
  }
  return labels;
}

/** The statements of a case up to the next one, as C would write them. */
function parseBareCase(cursor: TokenCursor, header: { start: number; end: number }, written: string): Block {
  const { reporter } = cursor;
  const { failed } = reporter;
  const said = reporter.diagnostics.length;
  const place = { start: header.start, end: header.start + written.length };
  const isNews = cursor.report(diagnose('QAS2014', place, written));
  if (failed && cursor.kind === tokenKind.semicolon) cursor.advance();
  const { depth } = cursor;
  const start = cursor.previousEnd;
  const parts = new StatementParts();
  while (!cursor.atEnd && cursor.kind !== tokenKind.rightBrace && !startsCase(cursor)) parseInto(parts, cursor);
  const end = cursor.previousEnd;
  const opening = { range: { start: header.start + written.length, end: header.end }, newText: ' {' };
  const closing = { range: { start: end, end }, newText: ' }' };
  if (isNews && parts.codes.length > 0) {
    reporter.repair(said, { title: 'Write a block', replacements: [opening, closing], isPreferred: true });
  }
  reporter.beginStatement(cursor.start);
  return { kind: 'block', start, end, statements: new StatementList(cursor.source, depth, parts) };
}
