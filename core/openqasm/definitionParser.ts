import { parseBlock } from './blockParser.ts';
import { parseSizeAfterName, skipDraftColon } from './declarationParser.ts';
import { diagnose, withFix } from './messages.ts';
import { closeBracket, finishStatement, skipToBody, takeDeclaredName } from './recovery.ts';
import { removalFix } from './syntaxFixes.ts';
import type {
  Block,
  ExternDeclaration,
  GateDefinition,
  Identifier,
  OpaqueDeclaration,
  SubroutineDefinition,
  SubroutineParameter,
  TypeNode,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isPulseType, isTypeKeyword, tokenKind } from './tokenKind.ts';
import { parseBracketed, parseParameterType, parseReturnType, parseType } from './typeParser.ts';

function parseNames(cursor: TokenCursor, what: string): Identifier[] {
  const names: Identifier[] = [];
  for (;;) {
    skipTypeOfName(cursor, what);
    names.push(takeDeclaredName(cursor, what));
    const comma = cursor.rangeOf(cursor.index);
    if (cursor.failed || !cursor.take(tokenKind.comma)) break;
    if (
      cursor.kind === tokenKind.leftBrace ||
      cursor.kind === tokenKind.rightParen ||
      cursor.kind === tokenKind.semicolon
    ) {
      cursor.trailingComma(comma);
      break;
    }
  }
  return names;
}

/** The parameters and qubits of gates have no types. */
function skipTypeOfName(cursor: TokenCursor, what: string): void {
  const isType = isTypeKeyword(cursor.kind) || cursor.kind === tokenKind.qubit;
  const next = cursor.peek(1);
  if (cursor.isVersion2 || !isType || (next !== tokenKind.identifier && next !== tokenKind.leftBracket)) return;
  const { start } = cursor;
  const written = cursor.describe();
  const type = parseType(cursor);
  const problem = diagnose('QAS2002', type, `the name of ${what} of the gate, which has no type`, written);
  cursor.note(withFix(problem, removalFix('Remove the type', { start, end: cursor.start })));
}

interface GateHeader {
  readonly name: Identifier;
  readonly parameters: readonly Identifier[];
  readonly qubits: readonly Identifier[];
}

function parseGateHeader(cursor: TokenCursor): GateHeader {
  cursor.advance();
  const name = takeDeclaredName(cursor, 'the gate');
  let parameters: Identifier[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    if (cursor.kind !== tokenKind.rightParen) parameters = parseNames(cursor, 'a parameter');
    closeBracket(cursor, tokenKind.rightParen, opener, `',' or ')'`);
  }
  if (cursor.failed) return { name, parameters, qubits: [] };
  const qubits = parseNames(cursor, 'a qubit');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    cursor.reportExpected(`',' or '{', since each qubit of a gate has its own name`);
  }
  return { name, parameters, qubits };
}

/** Parses `gate name(parameters) qubits { … }` (gates, "Defining gates"). */
export function parseGateDefinition(cursor: TokenCursor): GateDefinition {
  const { start } = cursor;
  const { name, parameters, qubits } = parseGateHeader(cursor);
  const body = parseDefinitionBody(cursor);
  return { kind: 'gate', start, end: cursor.previousEnd, name, parameters, qubits, body };
}

function parseDefinitionBody(cursor: TokenCursor): Block {
  if (cursor.failed) skipToBody(cursor);
  if (cursor.kind === tokenKind.leftBrace) {
    cursor.reporter.beginStatement(cursor.start);
    return parseBlock(cursor);
  }
  if (!cursor.failed && cursor.source.blocks.missingOpeners.has(cursor.index)) return parseBlock(cursor);
  if (!cursor.failed) cursor.reportExpected(`'{'`);
  cursor.take(tokenKind.semicolon);
  return cursor.emptyBlock();
}

/** Parses the OpenQASM 2 declaration of a gate without a body. */
export function parseOpaque(cursor: TokenCursor): OpaqueDeclaration {
  const { start, index } = cursor;
  const { name, parameters, qubits } = parseGateHeader(cursor);
  if (!cursor.isVersion2) {
    const diagnostic = diagnose('QAS2010', cursor.rangeOf(index), name.name);
    const keyword = cursor.rangeOf(index);
    const end = cursor.start;
    // A body that does nothing is a guess at what the gate does.
    const fix = {
      title: `Declare '${name.name}' as a gate with an empty body`,
      replacements: [
        { range: keyword, newText: 'gate' },
        { range: { start: end, end: cursor.kind === tokenKind.semicolon ? cursor.end : end }, newText: ' { }' },
      ],
      isPreferred: false,
    };
    cursor.note(cursor.failed ? diagnostic : withFix(diagnostic, fix));
  }
  finishStatement(cursor, 'the declaration');
  return { kind: 'opaque', start, end: cursor.previousEnd, name, parameters, qubits };
}

