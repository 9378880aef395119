import { NodePaths } from '../navigation.ts';
import type { StatementList } from '../statementList.ts';
import { childrenOf, nodesIn } from '../syntaxChildren.ts';
import type { Block, SyntaxNode, SyntaxTree } from '../syntaxTree.ts';
import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';

/** What the syntax tree says about tokens, for the layout. */
export interface StatementMarks {
  /** Whether a token begins a statement of the file or of a block in braces. */
  startsStatement(token: number): boolean;
  /** Whether a token is the brace that opens a block. */
  opensBlock(token: number): boolean;
  /** Whether the white space before a token belongs to a statement that cannot be read. */
  isUnreadable(token: number): boolean;
}

const starts = 1;
const unreadable = 2;
const opens = 4;

/** Marks where statements begin, and which of them have syntax errors and are better left as they are. */
export function statementMarks(tree: SyntaxTree): StatementMarks {
  const marks = new Uint8Array(tree.tokens.count);
  const looksEverywhere = tree.tokens.kinds.includes(tokenKind.durationof);
  markList(tree.statements, marks, looksEverywhere);
  const paths = new NodePaths(tree);
  const errors = tree.diagnostics.filter(({ severity }) => severity === 'error');
  for (const offset of errors.map(({ range }) => range.start).sort((a, b) => a - b)) {
    markUnreadable(tree.tokens, paths.at(offset), marks);
  }
  return {
    startsStatement: (token) => ((marks[token] ?? 0) & starts) !== 0,
    opensBlock: (token) => ((marks[token] ?? 0) & opens) !== 0,
    isUnreadable: (token) => ((marks[token] ?? 0) & unreadable) !== 0,
  };
}

function markList(list: StatementList, marks: Uint8Array, looksEverywhere: boolean): void {
  for (let index = 0; index < list.length; index++) {
    const first = list.firstTokenAt(index);
    marks[first] = (marks[first] ?? 0) | starts;
    if (list.isPlainAt(index)) continue;
    if (!looksEverywhere && !holdsBlocks(list.kindAt(index))) continue;
    const node = list.at(index);
    if (node) markBlocks(node, marks, looksEverywhere);
  }
}

/** Marks the statements of the blocks in a statement. Expressions may nest deeply, so this does not call itself. */
function markBlocks(statement: SyntaxNode, marks: Uint8Array, looksEverywhere: boolean): void {
  const isEntered = ({ kind }: SyntaxNode) => kind !== 'block' && (looksEverywhere || holdsBlocks(kind));
  for (const node of nodesIn(statement, isEntered)) {
    if (node.kind === 'block') markBlock(node, marks, looksEverywhere);
  }
}

function markBlock(block: Block, marks: Uint8Array, looksEverywhere: boolean): void {
  const { tokens } = block.statements;
  const isBraced = tokens.text.charCodeAt(block.start) === 123;
  if (isBraced) {
    const opener = firstTokenFrom(tokens.starts, tokens.count, block.start);
    marks[opener] = (marks[opener] ?? 0) | opens;
    markList(block.statements, marks, looksEverywhere);
    return;
  }
  // The one statement of a body without braces stands where its author put it.
  for (const inner of block.statements) markBlocks(inner, marks, looksEverywhere);
}

function holdsBlocks(kind: string): boolean {
  switch (kind) {
    case 'gate':
    case 'subroutine':
    case 'box':
    case 'if':
    case 'for':
    case 'while':
    case 'switch':
    case 'case':
    case 'block':
      return true;
    default:
      return false;
  }
}

/** Marks the tokens of the innermost statement on the path to an error; of one with a block, those before the block. */
function markUnreadable(tokens: TokenStream, path: readonly SyntaxNode[], marks: Uint8Array): void {
  const inner = path.findLastIndex(({ kind }) => kind === 'block');
  const statement = path[inner + 1] ?? path[inner];
  if (!statement) return;
  const body = statement.kind === 'block' ? statement : childrenOf(statement).find(({ kind }) => kind === 'block');
  const end = body ? body.start : statement.end;
  const { count, starts: tokenStarts } = tokens;
  let token = firstTokenFrom(tokenStarts, count, statement.start);
  // The white space before the first token lies outside the statement.
  for (token++; token < count && (tokenStarts[token] ?? end) < end; token++) {
    marks[token] = (marks[token] ?? 0) | unreadable;
  }
}

function firstTokenFrom(tokenStarts: Uint32Array, count: number, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokenStarts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
