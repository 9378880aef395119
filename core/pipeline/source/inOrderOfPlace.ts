import type { Diagnostic } from '#core/base/diagnostic.ts';

/** By where they begin, then by where they end. */
export function inOrderOfPlace(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
