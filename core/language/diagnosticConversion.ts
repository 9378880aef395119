import type { Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver-types';
import type { Diagnostic, Severity } from '#core/base/diagnostic.ts';
import type { LanguageDocument } from './languageService.ts';

/** `DiagnosticSeverity` and `DiagnosticTag` of the protocol; the types package is used for its types only. */
const severities: Record<Severity, 1 | 2 | 3 | 4> = { error: 1, warning: 2, information: 3, hint: 4 };
const tags = { unnecessary: 1, deprecated: 2 } as const;

/** Where the page of a diagnostic code is published. */
export function diagnosticPage(code: string): string {
  return `https://github.com/hybrid-quantum/hybrid-quantum/blob/main/docs/diagnostics/${code}.md`;
}

/**
 * The protocol's form of our diagnostics.
 * @param resolve the address of another file a related place names
 */
export function toProtocolDiagnostics(
  document: LanguageDocument,
  diagnostics: readonly Diagnostic[],
  resolve: (path: string) => string,
): ProtocolDiagnostic[] {
  return diagnostics.map((diagnostic) => {
    // Ranges in other files cannot be converted without their text; they point at its beginning.
    const related = diagnostic.related?.map((place) => ({
      message: place.message,
      location:
        place.path === undefined
          ? { uri: document.uri, range: document.lines.rangeAt(place.range) }
          : { uri: resolve(place.path), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
    }));
    return {
      code: diagnostic.code,
      codeDescription: { href: diagnosticPage(diagnostic.code) },
      source: 'hybridq',
      severity: severities[diagnostic.severity],
      message: diagnostic.message,
      range: document.lines.rangeAt(diagnostic.range),
      ...(related && related.length > 0 ? { relatedInformation: related } : {}),
      ...(diagnostic.tag === undefined ? {} : { tags: [tags[diagnostic.tag]] }),
    };
  });
}
