import { nameOfCharacter } from './identifierCharacters.ts';
import { quoteOf } from './lookalikes.ts';
import { diagnose, withFix } from './messages.ts';
import { isLineBreak, type ScannedToken } from './scannedToken.ts';
import { insertionFix, replacementFix } from './syntaxFixes.ts';
import { tokenKind } from './tokenKind.ts';

const bits = /^[01](?:_?[01])*$/;

/**
 * Reads text in quotes: a path after `include` and `defcalgrammar`, and otherwise a bit string (types, "Literals").
 * @param start the offset of `"` or `'`
 */
export function scanQuoted(text: string, start: number, isPath: boolean): ScannedToken {
  const quote = text.charAt(start);
  let end = endOfQuoted(text, start, (character) => character === quote);
  const isClosed = text.charAt(end) === quote;
  if (isClosed) end++;
  const kind = isPath ? tokenKind.string : tokenKind.bitString;
  const range = { start, end };
  if (!isClosed) {
    // What ends the statement is likely not part of the text.
    const place = start + text.slice(start, end).replace(/\s*;?\s*$/, '').length;
    const fix = insertionFix(`Insert ${quote}`, place, quote);
    return { kind, end, diagnostic: withFix(diagnose('QAS1002', range, 'string', `'${quote}'`), fix) };
  }
  if (isPath) return { kind, end };
  const content = text.slice(start + 1, end - 1);
  if (!bits.test(content)) return { kind, end, diagnostic: diagnose('QAS1007', range) };
  if (quote === '"') return { kind, end };
  const fix = replacementFix(`Write "${content}"`, range, `"${content}"`);
  return { kind, end, diagnostic: withFix(diagnose('QAS1007', range), fix) };
}

/** Reads text between typographic quotation marks, which a word processor has made of others. */
export function scanTypographicQuotes(text: string, start: number, quote: string, isPath: boolean): ScannedToken {
  const closes = (character: string) => character === quote || quoteOf(character) === quote;
  let end = endOfQuoted(text, start, closes);
  if (closes(text.charAt(end))) end++;
  const diagnostic = diagnose('QAS1001', { start, end: start + 1 }, nameOfCharacter(text, start), `write ${quote}`);
  const meant = `${quote}${text.slice(start + 1, Math.max(start + 1, end - 1))}${quote}`;
  const fix = replacementFix(`Write ${meant}`, { start, end }, meant);
  return { kind: isPath ? tokenKind.string : tokenKind.bitString, end, diagnostic: withFix(diagnostic, fix) };
}

const barePath = /[\w./\\-]+/y;

/** Reads the path of an include that has no quotes; the parser says that it lacks them. */
export function scanBarePath(text: string, start: number): ScannedToken {
  const pattern = new RegExp(barePath);
  pattern.lastIndex = start;
  return { kind: tokenKind.string, end: start + (pattern.exec(text)?.[0].length ?? 1) };
}

/** Reads the path of an include as C writes it, if it is one; the parser says that it lacks its quotes. */
export function scanAngledPath(text: string, start: number): ScannedToken | undefined {
  const end = endOfQuoted(text, start, (character) => character === '>' || character === '<');
  return text.charAt(end) === '>' ? { kind: tokenKind.string, end: end + 1 } : undefined;
}

/** Where what begins at an offset is closed, or else the end of its line. */
function endOfQuoted(text: string, start: number, closes: (character: string) => boolean): number {
  let end = start + 1;
  while (end < text.length && !isLineBreak(text.charCodeAt(end)) && !closes(text.charAt(end))) end++;
  return end;
}
