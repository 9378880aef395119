import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from './analyseProgram.ts';
import { parseStatements } from './blockParser.ts';
import { scan } from './scanner.ts';
import type { StatementList } from './statementList.ts';
import { StatementReader } from './statementReader.ts';
import { isVisibleInBodies, type ProgramSymbol, type Scope } from './symbols.ts';
import { childrenOf, nodesIn } from './syntaxChildren.ts';
import type { Block, SyntaxNode, SyntaxTree } from './syntaxTree.ts';
import { type Expectation, TokenCursor } from './tokenCursor.ts';
import type { TokenStream } from './tokenStream.ts';

/** A place where a program mentions a symbol; the file is an index into `Analysis.files`. */
export interface SymbolMention {
  readonly file: number;
  readonly range: OffsetRange;
  readonly isDeclaration: boolean;
}

/**
 * Index of the token at the offset, or of the one that ends there when nothing touches it from the right.
 * @returns −1 between tokens
 */
export function tokenAt(tokens: TokenStream, offset: number): number {
  let low = 0;
  let high = tokens.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tokens.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  if (isInside(tokens, low, offset)) return low;
  if ((tokens.ends[low] ?? 0) === offset && low < tokens.count - 1) return low;
  return low > 0 && (tokens.ends[low - 1] ?? 0) === offset ? low - 1 : -1;
}

function isInside(tokens: TokenStream, index: number, offset: number): boolean {
  return (tokens.starts[index] ?? 0) <= offset && offset < (tokens.ends[index] ?? 0);
}

/**
 * The symbol whose name is at the offset of a file of the program, and the range of that name.
 * @param file index into `Analysis.files`
 */
export function symbolAt(
  analysis: Analysis,
  offset: number,
  file = 0,
): { readonly symbol: ProgramSymbol; readonly range: OffsetRange } | undefined {
  const binding = analysis.files[file];
  if (!binding) return undefined;
  const { tokens } = binding.tree;
  const before = tokenAt(tokens, offset);
  // With the caret between `(` and a name the name counts, and between a name and `;` as well.
  for (const token of [before, before - 1]) {
    const range = { start: tokens.starts[token] ?? -1, end: tokens.ends[token] ?? -1 };
    if (token < 0 || offset < range.start || offset > range.end) continue;
    const symbol = analysis.symbols[binding.symbolOfToken[token] ?? -1];
    if (symbol) return { symbol, range };
  }
  return undefined;
}

/** Every mention of a symbol, its declaration included, in order of file and place. */
export function mentionsOf(analysis: Analysis, symbol: ProgramSymbol): SymbolMention[] {
  return analysis.files.flatMap((binding, file) =>
    mentionTokens(binding, symbol).map((token) => {
      const { ends, starts } = binding.tree.tokens;
      const range = { start: starts[token] ?? 0, end: ends[token] ?? 0 };
      const isDeclaration = symbol.place?.file === file && symbol.place.name.start === range.start;
      return { file, range, isDeclaration };
    }),
  );
}

/** The tokens of a file that mention a symbol, in order; a register of a large circuit has very many. */
export function mentionTokens({ symbolOfToken }: Analysis['files'][number], { id }: ProgramSymbol): number[] {
  const tokens: number[] = [];
  for (let token = symbolOfToken.indexOf(id); token >= 0; token = symbolOfToken.indexOf(id, token + 1)) {
    tokens.push(token);
  }
  return tokens;
}

/** The innermost scope of the analysed file at the offset. */
function scopeAt(analysis: Analysis, offset: number): Scope {
  let scope = analysis.globalScope;
  for (;;) {
    const inner = scope.children.find((child) => child.file === 0 && child.start <= offset && offset <= child.end);
    if (!inner) return scope;
    scope = inner;
  }
}

