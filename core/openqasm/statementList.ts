import type { PlainKind } from './plainStatement.ts';
import { splicedArray } from './splicedArray.ts';
import type { Statement } from './syntaxTree.ts';
import type { TokenStream } from './tokenStream.ts';

/** Where a list stands in the nesting of the program; statements are read again with the same depth. */
export interface NestingDepth {
  readonly statements: number;
  readonly expressions: number;
}

/** Makes the node of a statement from its tokens, the same one every time. */
export interface StatementSource {
  readonly tokens: TokenStream;
  statementAt(firstToken: number, depth: NestingDepth): Statement;
}

const statementKinds = [
  'version',
  'include',
  'pragma',
  'annotation',
  'qubit-declaration',
  'classical-declaration',
  'alias',
  'gate',
  'opaque',
  'subroutine',
  'extern',
  'gate-call',
  'measure',
  'reset',
  'barrier',
  'delay',
  'nop',
  'box',
  'assignment',
  'expression',
  'if',
  'for',
  'while',
  'switch',
  'jump',
  'return',
  'block',
  'defcalgrammar',
  'cal',
  'defcal',
  'unreadable',
] as const satisfies readonly Statement['kind'][];

const codeOfKind: ReadonlyMap<Statement['kind'], number> = new Map(statementKinds.map((kind, code) => [kind, code]));

/** Added to the code of the kind of a statement that is plain. */
const plainFlag = 64;

const plainCodes: Readonly<Record<PlainKind, number>> = {
  'gate-call': plainCode('gate-call'),
  measure: plainCode('measure'),
  assignment: plainCode('assignment'),
  reset: plainCode('reset'),
  barrier: plainCode('barrier'),
};

function plainCode(kind: Statement['kind']): number {
  return statementKinds.indexOf(kind) + plainFlag;
}

/** Lists up to this length keep the nodes they have made. */
const keptNodes = 1024;

/**
 * The statements of a file or block. A list holds the kind and the tokens of each statement, and makes its node when it
 * is asked for; nodes of long lists are forgotten at once, so that a large circuit is not a large tree. Therefore a node
 * has no identity: what is to be known about a part of the program belongs to its tokens or its range.
 */
export class StatementList implements Iterable<Statement> {
  readonly #source: StatementSource;
  readonly #depth: NestingDepth;
  readonly #codes: Numbers;
  readonly #firstTokens: Numbers;
  readonly #lastTokens: Numbers;
  readonly #nodes: (Statement | undefined)[] | undefined;

  /** @param parts what was collected; it must not be changed any more */
  constructor(source: StatementSource, depth: NestingDepth, parts: CollectedStatements) {
    this.#source = source;
    this.#depth = depth;
    const isLong = parts.codes.length > keptNodes;
    this.#codes = isLong ? packed(parts.codes) : parts.codes;
    this.#firstTokens = isLong ? packed(parts.firstTokens) : parts.firstTokens;
    this.#lastTokens = isLong ? packed(parts.lastTokens) : parts.lastTokens;
    this.#nodes = isLong ? undefined : parts.nodes;
  }

  get length(): number {
    return this.#codes.length;
  }

  /** The tokens that the token numbers of this list count. */
  get tokens(): TokenStream {
    return this.#source.tokens;
  }

  /** The statement at a position; negative positions count from the end, as in arrays. */
  at(position: number): Statement | undefined {
    const index = position < 0 ? this.length + position : position;
    return index >= 0 && index < this.length ? this.#nodeAt(index) : undefined;
  }

  *[Symbol.iterator](): Iterator<Statement> {
    for (let index = 0; index < this.length; index++) yield this.#nodeAt(index);
  }

