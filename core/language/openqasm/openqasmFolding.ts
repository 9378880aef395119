import type { FoldingRange } from 'vscode-languageserver-types';
import type { Analysis } from '#core/openqasm/index.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import { commentsOf } from './comments.ts';

/** Editors take no more. */
const mostRanges = 5000;

/** One-line gate definitions in a row that are worth hiding. */
const leastGates = 3;

/** Blocks, comments and marked regions, includes in a row, and one-line gate definitions in a row. */
export function openqasmFoldingRanges(analysis: Analysis): FoldingRange[] {
  const folds = new Folds();
  foldBlocks(analysis, folds);
  foldComments(analysis, folds);
  foldRuns(analysis, tokenKind.include, 2, 'imports', folds);
  foldRuns(analysis, tokenKind.gate, leastGates, undefined, folds);
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
  const { kinds, starts, text } = tree.tokens;
  const open: number[] = [];
  let opener = kinds.indexOf(tokenKind.leftBrace);
  let closer = kinds.indexOf(tokenKind.rightBrace);
  while (closer >= 0) {
    if (opener >= 0 && opener < closer) {
      open.push(opener);
      opener = kinds.indexOf(tokenKind.leftBrace, opener + 1);
      continue;
    }
    const partner = open.pop();
    if (partner !== undefined) {
      const first = lines.positionAt(starts[partner] ?? 0).line;
      const last = lines.positionAt(starts[closer] ?? 0).line;
      if (last > first) {
        const before = text.slice(lines.offsetAt({ line: last, character: 0 }), starts[closer]);
        folds.add(first, before.trim() === '' ? last - 1 : last);
      }
    }
    closer = kinds.indexOf(tokenKind.rightBrace, closer + 1);
  }
}

/** Block comments, line comments on lines that follow each other, and what is between `#region` and `#endregion`. */
function foldComments({ lines, tree }: Analysis, folds: Folds): void {
  const { ends, text } = tree.tokens;
  const regions: number[] = [];
  let first = -1;
  let last = -2;
  let tokenBefore = -1;
  const endRun = () => {
    folds.add(first, last, 'comment');
    last = -2;
  };
  for (const { end, isLine, next, start } of commentsOf(tree.tokens)) {
    const { line } = lines.positionAt(start);
    const marker = isLine ? /^\/\/\s*#?(end)?region\b/.exec(text.slice(start, Math.min(end, start + 80))) : undefined;
    // Statements between comments, and what is no plain comment, end a run.
    if (next !== tokenBefore || !isLine || marker || line !== last + 1) endRun();
    tokenBefore = next;
    if (!isLine) {
      folds.add(line, lines.positionAt(end).line, 'comment');
    } else if (marker) {
      if (marker[1] === undefined) regions.push(line);
      else folds.add(regions.pop() ?? line, line, 'region');
    } else if (next === 0 || (ends[next - 1] ?? 0) <= lines.offsetAt({ line, character: 0 })) {
      // A comment behind a statement belongs to it.
      if (last < 0) first = line;
      last = line;
    }
  }
  endRun();
}

/** Statements at the top level that begin with a keyword, on lines that follow each other, each on one line. */
function foldRuns(
  { lines, tree }: Analysis,
  keyword: number,
  least: number,
  foldKind: string | undefined,
  folds: Folds,
): void {
  const { statements } = tree;
  const { kinds, starts } = tree.tokens;
  let run = 0;
  let firstLine = 0;
  let lastLine = 0;
  let lastIndex = -1;
  const endRun = () => {
    if (run >= least) folds.add(firstLine, lastLine, foldKind);
    run = 0;
  };
  for (let token = kinds.indexOf(keyword); token >= 0; token = kinds.indexOf(keyword, token + 1)) {
    const index = statements.indexAt(starts[token] ?? 0);
    if (index < 0 || statements.firstTokenAt(index) !== token) continue;
    const line = lines.positionAt(starts[token] ?? 0).line;
    const isOneLine = lines.positionAt(starts[statements.lastTokenAt(index)] ?? 0).line === line;
    if (!isOneLine || line !== lastLine + 1 || index !== lastIndex + 1) endRun();
    if (!isOneLine) continue;
    if (run === 0) firstLine = line;
    [lastLine, lastIndex] = [line, index];
    run++;
  }
  endRun();
}
