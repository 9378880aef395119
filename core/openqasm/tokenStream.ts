import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { LanguageVersion } from './languageVersion.ts';
import type { NameTable } from './nameTable.ts';
import { tokenKind } from './tokenKind.ts';

/**
 * The tokens of a text in order, as parallel arrays; the last one is the end of the file. Everything between two tokens
 * (white space, comments, characters that belong to no token) is a gap, so tokens and gaps together are the text.
 */
export interface TokenStream {
  readonly text: string;
  readonly version: LanguageVersion;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** The number of each name and keyword in `names`; −1 for other tokens. */
  readonly words: Int32Array;
  readonly names: NameTable;
  /** Whether every `{` has its `}`, calibration bodies apart. */
  readonly bracesMatch: boolean;
  /** Gates a file of OpenQASM 2 defines by a name that OpenQASM 3 reserves, by number. */
  readonly reservedGateNames: ReadonlySet<number>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The argument of a gate modifier has at most this many tokens, as far as an `@` directly before a name shows it. */
const longestArgument = 500;

/** Tokens being collected. */
export class TokenBuffer {
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  words: Int32Array;
  count = 0;

  readonly #previousKind: number;

  /** @param previousKind the kind of the token before the first */
  constructor(capacity: number, previousKind: number = tokenKind.endOfFile) {
    this.#previousKind = previousKind;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.words = new Int32Array(capacity);
  }

  push(kind: number, start: number, end: number, word: number): void {
    const { count } = this;
    if (count === this.kinds.length) this.grow();
    this.kinds[count] = kind;
    this.starts[count] = start;
    this.ends[count] = end;
    this.words[count] = word;
    this.count = count + 1;
  }

  /** The kind of the last token, or of the one before the first. */
  get lastKind(): number {
    return this.kinds[this.count - 1] ?? this.#previousKind;
  }

  /** Whether the last tokens are a gate modifier, with or without its argument. */
  endsWithModifier(): boolean {
    let token = this.count - 1;
    if (this.kinds[token] === tokenKind.rightParen) {
      const first = Math.max(0, token - longestArgument);
      let depth = 0;
      for (; token >= first; token--) {
        if (this.kinds[token] === tokenKind.rightParen) depth++;
        else if (this.kinds[token] === tokenKind.leftParen && --depth === 0) break;
      }
      token--;
    }
    switch (token < 0 ? tokenKind.endOfFile : this.kinds[token]) {
      case tokenKind.inv:
      case tokenKind.pow:
      case tokenKind.ctrl:
      case tokenKind.negctrl:
        return true;
      default:
        return false;
    }
  }

  /** Makes room for more tokens. */
  grow(): void {
    const larger = new TokenBuffer(this.kinds.length * 2);
    larger.kinds.set(this.kinds);
    larger.starts.set(this.starts);
    larger.ends.set(this.ends);
    larger.words.set(this.words);
    ({ kinds: this.kinds, starts: this.starts, ends: this.ends, words: this.words } = larger);
  }
}
