import { parseOpaque } from './declarationParser.ts';
import { parseExpression, parseOperand, parseValue, startsOperand } from './expressionParser.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { parseGateCall } from './quantumStatementParser.ts';
import { parseStatementByKind } from './statementParser.ts';
import type { Expression, Statement } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';

/** A statement that begins with a name: a gate call, an assignment or an expression. */
export function parseNamed(cursor: TokenCursor): Statement | undefined {
  if (cursor.isVersion2 && isVersion3Statement(cursor)) {
    const word = cursor.textOf(cursor.index);
    collectDiagnostic(cursor.diagnostics, diagnose('QAS2017', cursor.rangeOf(cursor.index), `'${word}'`, '3.0', '2.0'));
    cursor.readAsVersion3();
    return parseStatementByKind(cursor);
  }
  if (!cursor.isVersion2 && cursor.textOf(cursor.index) === 'opaque' && cursor.peek(1) === tokenKind.identifier) {
    return parseOpaque(cursor);
  }
  const next = cursor.peek(1);
  if (isOperandStart(next) || cursor.isVersion2) {
    const assigns =
      next === tokenKind.equals || next === tokenKind.leftBracket || next === tokenKind.compoundAssignment;
    if (!assigns) return parseGateCall(cursor);
  }
  if (next === tokenKind.leftParen && callHasOperands(cursor)) return parseGateCall(cursor);
  if (next === tokenKind.leftBracket && durationPrecedesOperand(cursor)) return parseGateCall(cursor);
  return parseExpressionStatement(cursor);
}

function isOperandStart(kind: number): boolean {
  return kind === tokenKind.identifier || kind === tokenKind.hardwareQubit || kind === tokenKind.badNumber;
}

/** Words that begin an OpenQASM 3 statement, in a file of OpenQASM 2 where they could be names. */
function isVersion3Statement(cursor: TokenCursor): boolean {
  const kind = cursor.version3KindAt(cursor.index);
  const word = cursor.tokens.words[cursor.index] ?? -1;
  if (kind === tokenKind.identifier || cursor.tokens.reservedGateNames.has(word)) return false;
  const next = cursor.peek(1);
  if (kind === tokenKind.qubit || isTypeKeyword(kind))
    return next === tokenKind.leftBracket || next === tokenKind.identifier;
  switch (kind) {
    case tokenKind.const:
    case tokenKind.input:
    case tokenKind.output:
    case tokenKind.for:
      return next === tokenKind.identifier && cursor.version3KindAt(cursor.index + 1) !== tokenKind.identifier;
    case tokenKind.def:
    case tokenKind.extern:
      return next === tokenKind.identifier && cursor.peek(2) === tokenKind.leftParen;
    case tokenKind.let:
      return next === tokenKind.identifier && cursor.peek(2) === tokenKind.equals;
    case tokenKind.while:
    case tokenKind.switch:
    case tokenKind.gphase:
      return next === tokenKind.leftParen;
    case tokenKind.inv:
    case tokenKind.ctrl:
    case tokenKind.negctrl:
    case tokenKind.pow:
      return (
        next === tokenKind.at || (next === tokenKind.leftParen && closesBefore(cursor, cursor.index + 1, tokenKind.at))
      );
    default:
      return false;
  }
}

/** Whether `name(…)` goes on with a duration or a qubit, which makes it a gate call and not a function call. */
function callHasOperands(cursor: TokenCursor): boolean {
  const after = afterBrackets(cursor, cursor.index + 1);
  // Unclosed, it is a gate call being typed more often than anything else.
  if (after === undefined) return true;
  const kind = cursor.kindAt(after);
  if (kind === tokenKind.leftBracket) return durationFollows(cursor, after);
  return isOperandStart(kind) && (!cursor.startsLine(after) || isOperandOfCall(cursor, after));
}

/**
 * Whether a name on the next line is an operand of the call before it, which shows by the `,` or `;` after it. Otherwise
 * it begins another statement, and the call lacks its `;`.
 */
