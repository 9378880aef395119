import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Block, SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import type { DrawnList } from './drawnList.ts';
import { isOpenEnded, lineEndOf, placeAtEnd, placeBefore, placeBehind, statementText } from './statementText.ts';
import type { StatementGap } from './wantedPlace.ts';

/** Statements that are put into a text together. */
export interface InsertedStatements {
  readonly replacement: TextReplacement;
  /** What their block needs to hold them. */
  readonly braces: readonly TextReplacement[];
  /** Where each stands in the new text of the replacement. */
  readonly within: readonly OffsetRange[];
}

/** Puts statements into a gap of a list of statements; a single statement without braces gets some. */
export function insertion(
  tree: SyntaxTree,
  { block, statements }: DrawnList,
  { side, statement }: StatementGap,
  texts: readonly string[],
): InsertedStatements {
  if (block && !hasBraces(tree, block)) return insertionWithBraces(tree, block, side, texts);
  const neighbour = statements.length === 0 ? undefined : statementText(tree, statements, statement);
  const isOnLine = side === 'before' ? neighbour?.startsLine : neighbour?.endsLine;
  const lineBreak = `${lineEndOf(tree.text)}${neighbour?.indentation ?? ''}`;
  const joint = joinedTexts(texts, lineBreak, isOnLine === false ? ' ' : lineBreak);
  const place = () => {
    if (!neighbour) return placeAtEnd(tree);
    const isOpen = isOpenEnded(joint.text);
    return side === 'before' ? placeBefore(tree, neighbour, isOpen) : placeBehind(tree, neighbour, isOpen);
  };
  const { after, before, offset } = place();
  return {
    replacement: { range: { start: offset, end: offset }, newText: `${before}${joint.text}${after}` },
    braces: [],
    within: moved(joint.within, before.length),
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
  texts: readonly string[],
): InsertedStatements {
  const joint = joinedTexts(texts, lineEndOf(tree.text), ' ');
  const gap = isOpenEnded(joint.text) ? lineEndOf(tree.text) : ' ';
  const [start, end] = [
    { start: block.start, end: block.start },
    { start: block.end, end: block.end },
  ];
  const before = side === 'before' ? '{ ' : ' ';
  const within = moved(joint.within, before.length);
  return side === 'before'
    ? {
        replacement: { range: start, newText: `${before}${joint.text}${gap}` },
        braces: [{ range: end, newText: ' }' }],
        within,
      }
    : {
        replacement: { range: end, newText: `${before}${joint.text}${gap}}` },
        braces: [{ range: start, newText: '{ ' }],
        within,
      };
}

/** Statements one after the other, and where each is in that text. */
function joinedTexts(texts: readonly string[], lineBreak: string, separator: string) {
  let text = '';
  const within: OffsetRange[] = [];
  for (const [index, each] of texts.entries()) {
    if (index > 0) text += isOpenEnded(text) ? lineBreak : separator;
    within.push({ start: text.length, end: text.length + each.length });
    text += each;
  }
  return { text, within };
}

function moved(ranges: readonly OffsetRange[], by: number): OffsetRange[] {
  return ranges.map(({ end, start }) => ({ start: start + by, end: end + by }));
}

/** All replacements, and where the inserted statements stand when all of them are made. */
export function joined(
  others: readonly TextReplacement[],
  { braces, replacement, within }: InsertedStatements,
): { readonly replacements: readonly TextReplacement[]; readonly ranges: readonly OffsetRange[] } {
  const { start } = replacement.range;
  let shift = start;
  for (const { newText, range } of [...others, ...braces]) {
    if (range.start <= start && range.end <= start) shift += newText.length - (range.end - range.start);
  }
  return { replacements: [...others, ...braces, replacement], ranges: moved(within, shift) };
}
