import type { SemanticTokens } from 'vscode-languageserver-types';
import type { LineTable, OffsetRange } from '#core/base/textRange.ts';
import { calibrationBodyAt } from '#core/openqasm/calibrationBody.ts';
import type { Analysis, ProgramSymbol } from '#core/openqasm/index.ts';
import { isKeyword, isPulseType, tokenKind } from '#core/openqasm/tokenKind.ts';
import type { EditorFeatures } from '../languageService.ts';
import { tokenModifiers, tokenTypes } from '../semanticTokensLegend.ts';
import { commentsBetween } from './comments.ts';

/** More tokens than this are not sent at once; the editor asks for the parts it shows. */
const mostTokens = 50_000;

/** The position of a type in the legend. */
function typeOf(name: (typeof tokenTypes)[number]): number {
  return tokenTypes.indexOf(name);
}

/** The bit of a modifier of the legend. */
function modifierOf(name: (typeof tokenModifiers)[number]): number {
  return 1 << tokenModifiers.indexOf(name);
}

const types = {
  function: typeOf('function'),
  qubit: typeOf('qubit'),
  variable: typeOf('variable'),
  parameter: typeOf('parameter'),
  type: typeOf('type'),
  keyword: typeOf('keyword'),
  number: typeOf('number'),
  string: typeOf('string'),
  comment: typeOf('comment'),
  operator: typeOf('operator'),
  decorator: typeOf('decorator'),
  macro: typeOf('macro'),
};

const modifiers = {
  declaration: modifierOf('declaration'),
  readonly: modifierOf('readonly'),
  quantum: modifierOf('quantum'),
  defaultLibrary: modifierOf('defaultLibrary'),
};

/**
 * The tokens of a part of the text, or of all of it: what each name is, and for editors without a grammar also keywords,
 * numbers, comments and the like.
 * @returns undefined when the whole text is asked for and has too many
 */
export function openqasmSemanticTokens(
  analysis: Analysis,
  editor: EditorFeatures,
  range?: OffsetRange,
): SemanticTokens | undefined {
  const { tokens } = analysis.tree;
  const { count, ends, kinds, starts } = tokens;
  const isWhole = range === undefined;
  if (isWhole && count > mostTokens * 4) return undefined;
  const first = isWhole ? 0 : firstTokenEndingAfter(ends, count, range.start);
  const end = isWhole ? tokens.text.length : range.end;
  const data = new TokenData(analysis.lines, tokens.text, editor.multilineTokens);
  const symbolOfToken = analysis.files[0]?.symbolOfToken;
  for (let token = first; token < count && (starts[token] ?? 0) <= end && data.count <= mostTokens; token++) {
    const start = starts[token] ?? 0;
    if (!editor.augmentsSyntaxTokens) {
      for (const comment of commentsBetween(tokens.text, ends[token - 1] ?? 0, start)) {
        data.pushLines(comment.start, comment.end, types.comment);
      }
    }
    const symbol = analysis.symbols[symbolOfToken?.[token] ?? -1];
    const kind = kinds[token] ?? tokenKind.endOfFile;
    if (kind === tokenKind.calibrationBody)
      pushCalibration(analysis, start, { start: range?.start ?? 0, end }, data, editor);
    else if (symbol) data.push(start, ends[token] ?? start, ...appearanceOf(symbol, start));
    else if (kind === tokenKind.hardwareQubit) data.push(start, ends[token] ?? start, types.qubit, modifiers.quantum);
    else if (!editor.augmentsSyntaxTokens) {
      const type = typeOfKind(kind);
      if (type !== undefined) data.push(start, ends[token] ?? start, type, 0);
    }
  }
  return isWhole && data.count > mostTokens ? undefined : { data: data.values };
}

