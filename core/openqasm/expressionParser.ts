import { parseHardwareQubit, parseInteger, parseTiming } from './literalParser.ts';
import { diagnose } from './messages.ts';
import { parseBlock } from './statementParser.ts';
import type {
  BinaryOperator,
  Expression,
  IndexExpression,
  RangeSelector,
  Selector,
  SetSelector,
  UnaryOperator,
} from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseType } from './typeParser.ts';

const powerPrecedence = 13;
const unaryPrecedence = 12;

/** Binary operators by token kind: precedence (larger binds tighter) and spelling. */
const binaryOperators: ReadonlyMap<number, readonly [number, BinaryOperator]> = new Map<
  number,
  readonly [number, BinaryOperator]
>([
  [tokenKind.power, [powerPrecedence, '**']],
  [tokenKind.star, [11, '*']],
  [tokenKind.slash, [11, '/']],
  [tokenKind.percent, [11, '%']],
  [tokenKind.plus, [10, '+']],
  [tokenKind.minus, [10, '-']],
  [tokenKind.shiftLeft, [9, '<<']],
  [tokenKind.shiftRight, [9, '>>']],
  [tokenKind.less, [8, '<']],
  [tokenKind.lessEqual, [8, '<=']],
  [tokenKind.greater, [8, '>']],
  [tokenKind.greaterEqual, [8, '>=']],
  [tokenKind.equalEqual, [7, '==']],
  [tokenKind.notEqual, [7, '!=']],
  [tokenKind.ampersand, [6, '&']],
  [tokenKind.caret, [5, '^']],
  [tokenKind.pipe, [4, '|']],
  [tokenKind.andAnd, [3, '&&']],
  [tokenKind.orOr, [2, '||']],
  [tokenKind.concatenate, [1, '++']],
]);

const powerInVersion2: readonly [number, BinaryOperator] = [powerPrecedence, '**'];

/** Parses an expression whose operators bind at least as tightly as the precedence. */
export function parseExpression(cursor: TokenCursor, precedence = 0): Expression {
  if (cursor.expressionDepth >= 2 * nestingLimit) return tooDeep(cursor);
  cursor.expressionDepth++;
  let left = parsePrefix(cursor);
  let height = cursor.height;
  for (;;) {
    const isPower2 = cursor.isVersion2 && cursor.kind === tokenKind.caret;
    const operator = isPower2 ? powerInVersion2 : binaryOperators.get(cursor.kind);
    if (!operator || operator[0] < precedence || (operator[0] === precedence && operator[1] !== '**')) break;
    if (height >= 2 * nestingLimit) {
      left = tooDeep(cursor);
      break;
    }
    cursor.advance();
    const right = parseExpression(cursor, operator[0]);
    height = Math.max(height, cursor.height) + 1;
    left = { kind: 'binary', start: left.start, end: right.end, operator: operator[1], left, right };
  }
  cursor.height = height;
  cursor.expressionDepth--;
  return left;
}

function tooDeep(cursor: TokenCursor): Expression {
  cursor.report(diagnose('QAS2018', cursor.rangeOf(cursor.index), 2 * nestingLimit));
  const missing = cursor.missingExpression();
  cursor.skipToNextStatement();
  cursor.height = 0;
  return missing;
}

function parsePrefix(cursor: TokenCursor): Expression {
  const operator = unaryOperator(cursor.kind);
  if (operator === undefined) return parsePostfix(cursor);
  const { start } = cursor;
  cursor.advance();
  const operand = parseExpression(cursor, unaryPrecedence);
  cursor.height++;
  return { kind: 'unary', start, end: operand.end, operator, operand };
}

function unaryOperator(kind: number): UnaryOperator | undefined {
  if (kind === tokenKind.minus) return '-';
  if (kind === tokenKind.exclamation) return '!';
  return kind === tokenKind.tilde ? '~' : undefined;
}

function parsePostfix(cursor: TokenCursor): Expression {
  let expression = parsePrimary(cursor);
  let height = cursor.height;
  while (cursor.kind === tokenKind.leftBracket && expression.kind !== 'missing') {
    if (height >= 2 * nestingLimit) return tooDeep(cursor);
    expression = parseIndex(cursor, expression);
    height = Math.max(height, cursor.height) + 1;
  }
  cursor.height = height;
  return expression;
}

