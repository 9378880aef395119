import type { TextReplacement } from '#core/base/diagnostic.ts';
import { parseExpression } from './expressionParser.ts';
import { parseIndex } from './indexParser.ts';
import { diagnose, withFix } from './messages.ts';
import { finishStatement, takeVariableName } from './recovery.ts';
import { insertionFix, removalFix, replacementFix } from './syntaxFixes.ts';
import type {
  ClassicalDeclaration,
  Expression,
  FurtherName,
  Identifier,
  QubitDeclaration,
  Statement,
  TypeNode,
} from './syntaxTree.ts';
import type { TokenCursor } from './tokenCursor.ts';
import { tokenKind } from './tokenKind.ts';
import { bitType, parseBracketed, parseType } from './typeParser.ts';
import { parseInitializer } from './valueParser.ts';

/** Parses `qubit[n] q;` or `qreg q[n];`. */
export function parseQubitDeclaration(cursor: TokenCursor): QubitDeclaration {
  const { start } = cursor;
  const keyword = cursor.kind === tokenKind.qubit ? 'qubit' : 'qreg';
  cursor.advance();
  let size = keyword === 'qubit' && cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  if (!cursor.failed && cursor.kind === tokenKind.hardwareQubit) reportHardwareQubit(cursor, start);
  const name = cursor.failed ? cursor.missingIdentifier() : takeVariableName(cursor, 'the qubits');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) {
    const bracket = cursor.start;
    const written = parseBracketed(cursor);
    if (keyword === 'qubit') {
      const width = cursor.tokens.text.slice(written.start, written.end);
      reportSizeAfterName(cursor, start, bracket, `qubit[${width}] ${name.name}`);
    }
    size ??= written;
  } else if (keyword === 'qreg' && cursor.isVersion2 && !cursor.failed) {
    cursor.reportExpected(`the size of the register, '[n]'`);
  }
  const further = finishDeclaration(cursor, start, name);
  return { kind: 'qubit-declaration', start, end: cursor.previousEnd, keyword, name, size, further };
}

function reportHardwareQubit(cursor: TokenCursor, start: number): void {
  const range = cursor.rangeOf(cursor.index);
  const diagnostic = diagnose('QAS2011', range, cursor.textOf(cursor.index));
  const isWhole = cursor.peek(1) === tokenKind.semicolon;
  const whole = { start, end: cursor.rangeOf(cursor.index + 1).end };
  cursor.report(isWhole ? withFix(diagnostic, removalFix('Remove the declaration', whole)) : diagnostic);
}

/** Parses `creg c[n];`. */
export function parseCreg(cursor: TokenCursor): ClassicalDeclaration {
  const { start } = cursor;
  cursor.advance();
  const name = takeVariableName(cursor, 'the bits');
  let size: Expression | undefined;
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) size = parseBracketed(cursor);
  else if (cursor.isVersion2 && !cursor.failed) cursor.reportExpected(`the size of the register, '[n]'`);
  const type = bitType(start, cursor.previousEnd, size);
  const further = finishDeclaration(cursor, start, name);
  const tail = { type, name, initializer: undefined, further };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier: undefined, isCreg: true, ...tail };
}

/** Parses a declaration that begins with a type, `const`, `input` or `output`. */
export function parseClassicalDeclaration(cursor: TokenCursor): ClassicalDeclaration {
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
  if (!cursor.failed && cursor.kind === tokenKind.colon) skipDraftColon(cursor, type);
  if (type.dimensionCount) {
    cursor.note(
      diagnose('QAS2002', type.dimensionCount, 'the sizes of the array, since only parameters have #dim', `'#dim'`),
    );
  }
  const name = cursor.failed ? cursor.missingIdentifier() : takeVariableName(cursor, 'the variable');
  if (!cursor.failed && cursor.kind === tokenKind.leftBracket) type = parseSizeAfterName(cursor, type, name);
  const equals = cursor.start;
  const initializer = !cursor.failed && cursor.take(tokenKind.equals) ? parseInitializer(cursor) : undefined;
  if (initializer && (modifier === 'input' || modifier === 'output')) {
    const diagnostic = diagnose('QAS8013', initializer, name.name, modifier);
    const removed = { start: Math.min(name.end, equals), end: initializer.end };
    cursor.note(withFix(diagnostic, removalFix('Remove the initial value', removed)));
  }
  if (modifier === 'const' && !initializer && !cursor.failed) cursor.note(diagnose('QAS4012', name, name.name));
  const further = finishDeclaration(cursor, start, name);
  const tail = { type, name, initializer, further };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier, isCreg: false, ...tail };
}

function declarationModifier(kind: number): 'const' | 'input' | 'output' | undefined {
  if (kind === tokenKind.const) return 'const';
  if (kind === tokenKind.input) return 'input';
  return kind === tokenKind.output ? 'output' : undefined;
}