/** The tokens of a calibration: what its names are shows by how they are used. */
function pushCalibration(
  { tree }: Analysis,
  offset: number,
  range: OffsetRange,
  data: TokenData,
  editor: EditorFeatures,
): void {
  const body = calibrationBodyAt(tree, offset);
  if (!body) return;
  const { count, ends, kinds, starts, text } = body.tokens;
  for (let token = 0; token < count; token++) {
    const start = starts[token] ?? 0;
    const end = ends[token] ?? start;
    if (end <= range.start) continue;
    if (start > range.end) return;
    if (!editor.augmentsSyntaxTokens) {
      for (const comment of commentsBetween(text, token === 0 ? body.start : (ends[token - 1] ?? 0), start)) {
        data.pushLines(comment.start, comment.end, types.comment);
      }
    }
    const kind = kinds[token] ?? tokenKind.endOfFile;
    if (kind === tokenKind.identifier) {
      data.push(start, end, kinds[token + 1] === tokenKind.leftParen ? types.function : types.variable, 0);
    } else if (kind === tokenKind.hardwareQubit) {
      data.push(start, end, types.qubit, modifiers.quantum);
    } else if (!editor.augmentsSyntaxTokens) {
      const type = typeOfKind(kind);
      if (type !== undefined) data.push(start, end, type, 0);
    }
  }
}

function firstTokenEndingAfter(ends: Uint32Array, count: number, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The type and the modifiers of a mention of the symbol. */
function appearanceOf(symbol: ProgramSymbol, start: number): readonly [type: number, modifiers: number] {
  const isDeclaration = symbol.place?.file === 0 && symbol.place.name.start === start;
  const common = (isDeclaration ? modifiers.declaration : 0) | (symbol.place ? 0 : modifiers.defaultLibrary);
  const isQuantum = symbol.type.kind === 'qubit';
  switch (symbol.kind) {
    case 'gate':
      return [types.function, common | modifiers.quantum];
    case 'subroutine':
    case 'extern':
    case 'builtin-function':
      return [types.function, common];
    case 'qubit':
    case 'gate-qubit':
      return [types.qubit, common | modifiers.quantum];
    case 'alias':
      return isQuantum ? [types.qubit, common | modifiers.quantum] : [types.variable, common];
    case 'parameter':
      return isQuantum ? [types.qubit, common | modifiers.quantum] : [types.parameter, common];
    case 'gate-parameter':
      return [types.parameter, common | modifiers.readonly];
    case 'constant':
    case 'builtin-constant':
    case 'input':
      return [types.variable, common | modifiers.readonly];
    case 'variable':
    case 'output':
    case 'loop-variable':
      return [types.variable, common];
  }
}

/** The type of tokens that name nothing; undefined for punctuation and names that are not known. */
function typeOfKind(kind: number): number | undefined {
  switch (kind) {
    case tokenKind.integer:
    case tokenKind.float:
    case tokenKind.imaginary:
    case tokenKind.timing:
    case tokenKind.badNumber:
      return types.number;
    case tokenKind.bitString:
    case tokenKind.string:
      return types.string;
    case tokenKind.pragma:
      return types.macro;
    case tokenKind.annotation:
      return types.decorator;
    default:
      if (isKeyword(kind)) return isTypeWord(kind) ? types.type : types.keyword;
      return kind >= tokenKind.equals && kind <= tokenKind.tilde ? types.operator : undefined;
  }
}

function isTypeWord(kind: number): boolean {
  return (kind >= tokenKind.qreg && kind <= tokenKind.stretch) || isPulseType(kind);
}

/** Tokens as the protocol packs them: five numbers each, relative to the token before. */
class TokenData {
  readonly values: number[] = [];
  readonly #lines: LineTable;
  readonly #text: string;
  readonly #multiline: boolean;
  #line = 0;
  #character = 0;

  constructor(lines: LineTable, text: string, multiline: boolean) {
    this.#lines = lines;
    this.#text = text;
    this.#multiline = multiline;
  }

  get count(): number {
    return this.values.length / 5;
  }

  /** A token on one line. */
  push(start: number, end: number, type: number, modifierBits: number): void {
    const { character, line } = this.#lines.positionAt(start);
    const sameLine = line === this.#line && this.values.length > 0;
    const fromBefore = sameLine ? character - this.#character : character;
    this.values.push(line - this.#line, fromBefore, end - start, type, modifierBits);
    this.#line = line;
    this.#character = character;
  }

  /** A token that may stretch over several lines; one for every line where the editor wants it so. */
  pushLines(start: number, end: number, type: number): void {
    if (this.#multiline) {
      this.push(start, end, type, 0);
      return;
    }
    for (const { 0: line, index } of this.#text.slice(start, end).matchAll(/[^\r\n]+/g)) {
      this.push(start + index, start + index + line.length, type, 0);
    }
  }
}