function isOperandOfCall(cursor: TokenCursor, token: number): boolean {
  let next = token + 1;
  while (cursor.kindAt(next) === tokenKind.leftBracket) next = afterBrackets(cursor, next) ?? cursor.tokens.count;
  return cursor.kindAt(next) === tokenKind.comma || cursor.kindAt(next) === tokenKind.semicolon;
}

function durationPrecedesOperand(cursor: TokenCursor): boolean {
  return durationFollows(cursor, cursor.index + 1);
}

function durationFollows(cursor: TokenCursor, opener: number): boolean {
  const after = afterBrackets(cursor, opener);
  return after !== undefined && isOperandStart(cursor.kindAt(after)) && !cursor.startsLine(after);
}

function closesBefore(cursor: TokenCursor, opener: number, kind: number): boolean {
  const after = afterBrackets(cursor, opener);
  return after !== undefined && cursor.kindAt(after) === kind;
}

/** The token after the bracket that matches the opener, if the statement has one. */
function afterBrackets(cursor: TokenCursor, opener: number): number | undefined {
  let depth = 0;
  for (let index = opener; index < cursor.tokens.count; index++) {
    switch (cursor.kindAt(index)) {
      case tokenKind.leftParen:
      case tokenKind.leftBracket:
        depth++;
        break;
      case tokenKind.rightParen:
      case tokenKind.rightBracket:
        depth--;
        if (depth === 0) return index + 1;
        break;
      case tokenKind.semicolon:
      case tokenKind.endOfFile:
      case tokenKind.rightBrace:
        return undefined;
    }
  }
  return undefined;
}

/** An assignment or an expression on its own. */
export function parseExpressionStatement(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const target = parseExpression(cursor);
  // A name or a call at the end of what is typed may still become a gate call.
  if (target.kind === 'identifier' || target.kind === 'call') cursor.expecting('operand');
  if (!cursor.failed && (cursor.kind === tokenKind.equals || cursor.kind === tokenKind.compoundAssignment)) {
    return parseAssignment(cursor, start, target);
  }
  if (!cursor.failed && cursor.kind === tokenKind.arrow) {
    cursor.reportExpected(`'measure' before the qubit of '->'`);
  }
  cursor.finishStatement('the expression');
  return { kind: 'expression', start, end: cursor.previousEnd, expression: target };
}

function parseAssignment(cursor: TokenCursor, start: number, target: Expression): Statement {
  const place = cursor.rangeOf(cursor.index);
  const operator = cursor.textOf(cursor.index);
  if (cursor.isVersion2) cursor.note(diagnose('QAS2017', place, 'An assignment', '3.0', '2.0'));
  if (operator === '~=') cursor.note(diagnose('QAS2015', place, `'~='`, `write 'x = ~x'`));
  cursor.advance();
  const value = parseAssignedValue(cursor);
  cursor.finishStatement('the assignment');
  return { kind: 'assignment', start, end: cursor.previousEnd, target, operator, value };
}

function parseAssignedValue(cursor: TokenCursor): Expression {
  const isVersion2Measure = cursor.isVersion2 && cursor.kind === tokenKind.measure;
  if (isVersion2Measure && !startsOperandAfter(cursor)) cursor.reportExpected('a qubit');
  const value = parseValue(cursor);
  if (value.kind === 'measure-expression' && cursor.kind === tokenKind.arrow) {
    cursor.report(
      diagnose(
        'QAS2002',
        cursor.rangeOf(cursor.index),
        `either 'c = measure q;' or 'measure q -> c;'`,
        `both '=' and '->'`,
      ),
    );
    cursor.advance();
    if (startsOperand(cursor)) parseOperand(cursor);
  }
  return value;
}

function startsOperandAfter(cursor: TokenCursor): boolean {
  return isOperandStart(cursor.peek(1));
}

/** Whether a statement that begins with a type is a conversion, `int(x);`, and not a declaration. */
export function startsCast(cursor: TokenCursor): boolean {
  const next = cursor.peek(1);
  return (
    next === tokenKind.leftParen ||
    (next === tokenKind.leftBracket && closesBefore(cursor, cursor.index + 1, tokenKind.leftParen))
  );
}
