import { reportUnclosedAtEnd } from './blockParser.ts';
import { finishStatement } from './recovery.ts';
import type { Identifier, Statement } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isKeyword, tokenKind } from './tokenKind.ts';

/** Parses `defcalgrammar "openpulse";`. */
export function parseCalibrationGrammar(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  if (!cursor.take(tokenKind.string)) cursor.reportExpected('the name of a grammar in quotes');
  finishStatement(cursor, 'the calibration grammar');
  return { kind: 'defcalgrammar', start, end: cursor.previousEnd };
}

/** Parses `cal { … }`; the body belongs to another grammar and stays text. */
export function parseCalibration(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  parseCalibrationBody(cursor);
  return { kind: 'cal', start, end: cursor.previousEnd };
}

/** Parses `defcal name … { … }`; what stands between the name and the body stays text. */
export function parseCalibrationDefinition(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  let name: Identifier = cursor.missingIdentifier();
  if (cursor.kind === tokenKind.identifier || isKeyword(cursor.kind)) name = cursor.takeIdentifier();
  else cursor.reportExpected('the name of the calibrated gate');
  let arrows = 0;
  while (!cursor.atEnd && cursor.kind !== tokenKind.leftBrace && cursor.kind !== tokenKind.semicolon) {
    if (cursor.kind === tokenKind.arrow && arrows++ > 0) cursor.reportExpected(`'{' after the type of the result`);
    cursor.advance();
  }
  parseCalibrationBody(cursor);
  return { kind: 'defcal', start, end: cursor.previousEnd, name };
}

function parseCalibrationBody(cursor: TokenCursor): void {
  const opener = cursor.index;
  if (!cursor.take(tokenKind.leftBrace)) {
    cursor.reportExpected(`'{'`);
    cursor.take(tokenKind.semicolon);
    return;
  }
  cursor.take(tokenKind.calibrationBody);
  if (!cursor.take(tokenKind.rightBrace)) reportUnclosedAtEnd(cursor, opener);
}
