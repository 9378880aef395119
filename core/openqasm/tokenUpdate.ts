import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { endsStatement, Scanner } from './scanner.ts';
import { splicedArray } from './splicedArray.ts';
import type { TextDifference } from './textDifference.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenBuffer, TokenStream } from './tokenStream.ts';

/** The tokens of an edited text, and which of them are those of the text before. */
export interface TokenUpdate {
  readonly tokens: TokenStream;
  /** The tokens from this number on are new, up to `newRest`. */
  readonly first: number;
  /** From here on, the tokens of the old and the new text are the same at other places. */
  readonly oldRest: number;
  readonly newRest: number;
}

/**
 * Scans an edited text from a token on that is before the edit and begins a statement, up to where the old tokens can be
 * used again.
 * @param restarts tokens of the old text that begin statements behind the edit, in order
 * @returns undefined when the braces of the new tokens do not match, or names in them change how others are read
 */
export function updateTokens(
  previous: TokenStream,
  text: string,
  difference: TextDifference,
  first: number,
  restarts: Iterable<number>,
): TokenUpdate | undefined {
  const shift = difference.newEnd - difference.oldEnd;
  const isStart = first === 0;
  const scanner = new Scanner(text, previous.version, {
    names: previous.names,
    ...(!isStart && { start: previous.starts[first] ?? 0, previousKind: previous.kinds[first - 1] ?? 0 }),
  });
  let oldRest = previous.count - 1;
  for (const restart of restarts) {
    const place = (previous.starts[restart] ?? 0) + shift;
    if (place < scanner.offset) continue;
    scanner.scanTo(place);
    const isSame = scanner.offset === place && scanner.isBetweenStatements;
    if (!isSame || !endsStatement(previous.kinds[restart - 1] ?? 0) || awaitsCalibration(previous, restart)) continue;
    oldRest = restart;
    break;
  }
  if (oldRest === previous.count - 1) scanner.scanTo(text.length);
  if (!scanner.bracesMatch || scanner.reservedGateNames.size > 0) return undefined;
  if (!bracesMatch(previous, first, oldRest)) return undefined;
  const tokens = spliced(previous, text, first, oldRest, scanner.tokens, shift);
  const diagnostics = splicedDiagnostics(previous, first, oldRest, scanner.diagnostics, shift);
  return { tokens: { ...tokens, diagnostics }, first, oldRest, newRest: first + scanner.tokens.count };
}

/** Whether the next brace from a token on opens a calibration, because `cal` or `defcal` before it has no body yet. */
export function awaitsCalibration({ kinds }: TokenStream, token: number): boolean {
  for (let before = token - 1; before >= 0; before--) {
    const kind = kinds[before];
    if (kind === tokenKind.semicolon || kind === tokenKind.leftBrace) return false;
    if (kind === tokenKind.cal || kind === tokenKind.defcal) return true;
  }
  return false;
}

/** Whether a bracket from a token on may close one that a statement before it has left open. */
export function awaitsBracket({ kinds }: TokenStream, token: number): boolean {
  let blocks = 0;
  let parens = 0;
  let brackets = 0;
  for (let before = token - 1; before >= 0; before--) {
    const kind = kinds[before];
    if (kind === tokenKind.rightBrace) blocks++;
    else if (kind === tokenKind.leftBrace) blocks--;
    else if (blocks > 0) continue;
    else if (kind === tokenKind.semicolon) return false;
    else if (kind === tokenKind.rightParen) parens++;
    else if (kind === tokenKind.rightBracket) brackets++;
    else if (kind === tokenKind.leftParen && --parens < 0) return true;
    else if (kind === tokenKind.leftBracket && --brackets < 0) return true;
  }
  return false;
}

/** Whether braces match in a part of the tokens. */
function bracesMatch({ kinds }: TokenStream, first: number, end: number): boolean {
  let open = 0;
  for (let token = first; token < end; token++) {
    if (kinds[token] === tokenKind.leftBrace) open++;
    else if (kinds[token] === tokenKind.rightBrace && --open < 0) return false;
  }
  return open === 0;
}

/** The tokens before `first`, the new ones, and those from `oldRest` on. */
function spliced(
  previous: TokenStream,
  text: string,
  first: number,
  oldRest: number,
  added: TokenBuffer,
  shift: number,
): TokenStream {
  const splice = { first, added: added.count, rest: oldRest, length: previous.count };
  return {
    ...previous,
    text,
    count: first + added.count + previous.count - oldRest,
    kinds: splicedArray(previous.kinds, added.kinds, splice),
    starts: splicedArray(previous.starts, added.starts, splice, 0, shift),
    ends: splicedArray(previous.ends, added.ends, splice, 0, shift),
    words: splicedArray(previous.words, added.words, splice),
  };
}

function splicedDiagnostics(
  { diagnostics, starts }: TokenStream,
  first: number,
  oldRest: number,
  added: readonly Diagnostic[],
  shift: number,
): Diagnostic[] {
  const before = first === 0 ? 0 : (starts[first] ?? 0);
  const after = starts[oldRest] ?? 0;
  return [
    ...diagnostics.filter(({ range }) => range.start < before),
    ...added,
    ...diagnostics.filter(({ range }) => range.start >= after).map((each) => shiftedDiagnostic(each, after, shift)),
  ];
}

/** A diagnostic of the text before at its new place: what it says of places from `after` on moves. */
export function shiftedDiagnostic(diagnostic: Diagnostic, after: number, shift: number): Diagnostic {
  const { fixes, range, related } = diagnostic;
  const move = (place: OffsetRange): OffsetRange => ({
    start: place.start >= after ? place.start + shift : place.start,
    end: place.end >= after ? place.end + shift : place.end,
  });
  return {
    ...diagnostic,
    range: move(range),
    ...(related && { related: related.map((each) => ({ ...each, range: move(each.range) })) }),
    ...(fixes && {
      fixes: fixes.map((fix) => ({
        ...fix,
        replacements: fix.replacements.map((each) => ({ ...each, range: move(each.range) })),
      })),
    }),
  };
}
