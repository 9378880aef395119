import { parseExpression } from './expressionParser.ts';
import { diagnose, withFix } from './messages.ts';
import { closeBracket } from './recovery.ts';
import { insertionFix, removalFix, replacementFix } from './syntaxFixes.ts';
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
  [tokenKind.port, 'port'],
  [tokenKind.frame, 'frame'],
  [tokenKind.waveform, 'waveform'],
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
  closeBracket(cursor, tokenKind.rightBracket, opener, `']'`);
  if (cursor.isVersion2 && size.kind !== 'integer' && size.kind !== 'missing') {
    cursor.requires(0, 'A size that is no number', size);
  }
  return size;
}

function parseComplexType(cursor: TokenCursor, start: number): TypeNode {
  const opener = cursor.index;
  cursor.advance();
  if (isTypeKeyword(cursor.kind)) {
    const base = parseNestedType(cursor);
    closeBracket(cursor, tokenKind.rightBracket, opener, `']'`);
    return typeNode('complex', start, cursor.previousEnd, { base });
  }
  const size = parseExpression(cursor);
  closeBracket(cursor, tokenKind.rightBracket, opener, `']'`);
  const range = { start, end: cursor.previousEnd };
  const modern = `complex[float[${cursor.tokens.text.slice(size.start, size.end)}]]`;
  const written = cursor.tokens.text.slice(range.start, range.end);
  const diagnostic = diagnose('QAS2015', range, `'${written}'`, `write '${modern}'`);
  cursor.note(withFix(diagnostic, replacementFix(`Write '${modern}'`, range, modern)));
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
  if (dimensions.length === 0 && !dimensionCount && cursor.kind === tokenKind.rightBracket) {
    cursor.reportExpected(`',' and the sizes of the array`);
    cursor.advance();
  }
  closeBracket(cursor, tokenKind.rightBracket, opener, `',' or ']'`);
  return typeNode('array', start, cursor.previousEnd, { base, dimensions, dimensionCount });
}

/** Parses the type of a subroutine parameter, where arrays say how they may be used (subroutines, "Arrays"). */
export function parseParameterType(cursor: TokenCursor): TypeNode {
  const { start } = cursor;
  const access = takeAccess(cursor);
  const first = cursor.rangeOf(cursor.index);
  const written = cursor.describe();
  const type = parseType(cursor);
  if (access !== undefined && type.name !== 'array') {
    cursor.note(diagnose('QAS2002', first, `an array type after '${access}'`, written));
  } else if (access === undefined && type.name === 'array') {
    const missing = diagnose('QAS2002', first, `'readonly' or 'mutable' before an array parameter`, written);
    cursor.note(withFix(missing, insertionFix(`Insert 'readonly'`, first.start, 'readonly ')));
  }
  return access === undefined ? type : { ...type, start, access };
}

function takeAccess(cursor: TokenCursor): TypeNode['access'] {
  if (cursor.take(tokenKind.readonly)) return 'readonly';
  if (cursor.kind === tokenKind.const && cursor.peek(1) === tokenKind.array) {
    const range = cursor.rangeOf(cursor.index);
    const draft = diagnose('QAS2015', range, `'const' before an array parameter`, `write 'readonly'`);
    cursor.note(withFix(draft, replacementFix(`Write 'readonly'`, range, 'readonly')));
    cursor.advance();
    return 'readonly';
  }
  return cursor.take(tokenKind.mutable) ? 'mutable' : undefined;
}

/** Parses `-> type` after the parameters of a subroutine or external function, if it is there. */
export function parseReturnType(cursor: TokenCursor): TypeNode | undefined {
  const before = cursor.previousEnd;
  if (cursor.failed || !cursor.take(tokenKind.arrow)) return undefined;
  const first = cursor.rangeOf(cursor.index);
  const written = cursor.describe();
  if (cursor.take(tokenKind.void)) {
    const diagnostic = diagnose('QAS2002', first, 'no return type where nothing is returned', written);
    cursor.note(withFix(diagnostic, removalFix(`Remove '-> void'`, { start: before, end: first.end })));
    return undefined;
  }
  const type = parseType(cursor);
  if (type.name === 'array' || type.name === 'qubit') {
    cursor.note(diagnose('QAS2002', type, 'a scalar type as the type of the result', written));
  }
  return type;
}
