import { doSteps, type Steps } from '#core/base/steps.ts';
import { parseInto, reportUnmatchedBrace } from './blockParser.ts';
import { noRepairs } from './braceRepair.ts';
import { detectVersion, type LanguageVersion } from './languageVersion.ts';
import { diagnosticLimit } from './messages.ts';
import { type ParseOptions, parseInSteps } from './parseProgram.ts';
import { endsStatement } from './scanner.ts';
import { type StatementList, StatementParts } from './statementList.ts';
import { StatementReader } from './statementReader.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { textDifference } from './textDifference.ts';
import { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';
import { awaitsBracket, awaitsCalibration, shiftedDiagnostic, type TokenUpdate, updateTokens } from './tokenUpdate.ts';

/** A table of names this much larger than the last full parse left it is made anew. */
const mostNewNames = 10_000;

/** Which statements of a tree an edit has replaced, by their numbers and those of their tokens. */
export interface TreeEdit {
  /** The first replaced statement, with its first token. */
  readonly firstStatement: number;
  readonly firstToken: number;
  /** The first statement behind the replaced ones, with its first token, in the old tree and in the new one. */
  readonly oldRestStatement: number;
  readonly newRestStatement: number;
  readonly oldRestToken: number;
  readonly newRestToken: number;
  /** How far the text behind has moved. */
  readonly offsetShift: number;
}

/** The tree of an edited text. */
export interface Reparse {
  readonly tree: SyntaxTree;
  /** What the edit replaced; absent when all of the text was parsed, or none. */
  readonly edit?: TreeEdit;
}

/**
 * Parses an edited text with the help of its tree before the edit: statements away from the edit are used again. The
 * tree is that of `parseProgram`, apart from the numbers of words. Where an edit may change more than the statements
 * around it, all of the text is parsed.
 */
export function reparse(previous: SyntaxTree, text: string, options: ParseOptions = {}): Reparse {
  return doSteps(reparseInSteps(previous, text, options));
}

/** The same in steps, between which others can work. */
export function* reparseInSteps(previous: SyntaxTree, text: string, options: ParseOptions = {}): Steps<Reparse> {
  const { profile = 'default', version = detectVersion(text) } = options;
  const canReuse =
    previous.profile === profile &&
    isSameVersion(previous.version, version) &&
    !(profile === 'strict-2.0' && version.major === 2) &&
    previous.tokens.bracesMatch &&
    previous.tokens.reservedGateNames.size === 0 &&
    previous.tokens.names.texts.length < previous.namesAtParse + mostNewNames &&
    isUnlimited(previous);
  if (canReuse && previous.text === text) return { tree: previous };
  const again = canReuse ? reparsed(previous, text) : undefined;
  return again ?? { tree: yield* parseInSteps(text, { ...options, profile, version }) };
}

function isSameVersion(left: LanguageVersion, right: LanguageVersion): boolean {
  return left.major === right.major && left.minor === right.minor && left.declared === right.declared;
}

/** Whether nothing was left out of the diagnostics, and no part of the text was given up. */
function isUnlimited({ diagnostics }: SyntaxTree): boolean {
  return diagnostics.length < diagnosticLimit && !diagnostics.some(({ code }) => code === 'QAS2018');
}

function reparsed(previous: SyntaxTree, text: string): Reparse | undefined {
  const { statements, tokens } = previous;
  const difference = textDifference(previous.text, text);
  // What is wrong elsewhere may be repaired in the header, which is here or will be.
  if (difference.start <= (tokens.ends[1] ?? 0)) return undefined;
  const firstIndex = restartBefore(previous, statements.indexAt(difference.start) - 1);
  const first = firstIndex <= 0 ? 0 : statements.firstTokenAt(firstIndex);
  const restarts = function* (): Generator<number> {
    for (let index = statements.indexAt(difference.oldEnd - 1) + 1; index < statements.length; index++) {
      yield statements.firstTokenAt(index);
    }
  };
  const update = updateTokens(tokens, text, difference, first, restarts());
  return update && parsedAgain(previous, Math.max(0, firstIndex), update, difference.start);
}

/** The last statement at or before an index where parsing can begin: what was wrong before it does not matter to it. */
function restartBefore({ statements, tokens }: SyntaxTree, index: number): number {
  for (let restart = index; restart > 0; restart--) {
    const first = statements.firstTokenAt(restart);
    const isEnded = endsStatement(tokens.kinds[first - 1] ?? 0) && !awaitsCalibration(tokens, first);
    if (isEnded && !awaitsBracket(tokens, first) && isIndependent(tokens, statements, restart)) return restart;
  }
  return 0;
}

/** Whether no mistake before a statement can silence one in it: it starts a line, or follows a plain statement. */
function isIndependent(tokens: TokenStream, statements: StatementList, index: number): boolean {
  const first = statements.firstTokenAt(index);
  if (index > 0 && statements.isPlainAt(index - 1) && statements.lastTokenAt(index - 1) === first - 1) return true;
  return startsLine(tokens, first);
}

function startsLine({ ends, starts, text }: TokenStream, token: number): boolean {
  for (let offset = token === 0 ? 0 : (ends[token - 1] ?? 0); offset < (starts[token] ?? 0); offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) return true;
  }
  return token === 0;
}

