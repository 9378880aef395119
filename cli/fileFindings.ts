import type { Diagnostic } from '#core/base/diagnostic.ts';
import { LineTable, type TextRange } from '#core/base/textRange.ts';

/** What a check found in one file. */
export interface FileFindings {
  /** As the user wrote it, or below the folder the user wrote. */
  readonly path: string;
  readonly language: 'openqasm' | 'pipeline';
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A finding as `hybridq check --format json` prints it. */
export interface PrintedDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly range: TextRange;
  readonly related: readonly { readonly message: string; readonly path?: string; readonly range?: TextRange }[];
}

export function printedDiagnostics(findings: FileFindings): PrintedDiagnostic[] {
  const lines = new LineTable(findings.text);
  return findings.diagnostics.map(({ code, message, range, related = [], severity }) => ({
    code,
    severity,
    message,
    range: lines.rangeAt(range),
    related: related.map((place) =>
      // Offsets into another file mean nothing without its text.
      place.path === undefined || place.path === findings.path
        ? { message: place.message, range: lines.rangeAt(place.range) }
        : { message: place.message, path: place.path },
    ),
  }));
}

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
}

export function summarise(files: readonly FileFindings[]): Summary {
  const severities = files.flatMap((file) => file.diagnostics.map(({ severity }) => severity));
  return {
    errors: severities.filter((severity) => severity === 'error').length,
    warnings: severities.filter((severity) => severity === 'warning').length,
  };
}
