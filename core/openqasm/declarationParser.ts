import { parseExpression, parseExpressions, parseIndex, parseValue } from './expressionParser.ts';
import { collectDiagnostic, diagnose } from './messages.ts';
import { parseBlock } from './statementParser.ts';
import type { Block, Expression, Identifier, Statement, SubroutineParameter, TypeNode } from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import { bitType, parseBracketed, parseParameterType, parseType } from './typeParser.ts';

/** Parses `qubit[n] q;` or `qreg q[n];`. */
export function parseQubitDeclaration(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const keyword = cursor.kind === tokenKind.qubit ? 'qubit' : 'qreg';
  cursor.advance();
  let size = keyword === 'qubit' && cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  if (!cursor.failed && cursor.kind === tokenKind.hardwareQubit) {
    cursor.report(diagnose('QAS2011', cursor.rangeOf(cursor.index), cursor.textOf(cursor.index)));
  }
  const name = cursor.failed ? cursor.missingIdentifier() : cursor.declaredName('the qubits');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    const bracket = cursor.start;
    const written = parseBracketed(cursor);
    if (keyword === 'qubit') reportSizeAfterName(cursor, bracket, 'qubit', name, written);
    size ??= written;
  } else if (keyword === 'qreg' && cursor.isVersion2 && !cursor.failed) {
    cursor.reportExpected(`the size of the register, '[n]'`);
  }
  finishDeclaration(cursor, 'the declaration');
  return { kind: 'qubit-declaration', start, end: cursor.previousEnd, keyword, name, size };
}

/** Parses `creg c[n];`. */
export function parseCreg(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const name = cursor.declaredName('the bits');
  let size: Expression | undefined;
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) size = parseBracketed(cursor);
  else if (cursor.isVersion2 && !cursor.failed) cursor.reportExpected(`the size of the register, '[n]'`);
  const type = bitType(start, cursor.previousEnd, size);
  finishDeclaration(cursor, 'the declaration');
  const tail = { type, name, initializer: undefined };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier: undefined, isCreg: true, ...tail };
}

/** Parses a declaration that begins with a type, `const`, `input` or `output`. */
export function parseClassicalDeclaration(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const modifier = declarationModifier(cursor.kind);
  if (modifier !== undefined) cursor.advance();
  if (modifier === 'const' && cursor.kind === tokenKind.identifier && cursor.peek(1) === tokenKind.equals) {
    return parseUntypedConst(cursor, start);
  }
  if (
    modifier !== undefined &&
    (cursor.kind === tokenKind.creg || cursor.kind === tokenKind.qubit || cursor.kind === tokenKind.qreg)
  ) {
    cursor.expecting('type');
    cursor.reportExpected('a classical type');
  }
  let type = parseType(cursor);
  if (modifier === 'const' && type.name === 'array') {
    cursor.note(diagnose('QAS2002', type, `a scalar type after 'const'`, 'an array type'));
  }
  if (!cursor.failed && cursor.kind === tokenKind.colon) {
    const place = { start: type.start, end: cursor.end };
    const written = cursor.tokens.text.slice(type.start, type.end);
    cursor.note(diagnose('QAS2015', place, `'${written}:'`, `write '${written} name' without the colon`));
    cursor.advance();
  }
  if (type.dimensionCount) {
    cursor.note(
      diagnose('QAS2002', type.dimensionCount, 'the sizes of the array, since only parameters have #dim', `'#dim'`),
    );
  }
  const name = cursor.failed ? cursor.missingIdentifier() : cursor.declaredName('the variable');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) type = parseSizeAfterName(cursor, type, name);
  const initializer = !cursor.failed && cursor.take(tokenKind.equals) ? parseValue(cursor) : undefined;
  if (initializer && (modifier === 'input' || modifier === 'output')) {
    cursor.note(diagnose('QAS8013', initializer, name.name, modifier));
  }
  if (modifier === 'const' && !initializer && !cursor.failed) cursor.note(diagnose('QAS4012', name, name.name));
  finishDeclaration(cursor, 'the declaration');
  const tail = { type, name, initializer };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier, isCreg: false, ...tail };
}

