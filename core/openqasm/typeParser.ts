import { parseExpression } from './expressionParser.ts';
import { diagnose } from './messages.ts';
import type { Expression, TypeName, TypeNode } from './syntaxTree.ts';
import { nestingLimit, type TokenCursor } from './tokenCursor.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';

const typeNames: ReadonlyMap<number, TypeName> = new Map<number, TypeName>([
  [tokenKind.bit, 'bit'],
  [tokenKind.creg, 'bit'],
  [tokenKind.bool, 'bool'],
  [tokenKind.int, 'int'],
  [tokenKind.uint, 'uint'],
  [tokenKind.float_, 'float'],
  [tokenKind.angle, 'angle'],
  [tokenKind.complex, 'complex'],
  [tokenKind.duration, 'duration'],
  [tokenKind.stretch, 'stretch'],
  [tokenKind.array, 'array'],
  [tokenKind.qubit, 'qubit'],
  [tokenKind.qreg, 'qubit'],
  [tokenKind.void, 'void'],
]);

const sizedTypes = new Set<TypeName>(['bit', 'int', 'uint', 'float', 'angle', 'qubit']);

function typeNode(name: TypeName, start: number, end: number, parts: Partial<TypeNode> = {}): TypeNode {
  return {
    kind: 'type',
    name,
    start,
    end,
    size: undefined,
    base: undefined,
    dimensions: [],
    dimensionCount: undefined,
    access: undefined,
    ...parts,
  };
}

/** The type `bit` of a `creg` declaration, whose size stands after the name. */
export function bitType(start: number, end: number, size: Expression | undefined): TypeNode {
  return typeNode('bit', start, end, { size });
}

/** Parses a type with its width or size; reports when there is none. */
export function parseType(cursor: TokenCursor): TypeNode {
  cursor.expecting('type');
  const { start, end } = cursor;
  const name = typeNames.get(cursor.kind);
  if (name === undefined) {
    cursor.reportExpected('a type');
    return typeNode('void', cursor.previousEnd, cursor.previousEnd);
  }
  const opener = cursor.index + 1;
  cursor.advance();
  if (cursor.kind !== tokenKind.leftBracket) {
    if (name === 'array') cursor.reportExpected(`'[' and the type of the elements after 'array'`);
    return typeNode(name, start, end);
  }
  if (name === 'array') return parseArrayType(cursor, start);
  if (name === 'complex') return parseComplexType(cursor, start);
  if (!sizedTypes.has(name))
    cursor.note(diagnose('QAS2002', cursor.rangeOf(opener), `a name, since '${name}' has no width`, `'['`));
  const size = parseBracketed(cursor);
  return typeNode(name, start, cursor.previousEnd, { size });
}

/** Parses `[expression]`. */
export function parseBracketed(cursor: TokenCursor): Expression {
  const opener = cursor.index;
  cursor.advance();
  const size = parseExpression(cursor);
  cursor.close(tokenKind.rightBracket, opener, `']'`);
  return size;
}

function parseComplexType(cursor: TokenCursor, start: number): TypeNode {
  const opener = cursor.index;
  cursor.advance();
  if (isTypeKeyword(cursor.kind)) {
    const base = parseNestedType(cursor);
    cursor.close(tokenKind.rightBracket, opener, `']'`);
    return typeNode('complex', start, cursor.previousEnd, { base });
  }
  const size = parseExpression(cursor);
  cursor.close(tokenKind.rightBracket, opener, `']'`);
  const written = cursor.tokens.text.slice(start, cursor.previousEnd);
  const width = cursor.tokens.text.slice(size.start, size.end);
  cursor.note(
    diagnose('QAS2015', { start, end: cursor.previousEnd }, `'${written}'`, `write 'complex[float[${width}]]'`),
  );
  return typeNode('complex', start, cursor.previousEnd);
}

/** A type inside a type; only misuse nests deeper than arrays of complex numbers. */
function parseNestedType(cursor: TokenCursor): TypeNode {
  if (cursor.expressionDepth >= 2 * nestingLimit) {
    cursor.report(diagnose('QAS2018', cursor.rangeOf(cursor.index), 2 * nestingLimit));
    return typeNode('void', cursor.previousEnd, cursor.previousEnd);
  }
  cursor.expressionDepth++;
  const type = parseType(cursor);
  cursor.expressionDepth--;
  return type;
}

function parseArrayType(cursor: TokenCursor, start: number): TypeNode {
  const opener = cursor.index;
  cursor.advance();
  const base = parseNestedType(cursor);
  const dimensions: Expression[] = [];
  let dimensionCount: Expression | undefined;
  while (cursor.take(tokenKind.comma) && cursor.kind !== tokenKind.rightBracket) {
    if (cursor.take(tokenKind.dimensions)) {
      if (!cursor.take(tokenKind.equals)) cursor.reportExpected(`'=' after '#dim'`);
      dimensionCount = parseExpression(cursor);
    } else {
      dimensions.push(parseExpression(cursor));
    }
    if (cursor.failed) break;
  }
  cursor.close(tokenKind.rightBracket, opener, `',' or ']'`);
  return typeNode('array', start, cursor.previousEnd, { base, dimensions, dimensionCount });
}

/** Parses the type of a subroutine parameter, where arrays say how they may be used. */
export function parseParameterType(cursor: TokenCursor): TypeNode {
  const { start } = cursor;
  if (cursor.take(tokenKind.readonly)) return { ...parseType(cursor), start, access: 'readonly' };
  if (cursor.take(tokenKind.mutable)) return { ...parseType(cursor), start, access: 'mutable' };
  return parseType(cursor);
}
