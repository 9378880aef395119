import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import type { BroughtStatement } from './circuitGesture.ts';
import type { DrawnList } from './drawnList.ts';
import { type InsertedStatements, insertion } from './insertedStatement.ts';
import type { RoomInText } from './roomInText.ts';
import { takenAway } from './statementText.ts';

/** Statements that are put into a gap together with those that are brought along. */
export interface InsertedRoom {
  readonly insertion: InsertedStatements;
  /** What is taken away where it was. */
  readonly away: readonly TextReplacement[];
  /** What stands where when all replacements have been made. */
  readonly partsOf: (ranges: readonly OffsetRange[]) => {
    readonly own: readonly OffsetRange[];
    readonly brought: readonly BroughtStatement[];
  };
}

/** Puts statements where there is room for them. */
export function insertedRoom(
  tree: SyntaxTree,
  list: DrawnList,
  { above, below, gap }: RoomInText,
  texts: readonly string[],
): InsertedRoom {
  const all = [...above.map(({ written }) => written), ...texts, ...below.map(({ written }) => written)];
  const along = [...above, ...below];
  return {
    insertion: insertion(tree, list, gap, all),
    away: along.map(({ text }) => takenAway(tree, text)),
    partsOf: (ranges) => {
      const end = above.length + texts.length;
      const others = [...ranges.slice(0, above.length), ...ranges.slice(end)];
      return {
        own: ranges.slice(above.length, end),
        brought: along.flatMap(({ brought, text }, index) => {
          const range = others[index];
          if (!range) return [];
          // Annotations are brought along, but are no part of the statement.
          const start = range.start + text.statementStart - text.start;
          return [{ ...brought, range: { start, end: range.end } }];
        }),
      };
    },
  };
}
