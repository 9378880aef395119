import type { Diagnostic } from '#core/base/diagnostic.ts';
import { collectDiagnostic, diagnose, withFix } from './messages.ts';
import { removalFix } from './syntaxFixes.ts';
import { isTypeKeyword, tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** Where blocks lack a brace. */
export interface BlockRepairs {
  /** The token before which a block without `}` was meant to end, by the token of its `{`. */
  readonly ends: ReadonlyMap<number, number>;
  /** Tokens before which a `{` is missing; its `}` is there. */
  readonly missingOpeners: ReadonlySet<number>;
}

export const noRepairs: BlockRepairs = { ends: new Map(), missingOpeners: new Set() };

/** Tokens in which every `}` has an opener, given or missing. */
export interface RepairedTokens {
  readonly tokens: TokenStream;
  readonly blocks: BlockRepairs;
}

/**
 * Finds the braces that make a file unbalanced, so that one wrong brace does not change the meaning of all that follows:
 * - a brace where none can stand, or a `}` that nothing opens, is reported and taken out of the tokens, so that it
 *   counts as a character of the gap;
 * - a `}` whose opener is missing behind the header of a gate or subroutine stays;
 * - a block whose `}` is missing ends before the line that is indented no more than the line of its `{`.
 */
export function repairBraces(tokens: TokenStream): RepairedTokens {
  const walk = new BraceWalk(tokens);
  walk.run();
  const diagnostics: Diagnostic[] = [];
  for (const token of walk.stray) {
    const range = { start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 };
    const isOpener = tokens.kinds[token] === tokenKind.leftBrace;
    const diagnostic = isOpener
      ? diagnose('QAS2003', range, 'unclosed', '{')
      : diagnose('QAS2003', range, 'unmatched', '}');
    collectDiagnostic(diagnostics, withFix(diagnostic, removalFix(`Remove '${isOpener ? '{' : '}'}'`, range)));
  }
  // They count as findings of the scanner: a statement they stand in has no other syntax error.
  const found = [...tokens.diagnostics, ...diagnostics].sort((a, b) => a.range.start - b.range.start);
  const numbers = newNumbers(tokens.count, walk.stray);
  const renumbered = (token: number): number => numbers?.[token] ?? token;
  return {
    tokens: { ...withoutTokens(tokens, walk.stray), diagnostics: found },
    blocks: {
      ends: new Map([...walk.ends].map(([opener, end]) => [renumbered(opener), renumbered(end)])),
      missingOpeners: new Set([...walk.missingOpeners].map(renumbered)),
    },
  };
}

interface OpenBrace {
  readonly token: number;
  /** Whether it is the brace of a set or an array literal. */
  readonly isSet: boolean;
  readonly indent: number;
  /** Indentation of the first line in it, when there is one. */
  contentIndent: number | undefined;
  /** State of the statement around it. */
  readonly statementFirst: number;
  readonly parens: number;
  /** Where a `{` is missing in a statement before it on the same level. */
  readonly candidate: number | undefined;
}

class BraceWalk {
  readonly stray = new Set<number>();
  readonly ends = new Map<number, number>();
  readonly missingOpeners = new Set<number>();
  readonly #tokens: TokenStream;
  readonly #open: OpenBrace[] = [];
  /** How many closing and opening braces are missing, as far as they are not found yet. */
  #missingClosers: number;
  #missingOpeners: number;
  #statementFirst = 0;
  /** Parentheses and brackets open in the statement. */
  #parens = 0;
  #candidate: number | undefined;
  /** Indentation of the current line. */
  #indent = 0;
  /** How many open blocks have openers on lines of each indentation. */
  readonly #openIndents = new Map<number, number>();

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
    let open = 0;
    let unmatched = 0;
    for (const kind of tokens.kinds) {
      if (kind === tokenKind.leftBrace) open++;
      else if (kind === tokenKind.rightBrace) {
        if (open > 0) open--;
        else unmatched++;
      }
    }
    this.#missingClosers = open;
    this.#missingOpeners = unmatched;
  }

  run(): void {
    for (let token = 0; token < this.#tokens.count; token++) {
      const kind = this.#kindAt(token);
      if (kind === tokenKind.calibrationBody || kind === tokenKind.endOfFile) continue;
      const indent = this.#indentWhenFirst(token);
      if (indent !== undefined) {
        this.#indent = indent;
        this.#startLine(token, kind, indent);
      }
      if (kind === tokenKind.else) this.#startElse(token);
      switch (kind) {
        case tokenKind.leftBrace:
          this.#openBrace(token);
          break;
        case tokenKind.rightBrace:
          this.#closeBrace(token, indent);
          break;
        case tokenKind.semicolon:
          this.#endStatement(token);
          break;
        case tokenKind.leftParen:
        case tokenKind.leftBracket:
          this.#parens++;
          break;
        case tokenKind.rightParen:
        case tokenKind.rightBracket:
          if (this.#parens > 0) this.#parens--;
          break;
      }
    }
  }

  #kindAt(token: number): number {
    return this.#tokens.kinds[token] ?? tokenKind.endOfFile;
  }

  /** The indentation of the line that the token is the first on. */
  #indentWhenFirst(token: number): number | undefined {
    const { text, starts, ends } = this.#tokens;
    const start = starts[token] ?? 0;
    const gapStart = token === 0 ? 0 : (ends[token - 1] ?? 0);
    let offset = start;
    while (offset > gapStart && isBlank(text.charCodeAt(offset - 1))) offset--;
    const isFirst = offset === 0 || isLineBreak(text.charCodeAt(offset - 1));
    return isFirst ? start - offset : undefined;
  }

  /** A line that is indented no more than the line of an opener shows that the block was meant to be over. */
  #startLine(token: number, kind: number, indent: number): void {
    for (let block = this.#open.at(-1); block; block = this.#open.at(-1)) {
      block.contentIndent ??= indent;
      if (this.#missingClosers === 0 || block.isSet) return;
      const isIndented = block.contentIndent > block.indent;
      if (indent > block.indent || !(isIndented || (indent === 0 && definesGlobally(kind)))) return;
      if (kind === tokenKind.rightBrace && (indent === block.indent || !this.#isOpenAt(indent))) return;
      if (kind === tokenKind.else) return;
      this.#missingClosers--;
      this.ends.set(block.token, token);
      this.#pop(token);
    }
  }

  /** `else` inside the block of its `if` shows that the block was meant to be over. */
  #startElse(token: number): void {
    const block = this.#open.at(-1);
    if (!block || this.#missingClosers === 0 || token !== this.#statementFirst) return;
    const first = this.#kindAt(block.statementFirst);
    if (block.isSet || (first !== tokenKind.if && first !== tokenKind.else)) return;
    this.#missingClosers--;
    this.ends.set(block.token, token);
    this.#pop(token);
  }

  #isOpenAt(indent: number): boolean {
    return (this.#openIndents.get(indent) ?? 0) > 0;
  }

  #openBrace(token: number): void {
    if (this.#missingClosers > 0 && !this.#canOpen(token)) {
      this.#missingClosers--;
      this.stray.add(token);
      return;
    }
    this.#candidate = headerEnd(this.#tokens, this.#statementFirst, token) ?? this.#candidate;
    this.#open.push({
      token,
      isSet: this.#opensSet(token),
      indent: this.#indent,
      contentIndent: undefined,
      statementFirst: this.#statementFirst,
      parens: this.#parens,
      candidate: this.#candidate,
    });
    this.#openIndents.set(this.#indent, (this.#openIndents.get(this.#indent) ?? 0) + 1);
    this.#statementFirst = token + 1;
    this.#parens = 0;
    this.#candidate = undefined;
  }

  #opensSet(token: number): boolean {
    switch (this.#kindAt(token - 1)) {
      case tokenKind.leftBracket:
      case tokenKind.equals:
      case tokenKind.in:
      case tokenKind.comma:
        return true;
      case tokenKind.leftBrace:
        return this.#open.at(-1)?.isSet === true;
      default:
        return false;
    }
  }

  /** Whether a block, a set or an array literal can begin at the token. */
  #canOpen(token: number): boolean {
    if (token === this.#statementFirst || this.#opensSet(token)) return true;
    const before = this.#kindAt(token - 1);
    switch (before) {
      case tokenKind.rightParen:
      case tokenKind.rightBracket:
      case tokenKind.leftParen:
      case tokenKind.else:
      case tokenKind.box:
      case tokenKind.cal:
      case tokenKind.colon:
      case tokenKind.default:
        return true;
    }
    if (isTypeKeyword(before)) return true;
    switch (this.#kindAt(this.#statementFirst)) {
      case tokenKind.gate:
      case tokenKind.def:
      case tokenKind.defcal:
      case tokenKind.case:
      case tokenKind.for:
      case tokenKind.if:
      case tokenKind.while:
      case tokenKind.switch:
        return true;
      default:
        return false;
    }
  }

  #closeBrace(token: number, indent: number | undefined): void {
    const block = this.#open.at(-1);
    if ((!block || this.#missingOpeners > 0) && this.#candidate !== undefined) {
      this.#missingOpeners--;
      this.missingOpeners.add(this.#candidate);
      this.#candidate = undefined;
      this.#statementFirst = token + 1;
      this.#parens = 0;
      return;
    }
    if (!block || (this.#missingOpeners > 0 && this.#isSuspicious(token, block, indent))) {
      this.#missingOpeners--;
      this.stray.add(token);
      return;
    }
    this.#pop(token + 1);
  }

  #isSuspicious(token: number, block: OpenBrace, indent: number | undefined): boolean {
    if (this.#parens > 0) return true;
    if (block.isSet) return false;
    const before = this.#kindAt(token - 1);
    const endsStatement =
      before === tokenKind.semicolon ||
      before === tokenKind.leftBrace ||
      before === tokenKind.rightBrace ||
      before === tokenKind.calibrationBody;
    return !endsStatement || (indent !== undefined && indent !== block.indent);
  }

  #pop(next: number): void {
    const block = this.#open.pop();
    if (!block) return;
    this.#openIndents.set(block.indent, (this.#openIndents.get(block.indent) ?? 1) - 1);
    this.#candidate = block.candidate;
    this.#parens = block.isSet ? block.parens : 0;
    this.#statementFirst = block.isSet ? block.statementFirst : next;
  }

  #endStatement(token: number): void {
    // No set reaches beyond its statement.
    while (this.#open.at(-1)?.isSet) {
      if (this.#missingClosers > 0) this.#missingClosers--;
      this.#pop(token);
    }
    this.#candidate = headerEnd(this.#tokens, this.#statementFirst, token) ?? this.#candidate;
    this.#statementFirst = token + 1;
    this.#parens = 0;
  }
}

