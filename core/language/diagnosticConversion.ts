import type { Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver-types';
import type { Diagnostic, Severity } from '#core/base/diagnostic.ts';
import type { LineTable } from '#core/base/textRange.ts';
import type { LanguageDocument } from './languageService.ts';

/** `DiagnosticSeverity` and `DiagnosticTag` of the protocol; the types package is used for its types only. */
const severities: Record<Severity, 1 | 2 | 3 | 4> = { error: 1, warning: 2, information: 3, hint: 4 };
const tags = { unnecessary: 1, deprecated: 2 } as const;

const beginning = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where the page of a diagnostic code is published. */
export function diagnosticPage(code: string): string {
  return `https://github.com/hybrid-quantum/hybrid-quantum/blob/main/docs/diagnostics/${code}.md`;
}

/** Another file that related places point into. */
export interface RelatedFile {
  readonly uri: string;
  /** Undefined where its text is not known; places in it are then shown at its beginning. */
  readonly lines: LineTable | undefined;
}

/**
 * The protocol's form of our diagnostics.
 * @param fileOf the file a related place names by its path
 */
export function toProtocolDiagnostics(
  document: LanguageDocument,
  diagnostics: readonly Diagnostic[],
  fileOf: (path: string) => RelatedFile,
): ProtocolDiagnostic[] {
  return diagnostics.map((diagnostic) => {
    const related = diagnostic.related?.map(({ message, path, range }) => {
      const file: RelatedFile = path === undefined ? document : fileOf(path);
      return { message, location: { uri: file.uri, range: file.lines?.rangeAt(range) ?? beginning } };
    });
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
