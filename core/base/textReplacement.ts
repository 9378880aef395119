import type { Diagnostic, TextReplacement } from './diagnostic.ts';
import type { OffsetRange } from './textRange.ts';

/**
 * The text after replacements, which may come in any order and must not overlap. Insertions at one place keep their
 * order.
 */
export function applyReplacements(text: string, replacements: readonly TextReplacement[]): string {
  let result = '';
  let offset = 0;
  for (const { range, newText } of replacements.toSorted((a, b) => a.range.start - b.range.start)) {
    result += text.slice(offset, range.start) + newText;
    offset = range.end;
  }
  return result + text.slice(offset);
}

/** The obvious repairs of findings, as far as they can be made at the same time. */
export interface Repairs {
  readonly replacements: readonly TextReplacement[];
  /** The findings they repair. */
  readonly repaired: readonly Diagnostic[];
}

/**
 * The preferred fixes of findings, those of earlier ones first. A fix that would touch what another one changes is left
 * for the next time; one that several findings share is made once.
 */
export function preferredRepairs(diagnostics: readonly Diagnostic[]): Repairs {
  const replacements: TextReplacement[] = [];
  const repaired: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find(({ isPreferred }) => isPreferred);
    if (!fix) continue;
    const added = fix.replacements.filter((replacement) => !replacements.some((each) => isSame(each, replacement)));
    if (added.some(({ range }) => replacements.some((each) => touches(each.range, range)))) continue;
    replacements.push(...added);
    repaired.push(diagnostic);
  }
  return { replacements, repaired };
}

function isSame(a: TextReplacement, b: TextReplacement): boolean {
  return a.range.start === b.range.start && a.range.end === b.range.end && a.newText === b.newText;
}

/** Whether two ranges have a character in common, or are at the same place with nothing in them. */
export function touches(a: OffsetRange, b: OffsetRange): boolean {
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}
