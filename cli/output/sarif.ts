import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiagnosticFix, Severity } from '#core/base/diagnostic.ts';
import { describeFailure, type Failure } from '#core/base/failure.ts';
import { LineTable, type TextRange } from '#core/base/textRange.ts';
import { diagnosticPage } from '#core/language/diagnosticConversion.ts';
import { type FileFindings, type PrintedDiagnostic, printedDiagnostics } from '../fileFindings.ts';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/**
 * Findings as a SARIF 2.1.0 log (OASIS), which code hosts show beside the lines, with their repairs. Its lines and
 * columns count from 1.
 * @param unreadable files that were not checked
 */
export function sarifLog(files: readonly FileFindings[], unreadable: readonly Failure[], version: string): unknown {
  const results = files.flatMap(resultsOf);
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))]
    .sort()
    .map((id) => ({ id, helpUri: diagnosticPage(id) }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hybridq',
            version,
            informationUri: 'https://github.com/hybrid-quantum/hybrid-quantum',
            rules,
          },
        },
        invocations: [
          {
            executionSuccessful: unreadable.length === 0,
            toolExecutionNotifications: unreadable.map((failure) => ({
              level: 'error',
              message: { text: describeFailure(failure) },
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({ ...result, ruleIndex: rules.findIndex(({ id }) => id === result.ruleId) })),
      },
    ],
  };
}

function resultsOf(file: FileFindings) {
  const lines = new LineTable(file.text);
  return printedDiagnostics(file).map((finding, index) => {
    const { code, message, range, related, severity } = finding;
    const fixes = (file.diagnostics[index]?.fixes ?? []).map((fix) => fixOf(fix, file.path, lines));
    return {
      ruleId: code,
      level: levels[severity],
      message: { text: message },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file.path) }, region: regionOf(range) } }],
      ...(related.length > 0 && { relatedLocations: related.map((place) => relatedOf(place, file.path)) }),
      ...(fixes.length > 0 && { fixes }),
    };
  });
}

function relatedOf({ message, path, range }: PrintedDiagnostic['related'][number], own: string) {
  return {
    message: { text: message },
    physicalLocation: {
      artifactLocation: { uri: uriOf(path ?? own) },
      ...(range && { region: regionOf(range) }),
    },
  };
}

function fixOf({ replacements, title }: DiagnosticFix, path: string, lines: LineTable) {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: { uri: uriOf(path) },
        replacements: replacements.map(({ newText, range }) => ({
          deletedRegion: regionOf(lines.rangeAt(range)),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}

function regionOf({ end, start }: TextRange) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function uriOf(path: string): string {
  return isAbsolute(path)
    ? pathToFileURL(path).href
    : path.split('\\').join('/').split('/').map(encodeURIComponent).join('/');
}
