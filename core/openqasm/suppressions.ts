import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { LineTable } from '#core/base/textRange.ts';

/** `// hybridq-disable-next-line QAS9001, QAS9004`; without codes it counts for all. */
const comment = /\/\/[^\S\r\n]*hybridq-disable-next-line\b([^\r\n]*)/g;

/**
 * The findings without those that a comment on the line before turns off. Errors stay: a program that breaks the rules
 * of the language does not become valid by a comment.
 */
export function withoutSuppressed(diagnostics: readonly Diagnostic[], text: string, lines: LineTable): Diagnostic[] {
  if (!text.includes('hybridq-disable-next-line')) return [...diagnostics];
  const codesByLine = new Map<number, readonly string[]>();
  for (const found of text.matchAll(comment)) {
    const codes = found[1]?.match(/\bQAS\d{4}\b/g) ?? [];
    codesByLine.set(lines.positionAt(found.index).line + 1, codes);
  }
  return diagnostics.filter(({ code, range, severity }) => {
    const codes = codesByLine.get(lines.positionAt(range.start).line);
    return severity === 'error' || codes === undefined || (codes.length > 0 && !codes.includes(code));
  });
}
