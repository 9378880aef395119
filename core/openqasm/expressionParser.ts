import { parseBlock } from './blockParser.ts';
import { parseIndex, parseSelector } from './indexParser.ts';
import { checkBlanks, parseHardwareQubit, parseInteger, parseTiming } from './literalParser.ts';
import { diagnose, withFix } from './messages.ts';
import { parseOperand } from './operandParser.ts';
import { closeBracket, startsNamedStatement } from './recovery.ts';
import { replacementFix } from './syntaxFixes.ts';
import type { BinaryOperator, Expression, UnaryOperator } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { tooDeep } from './tooDeep.ts';
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
  // A chain of operators is as high as its highest operand, however long it is.
  let height = cursor.height;
  let isChain = false;
  for (;;) {
    const isPower2 = cursor.isVersion2 && cursor.kind === tokenKind.caret;
    const operator = isPower2 ? powerInVersion2 : binaryOperators.get(cursor.kind);
    if (!operator || operator[0] < precedence || (operator[0] === precedence && operator[1] !== '**')) break;
    if (height >= 2 * nestingLimit) {
      left = tooDeep(cursor);
      break;
    }
    checkOperator(cursor, operator[1]);
    cursor.advance();
    const right = parseExpression(cursor, operator[0]);
    height = Math.max(height, cursor.height);
    isChain = true;
    left = { kind: 'binary', start: left.start, end: right.end, operator: operator[1], left, right };
  }
  if (cursor.kind === tokenKind.in && precedence === 0 && !cursor.failed) left = parseMembership(cursor, left);
  cursor.height = isChain ? height + 1 : height;
  cursor.expressionDepth--;
  return left;
}

/** Says where a version or the grammar does not have an operator. */
function checkOperator(cursor: TokenCursor, operator: BinaryOperator): void {
  const range = cursor.rangeOf(cursor.index);
  if (cursor.isVersion2) {
    const isKnown = cursor.kind !== tokenKind.power && operatorsOfVersion2.has(operator);
    const fix = operator === '**' ? replacementFix(`Write '^'`, range, '^') : undefined;
    if (!isKnown && !(cursor.inCondition && operator === '==')) {
      cursor.requires(0, `Operator '${operator}'`, range, fix);
    }
  } else if (operator === '++' && cursor.isStrict3 && !cursor.inAlias) {
    cursor.note(diagnose('QAS2002', range, `another operator, since '++' joins registers only in 'let'`, `'++'`));
  }
}

const operatorsOfVersion2: ReadonlySet<BinaryOperator> = new Set(['+', '-', '*', '/', '**']);

/** `x in {1, 2}` tests membership in the prose of the specification, but the grammar does not have it. */
function parseMembership(cursor: TokenCursor, left: Expression): Expression {
  const range = cursor.rangeOf(cursor.index);
  cursor.advance();
  const set = parseSelector(cursor);
  const end = cursor.previousEnd;
  const problem = diagnose('QAS2002', range, `'==', since 'in' is only part of 'for' loops`, `'in'`);
  const { text } = cursor.tokens;
  const tests =
    set.kind === 'set'
      ? set.elements.map((each) => `${text.slice(left.start, left.end)} == ${text.slice(each.start, each.end)}`)
      : [];
  const fix = replacementFix('Compare with each element', { start: left.start, end }, `(${tests.join(' || ')})`);
  cursor.note(tests.length > 0 ? withFix(problem, fix) : problem);
  return { kind: 'missing', start: left.start, end };
}

function parsePrefix(cursor: TokenCursor): Expression {
  skipUnaryPlus(cursor);
  const operator = unaryOperator(cursor.kind);
  if (operator === undefined) return parsePostfix(cursor);
  const { start } = cursor;
  if (cursor.isVersion2 && operator !== '-') cursor.requires(0, `Operator '${operator}'`, cursor.rangeOf(cursor.index));
  cursor.advance();
  const operand = parseExpression(cursor, unaryPrecedence);
  cursor.height++;
  return { kind: 'unary', start, end: operand.end, operator, operand };
}