function declarationModifier(kind: number): 'const' | 'input' | 'output' | undefined {
  if (kind === tokenKind.const) return 'const';
  if (kind === tokenKind.input) return 'input';
  return kind === tokenKind.output ? 'output' : undefined;
}

function parseUntypedConst(cursor: TokenCursor, start: number): Statement {
  const name = cursor.declaredName('the constant');
  const old = `'const ${name.name} = …'`;
  cursor.note(diagnose('QAS2015', name, old, `write the type, as in 'const int ${name.name} = …'`));
  cursor.advance();
  const initializer = parseValue(cursor);
  finishDeclaration(cursor, 'the declaration');
  const type = { ...bitType(name.start, name.start, undefined), name: 'float' as const };
  const tail = { type, name, initializer };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier: 'const', isCreg: false, ...tail };
}

/** Reads a size written after the name, as C does, and gives it to the type. */
function parseSizeAfterName(cursor: TokenCursor, type: TypeNode, name: Identifier): TypeNode {
  const bracket = cursor.start;
  const { selectors, end } = parseIndex(cursor, name);
  const size = selectors.find((selector) => selector.kind !== 'range' && selector.kind !== 'set');
  const written = cursor.tokens.text.slice(bracket + 1, Math.max(bracket + 1, end - 1));
  const typeText = cursor.tokens.text.slice(type.start, type.end);
  if (type.name === 'bit') {
    if (!cursor.failed) cursor.note(diagnose('QAS2008', { start: bracket, end }, `bit[${written}] ${name.name}`));
    return { ...type, size: type.size ?? size, end };
  }
  if (!cursor.failed) {
    cursor.note(diagnose('QAS2008', { start: bracket, end }, `array[${typeText}, ${written}] ${name.name}`));
  }
  return { ...bitType(type.start, end, undefined), name: 'array', base: type, dimensions: size ? [size] : [] };
}

function reportSizeAfterName(
  cursor: TokenCursor,
  bracket: number,
  type: string,
  name: Identifier,
  size: Expression,
): void {
  const written = cursor.tokens.text.slice(size.start, size.end);
  cursor.note(diagnose('QAS2008', { start: bracket, end: cursor.previousEnd }, `${type}[${written}] ${name.name}`));
}

/** Ends a declaration; more names after a comma are one mistake. */
function finishDeclaration(cursor: TokenCursor, construct: string): void {
  if (!cursor.failed && cursor.kind === tokenKind.comma) {
    const { start } = cursor;
    cursor.failed = true;
    cursor.skipToNextStatement();
    const before = cursor.kindAt(cursor.index - 1) === tokenKind.semicolon ? cursor.index - 2 : cursor.index - 1;
    const end = Math.max(start + 1, cursor.rangeOf(before).end);
    collectDiagnostic(cursor.diagnostics, diagnose('QAS2009', { start, end }));
    return;
  }
  cursor.finishStatement(construct);
}

/** Parses `let name = value;`, where parts may be joined with `++`. */
export function parseAlias(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const name = cursor.declaredName('the alias');
  if (!cursor.failed && !cursor.take(tokenKind.equals)) cursor.reportExpected(`'='`);
  cursor.expecting('operand');
  const value = cursor.failed ? cursor.missingExpression() : parseExpression(cursor);
  cursor.finishStatement('the alias');
  return { kind: 'alias', start, end: cursor.previousEnd, name, value };
}

function parseNames(cursor: TokenCursor, what: string): Identifier[] {
  const names: Identifier[] = [];
  for (;;) {
    names.push(cursor.declaredName(what));
    if (cursor.failed || !cursor.take(tokenKind.comma)) break;
    if (
      cursor.kind === tokenKind.leftBrace ||
      cursor.kind === tokenKind.rightParen ||
      cursor.kind === tokenKind.semicolon
    )
      break;
  }
  return names;
}

