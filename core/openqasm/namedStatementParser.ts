import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { parseOpaque } from './definitionParser.ts';
import { parseExpression } from './expressionParser.ts';
import { diagnose, withFix } from './messages.ts';
import { isDraftQubit, parseOperand, startsOperand, startsOperandOfCall } from './operandParser.ts';
import { parseGateCall } from './quantumStatementParser.ts';
import { finishStatement } from './recovery.ts';
import { parseStatementByKind } from './statementParser.ts';
import { insertionFix, replacementFix } from './syntaxFixes.ts';
import type { AssignmentStatement, Expression, Statement } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseResult } from './valueParser.ts';

/** A statement that begins with a name: a gate call, an assignment or an expression. */
export function parseNamed(cursor: TokenCursor): Statement | undefined {
  if (cursor.isVersion2 && isVersion3Statement(cursor)) {
    cursor.requires(0, `'${cursor.textOf(cursor.index)}'`, cursor.rangeOf(cursor.index), registerFix(cursor));
    cursor.readAsVersion3();
    return parseStatementByKind(cursor);
  }
  if (!cursor.isVersion2 && cursor.textOf(cursor.index) === 'opaque' && cursor.peek(1) === tokenKind.identifier) {
    return parseOpaque(cursor);
  }
  if (isProse(cursor)) return parseProse(cursor);
  const next = cursor.peek(1);
  if (startsOperandOfCall(cursor, cursor.index + 1) || cursor.isVersion2) {
    const assigns =
      next === tokenKind.equals || next === tokenKind.leftBracket || next === tokenKind.compoundAssignment;
    if (!assigns) return parseGateCall(cursor);
  }
  if (next === tokenKind.leftParen && callHasOperands(cursor)) return parseGateCall(cursor);
  if (next === tokenKind.leftBracket && durationFollows(cursor, cursor.index + 1)) return parseGateCall(cursor);
  if (next === tokenKind.percent && isDraftQubit(cursor, cursor.index + 1)) return parseGateCall(cursor);
  if (next === tokenKind.at) return parseUnknownModifier(cursor);
  return parseExpressionStatement(cursor);
}

/** Declares a register as OpenQASM 2 does; only where nothing else is declared with it. */
function registerFix(cursor: TokenCursor): DiagnosticFix | undefined {
  const { index, start } = cursor;
  const keyword = olderKeywords.get(cursor.version3KindAt(index));
  const isSized = cursor.peek(1) === tokenKind.leftBracket;
  if (keyword === undefined || (isSized && cursor.peek(2) !== tokenKind.integer)) return undefined;
  const name = index + (isSized ? 4 : 1);
  const hasEnd = cursor.kindAt(name) === tokenKind.identifier && cursor.kindAt(name + 1) === tokenKind.semicolon;
  if (!hasEnd || (isSized && cursor.peek(3) !== tokenKind.rightBracket)) return undefined;
  const older = `${keyword} ${cursor.textOf(name)}[${isSized ? cursor.textOf(index + 2) : '1'}]`;
  // Perhaps the version is what is wrong.
  return { ...replacementFix(`Write '${older}'`, { start, end: cursor.rangeOf(name).end }, older), isPreferred: false };
}

const olderKeywords: ReadonlyMap<number, string> = new Map([
  [tokenKind.qubit, 'qreg'],
  [tokenKind.bit, 'creg'],
]);

function isOperandStart(kind: number): boolean {
  return kind === tokenKind.identifier || kind === tokenKind.hardwareQubit || kind === tokenKind.badNumber;
}

/** Words that begin an OpenQASM 3 statement, in a file of OpenQASM 2 where they could be names. */
function isVersion3Statement(cursor: TokenCursor): boolean {
  const kind = cursor.version3KindAt(cursor.index);
  const word = cursor.tokens.words[cursor.index] ?? -1;
  if (kind === tokenKind.identifier || cursor.tokens.reservedGateNames.has(word)) return false;
  const next = cursor.peek(1);
  if (kind === tokenKind.qubit || isTypeKeyword(kind)) {
    return next === tokenKind.leftBracket || next === tokenKind.identifier;
  }
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
        next === tokenKind.at ||
        (next === tokenKind.leftParen && tokenAfterBrackets(cursor, cursor.index + 1) === tokenKind.at)
      );
    case tokenKind.delay:
      return next === tokenKind.leftBracket;
    case tokenKind.box:
      return next === tokenKind.leftBracket || next === tokenKind.leftBrace;
    case tokenKind.cal:
      return next === tokenKind.leftBrace;
    case tokenKind.defcalgrammar:
      return next === tokenKind.bitString;
    case tokenKind.break:
    case tokenKind.continue:
    case tokenKind.end:
      return next === tokenKind.semicolon;
    default:
      return false;
  }
}

/** A line this long of nothing but words is text that was meant as a comment. */
const proseWords = 4;

/** Whether a line is a sentence and not code: words that neither commas, brackets nor a `;` follow. */
function isProse(cursor: TokenCursor): boolean {
  if (!cursor.startsLine()) return false;
  let index = cursor.index;
  while ((cursor.tokens.words[index] ?? -1) >= 0 && (index === cursor.index || !cursor.startsLine(index))) index++;
  if (index - cursor.index < proseWords) return false;
  const kind = cursor.kindAt(index);
  return cursor.startsLine(index) || kind === tokenKind.endOfFile || kind === tokenKind.colon;
}

function parseProse(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const first = cursor.rangeOf(cursor.index);
  const problem = diagnose('QAS2002', first, `a statement or a comment, which begins with '//'`, 'text');
  cursor.report(withFix(problem, insertionFix(`Insert '//'`, start, '// ')));
  do cursor.advance();
  while (!cursor.atEnd && !cursor.startsLine());
  return { kind: 'unreadable', start, end: cursor.previousEnd };
}

