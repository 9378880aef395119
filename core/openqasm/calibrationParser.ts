import { reportUnclosedAtEnd } from './blockParser.ts';
import { CalibrationBody } from './calibrationBody.ts';
import { parseSubroutineParameter } from './definitionParser.ts';
import { takeQuoted } from './directiveParser.ts';
import { parseExpression } from './expressionParser.ts';
import { parseHardwareQubit } from './literalParser.ts';
import { diagnose, withFix } from './messages.ts';
import { closeBracket, finishStatement, skipToBody } from './recovery.ts';
import { insertionFix } from './syntaxFixes.ts';
import type {
  CalibrationBlock,
  CalibrationDefinition,
  CalibrationGrammar,
  Expression,
  HardwareQubit,
  Identifier,
  NamedRange,
  SubroutineParameter,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseReturnType } from './typeParser.ts';

/** Parses `defcalgrammar "openpulse";` (pulses). */
export function parseCalibrationGrammar(cursor: TokenCursor): CalibrationGrammar {
  const { start } = cursor;
  cursor.advance();
  let grammar: NamedRange | undefined;
  if (cursor.kind === tokenKind.string) grammar = takeQuoted(cursor);
  else cursor.reportExpected('the name of a grammar in quotes');
  finishStatement(cursor, 'the calibration grammar');
  return { kind: 'defcalgrammar', start, end: cursor.previousEnd, grammar };
}

/** Parses `cal { … }`. */
export function parseCalibration(cursor: TokenCursor): CalibrationBlock {
  const { start } = cursor;
  cursor.advance();
  const body = parseCalibrationBody(cursor);
  return { kind: 'cal', start, end: cursor.previousEnd, body };
}

/** Parses `defcal name(parameters) qubits -> type { … }`. */
export function parseCalibrationDefinition(cursor: TokenCursor): CalibrationDefinition {
  const { start } = cursor;
  cursor.advance();
  const name = parseTarget(cursor);
  const parameters: (SubroutineParameter | Expression)[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    while (cursor.kind !== tokenKind.rightParen && !cursor.failed) {
      parameters.push(startsParameter(cursor) ? parseSubroutineParameter(cursor) : parseExpression(cursor));
      if (!cursor.take(tokenKind.comma)) break;
    }
    closeBracket(cursor, tokenKind.rightParen, opener, `',' or ')'`);
  }
  const operands = cursor.failed ? [] : parseCalibratedQubits(cursor);
  const returnType = parseReturnType(cursor);
  if (!cursor.failed && cursor.kind === tokenKind.arrow) cursor.reportExpected(`'{' after the type of the result`);
  if (cursor.failed) skipToBody(cursor);
  const body = parseCalibrationBody(cursor);
  return { kind: 'defcal', start, end: cursor.previousEnd, name, parameters, operands, returnType, body };
}

function parseTarget(cursor: TokenCursor): Identifier {
  switch (cursor.kind) {
    case tokenKind.identifier:
    case tokenKind.measure:
    case tokenKind.reset:
    case tokenKind.delay:
      return cursor.takeIdentifier();
    default:
      cursor.reportExpected(`the name of a gate, 'measure', 'reset' or 'delay'`);
      return cursor.missingIdentifier();
  }
}

/** Whether a parameter stands here and not a value, which may be a conversion to a type. */
function startsParameter(cursor: TokenCursor): boolean {
  switch (cursor.kind) {
    case tokenKind.qubit:
    case tokenKind.qreg:
    case tokenKind.creg:
    case tokenKind.readonly:
    case tokenKind.mutable:
      return true;
  }
  if (!isTypeKeyword(cursor.kind)) return false;
  const closer = cursor.peek(1) === tokenKind.leftBracket ? cursor.source.closerOf(cursor.index + 1) : cursor.index;
  return cursor.kindAt(closer + 1) !== tokenKind.leftParen;
}

/** Qubits of a calibration: `$n`, or names that stand for any. */
function parseCalibratedQubits(cursor: TokenCursor): (Identifier | HardwareQubit)[] {
  const qubits: (Identifier | HardwareQubit)[] = [];
  for (;;) {
    if (cursor.kind === tokenKind.hardwareQubit) qubits.push(parseHardwareQubit(cursor));
    else if (cursor.kind === tokenKind.identifier) qubits.push(cursor.takeIdentifier());
    else if (qubits.length > 0) return qubits;
    else {
      cursor.reportExpected('the qubits of the calibration');
      return qubits;
    }
    if (cursor.take(tokenKind.comma)) continue;
    if (cursor.kind !== tokenKind.hardwareQubit && cursor.kind !== tokenKind.identifier) return qubits;
    const missing = diagnose('QAS2002', cursor.rangeOf(cursor.index), `',' between qubits`, cursor.describe());
    cursor.note(withFix(missing, insertionFix(`Insert ','`, cursor.previousEnd, ',')));
  }
}

function parseCalibrationBody(cursor: TokenCursor): CalibrationBody | undefined {
  const opener = cursor.index;
  if (!cursor.take(tokenKind.leftBrace)) {
    if (!cursor.failed) cursor.reportExpected(`'{'`);
    cursor.take(tokenKind.semicolon);
    return undefined;
  }
  cursor.take(tokenKind.calibrationBody);
  const { text, version } = cursor.tokens;
  const body = new CalibrationBody(text, version, cursor.rangeOf(opener).end, cursor.previousEnd);
  if (!cursor.take(tokenKind.rightBrace)) reportUnclosedAtEnd(cursor, opener);
  return body;
}
