import { parseCalibration, parseCalibrationDefinition, parseCalibrationGrammar } from './calibrationParser.ts';
import { parseForStatement, parseIf, parseSwitch, parseWhile } from './controlParser.ts';
import {
  parseAlias,
  parseClassicalDeclaration,
  parseCreg,
  parseExtern,
  parseGateDefinition,
  parseOpaque,
  parseQubitDeclaration,
  parseSubroutine,
} from './declarationParser.ts';
import { parseValue } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import { parseExpressionStatement, parseNamed, startsCast } from './namedStatementParser.ts';
import { plainKindAt, plainStatementEnd } from './plainStatement.ts';
import {
  parseBarrier,
  parseBox,
  parseDelay,
  parseGateCall,
  parseMeasure,
  parseNop,
  parseReset,
} from './quantumStatementParser.ts';
import { StatementList, StatementParts } from './statementList.ts';
import type { Block, Statement } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';

/** Parses statements to the end of the file. */
export function parseStatements(cursor: TokenCursor): StatementList {
  const parts = new StatementParts();
  while (!cursor.atEnd) {
    if (cursor.kind === tokenKind.rightBrace) {
      cursor.failed = false;
      cursor.note(diagnose('QAS2003', cursor.rangeOf(cursor.index), 'unmatched', '}'));
      cursor.advance();
      continue;
    }
    parseInto(parts, cursor);
  }
  cursor.expecting('statement');
  return new StatementList(cursor.source, cursor.depth, parts);
}

/** Parses one statement of a list; a plain one is only recognised. */
function parseInto(parts: StatementParts, cursor: TokenCursor): void {
  const first = cursor.index;
  const end = plainStatementEnd(cursor.tokens, first);
  if (end >= 0 && cursor.statementDepth < nestingLimit) {
    parts.addPlain(plainKindAt(cursor.tokens, first), first, end);
    cursor.index = end + 1;
    return;
  }
  const statement = parseStatement(cursor);
  if (statement) parts.add(statement, first, cursor.index - 1);
}

/** Parses `{ … }`; the cursor should be at the brace. */
export function parseBlock(cursor: TokenCursor): Block {
  const opener = cursor.index;
  const { start } = cursor;
  if (!cursor.take(tokenKind.leftBrace)) {
    cursor.reportExpected(`'{'`);
    return cursor.emptyBlock();
  }
  const parts = new StatementParts();
  const { depth } = cursor;
  while (cursor.kind !== tokenKind.rightBrace) {
    if (cursor.atEnd) {
      cursor.expecting('statement');
      cursor.reportUnclosedBrace(opener);
      break;
    }
    if (cursor.hasUnclosedBrace && cursor.statementDepth <= 1 && startsTopLevelDefinition(cursor)) {
      cursor.reportUnclosedBrace(opener);
      const end = cursor.previousEnd;
      return { kind: 'block', start, end, statements: new StatementList(cursor.source, depth, parts) };
    }
    parseInto(parts, cursor);
  }
  cursor.expecting('statement');
  cursor.take(tokenKind.rightBrace);
  cursor.failed = false;
  const statements = new StatementList(cursor.source, depth, parts);
  return { kind: 'block', start, end: cursor.previousEnd, statements };
}

/** When a file lacks a closing brace, a definition in the first column tells where the brace was meant to be. */
function startsTopLevelDefinition(cursor: TokenCursor): boolean {
  switch (cursor.kind) {
    case tokenKind.gate:
    case tokenKind.def:
    case tokenKind.opaque:
    case tokenKind.qreg:
    case tokenKind.qubit:
    case tokenKind.creg:
    case tokenKind.include:
    case tokenKind.input: {
      const before = cursor.tokens.text.charCodeAt(cursor.start - 1);
      return before === 10 || before === 13;
    }
    default:
      return false;
  }
}

/** Parses the body of `if`, `else`, `for` or `while`: a block, or one statement that becomes one. */
export function parseBody(cursor: TokenCursor): Block {
  if (cursor.failed) cursor.skipToBody();
  const hadFailed = cursor.failed;
  cursor.failed = false;
  if (cursor.kind === tokenKind.leftBrace) {
    if (cursor.isVersion2) {
      cursor.note(diagnose('QAS2017', cursor.rangeOf(cursor.index), 'A block of statements', '3.0', '2.0'));
    }
    return parseNested(cursor, parseBlock);
  }
  if (hadFailed) {
    cursor.take(tokenKind.semicolon);
    return cursor.emptyBlock();
  }
  if (cursor.kind === tokenKind.semicolon) {
    cursor.note(diagnose('QAS2004', cursor.rangeOf(cursor.index)));
    cursor.advance();
    return cursor.emptyBlock();
  }
  cursor.expecting('statement');
  if (cursor.atEnd || cursor.kind === tokenKind.rightBrace) {
    cursor.reportExpected('a statement');
    return cursor.emptyBlock();
  }
  const { depth, index } = cursor;
  const statement = parseStatement(cursor);
  if (!statement) return cursor.emptyBlock();
  const parts = new StatementParts();
  parts.add(statement, index, cursor.index - 1);
  const statements = new StatementList(cursor.source, depth, parts);
  return { kind: 'block', start: statement.start, end: statement.end, statements };
}

