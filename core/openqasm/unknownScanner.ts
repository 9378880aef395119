import { isIdentifierStart, nameOfCharacter } from './identifierCharacters.ts';
import { lookalikeOf } from './lookalikes.ts';
import { diagnose, withFix } from './messages.ts';
import { lineEndAfter, type ScannedToken, widthAt } from './scannedToken.ts';
import { replacementFix } from './syntaxFixes.ts';

/**
 * Reads what no token begins with. A character that only looks like one of the language is read as what it was meant to
 * be; a run of others is one finding.
 */
export function scanUnknown(text: string, start: number): ScannedToken {
  const lookalike = scanLookalike(text, start);
  if (lookalike) return lookalike;
  let end = start + widthAt(text, start);
  while (end < text.length && text.charCodeAt(end) > 127 && !isIdentifierStart(text, end)) end += widthAt(text, end);
  return { kind: undefined, end, diagnostic: diagnose('QAS1001', { start, end }, nameOfCharacter(text, start)) };
}

function scanLookalike(text: string, start: number): ScannedToken | undefined {
  const lookalike = lookalikeOf(text.charAt(start));
  if (!lookalike) return undefined;
  const { kind, meant } = lookalike;
  let end = start + 1;
  if (kind === undefined) while (lookalikeOf(text.charAt(end))?.meant === meant) end++;
  const range = { start, end };
  const name = kind === undefined ? 'a blank' : `'${meant}'`;
  const diagnostic = diagnose('QAS1001', range, nameOfCharacter(text, start), `write ${name}`);
  return { kind, end, diagnostic: withFix(diagnostic, replacementFix(`Write ${name}`, range, meant)) };
}

/** Reads a comment of another language, which is one mistake and not one for each of its words. */
export function scanHashComment(text: string, start: number): ScannedToken {
  let end = start;
  while (text.charCodeAt(end) === 35) end++;
  const range = { start, end };
  const diagnostic = diagnose('QAS1001', range, `'#'`, `a comment begins with '//'`);
  const fix = replacementFix(`Write '//'`, range, '//');
  return { kind: undefined, end: lineEndAfter(text, end), diagnostic: withFix(diagnostic, fix) };
}
