import type { FoldingRange } from 'vscode-languageserver-types';
import type { Analysis } from '#core/openqasm/index.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { commentsBetween } from './comments.ts';

/** Editors take no more. */
const mostRanges = 5000;

/** One-line gate definitions in a row that are worth hiding. */
const leastGates = 3;

/** Blocks, comments and marked regions, includes in a row, and one-line gate definitions in a row. */
export function openqasmFoldingRanges(analysis: Analysis): FoldingRange[] {
  const folds = new Folds();
  foldBlocks(analysis, folds);
  foldComments(analysis, folds);
  foldRuns(analysis, 'include', 2, 'imports', folds);
  foldRuns(analysis, 'gate', leastGates, undefined, folds);
  return folds.sorted();
}

class Folds {
  readonly #ranges: FoldingRange[] = [];

  /** Hides the lines after the first up to the last, if there are any. */
  add(startLine: number, endLine: number, kind?: string): void {
    if (endLine > startLine && this.#ranges.length < mostRanges) {
      this.#ranges.push({ startLine, endLine, ...(kind !== undefined && { kind }) });
    }
  }

  sorted(): FoldingRange[] {
    return this.#ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  }
}

/** Whatever is between braces; the line of the closing brace stays visible. */
function foldBlocks({ lines, tree }: Analysis, folds: Folds): void {
  const { count, kinds, starts } = tree.tokens;
  const open: number[] = [];
  for (let token = 0; token < count; token++) {
    const kind = kinds[token];
    if (kind === tokenKind.leftBrace) open.push(token);
    if (kind !== tokenKind.rightBrace) continue;
    const opener = open.pop();
    if (opener === undefined) continue;
    const first = lines.positionAt(starts[opener] ?? 0).line;
    const last = lines.positionAt(starts[token] ?? 0).line;
    if (last === first) continue;
    const before = tree.text.slice(lines.offsetAt({ line: last, character: 0 }), starts[token]);
    folds.add(first, before.trim() === '' ? last - 1 : last);
  }
}

/** Block comments, line comments on lines that follow each other, and what is between `#region` and `#endregion`. */
function foldComments({ lines, tree }: Analysis, folds: Folds): void {
  const { count, ends, starts, text } = tree.tokens;
  const regions: number[] = [];
  let first = -1;
  let last = -1;
  const endRun = () => {
    folds.add(first, last, 'comment');
    first = -1;
    last = -1;
  };
  for (let token = 0; token < count; token++) {
    const gapStart = token === 0 ? 0 : (ends[token - 1] ?? 0);
    const gapEnd = starts[token] ?? 0;
    if (gapEnd - gapStart < 2) continue;
    const lineBefore = gapStart === 0 ? -1 : lines.positionAt(gapStart).line;
    for (const { end, isLine, start } of commentsBetween(text, gapStart, gapEnd)) {
      const { line } = lines.positionAt(start);
      if (!isLine) {
        endRun();
        folds.add(line, lines.positionAt(end).line, 'comment');
        continue;
      }
      const marker = /^\/\/\s*#?(end)?region\b/.exec(text.slice(start, Math.min(end, start + 80)));
      if (marker) {
        endRun();
        if (marker[1] === undefined) regions.push(line);
        else folds.add(regions.pop() ?? line, line, 'region');
        continue;
      }
      // A comment behind a statement belongs to it.
      if (line === lineBefore) continue;
      if (line !== last + 1 || first < 0) {
        endRun();
        first = line;
      }
      last = line;
    }
    endRun();
  }
}

/** Statements of a kind on lines that follow each other, each on one line. */
function foldRuns(
  { lines, tree }: Analysis,
  kind: 'include' | 'gate',
  least: number,
  foldKind: string | undefined,
  folds: Folds,
): void {
  const { statements } = tree;
  let run = 0;
  let firstLine = 0;
  let lastLine = 0;
  const endRun = () => {
    if (run >= least) folds.add(firstLine, lastLine, foldKind);
    run = 0;
  };
  for (let index = 0; index < statements.length; index++) {
    if (statements.kindAt(index) !== kind) {
      endRun();
      continue;
    }
    const { end, start } = extentOf(statements, index);
    const line = lines.positionAt(start).line;
    const isOneLine = lines.positionAt(end).line === line;
    if (!isOneLine || (run > 0 && line !== lastLine + 1)) endRun();
    if (!isOneLine) continue;
    if (run === 0) firstLine = line;
    lastLine = line;
    run++;
  }
  endRun();
}

function extentOf(statements: StatementList, index: number): { start: number; end: number } {
  const { ends, starts } = statements.tokens;
  return { start: starts[statements.firstTokenAt(index)] ?? 0, end: ends[statements.lastTokenAt(index)] ?? 0 };
}