function parseNested(cursor: TokenCursor, parse: (cursor: TokenCursor) => Block): Block {
  if (cursor.statementDepth >= nestingLimit) {
    cursor.giveUp();
    return cursor.emptyBlock();
  }
  cursor.statementDepth++;
  const block = parse(cursor);
  cursor.statementDepth--;
  return block;
}

/** Parses the statement at the cursor and always moves on; undefined for an empty one. */
export function parseStatement(cursor: TokenCursor): Statement | undefined {
  const { index, start } = cursor;
  cursor.failed = false;
  if (cursor.statementDepth >= nestingLimit) {
    cursor.giveUp();
    return { kind: 'unreadable', start, end: cursor.previousEnd };
  }
  cursor.expecting('statement');
  cursor.statementDepth++;
  const statement = parseStatementByKind(cursor);
  cursor.statementDepth--;
  if (cursor.index === index) cursor.advance();
  return statement;
}

/** Parses the statement that begins with the current token. */
export function parseStatementByKind(cursor: TokenCursor): Statement | undefined {
  const { start, end, kind } = cursor;
  switch (kind) {
    case tokenKind.semicolon:
      if (!cursor.isVersion2) cursor.note(diagnose('QAS2004', { start, end }));
      cursor.advance();
      return undefined;
    case tokenKind.leftBrace:
      if (cursor.tokens.version.minor < 1) {
        const { major, minor } = cursor.tokens.version;
        cursor.note(diagnose('QAS2017', { start, end }, 'A block on its own', '3.1', `${major}.${minor}`));
      }
      return parseBlock(cursor);
    case tokenKind.openqasm:
      return parseVersion(cursor);
    case tokenKind.include:
      return parseInclude(cursor);
    case tokenKind.pragma:
      cursor.advance();
      return { kind: 'pragma', start, end };
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
      cursor.finishStatement(`'${keyword}'`);
      return { kind: 'jump', start, end: cursor.previousEnd, keyword };
    }
    case tokenKind.return: {
      cursor.advance();
      const value = cursor.kind === tokenKind.semicolon ? undefined : parseValue(cursor);
      cursor.finishStatement('the return statement');
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

function parseVersion(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const numberStart = cursor.kind === tokenKind.semicolon ? cursor.previousEnd : cursor.start;
  // A version such as 3.1.0 is several number tokens; they are judged together.
  while (cursor.kind === tokenKind.integer || cursor.kind === tokenKind.float) cursor.advance();
  const text = cursor.tokens.text.slice(numberStart, Math.max(numberStart, cursor.previousEnd));
  const number = { start: numberStart, end: numberStart + text.length, text };
  if (text === '') cursor.reportExpected('the version number, such as 3.0,');
  cursor.finishStatement('the version');
  return { kind: 'version', start, end: cursor.previousEnd, number };
}

function parseInclude(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  cursor.expecting('include-path');
  let path: { start: number; end: number; text: string } | undefined;
  if (cursor.kind === tokenKind.string) {
    const quoted = cursor.textOf(cursor.index);
    const isClosed = quoted.length > 1 && quoted.endsWith(quoted.charAt(0));
    if (isClosed) path = { ...cursor.rangeOf(cursor.index), text: quoted.slice(1, -1) };
    // The scanner has reported an unclosed string, which hides what comes after it.
    else cursor.failed = true;
    cursor.advance();
  } else {
    cursor.reportExpected('the path of a file in quotes');
  }
  cursor.finishStatement('the include');
  return { kind: 'include', start, end: cursor.previousEnd, path };
}

function parseAnnotation(cursor: TokenCursor): Statement {
  const { start, end, index } = cursor;
  cursor.advance();
  const { kind } = cursor;
  if (
    kind === tokenKind.endOfFile ||
    kind === tokenKind.rightBrace ||
    kind === tokenKind.pragma ||
    kind === tokenKind.leftBrace
  ) {
    cursor.note(diagnose('QAS2016', cursor.rangeOf(index)));
  }
  return { kind: 'annotation', start, end };
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
  cursor.report(diagnose('QAS2002', cursor.rangeOf(cursor.index), 'a statement', cursor.describe()));
  if (kind === tokenKind.else || kind === tokenKind.case || kind === tokenKind.default) cursor.advance();
  else cursor.skipToNextStatement();
  return { kind: 'unreadable', start, end: Math.max(start, cursor.previousEnd) };
}
