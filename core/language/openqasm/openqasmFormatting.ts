import type { FormattingOptions, TextEdit } from 'vscode-languageserver-types';
import type { OffsetRange } from '#core/base/textRange.ts';
import { type Analysis, type FormatStyle, formatProgram, nodePathAt } from '#core/openqasm/index.ts';
import type { SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { LanguageDocument } from '../languageService.ts';
import { toTextEdits } from '../quickFixes.ts';

/** Columns that a level of indentation may take. */
const widestIndent = 16;

/** The style an editor asks for. @param lineWidth columns beyond which lists are continued on another line */
export function formatStyle(options: FormattingOptions, lineWidth: number): FormatStyle {
  const tabWidth = Math.max(1, Math.min(widestIndent, Math.round(options.tabSize)));
  return {
    indent: options.insertSpaces ? ' '.repeat(tabWidth) : '\t',
    tabWidth,
    lineWidth,
    finalLineEnd: options.insertFinalNewline !== false,
  };
}

export function formattedDocument({ tree }: Analysis, document: LanguageDocument, style: FormatStyle): TextEdit[] {
  return toTextEdits(document, formatProgram(tree, { style }));
}

/** Formats the lines that a range touches. */
export function formattedRange(
  { lines, tree }: Analysis,
  document: LanguageDocument,
  range: OffsetRange,
  style: FormatStyle,
): TextEdit[] {
  const start = lines.offsetAt({ line: lines.positionAt(range.start).line, character: 0 });
  const last = lines.positionAt(range.end);
  // A range that ends at the beginning of a line does not touch it.
  const line = last.character === 0 && range.end > range.start ? last.line - 1 : last.line;
  const end = lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
  return toTextEdits(document, formatProgram(tree, { style: inside(style), range: { start, end } }));
}

/** Formats the statement that was just ended by `;` or `}`, or indents a line that was just begun. */
export function formattedOnType(
  analysis: Analysis,
  document: LanguageDocument,
  offset: number,
  typed: string,
  style: FormatStyle,
): TextEdit[] {
  if (typed === '\n') return indentedLine(analysis, document, offset, style);
  const { tree } = analysis;
  if (tree.text.charAt(offset - 1) !== typed) return [];
  const path = nodePathAt(tree, offset - 1);
  const statement = innermostStatement(path, typed === '}' ? offset : undefined);
  if (!statement) return [];
  // Its indentation counts too, unless another statement stands before it on the line.
  const { line } = analysis.lines.positionAt(statement.start);
  const lineStart = analysis.lines.offsetAt({ line, character: 0 });
  const start = tree.text.slice(lineStart, statement.start).trim() === '' ? lineStart : statement.start;
  return toTextEdits(document, formatProgram(tree, { style: inside(style), range: { start, end: offset } }));
}

/** The style of a part of a file, which says nothing about its end. */
function inside(style: FormatStyle): FormatStyle {
  return { ...style, finalLineEnd: false };
}

/** The innermost statement of a path, or that which ends at an offset with the block it owns. */
function innermostStatement(path: readonly SyntaxNode[], end: number | undefined): SyntaxNode | undefined {
  const block = path.findLastIndex((node) => node.kind === 'block' && (end === undefined || node.end !== end));
  const inner = path[block + 1];
  return inner?.kind === 'block' && end === undefined ? undefined : inner;
}

/** Gives a new line the indentation of the blocks it is in. */
function indentedLine(
  { lines, tree }: Analysis,
  document: LanguageDocument,
  offset: number,
  style: FormatStyle,
): TextEdit[] {
  // Without its braces a block has no depth that could be counted.
  if (!tree.tokens.bracesMatch) return [];
  const { line } = lines.positionAt(offset);
  const start = lines.offsetAt({ line, character: 0 });
  const [blanks = ''] = /^[ \t]*/.exec(tree.text.slice(start, lines.offsetAt({ line, character: 1000 }))) ?? [];
  const end = start + blanks.length;
  const { ends, kinds, starts } = tree.tokens;
  const next = firstTokenFrom(starts, tree.tokens.count, start);
  const previous = next - 1;
  // Inside a token that stretches over lines, and inside a comment, white space belongs to the author.
  if (previous >= 0 && (ends[previous] ?? 0) > start) return [];
  if (/\/\*(?:(?!\*\/)[\s\S])*$/.test(tree.text.slice(ends[previous] ?? 0, start))) return [];
  let depth = 0;
  for (const node of nodePathAt(tree, start)) {
    const isBraced = node.kind === 'block' && tree.text.charAt(node.start) === '{';
    if (isBraced && node.start < start && start < node.end) depth++;
    if (node.kind === 'switch' && node.start < start && start < node.end) depth++;
  }
  const closes = starts[next] === end && kinds[next] === tokenKind.rightBrace;
  const isFinished = previous < 0 || endsStatement(kinds[previous]);
  const levels = Math.max(0, depth - (closes ? 1 : 0) + (isFinished || closes ? 0 : 1));
  const wanted = style.indent.repeat(levels);
  return wanted === blanks ? [] : toTextEdits(document, [{ range: { start, end }, newText: wanted }]);
}

function endsStatement(kind: number | undefined): boolean {
  switch (kind) {
    case tokenKind.semicolon:
    case tokenKind.leftBrace:
    case tokenKind.rightBrace:
    case tokenKind.pragma:
    case tokenKind.annotation:
      return true;
    default:
      return false;
  }
}

function firstTokenFrom(starts: Uint32Array, count: number, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
