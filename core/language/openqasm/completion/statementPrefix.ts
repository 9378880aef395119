import { innermostStart } from '#core/openqasm/navigation.ts';
import { scan } from '#core/openqasm/scanner.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { isTypeKeyword, tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';

/**
 * The tokens of the statement at a place, up to the place: what completion looks at when it wants to know more than
 * what the grammar allows. Works on text that does not parse.
 */
export class StatementPrefix {
  readonly #tokens: TokenStream;
  readonly #first: number;
  /** How many tokens there are. */
  readonly count: number;

  private constructor(tokens: TokenStream, first: number, count: number) {
    this.#tokens = tokens;
    this.#first = first;
    this.count = count;
  }

  /** The statement around an offset, up to it. */
  static before(tree: SyntaxTree, offset: number): StatementPrefix {
    const tokens = scan(tree.text.slice(innermostStart(tree, offset), offset), tree.version);
    return new StatementPrefix(tokens, 0, tokens.count - 1);
  }

  /** The first tokens of the prefix. */
  firstTokens(count: number): StatementPrefix {
    return new StatementPrefix(this.#tokens, this.#first, count);
  }

  /** The tokens after one. */
  after(index: number): StatementPrefix {
    return new StatementPrefix(this.#tokens, this.#first + index + 1, this.count - index - 1);
  }

  /** Whether a brace begins a block of statements, and not a set or an array literal. */
  opensBlock(index: number): boolean {
    if (this.kind(index) !== tokenKind.leftBrace) return false;
    switch (this.kind(index - 1)) {
      case tokenKind.equals:
      case tokenKind.in:
      case tokenKind.leftBracket:
      case tokenKind.comma:
      case tokenKind.return:
        return false;
      case tokenKind.leftBrace:
        return this.opensBlock(index - 1);
      default:
        return !(this.kind(0) === tokenKind.switch && this.#openerBefore(index) < 0);
    }
  }

  /** The innermost block that is open, from its brace on, without what guards the statement at its end. */
  innermost(): StatementPrefix {
    let prefix = this.withoutGuards();
    for (;;) {
      const { opener } = prefix;
      if (opener < 0 || !prefix.opensBlock(opener)) return prefix;
      prefix = prefix.after(opener).withoutGuards();
    }
  }

  /** The statement without the conditions, loops and finished statements before it: what is guarded without braces. */
  withoutGuards(): StatementPrefix {
    let start = 0;
    for (;;) {
      const next = this.#afterGuard(start);
      if (next === start || next > this.count) break;
      start = next;
    }
    return new StatementPrefix(this.#tokens, this.#first + start, this.count - start);
  }

  #afterGuard(start: number): number {
    switch (this.kind(start)) {
      case tokenKind.if:
      case tokenKind.while:
        return this.kind(start + 1) === tokenKind.leftParen ? this.closerOf(start + 1) + 1 : start;
      case tokenKind.else:
        return start + 1;
      case tokenKind.for: {
        for (let index = start + 1; index < this.count; index++) {
          if (this.kind(index) !== tokenKind.in) continue;
          const opens = this.kind(index + 1) === tokenKind.leftBracket || this.kind(index + 1) === tokenKind.leftBrace;
          return opens ? this.closerOf(index + 1) + 1 : index + 2;
        }
        return start;
      }
      default: {
        for (let index = start; index < this.count; index++) {
          const kind = this.kind(index);
          if (kind === tokenKind.semicolon) return index + 1;
          if (kind === tokenKind.leftBrace) index = this.closerOf(index);
        }
        return start;
      }
    }
  }

  kind(index: number): number {
    const isInside = index >= 0 && index < this.count;
    return isInside ? (this.#tokens.kinds[this.#first + index] ?? tokenKind.endOfFile) : tokenKind.endOfFile;
  }

  text(index: number): string {
    const { ends, starts, text } = this.#tokens;
    return text.slice(starts[this.#first + index], ends[this.#first + index]);
  }

  get last(): number {
    return this.kind(this.count - 1);
  }

  /** Index of the innermost bracket that is open at the end; −1 when none is. */
  get opener(): number {
    return this.#openerBefore(this.count);
  }

  #openerBefore(index: number): number {
    let depth = 0;
    for (let token = index - 1; token >= 0; token--) {
      switch (this.kind(token)) {
        case tokenKind.rightParen:
        case tokenKind.rightBracket:
        case tokenKind.rightBrace:
          depth++;
          break;
        case tokenKind.leftParen:
        case tokenKind.leftBracket:
        case tokenKind.leftBrace:
          if (depth-- === 0) return token;
      }
    }
    return -1;
  }

  /** How many brackets are open at the end. */
  get depth(): number {
    let depth = 0;
    for (let opener = this.opener; opener >= 0; opener = this.#openerBefore(opener)) depth++;
    return depth;
  }

  /** Index of the bracket that closes the one at an index; the end when it is not closed. */
  closerOf(opener: number): number {
    let depth = 0;
    for (let token = opener; token < this.count; token++) {
      switch (this.kind(token)) {
        case tokenKind.leftParen:
        case tokenKind.leftBracket:
        case tokenKind.leftBrace:
          depth++;
          break;
        case tokenKind.rightParen:
        case tokenKind.rightBracket:
        case tokenKind.rightBrace:
          if (--depth === 0) return token;
      }
    }
    return this.count;
  }

  /** How many commas stand between a token and the end, not counting those in brackets. */
  commasAfter(index: number): number {
    let commas = 0;
    for (let token = index + 1; token < this.count; token++) {
      const kind = this.kind(token);
      if (kind === tokenKind.leftParen || kind === tokenKind.leftBracket || kind === tokenKind.leftBrace) {
        token = this.closerOf(token);
      } else if (kind === tokenKind.comma) {
        commas++;
      }
    }
    return commas;
  }

  /** The first token after the modifiers of a gate call: its name, if it is one. */
  afterModifiers(): number {
    let index = 0;
    for (;;) {
      let next = index;
      const kind = this.kind(next);
      const isModifier =
        kind === tokenKind.inv || kind === tokenKind.pow || kind === tokenKind.ctrl || kind === tokenKind.negctrl;
      if (!isModifier) return index;
      next++;
      if (this.kind(next) === tokenKind.leftParen) next = this.closerOf(next) + 1;
      if (this.kind(next) !== tokenKind.at) return index;
      index = next + 1;
    }
  }

  /** The name that the brackets ending before a token belong to, as in `a` of `a[0][1`; −1 when there is none. */
  rootBefore(bracket: number): number {
    let index = bracket - 1;
    while (this.kind(index) === tokenKind.rightBracket) index = this.#openerBefore(index) - 1;
    return this.kind(index) === tokenKind.identifier ? index : -1;
  }

  /** Index of the last token of a kind that is in no brackets; −1 when there is none. */
  lastOutside(kind: number): number {
    let found = -1;
    for (let token = 0; token < this.count; token++) {
      const each = this.kind(token);
      if (each === tokenKind.leftParen || each === tokenKind.leftBracket || each === tokenKind.leftBrace) {
        token = this.closerOf(token);
      } else if (each === kind) {
        found = token;
      }
    }
    return found;
  }

  /** Whether a token ends a type: its name or the bracket after it. */
  endsType(index: number): boolean {
    if (isTypeKeyword(this.kind(index)) || this.kind(index) === tokenKind.qubit) return true;
    if (this.kind(index) !== tokenKind.rightBracket) return false;
    const opener = this.#openerBefore(index);
    return opener > 0 && this.endsType(opener - 1);
  }
}
