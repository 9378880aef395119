import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';

/** Inserts text at an offset. */
export function insertionFix(title: string, offset: number, newText: string): DiagnosticFix {
  return { title, replacements: [{ range: { start: offset, end: offset }, newText }], isPreferred: true };
}

/** Puts text in the place of a range. */
export function replacementFix(title: string, { end, start }: OffsetRange, newText: string): DiagnosticFix {
  return { title, replacements: [{ range: { start, end }, newText }], isPreferred: true };
}

/** Removes a range. */
export function removalFix(title: string, range: OffsetRange): DiagnosticFix {
  return replacementFix(title, range, '');
}
