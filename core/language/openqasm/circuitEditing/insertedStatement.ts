import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { isOpenEnded, placeAtEnd, placeBefore, placeBehind, statementText } from './statementText.ts';
import type { StatementGap } from './wantedPlace.ts';

/** A statement that is put into a text. */
export interface InsertedStatement {
  readonly replacement: TextReplacement;
  /** Where it stands in the new text of the replacement. */
  readonly within: OffsetRange;
}

/** Puts a statement into a gap of the statements of a file. */
export function insertion(tree: SyntaxTree, { side, statement }: StatementGap, text: string): InsertedStatement {
  const place = () => {
    if (tree.statements.length === 0) return placeAtEnd(tree);
    const neighbour = statementText(tree, tree.statements, statement);
    return side === 'before'
      ? placeBefore(tree, neighbour, isOpenEnded(text))
      : placeBehind(tree, neighbour, isOpenEnded(text));
  };
  const { after, before, offset } = place();
  return {
    replacement: { range: { start: offset, end: offset }, newText: `${before}${text}${after}` },
    within: { start: before.length, end: before.length + text.length },
  };
}

/** All replacements, and where the inserted statement stands when all of them are made. */
export function joined(
  others: readonly TextReplacement[],
  { replacement, within }: InsertedStatement,
): { readonly replacements: readonly TextReplacement[]; readonly statement: OffsetRange } {
  const { start } = replacement.range;
  let shift = start;
  for (const { newText, range } of others) {
    if (range.start <= start && range.end <= start) shift += newText.length - (range.end - range.start);
  }
  return {
    replacements: [...others, replacement],
    statement: { start: shift + within.start, end: shift + within.end },
  };
}