/** Parses `def name(parameters) -> type { … }` (subroutines). */
export function parseSubroutine(cursor: TokenCursor): SubroutineDefinition {
  const { start } = cursor;
  cursor.advance();
  const name = takeDeclaredName(cursor, 'the subroutine');
  const parameters: SubroutineParameter[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    while (cursor.kind !== tokenKind.rightParen && !cursor.failed) {
      parameters.push(parseSubroutineParameter(cursor));
      if (!cursor.take(tokenKind.comma)) break;
    }
    closeBracket(cursor, tokenKind.rightParen, opener, `',' or ')'`);
  } else if (!cursor.failed && !startsQubits(cursor)) {
    cursor.reportExpected(`'('`);
  }
  if (!cursor.failed && startsQubits(cursor)) parameters.push(...parseDraftQubits(cursor));
  const returnType = parseReturnType(cursor);
  const body = parseDefinitionBody(cursor);
  return { kind: 'subroutine', start, end: cursor.previousEnd, name, parameters, returnType, body };
}

function startsQubits({ kind }: TokenCursor): boolean {
  return kind === tokenKind.qubit || kind === tokenKind.qreg;
}

/** `def f(angle a) qubit q { … }` was how drafts listed the qubits of a subroutine. */
function parseDraftQubits(cursor: TokenCursor): SubroutineParameter[] {
  const { start } = cursor;
  const qubits: SubroutineParameter[] = [];
  do qubits.push(parseSubroutineParameter(cursor, true));
  while (!cursor.failed && cursor.take(tokenKind.comma));
  const range = { start, end: cursor.previousEnd };
  const written = cursor.tokens.text.slice(range.start, range.end);
  cursor.note(
    diagnose('QAS2015', range, `'${written}' after the parameters`, 'write the qubits between the parentheses'),
  );
  return qubits;
}

/**
 * Parses a parameter of a subroutine or a calibration: a type and a name.
 * @param isDraft whether a colon between them is part of draft syntax that is reported as a whole
 */
export function parseSubroutineParameter(cursor: TokenCursor, isDraft = false): SubroutineParameter {
  const isRegister = cursor.kind === tokenKind.qreg || cursor.kind === tokenKind.creg;
  let type = parseParameterType(cursor);
  if (!cursor.failed && cursor.kind === tokenKind.colon) {
    // What is draft syntax as a whole is reported once.
    if (isDraft) cursor.advance();
    else skipDraftColon(cursor, type);
  }
  const name = cursor.failed ? cursor.missingIdentifier() : takeDeclaredName(cursor, 'the parameter');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    if (isRegister) type = { ...type, size: parseBracketed(cursor), end: cursor.previousEnd };
    else type = parseSizeAfterName(cursor, type, name);
  }
  return { kind: 'parameter', start: type.start, end: cursor.previousEnd, type, name };
}

/** Parses `extern name(types) -> type;` (classical, "Extern function calls"). */
export function parseExtern(cursor: TokenCursor): ExternDeclaration {
  const { start } = cursor;
  cursor.advance();
  if (isPulseType(cursor.kind)) return parseExternPulse(cursor, start);
  const name = takeDeclaredName(cursor, 'the external function');
  const parameterTypes: TypeNode[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    while (cursor.kind !== tokenKind.rightParen && !cursor.failed) {
      parameterTypes.push(parseExternParameter(cursor));
      if (!cursor.take(tokenKind.comma)) break;
    }
    closeBracket(cursor, tokenKind.rightParen, opener, `',' or ')'`);
  } else if (!cursor.failed) {
    cursor.reportExpected(`'(', also without parameters`);
  }
  const returnType = parseReturnType(cursor);
  finishStatement(cursor, 'the declaration');
  return { kind: 'extern', start, end: cursor.previousEnd, name, parameterTypes, returnType };
}

/** Parses `extern port d0;` in the body of a calibration: something the device has (openpulse). */
function parseExternPulse(cursor: TokenCursor, start: number): ExternDeclaration {
  const returnType = parseType(cursor);
  const name = takeDeclaredName(cursor, 'what the device has');
  finishStatement(cursor, 'the declaration');
  return { kind: 'extern', start, end: cursor.previousEnd, name, parameterTypes: [], returnType };
}

/** A parameter of an external function is a type without a name. */
function parseExternParameter(cursor: TokenCursor): TypeNode {
  const { index } = cursor;
  let type = parseParameterType(cursor);
  if (cursor.kindAt(index) === tokenKind.creg && cursor.kind === tokenKind.leftBracket) {
    type = { ...type, size: parseBracketed(cursor), end: cursor.previousEnd };
  }
  if (!cursor.failed && cursor.kind === tokenKind.identifier) {
    const range = cursor.rangeOf(cursor.index);
    const diagnostic = diagnose(
      'QAS2002',
      range,
      `',' or ')', since these parameters have no names`,
      cursor.describe(),
    );
    cursor.note(withFix(diagnostic, removalFix('Remove the name', { start: type.end, end: range.end })));
    cursor.advance();
  }
  return type;
}