/** Whether `name(…)` goes on with a duration or a qubit, which makes it a gate call and not a function call. */
function callHasOperands(cursor: TokenCursor): boolean {
  const closer = cursor.source.closerOf(cursor.index + 1);
  // Unclosed, it is a gate call being typed more often than anything else.
  if (closer < 0) return true;
  if (cursor.kindAt(closer + 1) === tokenKind.leftBracket) return durationFollows(cursor, closer + 1);
  return startsOperandOfCall(cursor, closer + 1);
}

/** Whether brackets hold the duration of a gate call: an operand follows. */
function durationFollows(cursor: TokenCursor, opener: number): boolean {
  const closer = cursor.source.closerOf(opener);
  return closer >= 0 && startsOperandOfCall(cursor, closer + 1);
}

/** The kind of the token after brackets; that of the end of the file where they have no end. */
function tokenAfterBrackets(cursor: TokenCursor, opener: number): number {
  const closer = cursor.source.closerOf(opener);
  return closer < 0 ? tokenKind.endOfFile : cursor.kindAt(closer + 1);
}

/** `name @ …`, where only the four modifiers can stand before `@`. */
function parseUnknownModifier(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const range = cursor.rangeOf(cursor.index);
  const expected = `'inv', 'pow', 'ctrl' or 'negctrl' before '@'`;
  cursor.report(diagnose('QAS2002', range, expected, cursor.describe()));
  finishStatement(cursor, 'the gate call');
  return { kind: 'unreadable', start, end: cursor.previousEnd };
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
  finishStatement(cursor, 'the expression');
  const isCall = target.kind === 'identifier' || target.kind === 'call' || target.kind === 'missing';
  if (cursor.isVersion2 && !isCall) cursor.requires(0, 'An expression that is a statement', target);
  return { kind: 'expression', start, end: cursor.previousEnd, expression: target };
}

function parseAssignment(cursor: TokenCursor, start: number, target: Expression): AssignmentStatement {
  const place = cursor.rangeOf(cursor.index);
  const operator = cursor.textOf(cursor.index);
  if (!isAssignable(target)) {
    const found = cursor.tokens.text.slice(target.start, target.end);
    cursor.note(diagnose('QAS2002', target, `a variable before '${operator}'`, `'${found}'`));
  }
  if (cursor.isVersion2) cursor.requires(0, 'An assignment', place, measurementFix(cursor, target, place));
  if (operator === '~=') noteDraftComplement(cursor, place);
  cursor.advance();
  const value = parseAssignedValue(cursor);
  finishStatement(cursor, 'the assignment');
  return { kind: 'assignment', start, end: cursor.previousEnd, target, operator, value };
}

/** `c = measure q` as OpenQASM 2 writes it; the cursor is at the `=`. */
function measurementFix(cursor: TokenCursor, target: Expression, place: OffsetRange): DiagnosticFix | undefined {
  if (cursor.kind !== tokenKind.equals || cursor.peek(1) !== tokenKind.measure) return undefined;
  const first = cursor.index + 2;
  let end = first;
  while (isInOperand(cursor.kindAt(end))) end++;
  if (end === first || cursor.kindAt(end) !== tokenKind.semicolon || place.start < target.end) return undefined;
  const { text } = cursor.tokens;
  const operand = text.slice(cursor.rangeOf(first).start, cursor.rangeOf(end - 1).end);
  const older = `measure ${operand} -> ${text.slice(target.start, target.end)}`;
  const range = { start: target.start, end: cursor.rangeOf(end - 1).end };
  return { ...replacementFix(`Write '${older}'`, range, older), isPreferred: false };
}

function isInOperand(kind: number): boolean {
  switch (kind) {
    case tokenKind.identifier:
    case tokenKind.leftBracket:
    case tokenKind.integer:
    case tokenKind.rightBracket:
      return true;
    default:
      return false;
  }
}

function isAssignable(target: Expression): boolean {
  let root = target;
  while (root.kind === 'index') root = root.base;
  return root.kind === 'identifier' || root.kind === 'missing';
}

function noteDraftComplement(cursor: TokenCursor, place: { start: number; end: number }): void {
  const diagnostic = diagnose('QAS2015', place, `'~='`, `write 'x = ~x'`);
  const replacements = [{ range: place, newText: '= ~' }];
  // Whether the old value of the target or the right side is complemented was never specified.
  cursor.note(withFix(diagnostic, { title: `Write '= ~'`, replacements, isPreferred: false }));
}

function parseAssignedValue(cursor: TokenCursor): Expression {
  const isVersion2Measure = cursor.isVersion2 && cursor.kind === tokenKind.measure;
  if (isVersion2Measure && !isOperandStart(cursor.peek(1))) cursor.reportExpected('a qubit');
  const value = parseResult(cursor);
  if (value.kind === 'measure-expression' && cursor.kind === tokenKind.arrow) {
    const range = cursor.rangeOf(cursor.index);
    cursor.report(diagnose('QAS2002', range, `either 'c = measure q;' or 'measure q -> c;'`, `both '=' and '->'`));
    cursor.advance();
    if (startsOperand(cursor)) parseOperand(cursor);
  }
  return value;
}

/** Whether a statement that begins with a type is a conversion, `int(x);`, and not a declaration. */
export function startsCast(cursor: TokenCursor): boolean {
  const next = cursor.peek(1);
  return (
    next === tokenKind.leftParen ||
    (next === tokenKind.leftBracket && tokenAfterBrackets(cursor, cursor.index + 1) === tokenKind.leftParen)
  );
}
