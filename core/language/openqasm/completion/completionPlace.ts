import type { OffsetRange } from '#core/base/textRange.ts';
import { isIdentifierContinue } from '#core/openqasm/identifierCharacters.ts';
import { type Analysis, expectationsAt, type ProgramSymbol, visibleSymbols } from '#core/openqasm/index.ts';
import type { Expectation } from '#core/openqasm/tokenCursor.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import type { NamesInScope } from './operandSite.ts';
import { StatementPrefix } from './statementPrefix.ts';

/** Where a completion is asked for, seen by the tokens around it. */
export type CompletionPlace =
  /** In a comment, in a text, in a number: nothing can be completed. */
  | { readonly kind: 'nothing' }
  /** Between the quotes of an include, after `typed`. */
  | { readonly kind: 'include-path'; readonly typed: string }
  /** In a pragma or annotation, after `typed`. */
  | { readonly kind: 'pragma' | 'annotation'; readonly typed: string; readonly start: number }
  /** In the body of `cal` or `defcal`. */
  | { readonly kind: 'calibration'; readonly body: OffsetRange }
  /** After `$` and perhaps digits. */
  | { readonly kind: 'hardware-qubit'; readonly prefix: StatementPrefix }
  /** After a backslash, where the name of a Greek letter becomes the letter. */
  | { readonly kind: 'letter' }
  | GrammarPlace;

/** Where the grammar says what may come. */
export interface GrammarPlace {
  readonly kind: 'grammar';
  readonly expected: ReadonlySet<Expectation>;
  /** The statement up to the word being typed. */
  readonly prefix: StatementPrefix;
}

/** A completion in an analysed program: where it is, what names mean there, and what is typed already. */
export interface CompletionContext {
  readonly analysis: Analysis;
  readonly offset: number;
  /** The word being typed, up to the offset; what a proposal replaces. */
  readonly word: OffsetRange;
  readonly names: NamesInScope;
  readonly isVersion2: boolean;
}

export function completionContext(analysis: Analysis, offset: number): CompletionContext {
  const word = { start: startOfWord(analysis.tree.text, offset), end: offset };
  const declared = visibleSymbols(analysis, offset).filter((symbol) => !isBeingDeclared(symbol, analysis, word.start));
  const names = new Map(declared.map((symbol) => [symbol.name, symbol]));
  return { analysis, offset, word, names, isVersion2: analysis.version.major === 2 };
}

/** Whether the declaration of a name breaks off before a word, so that the word goes on with it: `angle a = ‸`. */
function isBeingDeclared({ place }: ProgramSymbol, { tree: { text } }: Analysis, start: number): boolean {
  if (place?.file !== 0 || place.declaration.end > start) return false;
  const { end } = place.declaration;
  return !/[;}]/.test(text.charAt(end - 1)) && /^[^\S\r\n]*$/.test(text.slice(end, start));
}

/** Where the word that ends at the offset starts; names, digits, and the sign before them belong to it. */
function startOfWord(text: string, offset: number): number {
  let start = offset;
  while (start > 0) {
    const isPair = start > 1 && isLowSurrogate(text.charCodeAt(start - 1));
    const before = start - (isPair ? 2 : 1);
    if (!isIdentifierContinue(text, before)) break;
    start = before;
  }
  const sign = text.charAt(start - 1);
  return sign === '$' || sign === '\\' ? start - 1 : start;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

export function completionPlace({ analysis, offset, word }: CompletionContext): CompletionPlace {
  const { tree } = analysis;
  const { text, tokens } = tree;
  const token = lastTokenBefore(tokens, offset);
  const kind = tokens.kinds[token] ?? tokenKind.endOfFile;
  const start = tokens.starts[token] ?? 0;
  const end = tokens.ends[token] ?? 0;
  if (offset <= end) {
    if (kind === tokenKind.pragma || kind === tokenKind.annotation) {
      return { kind: kind === tokenKind.pragma ? 'pragma' : 'annotation', typed: text.slice(start, offset), start };
    }
    if (kind === tokenKind.calibrationBody) return { kind: 'calibration', body: { start, end } };
    if (kind === tokenKind.string && isOpenAt(text, start, offset)) {
      return { kind: 'include-path', typed: text.slice(start + 1, offset) };
    }
    if (kind === tokenKind.bitString || kind === tokenKind.string) return { kind: 'nothing' };
    const isNumber = kind === tokenKind.float || kind === tokenKind.timing || kind === tokenKind.imaginary;
    if (isNumber && !(token === 1 && tokens.kinds[0] === tokenKind.openqasm)) return { kind: 'nothing' };
  } else if (endsInComment(text, end, offset)) {
    return { kind: 'nothing' };
  }
  if (isInEmptyCalibration(tokens, token)) return { kind: 'calibration', body: { start: end, end } };
  const typed = text.slice(word.start, offset);
  if (typed.startsWith('\\')) return { kind: 'letter' };
  const prefix = StatementPrefix.before(tree, word.start);
  if (typed.startsWith('$')) return { kind: 'hardware-qubit', prefix };
  // A lone `@` begins an annotation where a statement may start.
  if (prefix.last === tokenKind.at && prefix.count === 1) {
    return { kind: 'annotation', typed: '@', start: word.start - 1 };
  }
  // Digits are completed as indices and versions only.
  const isIndex = prefix.kind(prefix.opener) === tokenKind.leftBracket;
  if (/^\d/.test(typed) && !isIndex && prefix.kind(0) !== tokenKind.openqasm) return { kind: 'nothing' };
  return { kind: 'grammar', expected: expectationsAt(tree, offset), prefix };
}

/** Index of the last token that starts before the offset; −1 when none does. */
function lastTokenBefore({ count, starts }: TokenStream, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether an offset is after the opening quote of a text and not after its closing one. */
function isOpenAt(text: string, start: number, offset: number): boolean {
  const quote = text.charAt(start);
  return offset > start && !text.slice(start + 1, offset).includes(quote);
}

/** Whether the gap between a token and the offset leaves a comment open. */
function endsInComment(text: string, gapStart: number, offset: number): boolean {
  const gap = text.slice(gapStart, offset);
  const comment = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
  for (const { 0: found, index } of gap.matchAll(comment)) {
    if (index + found.length < gap.length) continue;
    return found.startsWith('//') || found.length < 4 || !found.endsWith('*/');
  }
  return false;
}

/** Whether a token is the `{` of a calibration without a body yet. */
function isInEmptyCalibration({ kinds }: TokenStream, token: number): boolean {
  if (kinds[token] !== tokenKind.leftBrace) return false;
  for (let index = token - 1; index >= 0; index--) {
    const kind = kinds[index];
    if (kind === tokenKind.cal || kind === tokenKind.defcal) return true;
    if (kind === tokenKind.semicolon || kind === tokenKind.leftBrace || kind === tokenKind.rightBrace) return false;
  }
  return false;
}
