import type { TextReplacement } from '#core/base/diagnostic.ts';
import { LineTable } from '#core/base/textRange.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import type { Colours } from './colours.ts';

/** Lines around a change that are shown with it. */
const contextLines = 2;

interface Hunk {
  /** First and last line of the old text, from 0. */
  first: number;
  last: number;
  readonly replacements: TextReplacement[];
}

/**
 * Changes of a text as a unified difference, which `patch` reads too.
 * @param replacements in order of place
 */
export function textDifference(
  path: string,
  text: string,
  replacements: readonly TextReplacement[],
  colours: Colours,
): string[] {
  const lines = new LineTable(text);
  const old = splitLines(text);
  const result = [colours.bold(`--- ${path}`), colours.bold(`+++ ${path}`)];
  let shift = 0;
  for (const { first, last, replacements: changes } of hunksOf(lines, replacements)) {
    const start = lines.offsetAt({ line: first, character: 0 });
    const end = last + 1 < lines.lineCount ? lines.offsetAt({ line: last + 1, character: 0 }) : text.length;
    const moved = changes.map(({ newText, range }) => ({
      newText,
      range: { start: range.start - start, end: range.end - start },
    }));
    const after = splitLines(applyReplacements(text.slice(start, end), moved));
    const before = old.slice(first, last + 1);
    const body = changedLines(before, after, colours);
    result.push(colours.cyan(`@@ -${first + 1},${before.length} +${first + 1 + shift},${after.length} @@`), ...body);
    shift += after.length - before.length;
  }
  return result;
}

/** Changes that are near each other, with the lines around them. */
function hunksOf(lines: LineTable, replacements: readonly TextReplacement[]): Hunk[] {
  const hunks: Hunk[] = [];
  const lastLine = lines.lineCount - 1;
  for (const replacement of replacements) {
    const first = Math.max(0, lines.positionAt(replacement.range.start).line - contextLines);
    const last = Math.min(lastLine, lines.positionAt(replacement.range.end).line + contextLines);
    const before = hunks.at(-1);
    if (before && first <= before.last + 1) {
      before.last = Math.max(before.last, last);
      before.replacements.push(replacement);
    } else {
      hunks.push({ first, last, replacements: [replacement] });
    }
  }
  return hunks;
}

/** Lines that stay, go and come; those that are the same at both ends stay. */
function changedLines(before: readonly string[], after: readonly string[], colours: Colours): string[] {
  let top = 0;
  while (top < Math.min(before.length, after.length) && before[top] === after[top]) top++;
  let bottom = 0;
  while (
    bottom < Math.min(before.length, after.length) - top &&
    before[before.length - 1 - bottom] === after[after.length - 1 - bottom]
  ) {
    bottom++;
  }
  return [
    ...before.slice(0, top).map((line) => ` ${line}`),
    ...before.slice(top, before.length - bottom).map((line) => colours.red(`-${line}`)),
    ...after.slice(top, after.length - bottom).map((line) => colours.green(`+${line}`)),
    ...before.slice(before.length - bottom).map((line) => ` ${line}`),
  ];
}

/** The lines of a text without their ends; what follows the last line end is no line when it is empty. */
function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
