import type { OffsetRange } from '#core/base/textRange.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type { Block, Statement, SyntaxNode, SyntaxTree } from '#core/openqasm/syntaxTree.ts';

/** A statement with the list that holds it. */
export interface ListedStatement {
  readonly list: StatementList;
  readonly index: number;
  readonly statement: Statement;
  /** The block whose list it is; absent in the file itself. */
  readonly block: Block | undefined;
}

/** The statement that is exactly a range of the text; undefined where there is none. */
export function listedStatement(tree: SyntaxTree, { end, start }: OffsetRange): ListedStatement | undefined {
  let list = tree.statements;
  let block: Block | undefined;
  for (;;) {
    const index = list.indexAt(start);
    const statement = list.at(Math.max(0, index));
    if (!statement) return undefined;
    if (statement.start === start && statement.end === end) return { list, index, statement, block };
    block = outermostBlock(statement, start);
    if (!block) return undefined;
    list = block.statements;
  }
}

/** The outermost block in a statement that an offset is in. */
function outermostBlock(statement: Statement, offset: number): Block | undefined {
  const isAround = (node: SyntaxNode) => node.start <= offset && offset < node.end;
  for (const node of nodesIn(statement, isAround)) if (node.kind === 'block' && isAround(node)) return node;
  return undefined;
}
