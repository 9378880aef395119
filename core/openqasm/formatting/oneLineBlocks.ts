import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import { type FormatStyle, indentationWidth } from './formatStyle.ts';
import { LayoutPlanner } from './layoutPlanner.ts';
import type { StatementMarks } from './statementMarks.ts';

/**
 * Opening braces of blocks that are written on one line, hold at most one statement and fit in the line; they may stay so.
 */
export function oneLineBlocks(tokens: TokenStream, marks: StatementMarks, style: FormatStyle): ReadonlySet<number> {
  const blocks = writtenOnOneLine(tokens);
  return blocks.size === 0 ? blocks : fitting(blocks, tokens, marks, style);
}

/** The blocks in lines that are not too long once they are formatted. */
function fitting(
  blocks: ReadonlySet<number>,
  tokens: TokenStream,
  marks: StatementMarks,
  style: FormatStyle,
): ReadonlySet<number> {
  const { count, ends, starts } = tokens;
  const planner = new LayoutPlanner(tokens, marks, blocks);
  const fits = new Set<number>();
  let inLine: number[] = [];
  let column = 0;
  const finishLine = () => {
    if (column <= style.lineWidth) for (const block of inLine) fits.add(block);
    inLine = [];
  };
  for (let token = 0; token < count; token++) {
    const layout = planner.before(token);
    const start = starts[token] ?? 0;
    if (layout.kind === 'inline') {
      const gap = start - (ends[token - 1] ?? 0);
      // A comment takes what it is long; white space takes what the layout says.
      const comment = gap > 1 ? tokens.text.slice(start - gap, start).trim().length : 0;
      column += comment > 0 ? comment + 2 : layout.space.length;
    } else {
      finishLine();
      column = layout.kind === 'break' ? indentationWidth(layout.indent, style) : 0;
    }
    if (blocks.has(token)) inLine.push(token);
    column += (ends[token] ?? 0) - start;
  }
  finishLine();
  return fits;
}

/** Opening braces of blocks with at most one statement between which and their closing braces no line ends. */
function writtenOnOneLine(tokens: TokenStream): ReadonlySet<number> {
  const { text, kinds, starts, ends, count } = tokens;
  const blocks = new Set<number>();
  const open: { token: number; breaks: number; statements: number }[] = [];
  let breaks = 0;
  let statements = 0;
  for (let token = 0; token < count; token++) {
    const kind = kinds[token];
    if (token > 0 && hasLineBreak(text, ends[token - 1] ?? 0, starts[token] ?? 0)) breaks++;
    if (kind === tokenKind.calibrationBody && hasLineBreak(text, starts[token] ?? 0, ends[token] ?? 0)) breaks++;
    if (kind === tokenKind.semicolon) statements++;
    if (kind === tokenKind.leftBrace) open.push({ token, breaks, statements });
    if (kind !== tokenKind.rightBrace) continue;
    const opener = open.pop();
    if (opener && opener.breaks === breaks && statements - opener.statements <= 1) blocks.add(opener.token);
  }
  return blocks;
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let offset = start; offset < end; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || code === 13) return true;
  }
  return false;
}