/** Parses the statements from an index on until those of the previous tree can be used again. */
function parsedAgain(
  previous: SyntaxTree,
  firstIndex: number,
  update: TokenUpdate,
  changedFrom: number,
): Reparse | undefined {
  const { statements: old } = previous;
  const { tokens } = update;
  const reader = new StatementReader(tokens, previous.profile, noRepairs);
  const cursor = new TokenCursor(reader);
  cursor.index = update.first;
  const parts = new StatementParts();
  const tokenShift = update.newRest - update.oldRest;
  let rest = old.length;
  let candidate = firstIndex;
  while (!cursor.atEnd) {
    if (cursor.index >= update.newRest) {
      while (candidate < old.length && old.firstTokenAt(candidate) + tokenShift < cursor.index) candidate++;
      if (candidate < old.length && old.firstTokenAt(candidate) + tokenShift === cursor.index) {
        if (joins(previous, candidate, cursor, parts)) {
          rest = candidate;
          break;
        }
      }
    }
    if (cursor.kind === tokenKind.rightBrace) reportUnmatchedBrace(cursor);
    else parseInto(parts, cursor);
  }
  const added = cursor.reporter.diagnostics;
  if (added.length >= diagnosticLimit || added.some(({ code }) => code === 'QAS2018')) return undefined;
  const offsetShift = tokens.text.length - previous.text.length;
  const kept = previous.diagnostics.slice(previous.tokens.diagnostics.length);
  const before = previous.tokens.starts[update.first] ?? 0;
  const after = rest < old.length ? (previous.tokens.starts[old.firstTokenAt(rest)] ?? 0) : Number.POSITIVE_INFINITY;
  const found = [
    ...(update.first === 0 ? [] : kept.filter(({ range }) => range.start < before)),
    ...added,
    ...kept.filter(({ range }) => range.start >= after).map((each) => shiftedDiagnostic(each, after, offsetShift)),
  ];
  const statements = old.spliced(reader, firstIndex, rest, parts, tokenShift);
  const diagnostics = [...tokens.diagnostics, ...found];
  const isToEnd = rest >= old.length;
  let firstStatement = firstIndex;
  while (firstStatement < rest && isSameBefore(changedFrom, firstStatement, old, statements)) firstStatement++;
  const edit = {
    firstStatement,
    firstToken: firstStatement === firstIndex ? update.first : statements.firstTokenAt(firstStatement),
    oldRestStatement: rest,
    newRestStatement: statements.length - old.length + rest,
    oldRestToken: isToEnd ? previous.tokens.count : old.firstTokenAt(rest),
    newRestToken: isToEnd ? tokens.count : old.firstTokenAt(rest) + tokenShift,
    offsetShift,
  };
  return { tree: { ...previous, text: tokens.text, tokens, statements, diagnostics }, edit };
}

/** Whether a statement ends before an offset, up to which the texts are the same, and is read in the same way. */
function isSameBefore(offset: number, index: number, old: StatementList, edited: StatementList): boolean {
  const last = old.lastTokenAt(index);
  return (
    index + 1 < edited.length &&
    last === edited.lastTokenAt(index) &&
    (old.tokens.ends[last] ?? 0) < offset &&
    old.kindAt(index) === edited.kindAt(index) &&
    old.isPlainAt(index) === edited.isPlainAt(index) &&
    old.firstTokenAt(index + 1) === edited.firstTokenAt(index + 1)
  );
}

/** Whether parsing can go on with the old statement that begins at the cursor. */
function joins(previous: SyntaxTree, index: number, cursor: TokenCursor, parts: StatementParts): boolean {
  const { tokens } = cursor;
  if (!endsStatement(tokens.kinds[cursor.index - 1] ?? 0)) return false;
  const oldFirst = previous.statements.firstTokenAt(index);
  if (!endsStatement(previous.tokens.kinds[oldFirst - 1] ?? 0)) return false;
  if (startsLine(tokens, cursor.index) && startsLine(previous.tokens, oldFirst)) return true;
  return parts.endsPlainlyBefore(cursor.index) && isIndependent(previous.tokens, previous.statements, index);
}
