import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** Brackets that are looked for at most this many tokens ahead before all of a file are matched. */
const nearby = 256;

/**
 * The closing brackets of a file. A parenthesis or bracket is closed by the next one of its kind that no other opens
 * between; it reaches neither beyond its statement nor beyond the block or set around it.
 */
export class BracketMatches {
  readonly #tokens: TokenStream;
  #closers: Int32Array | undefined;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  /** The token that closes the bracket at a token; −1 where there is none. */
  closerOf(opener: number): number {
    // Most pairs are short, and circuits of plain statements never ask: a table of all pairs is rarely needed.
    const near = this.#closers ? undefined : this.#nearCloser(opener);
    if (near !== undefined) return near;
    this.#closers ??= matchBrackets(this.#tokens);
    return this.#closers[opener] ?? -1;
  }

  /** The closer if it is near, or −1 if the statement ends near; undefined when that is not known. */
  #nearCloser(opener: number): number | undefined {
    const { kinds } = this.#tokens;
    const own = kinds[opener];
    if (own === tokenKind.leftBrace) return this.#nearBrace(opener);
    const closer = own === tokenKind.leftParen ? tokenKind.rightParen : tokenKind.rightBracket;
    /** Blocks in which brackets of this kind are open, innermost last. */
    const open = [0];
    let block = 0;
    for (let token = opener + 1; token < opener + nearby; token++) {
      switch (kinds[token]) {
        case own:
          open.push(block);
          break;
        case closer:
          open.pop();
          if (open.length === 0) return token;
          break;
        case tokenKind.leftBrace:
          block++;
          break;
        case tokenKind.rightBrace:
        case tokenKind.semicolon:
          while (open.length > 0 && (open.at(-1) ?? 0) >= block) open.pop();
          if (open.length === 0) return -1;
          if (kinds[token] === tokenKind.rightBrace) block--;
          break;
        case tokenKind.endOfFile:
        case undefined:
          return -1;
      }
    }
    return undefined;
  }

  #nearBrace(opener: number): number | undefined {
    const { kinds } = this.#tokens;
    let depth = 0;
    for (let token = opener; token < opener + nearby; token++) {
      const kind = kinds[token];
      if (kind === tokenKind.leftBrace) depth++;
      else if (kind === tokenKind.rightBrace && --depth === 0) return token;
      else if (kind === tokenKind.endOfFile || kind === undefined) return -1;
    }
    return undefined;
  }
}

/** The closing bracket of every opening one, by token; −1 where there is none. */
function matchBrackets({ count, kinds }: TokenStream): Int32Array {
  const closers = new Int32Array(count).fill(-1);
  const braces: number[] = [];
  const parens = new OpenBrackets();
  const brackets = new OpenBrackets();
  for (let token = 0; token < count; token++) {
    switch (kinds[token]) {
      case tokenKind.leftBrace:
        braces.push(token);
        break;
      case tokenKind.leftParen:
        parens.push(token, braces.length);
        break;
      case tokenKind.leftBracket:
        brackets.push(token, braces.length);
        break;
      case tokenKind.rightParen:
        parens.close(token, closers);
        break;
      case tokenKind.rightBracket:
        brackets.close(token, closers);
        break;
      case tokenKind.semicolon:
        parens.drop(braces.length);
        brackets.drop(braces.length);
        break;
      case tokenKind.rightBrace: {
        parens.drop(braces.length);
        brackets.drop(braces.length);
        const opener = braces.pop();
        if (opener !== undefined) closers[opener] = token;
        break;
      }
    }
  }
  return closers;
}

/** The open brackets of one kind, with the number of braces around each. */
class OpenBrackets {
  readonly #tokens: number[] = [];
  readonly #blocks: number[] = [];

  push(token: number, block: number): void {
    this.#tokens.push(token);
    this.#blocks.push(block);
  }

  close(token: number, closers: Int32Array): void {
    const opener = this.#tokens.pop();
    this.#blocks.pop();
    if (opener !== undefined) closers[opener] = token;
  }

  /** Brackets inside the block are not closed after the end of a statement of it, or of the block. */
  drop(block: number): void {
    while (this.#blocks.length > 0 && (this.#blocks.at(-1) ?? 0) >= block) {
      this.#tokens.pop();
      this.#blocks.pop();
    }
  }
}