function parseGateHeader(cursor: TokenCursor): { name: Identifier; parameters: Identifier[]; qubits: Identifier[] } {
  cursor.advance();
  const name = cursor.declaredName('the gate');
  let parameters: Identifier[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    if (cursor.kind !== tokenKind.rightParen) parameters = parseNames(cursor, 'a parameter');
    cursor.close(tokenKind.rightParen, opener, `',' or ')'`);
  }
  if (cursor.failed) return { name, parameters, qubits: [] };
  const qubits = parseNames(cursor, 'a qubit');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    const bracket = cursor.index;
    cursor.report(
      diagnose('QAS2002', cursor.rangeOf(bracket), `',' or '{', since each qubit of a gate has its own name`, `'['`),
    );
  }
  return { name, parameters, qubits };
}

export function parseGateDefinition(cursor: TokenCursor): Statement {
  const { start } = cursor;
  const { name, parameters, qubits } = parseGateHeader(cursor);
  const body = parseDefinitionBody(cursor);
  return { kind: 'gate', start, end: cursor.previousEnd, name, parameters, qubits, body };
}

function parseDefinitionBody(cursor: TokenCursor): Block {
  if (cursor.failed) cursor.skipToBody();
  if (cursor.kind === tokenKind.leftBrace) {
    cursor.failed = false;
    return parseBlock(cursor);
  }
  if (!cursor.failed) cursor.reportExpected(`'{'`);
  cursor.take(tokenKind.semicolon);
  return cursor.emptyBlock();
}

/** Parses the OpenQASM 2 declaration of a gate without a body. */
export function parseOpaque(cursor: TokenCursor): Statement {
  const { start, index } = cursor;
  const { name, parameters, qubits } = parseGateHeader(cursor);
  if (!cursor.isVersion2) cursor.note(diagnose('QAS2010', cursor.rangeOf(index), name.name));
  cursor.finishStatement('the declaration');
  return { kind: 'opaque', start, end: cursor.previousEnd, name, parameters, qubits };
}

export function parseSubroutine(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const name = cursor.declaredName('the subroutine');
  const parameters: SubroutineParameter[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    while (cursor.kind !== tokenKind.rightParen && !cursor.failed) {
      parameters.push(parseSubroutineParameter(cursor));
      if (!cursor.take(tokenKind.comma)) break;
    }
    cursor.close(tokenKind.rightParen, opener, `',' or ')'`);
  } else if (!cursor.failed) {
    cursor.reportExpected(`'('`);
  }
  const returnType = parseReturnType(cursor);
  const body = parseDefinitionBody(cursor);
  return { kind: 'subroutine', start, end: cursor.previousEnd, name, parameters, returnType, body };
}

function parseReturnType(cursor: TokenCursor): TypeNode | undefined {
  return !cursor.failed && cursor.take(tokenKind.arrow) ? parseType(cursor) : undefined;
}

function parseSubroutineParameter(cursor: TokenCursor): SubroutineParameter {
  const isRegister = cursor.kind === tokenKind.qreg || cursor.kind === tokenKind.creg;
  let type = parseParameterType(cursor);
  const name = cursor.failed ? cursor.missingIdentifier() : cursor.declaredName('the parameter');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    if (isRegister) type = { ...type, size: parseBracketed(cursor), end: cursor.previousEnd };
    else type = parseSizeAfterName(cursor, type, name);
  }
  return { kind: 'parameter', start: type.start, end: cursor.previousEnd, type, name };
}

export function parseExtern(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const name = cursor.declaredName('the external function');
  const parameterTypes: TypeNode[] = [];
  const opener = cursor.index;
  if (!cursor.failed && cursor.take(tokenKind.leftParen)) {
    while (cursor.kind !== tokenKind.rightParen && !cursor.failed) {
      parameterTypes.push(parseParameterType(cursor));
      if (cursor.kind === tokenKind.leftBracket) parseExpressions(cursor, tokenKind.rightBracket);
      // A parameter name is not part of an extern declaration, but harmless.
      if (cursor.kind === tokenKind.identifier && !isTypeKeyword(cursor.kind)) cursor.advance();
      if (!cursor.take(tokenKind.comma)) break;
    }
    cursor.close(tokenKind.rightParen, opener, `',' or ')'`);
  } else if (!cursor.failed) {
    cursor.reportExpected(`'(', also without parameters`);
  }
  const returnType = parseReturnType(cursor);
  cursor.finishStatement('the declaration');
  return { kind: 'extern', start, end: cursor.previousEnd, name, parameterTypes, returnType };
}