  /** The kind of a statement, without making its node. */
  kindAt(index: number): Statement['kind'] {
    return statementKinds[(this.#codes[index] ?? 0) & ~plainFlag] ?? 'unreadable';
  }

  /** The index of the first statement of a kind that is not plain, at or after an index; −1 when there is none. */
  indexOfKind(kind: Statement['kind'], from = 0): number {
    return this.#codes.indexOf(codeOfKind.get(kind) ?? -1, from);
  }

  /**
   * Whether a statement is one of those nearly all statements of a large circuit are, without any mistake of syntax: a
   * gate call without modifiers, measurement, reset or barrier whose operands are `name`, `name[integer]` or `$integer`
   * and whose arguments are arithmetic of numbers and names.
   */
  isPlainAt(index: number): boolean {
    return (this.#codes[index] ?? 0) >= plainFlag;
  }

  firstTokenAt(index: number): number {
    return this.#firstTokens[index] ?? 0;
  }

  /** The last token of a statement, which usually is its `;` or `}`. */
  lastTokenAt(index: number): number {
    return this.#lastTokens[index] ?? 0;
  }

  /** The index of the last statement that starts at or before an offset of the text; −1 when all start after it. */
  indexAt(offset: number): number {
    const { starts } = this.tokens;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[this.firstTokenAt(middle)] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /**
   * The list of an edited text: the statements from `first` up to `rest` are replaced, and those behind have other token
   * numbers.
   */
  spliced(
    source: StatementSource,
    first: number,
    rest: number,
    added: StatementParts,
    tokenShift: number,
  ): StatementList {
    const splice = { first, added: added.codes.length, rest, length: this.length };
    const parts = {
      codes: splicedArray(packed(this.#codes), added.codes, splice),
      firstTokens: splicedArray(packed(this.#firstTokens), added.firstTokens, splice, 0, tokenShift),
      lastTokens: splicedArray(packed(this.#lastTokens), added.lastTokens, splice, 0, tokenShift),
      nodes: [],
    };
    return new StatementList(source, this.#depth, parts);
  }

  #nodeAt(index: number): Statement {
    const known = this.#nodes?.[index];
    if (known) return known;
    const node = this.#source.statementAt(this.firstTokenAt(index), this.#depth);
    if (this.#nodes) this.#nodes[index] = node;
    return node;
  }
}

type Numbers = readonly number[] | Int32Array;

function packed(numbers: Numbers): Int32Array {
  return numbers instanceof Int32Array ? numbers : new Int32Array(numbers);
}

/** By statement: the code of its kind, its tokens, and its node if it is known. */
interface CollectedStatements {
  readonly codes: Numbers;
  readonly firstTokens: Numbers;
  readonly lastTokens: Numbers;
  readonly nodes: (Statement | undefined)[];
}

/** Collects the statements of a list in order. */
export class StatementParts implements CollectedStatements {
  readonly codes: number[] = [];
  readonly firstTokens: number[] = [];
  readonly lastTokens: number[] = [];
  readonly nodes: (Statement | undefined)[] = [];

  /** Whether the last statement is plain and ends before a token, with nothing between. */
  endsPlainlyBefore(token: number): boolean {
    const last = this.codes.length - 1;
    return last >= 0 && (this.codes[last] ?? 0) >= plainFlag && this.lastTokens[last] === token - 1;
  }

  addPlain(kind: PlainKind, firstToken: number, lastToken: number): void {
    this.#add(plainCodes[kind], firstToken, lastToken, undefined);
  }

  /** Adds a statement that has been recognised and not read. */
  addUnread(kind: Statement['kind'], firstToken: number, lastToken: number): void {
    this.#add(codeOfKind.get(kind) ?? 0, firstToken, lastToken, undefined);
  }

  add(statement: Statement, firstToken: number, lastToken: number): void {
    this.#add(codeOfKind.get(statement.kind) ?? 0, firstToken, lastToken, statement);
  }

  #add(code: number, firstToken: number, lastToken: number, node: Statement | undefined): void {
    this.codes.push(code);
    this.firstTokens.push(firstToken);
    this.lastTokens.push(lastToken);
    if (this.codes.length <= keptNodes) this.nodes.push(node);
    else if (this.nodes.length > 0) this.nodes.length = 0;
  }
}
