import { parseArguments, parseExpression, parseOperand, parseOperands, startsOperand } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import { parseBlock } from './statementParser.ts';
import type { Expression, Identifier, Modifier, Statement } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import { parseBracketed } from './typeParser.ts';

const none: readonly never[] = [];

/** Parses a gate call: modifiers, name, parameters, duration, qubits. */
export function parseGateCall(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const modifiers = parseModifiers(cursor);
  cursor.expecting('gate');
  const name = cursor.failed ? cursor.missingIdentifier() : gateName(cursor);
  const hasParentheses = !cursor.failed && cursor.kind === tokenKind.leftParen;
  let given: readonly Expression[] = hasParentheses ? parseArguments(cursor) : none;
  if (name.name === 'gphase' && !hasParentheses && !cursor.failed) {
    const place = { start: name.start, end: name.end };
    cursor.note(diagnose('QAS2013', place, 'gphase'));
    if (cursor.kind !== tokenKind.semicolon) given = [parseExpression(cursor)];
  }
  const duration = !cursor.failed && cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  const operands = cursor.failed ? none : parseOperands(cursor);
  if (operands.length === 0 && name.name !== 'gphase' && name.name !== '') {
    cursor.report(diagnose('QAS2013', name, name.name));
  }
  const isComplete = !cursor.failed;
  cursor.finishStatement('the gate call');
  return {
    kind: 'gate-call',
    start,
    end: cursor.previousEnd,
    modifiers,
    name,
    hasParentheses,
    arguments: given,
    duration,
    operands,
    isComplete,
  };
}

function gateName(cursor: TokenCursor): Identifier {
  if (cursor.kind === tokenKind.identifier || cursor.kind === tokenKind.gphase) return cursor.takeIdentifier();
  cursor.reportExpected('the name of a gate');
  return cursor.missingIdentifier();
}

function parseModifiers(cursor: TokenCursor): readonly Modifier[] {
  if (modifierName(cursor.kind) === undefined) return none;
  const modifiers: Modifier[] = [];
  for (;;) {
    cursor.expecting('gate');
    const name = modifierName(cursor.kind);
    if (name === undefined || cursor.failed) return modifiers;
    const { start } = cursor;
    cursor.advance();
    let argument: Expression | undefined;
    if (cursor.kind === tokenKind.leftParen && name !== 'inv') {
      const opener = cursor.index;
      cursor.advance();
      argument = parseExpression(cursor);
      cursor.close(tokenKind.rightParen, opener, `')'`);
    } else if (name === 'pow') {
      cursor.reportExpected(`'(' and the exponent after 'pow'`);
    }
    const end = cursor.previousEnd;
    if (!cursor.failed && !cursor.take(tokenKind.at)) cursor.reportExpected(`'@' after '${name}'`);
    modifiers.push({ kind: 'modifier', start, end, name, argument });
  }
}

function modifierName(kind: number): Modifier['name'] | undefined {
  switch (kind) {
    case tokenKind.inv:
      return 'inv';
    case tokenKind.pow:
      return 'pow';
    case tokenKind.ctrl:
      return 'ctrl';
    case tokenKind.negctrl:
      return 'negctrl';
    default:
      return undefined;
  }
}

/** Parses `measure q;` or `measure q -> c;`. */
export function parseMeasure(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const operand = parseOperand(cursor);
  let target: Expression | undefined;
  if (!cursor.failed && cursor.take(tokenKind.arrow)) target = parseTarget(cursor);
  else if (!cursor.failed && cursor.isVersion2) cursor.reportExpected(`'->' and the bit that takes the result`);
  cursor.finishStatement('the measurement');
  return { kind: 'measure', start, end: cursor.previousEnd, operand, target };
}

function parseTarget(cursor: TokenCursor): Expression {
  cursor.expecting('operand');
  if (startsOperand(cursor) && cursor.kind !== tokenKind.hardwareQubit) return parseOperand(cursor);
  cursor.reportExpected('a bit');
  return cursor.missingExpression();
}

export function parseReset(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const operand = parseOperand(cursor);
  cursor.finishStatement('the reset');
  return { kind: 'reset', start, end: cursor.previousEnd, operand };
}

export function parseBarrier(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const operands = parseOperands(cursor);
  cursor.finishStatement('the barrier');
  return { kind: 'barrier', start, end: cursor.previousEnd, operands };
}

export function parseNop(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const operands = parseOperands(cursor);
  cursor.finishStatement(`'nop'`);
  return { kind: 'nop', start, end: cursor.previousEnd, operands };
}

export function parseDelay(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  let duration: Expression;
  if (cursor.kind === tokenKind.leftBracket) {
    duration = parseBracketed(cursor);
  } else {
    cursor.reportExpected(`the duration in brackets, as in 'delay[100ns] q;',`);
    duration = cursor.missingExpression();
  }
  const operands = cursor.failed ? none : parseOperands(cursor);
  cursor.finishStatement('the delay');
  return { kind: 'delay', start, end: cursor.previousEnd, duration, operands };
}

export function parseBox(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const duration = cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  if (cursor.failed) cursor.skipToBody();
  const body = parseBlock(cursor);
  return { kind: 'box', start, end: cursor.previousEnd, duration, body };
}
