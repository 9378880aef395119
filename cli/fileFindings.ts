import { posix } from 'node:path';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { LineTable, type TextRange } from '#core/base/textRange.ts';
import type { FileLanguage } from './findFiles.ts';

/** What a check found in one file. */
export interface FileFindings {
  /** As the user wrote it, or below the folder the user wrote. */
  readonly path: string;
  readonly language: FileLanguage;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The lines of other files that findings point into, by the path by which the findings name them. */
  readonly others: ReadonlyMap<string, LineTable>;
}

/** A finding as `hybridq check --format json` prints it. */
export interface PrintedDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly range: TextRange;
  /** Without a path they are in the file itself; without a range the place is not known. */
  readonly related: readonly { readonly message: string; readonly path?: string; readonly range?: TextRange }[];
}

export function printedDiagnostics({ diagnostics, others, path, text }: FileFindings): PrintedDiagnostic[] {
  const lines = new LineTable(text);
  return diagnostics.map(({ code, message, range, related = [], severity }) => ({
    code,
    severity,
    message,
    range: lines.rangeAt(range),
    related: related.map((place) => {
      if (place.path === undefined) return { message: place.message, range: lines.rangeAt(place.range) };
      const otherLines = others.get(place.path);
      const shown = posix.join(posix.dirname(path.replaceAll('\\', '/')), place.path);
      return {
        message: place.message,
        path: posix.isAbsolute(place.path) ? place.path : shown,
        ...(otherLines && { range: otherLines.rangeAt(place.range) }),
      };
    }),
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