/** Parses one pair of index brackets after an expression. */
export function parseIndex(cursor: TokenCursor, base: Expression): IndexExpression {
  const opener = cursor.index;
  const selectorStart = cursor.start;
  cursor.advance();
  const selectors = parseSelectors(cursor, tokenKind.rightBracket);
  cursor.close(tokenKind.rightBracket, opener, `',' or ']'`);
  return { kind: 'index', start: base.start, end: cursor.previousEnd, base, selectorStart, selectors };
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
export function parseRange(cursor: TokenCursor, start: number, first: Expression | undefined): RangeSelector {
  cursor.advance();
  const second = endsRange(cursor) ? undefined : parseExpression(cursor);
  if (!cursor.take(tokenKind.colon)) {
    return { kind: 'range', start, end: cursor.previousEnd, first, step: undefined, last: second };
  }
  const { height } = cursor;
  const last = endsRange(cursor) ? undefined : parseExpression(cursor);
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

function parseSet(cursor: TokenCursor): SetSelector {
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  const elements = parseExpressions(cursor, tokenKind.rightBrace);
  cursor.close(tokenKind.rightBrace, opener, `',' or '}'`);
  return { kind: 'set', start, end: cursor.previousEnd, elements };
}

/** Parses expressions between commas up to the closer, which stays; a trailing comma is allowed. */
export function parseExpressions(cursor: TokenCursor, closer: number): Expression[] {
  const expressions: Expression[] = [];
  let height = 0;
  cursor.expecting('expression');
  while (cursor.kind !== closer) {
    expressions.push(parseExpression(cursor));
    height = Math.max(height, cursor.height);
    if (cursor.failed || !cursor.take(tokenKind.comma)) break;
    cursor.expecting('expression');
  }
  cursor.height = height;
  return expressions;
}

/** Parses an initialiser or the right side of an assignment: an expression, an array literal or a measurement. */
export function parseValue(cursor: TokenCursor): Expression {
  cursor.expecting('value');
  if (cursor.kind === tokenKind.leftBrace) return parseArrayLiteral(cursor);
  if (cursor.kind === tokenKind.measure) {
    const { start } = cursor;
    cursor.advance();
    const operand = parseOperand(cursor);
    return { kind: 'measure-expression', start, end: operand.end, operand };
  }
  const value = parseExpression(cursor);
  const callee = value.kind === 'call' ? value.callee : value;
  if (callee.kind === 'identifier' && startsOperand(cursor) && !cursor.startsLine()) {
    const operands = parseOperands(cursor);
    const given = value.kind === 'call' ? value.arguments : [];
    return { kind: 'quantum-call', start: value.start, end: cursor.previousEnd, callee, arguments: given, operands };
  }
  return value;
}

function parseArrayLiteral(cursor: TokenCursor): Expression {
  if (cursor.expressionDepth >= 2 * nestingLimit) return tooDeep(cursor);
  cursor.expressionDepth++;
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  const elements: Expression[] = [];
  let height = 0;
  while (cursor.kind !== tokenKind.rightBrace && !cursor.failed) {
    elements.push(cursor.kind === tokenKind.leftBrace ? parseArrayLiteral(cursor) : parseExpression(cursor));
    height = Math.max(height, cursor.height + 1);
    if (!cursor.take(tokenKind.comma)) break;
  }
  cursor.close(tokenKind.rightBrace, opener, `',' or '}'`);
  cursor.expressionDepth--;
  cursor.height = height;
  return { kind: 'array-literal', start, end: cursor.previousEnd, elements };
}

function parsePrimary(cursor: TokenCursor): Expression {
  cursor.expecting('expression');
  cursor.height = 0;
  const { start, end, kind } = cursor;
  switch (kind) {
    case tokenKind.identifier: {
      const name = cursor.takeIdentifier();
      if (cursor.kind !== tokenKind.leftParen) return name;
      const given = parseArguments(cursor);
      return { kind: 'call', start, end: cursor.previousEnd, callee: name, arguments: given };
    }
    case tokenKind.integer:
      return parseInteger(cursor);
    case tokenKind.badNumber:
      cursor.advance();
      return { kind: 'missing', start, end };
    case tokenKind.float: {
      const value = Number(cursor.textOf(cursor.index).replaceAll('_', ''));
      cursor.advance();
      return { kind: 'float', start, end, value };
    }
    case tokenKind.imaginary: {
      const value = Number(cursor.textOf(cursor.index).slice(0, -2).replaceAll('_', ''));
      cursor.advance();
      return { kind: 'imaginary', start, end, value };
    }
    case tokenKind.timing:
      return parseTiming(cursor);
    case tokenKind.true:
    case tokenKind.false:
      cursor.advance();
      return { kind: 'boolean', start, end, value: kind === tokenKind.true };
    case tokenKind.bitString: {
      const digits = cursor.textOf(cursor.index).replaceAll(/[^01]/g, '');
      cursor.advance();
      return { kind: 'bit-string', start, end, digits };
    }
    case tokenKind.hardwareQubit:
      return parseHardwareQubit(cursor);
    case tokenKind.leftParen:
      return parseParenthesised(cursor);
    case tokenKind.durationof:
      return parseDurationOf(cursor);
    case tokenKind.measure: {
      cursor.note(diagnose('QAS2005', { start, end }));
      cursor.advance();
      const operand = parseOperand(cursor);
      return { kind: 'missing', start, end: operand.end };
    }
    default:
      if (isTypeKeyword(kind)) return parseCast(cursor);
      cursor.reportExpected('an expression');
      return cursor.missingExpression();
  }
}

function parseParenthesised(cursor: TokenCursor): Expression {
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  const inner = parseExpression(cursor);
  cursor.close(tokenKind.rightParen, opener, `')'`);
  cursor.height++;
  return { kind: 'parenthesised', start, end: cursor.previousEnd, inner };
}

function parseCast(cursor: TokenCursor): Expression {
  const { start } = cursor;
  cursor.height = 0;
  const type = parseType(cursor);
  const typeHeight = cursor.height;
  if (cursor.kind !== tokenKind.leftParen) {
    cursor.reportExpected(`'(' after the type of a conversion`);
    return { kind: 'missing', start, end: cursor.previousEnd };
  }
  const opener = cursor.index;
  cursor.advance();
  const argument = parseExpression(cursor);
  cursor.close(tokenKind.rightParen, opener, `')'`);
  cursor.height = Math.max(cursor.height, typeHeight) + 1;
  return { kind: 'cast', start, end: cursor.previousEnd, type, argument };
}

function parseDurationOf(cursor: TokenCursor): Expression {
  const { start } = cursor;
  cursor.advance();
  const opener = cursor.index;
  if (!cursor.take(tokenKind.leftParen)) {
    cursor.reportExpected(`'(' after 'durationof'`);
    return cursor.missingExpression();
  }
  const body = parseBlock(cursor);
  cursor.close(tokenKind.rightParen, opener, `')'`);
  cursor.height = 0;
  return { kind: 'durationof', start, end: cursor.previousEnd, body };
}

/** Parses the arguments between parentheses; the cursor is at `(`. */
export function parseArguments(cursor: TokenCursor): Expression[] {
  const opener = cursor.index;
  cursor.advance();
  const given = parseExpressions(cursor, tokenKind.rightParen);
  cursor.close(tokenKind.rightParen, opener, `',' or ')'`);
  cursor.height++;
  return given;
}

export function startsOperand(cursor: TokenCursor): boolean {
  const { kind } = cursor;
  return kind === tokenKind.identifier || kind === tokenKind.hardwareQubit || kind === tokenKind.badNumber;
}

/** Parses a qubit, register, slice or hardware qubit. */
export function parseOperand(cursor: TokenCursor): Expression {
  cursor.expecting('operand');
  if (!startsOperand(cursor)) {
    cursor.reportExpected('a qubit');
    return cursor.missingExpression();
  }
  if (cursor.kind === tokenKind.hardwareQubit) return parseHardwareQubit(cursor);
  if (cursor.kind === tokenKind.badNumber) {
    const { start, end } = cursor;
    cursor.advance();
    return { kind: 'missing', start, end };
  }
  let operand: Expression = cursor.takeIdentifier();
  let depth = 0;
  while (cursor.kind === tokenKind.leftBracket) {
    if (depth++ > nestingLimit) return tooDeep(cursor);
    operand = parseIndex(cursor, operand);
  }
  return operand;
}

/** Parses operands between commas; a comma forgotten between two of them on one line is reported and filled in. */
export function parseOperands(cursor: TokenCursor): Expression[] {
  const operands: Expression[] = [];
  cursor.expecting('operand');
  if (!startsOperand(cursor)) return operands;
  for (;;) {
    operands.push(parseOperand(cursor));
    if (cursor.failed) break;
    if (cursor.take(tokenKind.comma)) {
      cursor.expecting('operand');
      if (startsOperand(cursor)) continue;
      if (cursor.kind !== tokenKind.semicolon && cursor.kind !== tokenKind.leftBrace) cursor.reportExpected('a qubit');
      break;
    }
    if (!startsOperand(cursor) || cursor.startsLine()) break;
    cursor.note(diagnose('QAS2002', cursor.rangeOf(cursor.index), `',' between operands`, cursor.describe()));
  }
  return operands;
}
