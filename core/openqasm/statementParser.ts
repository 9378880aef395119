import { parseBlock } from './blockParser.ts';
import { parseCalibration, parseCalibrationDefinition, parseCalibrationGrammar } from './calibrationParser.ts';
import { parseForStatement, parseIf, parseSwitch, parseWhile } from './controlParser.ts';
import { parseAlias, parseClassicalDeclaration, parseCreg, parseQubitDeclaration } from './declarationParser.ts';
import { parseExtern, parseGateDefinition, parseOpaque, parseSubroutine } from './definitionParser.ts';
import { parseAnnotation, parseInclude, parsePragma, parseVersion } from './directiveParser.ts';
import { diagnose, withFix } from './messages.ts';
import { parseExpressionStatement, parseNamed, startsCast } from './namedStatementParser.ts';
import {
  parseBarrier,
  parseBox,
  parseDelay,
  parseGateCall,
  parseMeasure,
  parseNop,
  parseReset,
} from './quantumStatementParser.ts';
import { finishStatement, skipToNextStatement } from './recovery.ts';
import { removalFix } from './syntaxFixes.ts';
import type { Statement } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseResult } from './valueParser.ts';

/** Parses the statement at the cursor and always moves on; undefined for an empty one. */
export function parseStatement(cursor: TokenCursor): Statement | undefined {
  const { index, reporter, start } = cursor;
  const { troubles } = reporter;
  reporter.beginStatement(start);
  cursor.readAsDeclared();
  if (cursor.statementDepth >= nestingLimit) {
    cursor.giveUp();
    return { kind: 'unreadable', start, end: cursor.previousEnd };
  }
  cursor.expecting('statement');
  cursor.statementDepth++;
  const statement = parseStatementByKind(cursor);
  cursor.statementDepth--;
  if (cursor.index === index) cursor.advance();
  reporter.endStatement(troubles);
  return statement;
}

/** Parses the statement that begins with the current token. */
export function parseStatementByKind(cursor: TokenCursor): Statement | undefined {
  const { start, kind } = cursor;
  switch (kind) {
    case tokenKind.semicolon:
      return parseEmpty(cursor);
    case tokenKind.leftBrace:
      return parseFreeBlock(cursor);
    case tokenKind.openqasm:
      return parseVersion(cursor);
    case tokenKind.include:
      return parseInclude(cursor);
    case tokenKind.pragma:
      return parsePragma(cursor);
    case tokenKind.annotation:
      return parseAnnotation(cursor);
    case tokenKind.qreg:
    case tokenKind.qubit:
      return parseQubitDeclaration(cursor);
    case tokenKind.creg:
      return parseCreg(cursor);
    case tokenKind.const:
    case tokenKind.input:
    case tokenKind.output:
      return parseClassicalDeclaration(cursor);
    case tokenKind.let:
      return parseAlias(cursor);
    case tokenKind.gate:
      return parseGateDefinition(cursor);
    case tokenKind.opaque:
      return parseOpaque(cursor);
    case tokenKind.def:
      return parseSubroutine(cursor);
    case tokenKind.extern:
      return parseExtern(cursor);
    case tokenKind.inv:
    case tokenKind.pow:
    case tokenKind.ctrl:
    case tokenKind.negctrl:
    case tokenKind.gphase:
      return parseGateCall(cursor);
    case tokenKind.measure:
      return parseMeasure(cursor);
    case tokenKind.reset:
      return parseReset(cursor);
    case tokenKind.barrier:
      return parseBarrier(cursor);
    case tokenKind.delay:
      return parseDelay(cursor);
    case tokenKind.nop:
      return parseNop(cursor);
    case tokenKind.box:
      return parseBox(cursor);
    case tokenKind.if:
      return parseIf(cursor);
    case tokenKind.for:
      return parseForStatement(cursor);
    case tokenKind.while:
      return parseWhile(cursor);
    case tokenKind.switch:
      return parseSwitch(cursor);
    case tokenKind.break:
    case tokenKind.continue:
    case tokenKind.end: {
      cursor.advance();
      const keyword = kind === tokenKind.break ? 'break' : kind === tokenKind.continue ? 'continue' : 'end';
      finishStatement(cursor, `'${keyword}'`);
      return { kind: 'jump', start, end: cursor.previousEnd, keyword };
    }
    case tokenKind.return: {
      cursor.advance();
      const value = cursor.kind === tokenKind.semicolon ? undefined : parseResult(cursor);
      finishStatement(cursor, 'the return statement');
      return { kind: 'return', start, end: cursor.previousEnd, value };
    }
    case tokenKind.cal:
      return parseCalibration(cursor);
    case tokenKind.defcal:
      return parseCalibrationDefinition(cursor);
    case tokenKind.defcalgrammar:
      return parseCalibrationGrammar(cursor);
    case tokenKind.identifier:
      return parseNamed(cursor);
    default:
      if (isTypeKeyword(kind)) {
        return startsCast(cursor) ? parseExpressionStatement(cursor) : parseClassicalDeclaration(cursor);
      }
      return parseOther(cursor);
  }
}

/** A block on its own, or the one of a statement whose header could not be read. */
function parseFreeBlock(cursor: TokenCursor): Statement {
  const { reporter, start, end } = cursor;
  const isLeftover = reporter.mayBeLeftover(start);
  if (!isLeftover) cursor.requires(1, 'A block on its own', { start, end });
  const block = parseBlock(cursor);
  if (isLeftover) reporter.extendLeftover(block.end);
  return block;
}

/** An empty statement, which OpenQASM 3 has not; in OpenQASM 2 only its paper has not. */
function parseEmpty(cursor: TokenCursor): undefined {
  const range = cursor.rangeOf(cursor.index);
  if (!cursor.isVersion2 || cursor.isStrict2) {
    cursor.note(withFix(diagnose('QAS2004', range), removalFix(`Remove ';'`, range)));
  }
  cursor.advance();
}

/** A statement that begins with something no statement begins with, such as a number. */
function parseOther(cursor: TokenCursor): Statement {
  const { start, kind } = cursor;
  const beginsExpression =
    kind === tokenKind.integer ||
    kind === tokenKind.float ||
    kind === tokenKind.leftParen ||
    kind === tokenKind.minus ||
    kind === tokenKind.exclamation ||
    kind === tokenKind.tilde ||
    kind === tokenKind.true ||
    kind === tokenKind.false ||
    kind === tokenKind.bitString ||
    kind === tokenKind.timing ||
    kind === tokenKind.imaginary ||
    kind === tokenKind.hardwareQubit ||
    kind === tokenKind.durationof;
  if (beginsExpression) return parseExpressionStatement(cursor);
  cursor.reporter.reportLeftover(diagnose('QAS2002', cursor.rangeOf(cursor.index), 'a statement', cursor.describe()));
  if (kind === tokenKind.else || kind === tokenKind.case || kind === tokenKind.default) cursor.advance();
  else skipToNextStatement(cursor);
  return { kind: 'unreadable', start, end: Math.max(start, cursor.previousEnd) };
}