/** The token before which the header of a gate, subroutine or `switch` lacks its `{`; undefined for other statements. */
function headerEnd(tokens: TokenStream, first: number, end: number): number | undefined {
  const { kinds } = tokens;
  const isGate = kinds[first] === tokenKind.gate;
  const isSwitch = kinds[first] === tokenKind.switch;
  if (!isGate && !isSwitch && kinds[first] !== tokenKind.def) return undefined;
  let token = isSwitch ? first + 1 : first + 2;
  if (kinds[token] === tokenKind.leftParen) {
    let depth = 0;
    for (; token < end; token++) {
      if (kinds[token] === tokenKind.leftParen) depth++;
      else if (kinds[token] === tokenKind.rightParen && --depth === 0) break;
    }
    token++;
  }
  if (isGate) {
    while (token < end && kinds[token] === tokenKind.identifier && kinds[token + 1] === tokenKind.comma) token += 2;
    token++;
  } else if (kinds[token] === tokenKind.arrow) {
    token += 2;
    while (token < end && kinds[token - 1] !== tokenKind.rightBracket && kinds[token] === tokenKind.leftBracket) {
      while (token < end && kinds[token] !== tokenKind.rightBracket) token++;
      token++;
    }
  }
  return token < end ? token : undefined;
}

/** The number each token has when some are taken out; undefined when none is. */
function newNumbers(count: number, removed: ReadonlySet<number>): Int32Array | undefined {
  if (removed.size === 0) return undefined;
  const numbers = new Int32Array(count);
  let next = 0;
  for (let token = 0; token < count; token++) {
    numbers[token] = next;
    if (!removed.has(token)) next++;
  }
  return numbers;
}

function withoutTokens(tokens: TokenStream, removed: ReadonlySet<number>): TokenStream {
  if (removed.size === 0) return tokens;
  const count = tokens.count - removed.size;
  const kinds = new Uint8Array(count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const words = new Int32Array(count);
  let next = 0;
  for (let token = 0; token < tokens.count; token++) {
    if (removed.has(token)) continue;
    kinds[next] = tokens.kinds[token] ?? 0;
    starts[next] = tokens.starts[token] ?? 0;
    ends[next] = tokens.ends[token] ?? 0;
    words[next] = tokens.words[token] ?? -1;
    next++;
  }
  return { ...tokens, count, kinds, starts, ends, words };
}

/** Whether a token in the first column of a line begins something that stands in no block. */
function definesGlobally(kind: number): boolean {
  switch (kind) {
    case tokenKind.gate:
    case tokenKind.def:
    case tokenKind.opaque:
    case tokenKind.qreg:
    case tokenKind.qubit:
    case tokenKind.creg:
    case tokenKind.include:
    case tokenKind.input:
      return true;
    default:
      return false;
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
