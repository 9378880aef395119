import type { Severity } from '#core/base/diagnostic.ts';
import { countText } from '#core/base/shownValues.ts';
import { type FileFindings, type PrintedDiagnostic, printedDiagnostics, type Summary } from '../fileFindings.ts';
import type { Colours } from './colours.ts';

/** Longer source lines are cut around the finding. */
const excerptWidth = 120;

/** The findings of one file for people: place, severity, code, message, then the line with the place marked. */
export function findingsText(file: FileFindings, colours: Colours): string[] {
  const lines = file.text.split(/\r\n|[\r\n]/);
  return printedDiagnostics(file).flatMap((finding) => {
    const { character, line } = finding.range.start;
    const place = colours.bold(`${file.path}:${line + 1}:${character + 1}:`);
    const head = `${place} ${severityText(finding.severity, colours)} ${colours.dim(finding.code)} ${finding.message}`;
    const related = finding.related.map((note) => {
      const file = note.path === undefined ? '' : `${note.path}:`;
      const where = note.range ? `${note.range.start.line + 1}:${note.range.start.character + 1}:` : '';
      return `    ${file}${where} ${note.message}`;
    });
    return [head, ...excerpt(lines[line], finding, colours), ...related];
  });
}

export function summaryText(summary: Summary, files: number): string {
  const findings = `${countText(summary.errors, 'error')}, ${countText(summary.warnings, 'warning')}`;
  return `${findings} in ${countText(files, 'file')}.`;
}

function severityText(severity: Severity, colours: Colours): string {
  switch (severity) {
    case 'error':
      return colours.red(severity);
    case 'warning':
      return colours.yellow(severity);
    case 'information':
    case 'hint':
      return colours.cyan(severity);
  }
}

function excerpt(line: string | undefined, { range }: PrintedDiagnostic, colours: Colours): string[] {
  if (line === undefined || line.trim() === '') return [];
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  const from = range.start.character > excerptWidth - 20 ? range.start.character - 20 : 0;
  const shown = line.slice(from, from + excerptWidth);
  // Tabs stay tabs under tabs, so that the mark stands where the terminal shows the place.
  const lead = line.slice(from, range.start.character).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(end, from + excerptWidth) - range.start.character);
  return [`    ${shown}`, `    ${lead}${colours.red('^'.repeat(length))}`];
}
