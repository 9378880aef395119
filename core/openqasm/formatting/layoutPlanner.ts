import { tokenKind } from '../tokenKind.ts';
import type { TokenStream } from '../tokenStream.ts';
import type { Layout } from './gap.ts';
import type { StatementMarks } from './statementMarks.ts';
import { callsOrConverts, isTight, isUnary, takesBrackets, wouldMerge } from './tokenSpacing.ts';

type Bracket = 'paren' | 'bracket' | 'set' | 'block' | 'line-block';

/** Layouts of shallow nesting, made once: nearly all tokens share a few of them. */
const shallow = 8;
const inlineLayouts: readonly Layout[] = Array.from({ length: 4 * shallow }, (_, index) =>
  makeInline(index & 1 ? ' ' : '', index >> 2, (index & 2) !== 0),
);
const breakLayouts: readonly Layout[] = Array.from({ length: 4 * shallow }, (_, index) =>
  makeBreak(index >> 2, (index >> 2) + (index & 1), (index & 2) !== 0),
);

function makeInline(space: '' | ' ', indent: number, keepBreak: boolean): Layout {
  return { kind: 'inline', space, indent, keepBreak };
}

function makeBreak(indent: number, commentIndent: number, blankLine: boolean): Layout {
  return { kind: 'break', indent, commentIndent, blankLine };
}

function inlineLayout(space: '' | ' ', indent: number, keepBreak: boolean): Layout {
  const known = inlineLayouts[4 * indent + (keepBreak ? 2 : 0) + space.length];
  return known ?? makeInline(space, indent, keepBreak);
}

function breakLayout(indent: number, commentIndent: number, blankLine: boolean): Layout {
  const known = breakLayouts[4 * indent + (blankLine ? 2 : 0) + (commentIndent - indent)];
  return known ?? makeBreak(indent, commentIndent, blankLine);
}

/** Decides for every token what stands before it. */
export class LayoutPlanner {
  readonly #tokens: TokenStream;
  readonly #marks: StatementMarks;
  readonly #oneLine: ReadonlySet<number>;
  readonly #open: Bracket[] = [];
  #previous: number = tokenKind.endOfFile;
  /** How many blocks are open that indent what is in them. */
  #depth = 0;
  #previousIsUnary = false;

  /** @param oneLine opening braces of the blocks that stay on one line */
  constructor(tokens: TokenStream, marks: StatementMarks, oneLine: ReadonlySet<number>) {
    this.#tokens = tokens;
    this.#marks = marks;
    this.#oneLine = oneLine;
  }

  /** The layout before a token. Tokens have to be asked for in their order. */
  before(token: number): Layout {
    const kind = this.#kindAt(token);
    const startsStatement = this.#marks.startsStatement(token);
    // What is still open where a statement begins was never closed.
    if (startsStatement) this.#closeBrackets();
    const layout = this.#before(token, kind, startsStatement);
    this.#enter(token, kind);
    return layout;
  }