/** `int[32]: a` was how drafts separated a type from the name. */
export function skipDraftColon(cursor: TokenCursor, type: TypeNode): void {
  const written = cursor.tokens.text.slice(type.start, type.end);
  const diagnostic = diagnose(
    'QAS2015',
    { start: type.start, end: cursor.end },
    `'${written}:'`,
    `write '${written} name' without the colon`,
  );
  const next = cursor.rangeOf(cursor.index + 1).start;
  const separator = { start: type.end, end: Math.max(cursor.end, next) };
  cursor.note(withFix(diagnostic, replacementFix('Remove the colon', separator, ' ')));
  cursor.advance();
}

/** `const n = 4;` of the drafts has no type. */
function parseUntypedConst(cursor: TokenCursor, start: number): ClassicalDeclaration {
  const name = takeVariableName(cursor, 'the constant');
  const kind = cursor.peek(1);
  const isInteger = kind === tokenKind.integer && cursor.peek(2) === tokenKind.semicolon;
  const typeName = isInteger ? 'int' : 'float';
  const diagnostic = diagnose(
    'QAS2015',
    name,
    `'const ${name.name} = …'`,
    `write the type, as in 'const ${typeName} ${name.name} = …'`,
  );
  cursor.note(withFix(diagnostic, insertionFix(`Insert the type '${typeName}'`, name.start, `${typeName} `)));
  cursor.advance();
  const initializer = parseInitializer(cursor);
  const further = finishDeclaration(cursor, start, name);
  const type = { ...bitType(name.start, name.start, undefined), name: 'float' as const };
  const tail = { type, name, initializer, further };
  return { kind: 'classical-declaration', start, end: cursor.previousEnd, modifier: 'const', isCreg: false, ...tail };
}

/** Reads a size written after the name, as C does, and gives it to the type. */
export function parseSizeAfterName(cursor: TokenCursor, type: TypeNode, name: Identifier): TypeNode {
  const bracket = cursor.start;
  const { selectors, end } = parseIndex(cursor, name);
  const size = selectors.find((selector) => selector.kind !== 'range' && selector.kind !== 'set');
  const { text } = cursor.tokens;
  const written = text.slice(bracket + 1, Math.max(bracket + 1, end - 1));
  if (type.name === 'bit') {
    reportSizeAfterName(cursor, type.start, bracket, `bit[${written}] ${name.name}`);
    return { ...type, size: type.size ?? size, end };
  }
  reportSizeAfterName(
    cursor,
    type.start,
    bracket,
    `array[${text.slice(type.start, type.end)}, ${written}] ${name.name}`,
  );
  return { ...bitType(type.start, end, undefined), name: 'array', base: type, dimensions: size ? [size] : [] };
}

function reportSizeAfterName(cursor: TokenCursor, start: number, bracket: number, modern: string): void {
  if (cursor.failed) return;
  const end = cursor.previousEnd;
  const diagnostic = diagnose('QAS2008', { start: bracket, end }, modern);
  cursor.note(withFix(diagnostic, replacementFix(`Write '${modern}'`, { start, end }, modern)));
}

/** Ends a declaration; more names after a comma are one mistake, and are declared like the first. */
function finishDeclaration(cursor: TokenCursor, start: number, name: Identifier): FurtherName[] {
  const type = cursor.tokens.text.slice(start, name.start);
  const further = cursor.failed ? [] : parseFurtherNames(cursor, type);
  finishStatement(cursor, 'the declaration');
  return further;
}

function parseFurtherNames(cursor: TokenCursor, type: string): FurtherName[] {
  const { start } = cursor;
  const further: FurtherName[] = [];
  const replacements: TextReplacement[] = [];
  let isList = true;
  while (!cursor.failed && cursor.take(tokenKind.comma)) {
    const comma = cursor.rangeOf(cursor.index - 1);
    if (cursor.kind === tokenKind.identifier) {
      replacements.push({ range: { start: comma.start, end: cursor.start }, newText: `; ${type}` });
      further.push(parseFurtherName(cursor));
    } else {
      replacements.push({ range: comma, newText: '' });
      isList &&= cursor.kind === tokenKind.semicolon || cursor.kind === tokenKind.comma || cursor.startsLine();
    }
  }
  if (replacements.length === 0) return further;
  const problem = diagnose('QAS2009', { start, end: cursor.previousEnd });
  const fix = { title: 'Declare each in its own statement', replacements, isPreferred: true };
  cursor.note(isList ? withFix(problem, fix) : problem);
  return further;
}

function parseFurtherName(cursor: TokenCursor): FurtherName {
  const name = cursor.takeIdentifier();
  const size = cursor.kind === tokenKind.leftBracket ? parseBracketed(cursor) : undefined;
  const initializer = !cursor.failed && cursor.take(tokenKind.equals) ? parseInitializer(cursor) : undefined;
  return { name, size, initializer };
}

/** Parses `let name = value;`, where parts may be joined with `++`. */
export function parseAlias(cursor: TokenCursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const name = takeVariableName(cursor, 'the alias');
  if (!cursor.failed && !cursor.take(tokenKind.equals)) cursor.reportExpected(`'='`);
  cursor.expecting('operand');
  cursor.inAlias = true;
  const value = cursor.failed ? cursor.missingExpression() : parseExpression(cursor);
  cursor.inAlias = false;
  finishStatement(cursor, 'the alias');
  return { kind: 'alias', start, end: cursor.previousEnd, name, value };
}