/** A sign that changes nothing, which tools of OpenQASM 2 accept and the paper does not have. */
function skipUnaryPlus(cursor: TokenCursor): void {
  while (cursor.isVersion2 && !cursor.isStrict2 && cursor.kind === tokenKind.plus) cursor.advance();
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

/** Parses expressions between commas up to the closer, which stays; a trailing comma is allowed. */
export function parseExpressions(cursor: TokenCursor, closer: number): Expression[] {
  const expressions: Expression[] = [];
  let height = 0;
  cursor.expecting('expression');
  while (cursor.kind !== closer) {
    expressions.push(parseExpression(cursor));
    height = Math.max(height, cursor.height);
    const comma = cursor.rangeOf(cursor.index);
    if (cursor.failed || !cursor.take(tokenKind.comma)) break;
    if (cursor.kind === closer) cursor.trailingComma(comma);
    cursor.expecting('expression');
  }
  cursor.height = height;
  return expressions;
}

/**
 * Whether an expression broke off at the end of its line, and the name begins another statement: an assignment or a call
 * on qubits, which is no expression before OpenQASM 3.2.
 */
function startsNextStatement(cursor: TokenCursor): boolean {
  const next = cursor.peek(1);
  if (next === tokenKind.leftParen || cursor.start === cursor.reporter.statementStart) return false;
  const isCall = next === tokenKind.identifier || next === tokenKind.hardwareQubit;
  const { major, minor } = cursor.tokens.version;
  return (!isCall || major === 2 || minor < 2) && startsNamedStatement(cursor);
}

function parsePrimary(cursor: TokenCursor): Expression {
  cursor.expecting('expression');
  cursor.height = 0;
  const { start, end, kind } = cursor;
  switch (kind) {
    case tokenKind.identifier: {
      if (startsNextStatement(cursor)) {
        cursor.reportExpected('an expression');
        return cursor.missingExpression();
      }
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
      checkBlanks(cursor);
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
      if (cursor.isVersion2) cursor.requires(0, 'A bit string', { start, end });
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
      return { kind: 'measure-expression', start, end: operand.end, operand, isMisplaced: true };
    }
    case tokenKind.pow:
      return parsePowerCall(cursor);
    default:
      if (isTypeKeyword(kind)) return parseCast(cursor);
      cursor.reportExpected('an expression');
      return cursor.missingExpression();
  }
}

/** `pow(x, y)` of other languages; here `pow` is a modifier of gates, and the operator is `**`. */
function parsePowerCall(cursor: TokenCursor): Expression {
  const { start } = cursor;
  const word = cursor.rangeOf(cursor.index);
  if (cursor.peek(1) !== tokenKind.leftParen) {
    cursor.reportExpected('an expression');
    return cursor.missingExpression();
  }
  cursor.advance();
  const given = parseArguments(cursor);
  const [base, exponent] = given;
  const range = { start, end: cursor.previousEnd };
  const problem = diagnose('QAS2002', word, `'**' for a power, since 'pow' is a modifier of gates`, `'pow'`);
  if (!base || !exponent || given.length !== 2) {
    cursor.note(problem);
    return { kind: 'missing', ...range };
  }
  const { text } = cursor.tokens;
  const operands = [base, exponent].map((part) => `(${text.slice(part.start, part.end)})`);
  cursor.note(withFix(problem, replacementFix(`Write '**'`, range, operands.join(' ** '))));
  return { kind: 'binary', ...range, operator: '**', left: base, right: exponent };
}

function parseParenthesised(cursor: TokenCursor): Expression {
  const opener = cursor.index;
  const { start } = cursor;
  cursor.advance();
  const inner = parseExpression(cursor);
  closeBracket(cursor, tokenKind.rightParen, opener, `')'`);
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
  closeBracket(cursor, tokenKind.rightParen, opener, `')'`);
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
  closeBracket(cursor, tokenKind.rightParen, opener, `')'`);
  cursor.height = 0;
  return { kind: 'durationof', start, end: cursor.previousEnd, body };
}

/** Parses the arguments between parentheses; the cursor is at `(`. */
export function parseArguments(cursor: TokenCursor): Expression[] {
  const opener = cursor.index;
  cursor.advance();
  const given = parseExpressions(cursor, tokenKind.rightParen);
  closeBracket(cursor, tokenKind.rightParen, opener, `',' or ')'`);
  cursor.height++;
  return given;
}