  #kindAt(token: number): number {
    return this.#tokens.kinds[token] ?? tokenKind.endOfFile;
  }

  get #innermost(): Bracket | undefined {
    return this.#open.at(-1);
  }

  #before(token: number, kind: number, startsStatement: boolean): Layout {
    if (token === 0) return { kind: 'start', isEmpty: kind === tokenKind.endOfFile };
    if (kind === tokenKind.endOfFile) return { kind: 'end' };
    const isClosing = kind === tokenKind.rightBrace;
    const indent = this.#depth - (isClosing && this.#innermost === 'block' ? 1 : 0);
    if (this.#breaksBefore(kind, startsStatement)) {
      const tight = this.#previous === tokenKind.leftBrace || (isClosing && this.#innermost === 'block');
      return breakLayout(indent, this.#depth, !tight);
    }
    const space = this.#spaceBefore(token, kind) ? ' ' : '';
    const joins = this.#joins(token, kind);
    return inlineLayout(space, indent + (isClosing ? 0 : 1), !joins);
  }

  /** Whether the token starts a line of its own. */
  #breaksBefore(kind: number, startsStatement: boolean): boolean {
    const previous = this.#previous;
    if (previous === tokenKind.pragma || previous === tokenKind.annotation) return true;
    if (kind === tokenKind.calibrationBody || previous === tokenKind.calibrationBody) return false;
    const innermost = this.#innermost;
    if (kind === tokenKind.rightBrace && innermost === 'block') return previous !== tokenKind.leftBrace;
    if (innermost === 'line-block') return false;
    if (innermost !== undefined && innermost !== 'block') return false;
    if (startsStatement) return true;
    if (previous === tokenKind.semicolon) return kind !== tokenKind.semicolon;
    if (previous === tokenKind.leftBrace) return kind !== tokenKind.rightBrace;
    if (previous === tokenKind.rightBrace && this.#closedBlock) {
      return kind !== tokenKind.else && kind !== tokenKind.semicolon && kind !== tokenKind.comma;
    }
    return false;
  }

  /** Whether the last closing brace ended a block and not a set. */
  #closedBlock = false;

  /** Whether the token follows on the line of the one before, wherever it stands: `{`, `else`. */
  #joins(token: number, kind: number): boolean {
    if (kind === tokenKind.leftBrace) return this.#isBlock(token);
    if (kind === tokenKind.else) return this.#previous === tokenKind.rightBrace;
    return kind === tokenKind.rightBrace && this.#innermost !== 'set';
  }

  #isBlock(token: number): boolean {
    if (this.#marks.opensBlock(token)) return true;
    const previous = this.#kindAt(token - 1);
    switch (previous) {
      case tokenKind.equals:
      case tokenKind.in:
      case tokenKind.leftBracket:
        return false;
      case tokenKind.leftParen:
        return this.#kindAt(token - 2) === tokenKind.durationof;
      default: {
        const innermost = this.#innermost;
        return innermost === undefined || innermost === 'block' || innermost === 'line-block';
      }
    }
  }

  #enter(token: number, kind: number): void {
    this.#previousIsUnary = isUnary(kind, this.#previous);
    switch (kind) {
      case tokenKind.leftParen:
        this.#open.push('paren');
        break;
      case tokenKind.leftBracket:
        this.#open.push('bracket');
        break;
      case tokenKind.leftBrace:
        this.#openBrace(token);
        break;
      case tokenKind.rightParen:
      case tokenKind.rightBracket:
        if (this.#innermost === 'paren' || this.#innermost === 'bracket') this.#open.pop();
        break;
      case tokenKind.rightBrace:
        this.#closeBrace();
        break;
      case tokenKind.semicolon:
        this.#closeBrackets();
        break;
    }
    this.#previous = kind;
  }

  /** Drops brackets that a statement leaves open. */
  #closeBrackets(): void {
    while (this.#innermost === 'paren' || this.#innermost === 'bracket' || this.#innermost === 'set') this.#open.pop();
  }

  #openBrace(token: number): void {
    const bracket = this.#isBlock(token) ? (this.#oneLine.has(token) ? 'line-block' : 'block') : 'set';
    if (bracket === 'block') this.#depth++;
    this.#open.push(bracket);
  }

  #closeBrace(): void {
    while (this.#innermost === 'paren' || this.#innermost === 'bracket') this.#open.pop();
    const closed = this.#open.pop();
    if (closed === 'block') this.#depth--;
    this.#closedBlock = closed !== 'set';
  }

  #spaceBefore(token: number, kind: number): boolean {
    const previous = this.#previous;
    if (kind === tokenKind.calibrationBody || previous === tokenKind.calibrationBody) return false;
    const { ends, starts, text } = this.#tokens;
    if (wouldMerge(text, (ends[token - 1] ?? 1) - 1, starts[token] ?? 0)) return true;
    if (kind === tokenKind.semicolon || kind === tokenKind.comma) return false;
    if (previous === tokenKind.leftParen || previous === tokenKind.leftBracket) return false;
    if (kind === tokenKind.rightParen || kind === tokenKind.rightBracket) return false;
    if (previous === tokenKind.leftBrace && kind === tokenKind.rightBrace) return false;
    if (this.#innermost === 'set' && (previous === tokenKind.leftBrace || kind === tokenKind.rightBrace)) {
      return previous === tokenKind.rightBrace && kind !== tokenKind.rightBrace;
    }
    if (this.#previousIsUnary) return false;
    const inBrackets = this.#innermost === 'paren' || this.#innermost === 'bracket';
    if (kind === tokenKind.colon) return false;
    if (previous === tokenKind.colon) return !inBrackets;
    if (isTight(previous, this.#tokens)) return false;
    if (kind === tokenKind.leftParen) return !callsOrConverts(previous);
    if (kind === tokenKind.leftBracket) return !takesBrackets(previous);
    return !isTight(kind, this.#tokens);
  }
}
