import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Block, SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import type { DrawnList } from './drawnList.ts';
import { isOpenEnded, lineEndOf, placeAtEnd, placeBefore, placeBehind, statementText } from './statementText.ts';
import type { StatementGap } from './wantedPlace.ts';

/** A statement that is put into a text. */
export interface InsertedStatement {
  readonly replacement: TextReplacement;
  /** What its block needs to hold it. */
  readonly braces: readonly TextReplacement[];
  /** Where it stands in the new text of the replacement. */
  readonly within: OffsetRange;
}

/** Puts a statement into a gap of a list of statements; a single statement without braces gets some. */
export function insertion(
  tree: SyntaxTree,
  { block, statements }: DrawnList,
  { side, statement }: StatementGap,
  text: string,
): InsertedStatement {
  if (block && !hasBraces(tree, block)) return insertionWithBraces(tree, block, side, text);
  const place = () => {
    if (statements.length === 0) return placeAtEnd(tree);
    const neighbour = statementText(tree, statements, statement);
    return side === 'before'
      ? placeBefore(tree, neighbour, isOpenEnded(text))
      : placeBehind(tree, neighbour, isOpenEnded(text));
  };
  const { after, before, offset } = place();
  return {
    replacement: { range: { start: offset, end: offset }, newText: `${before}${text}${after}` },
    braces: [],
    within: { start: before.length, end: before.length + text.length },
  };
}

/** Whether a block may hold any number of statements. */
export function hasBraces({ text }: SyntaxTree, block: Block): boolean {
  return text.charAt(block.start) === '{';
}

function insertionWithBraces(
  tree: SyntaxTree,
  block: Block,
  side: StatementGap['side'],
  text: string,
): InsertedStatement {
  const gap = isOpenEnded(text) ? lineEndOf(tree.text) : ' ';
  const [start, end] = [
    { start: block.start, end: block.start },
    { start: block.end, end: block.end },
  ];
  const before = side === 'before' ? '{ ' : ' ';
  const within = { start: before.length, end: before.length + text.length };
  return side === 'before'
    ? {
        replacement: { range: start, newText: `${before}${text}${gap}` },
        braces: [{ range: end, newText: ' }' }],
        within,
      }
    : {
        replacement: { range: end, newText: `${before}${text}${gap}}` },
        braces: [{ range: start, newText: '{ ' }],
        within,
      };
}

/** All replacements, and where the inserted statement stands when all of them are made. */
export function joined(
  others: readonly TextReplacement[],
  { braces, replacement, within }: InsertedStatement,
): { readonly replacements: readonly TextReplacement[]; readonly statement: OffsetRange } {
  const { start } = replacement.range;
  let shift = start;
  for (const { newText, range } of [...others, ...braces]) {
    if (range.start <= start && range.end <= start) shift += newText.length - (range.end - range.start);
  }
  return {
    replacements: [...others, ...braces, replacement],
    statement: { start: shift + within.start, end: shift + within.end },
  };
}