/** What can be named at the offset: declared before it, not hidden by an inner declaration, visible in the body. */
export function visibleSymbols(analysis: Analysis, offset: number): ProgramSymbol[] {
  const visible = new Map<string, ProgramSymbol>();
  let inBody = false;
  for (let scope: Scope | undefined = scopeAt(analysis, offset); scope; scope = scope.parent) {
    for (const symbol of scope.names.values()) {
      const isDeclared =
        symbol.place?.file !== 0 || symbol.place.declaration.end <= offset || isInsideOwnBody(symbol, offset);
      const isReachable = !inBody || isVisibleInBodies(symbol);
      if (isDeclared && isReachable && !visible.has(symbol.name)) visible.set(symbol.name, symbol);
    }
    if (scope.kind === 'gate' || scope.kind === 'subroutine') inBody = true;
  }
  for (const symbol of analysis.builtins.values()) if (!visible.has(symbol.name)) visible.set(symbol.name, symbol);
  return [...visible.values()];
}

/** A subroutine may call itself; its declaration is not over while its body is. */
function isInsideOwnBody(symbol: ProgramSymbol, offset: number): boolean {
  const body = symbol.subroutine?.body;
  return body !== undefined && body.start <= offset && offset <= body.end;
}

/** The nodes around an offset, from the statement of the file down to the smallest. */
export function nodePathAt(tree: SyntaxTree, offset: number): SyntaxNode[] {
  return new NodePaths(tree).at(offset);
}

/** Finds the nodes around many offsets: the node of a statement is not made again for the next offset in it. */
export class NodePaths {
  readonly #statements: StatementList;
  /** The statement last asked for, by list. */
  readonly #latest = new WeakMap<StatementList, { readonly index: number; readonly node: SyntaxNode | undefined }>();

  constructor({ statements }: SyntaxTree) {
    this.#statements = statements;
  }

  /** The nodes around an offset, from the statement of the file down to the smallest. */
  at(offset: number): SyntaxNode[] {
    const path: SyntaxNode[] = [];
    let node = this.#statementAt(this.#statements, offset);
    while (node) {
      path.push(node);
      node = node.kind === 'block' ? this.#statementAt(node.statements, offset) : childAt(node, offset);
    }
    return path;
  }

  #statementAt(list: StatementList, offset: number): SyntaxNode | undefined {
    const index = Math.max(0, list.indexAt(offset));
    const latest = this.#latest.get(list);
    const node = latest?.index === index ? latest.node : list.at(index);
    this.#latest.set(list, { index, node });
    return node && contains(node, offset) ? node : undefined;
  }
}

/** Of two parts that meet at the offset the later one starts there. */
function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  return childrenOf(node).findLast((each) => contains(each, offset));
}

function contains(range: OffsetRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/**
 * What the grammar allows at the offset, with what stands before it in its statement. A word that ends at the offset is
 * being typed and does not count.
 */
export function expectationsAt(tree: SyntaxTree, offset: number): ReadonlySet<Expectation> {
  const typed = /[\p{L}_$][\p{L}\d_]*$/u.exec(tree.text.slice(Math.max(0, offset - 256), offset));
  const end = offset - (typed?.[0].length ?? 0);
  const tokens = scan(tree.text.slice(innermostStart(tree, end), end), tree.version);
  const cursor = new TokenCursor(new StatementReader(tokens), tokens.count - 1);
  parseStatements(cursor);
  return cursor.expectations;
}

/** The start of the innermost statement that begins before the offset and is not over, or of the list it would join. */
export function innermostStart(tree: SyntaxTree, offset: number): number {
  let list = tree.statements;
  let start = 0;
  for (;;) {
    const statement = list.at(Math.max(0, list.indexAt(offset - 1)));
    if (!statement || statement.start >= offset) return start;
    start = statement.start;
    const block = blockAround(statement, tree.text, offset);
    if (!block) return start;
    start = block.start + 1;
    list = block.statements;
  }
}

/** The block between whose braces the offset is. */
function blockAround(node: SyntaxNode, text: string, offset: number): Block | undefined {
  const isAround = ({ end, start }: SyntaxNode) => start < offset && offset < end;
  const isBraced = (part: SyntaxNode): part is Block => part.kind === 'block' && text.charAt(part.start) === '{';
  for (const part of nodesIn(node, isAround)) if (isAround(part) && isBraced(part)) return part;
  return undefined;
}
