import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '#core/base/diagnostic.ts';
import { type FileFindings, printedDiagnostics } from '../fileFindings.ts';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** Findings as a SARIF 2.1.0 log (OASIS), which code hosts show beside the lines. Its lines and columns count from 1. */
export function sarifLog(files: readonly FileFindings[], version: string): unknown {
  const results = files.flatMap((file) =>
    printedDiagnostics(file).map(({ code, message, range, severity }) => ({
      ruleId: code,
      level: levels[severity],
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file.path) },
            region: {
              startLine: range.start.line + 1,
              startColumn: range.start.character + 1,
              endLine: range.end.line + 1,
              endColumn: range.end.character + 1,
            },
          },
        },
      ],
    })),
  );
  const rules = [...new Set(results.map((result) => result.ruleId))].sort().map((id) => ({ id }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'hybridq', version, rules } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function uriOf(path: string): string {
  return isAbsolute(path)
    ? pathToFileURL(path).href
    : path.split('\\').join('/').split('/').map(encodeURIComponent).join('/');
}
