import type { Diagnostic } from '#core/base/diagnostic.ts';
import { doSteps, type Steps } from '#core/base/steps.ts';
import { diagnose, withFix } from './messages.ts';
import { plainBranchEnd } from './plainBranch.ts';
import { plainKindAt, plainStatementEnd } from './plainStatement.ts';
import { skipToBody } from './recovery.ts';
import { isLineBreak } from './scannedToken.ts';
import { StatementList, StatementParts } from './statementList.ts';
import { parseStatement } from './statementParser.ts';
import { insertionFix, removalFix, replacementFix } from './syntaxFixes.ts';
import type { Block } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';

/** So many statements of a file are parsed in a step, which takes about a millisecond. */
const statementsOfStep = 2048;

/** Parses statements to the end of the file. */
export function parseStatements(cursor: TokenCursor): StatementList {
  return doSteps(parseStatementsInSteps(cursor));
}

/** Parses statements to the end of the file, so many in a step. */
export function* parseStatementsInSteps(cursor: TokenCursor): Steps<StatementList> {
  const parts = new StatementParts();
  for (let count = 1; !cursor.atEnd; count++) {
    if (count % statementsOfStep === 0) yield;
    if (cursor.kind === tokenKind.rightBrace) reportUnmatchedBrace(cursor);
    else parseInto(parts, cursor);
  }
  cursor.expecting('statement');
  return new StatementList(cursor.source, cursor.depth, parts);
}

/** Reports a `}` between the statements of a file, and steps over it. */
export function reportUnmatchedBrace(cursor: TokenCursor): void {
  const range = cursor.rangeOf(cursor.index);
  cursor.reporter.beginStatement(range.start);
  cursor.note(withFix(diagnose('QAS2003', range, 'unmatched', '}'), removalFix(`Remove '}'`, range)));
  cursor.advance();
}

/** Parses one statement of a list; a plain one, or a branch with plain ones, is only recognised. */
export function parseInto(parts: StatementParts, cursor: TokenCursor): void {
  const first = cursor.index;
  const end = plainStatementEnd(cursor.tokens, first);
  if (end >= 0 && cursor.statementDepth < nestingLimit) {
    parts.addPlain(plainKindAt(cursor.tokens, first), first, end);
    cursor.index = end + 1;
    cursor.reporter.endStatement(cursor.reporter.troubles);
    return;
  }
  const branchEnd = plainBranchEnd(cursor.tokens, first);
  if (branchEnd >= 0 && cursor.statementDepth < nestingLimit - 2) {
    parts.addUnread('if', first, branchEnd);
    cursor.index = branchEnd + 1;
    cursor.reporter.endStatement(cursor.reporter.troubles);
    return;
  }
  const statement = parseStatement(cursor);
  if (statement) parts.add(statement, first, cursor.index - 1);
}

/** Parses `{ … }`; the cursor should be at the brace. */
export function parseBlock(cursor: TokenCursor): Block {
  const opener = cursor.index;
  const { depth } = cursor;
  const isWritten = cursor.kind === tokenKind.leftBrace;
  const start = isWritten ? cursor.start : cursor.previousEnd;
  if (!takeOpeningBrace(cursor)) return cursor.emptyBlock();
  const end = isWritten ? cursor.source.blocks.ends.get(opener) : undefined;
  const parts = new StatementParts();
  while (cursor.kind !== tokenKind.rightBrace && cursor.index !== end) {
    if (cursor.atEnd) break;
    parseInto(parts, cursor);
  }
  cursor.expecting('statement');
  if (cursor.index === end) reportUnclosed(cursor, opener);
  else if (!cursor.take(tokenKind.rightBrace)) reportUnclosedAtEnd(cursor, opener);
  cursor.reporter.beginStatement(cursor.start);
  return { kind: 'block', start, end: cursor.previousEnd, statements: new StatementList(cursor.source, depth, parts) };
}

/**
 * Steps over the `{` of a block. One that is missing although its `}` is there is reported and taken for written.
 * @returns false when no block begins here, which is reported
 */
export function takeOpeningBrace(cursor: TokenCursor): boolean {
  if (cursor.take(tokenKind.leftBrace)) return true;
  const missing = diagnose('QAS2002', cursor.errorRange(), `'{'`, cursor.describe());
  if (!cursor.source.blocks.missingOpeners.has(cursor.index)) {
    cursor.report(missing);
    return false;
  }
  cursor.note(withFix(missing, insertionFix(`Insert '{'`, cursor.previousEnd, ' {')));
  return true;
}

/** Reports a block that the end of the file cuts off. */
export function reportUnclosedAtEnd(cursor: TokenCursor, opener: number): void {
  cursor.reporter.reportUnclosed(() => unclosedBlock(cursor, opener));
}

function reportUnclosed(cursor: TokenCursor, opener: number): void {
  if (!cursor.reporter.isFull) cursor.reporter.always(unclosedBlock(cursor, opener));
}

function unclosedBlock(cursor: TokenCursor, opener: number): Diagnostic {
  const { previousEnd, source } = cursor;
  const range = cursor.rangeOf(opener);
  const isOnOneLine = source.lineEndAt(range.start) >= previousEnd;
  const closer = isOnOneLine ? ' }' : `\n${indentationAt(source.tokens.text, range.start)}}`;
  return withFix(diagnose('QAS2003', range, 'unclosed', '{'), insertionFix(`Insert '}'`, previousEnd, closer));
}

/** The blanks that begin the line of an offset. */
function indentationAt(text: string, offset: number): string {
  let lineStart = offset;
  while (lineStart > 0 && !isLineBreak(text.charCodeAt(lineStart - 1))) lineStart--;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** Parses the body of `if`, `else`, `for` or `while`: a block, or one statement that becomes one. */
export function parseBody(cursor: TokenCursor): Block {
  if (cursor.failed) skipToBody(cursor);
  const hadFailed = cursor.failed;
  cursor.reporter.beginStatement(cursor.start);
  if (cursor.kind === tokenKind.leftBrace) {
    if (cursor.isVersion2) cursor.requires(0, 'A block of statements', cursor.rangeOf(cursor.index));
    return parseNested(cursor, parseBlock);
  }
  if (hadFailed) {
    cursor.take(tokenKind.semicolon);
    return cursor.emptyBlock();
  }
  if (cursor.kind === tokenKind.semicolon) {
    const range = cursor.rangeOf(cursor.index);
    cursor.note(withFix(diagnose('QAS2004', range), replacementFix('Write an empty block', range, ' { }')));
    cursor.advance();
    return cursor.emptyBlock();
  }
  cursor.expecting('statement');
  if (cursor.atEnd || cursor.kind === tokenKind.rightBrace) {
    cursor.reportExpected('a statement');
    return cursor.emptyBlock();
  }
  return parseSingleStatement(cursor);
}

/** A body without braces: one statement with the annotations before it. */
function parseSingleStatement(cursor: TokenCursor): Block {
  const { depth, start } = cursor;
  const parts = new StatementParts();
  let isAnnotation: boolean;
  do {
    const first = cursor.index;
    isAnnotation = cursor.kind === tokenKind.annotation;
    const statement = parseStatement(cursor);
    if (statement) parts.add(statement, first, cursor.index - 1);
  } while (isAnnotation && !cursor.atEnd && cursor.kind !== tokenKind.rightBrace);
  const statements = new StatementList(cursor.source, depth, parts);
  return { kind: 'block', start, end: Math.max(start, cursor.previousEnd), statements };
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
