import type { ProgramSymbol } from '#core/openqasm/index.ts';
import { innermostStart } from '#core/openqasm/navigation.ts';
import type { SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { commentsBetween } from './comments.ts';

/** What is being called where the caret is. */
export type CallContext =
  | {
      readonly kind: 'gate';
      readonly symbol: ProgramSymbol;
      /** Whether the caret is among its angles or among its qubits. */
      readonly part: 'arguments' | 'operands';
      readonly active: number;
      /** Qubits that modifiers put before those of the gate. */
      readonly controls: number;
    }
  | { readonly kind: 'function'; readonly symbol: ProgramSymbol; readonly active: number }
  | { readonly kind: 'modifier'; readonly name: 'pow' | 'ctrl' | 'negctrl' };

/** Finds what the name of a token means. */
export type SymbolOfToken = (token: number, name: string) => ProgramSymbol | undefined;

/** An opening bracket before the caret that is not closed before it. */
interface OpenBracket {
  readonly kind: number;
  /** The token before it, which is called if the bracket is a parenthesis. */
  readonly callee: number;
  commas: number;
}

/** More controls than this are not counted. */
const mostControls = 64;

/** The innermost call around an offset, told from the tokens before it, so that what follows need not be written. */
export function callContextAt(tree: SyntaxTree, offset: number, symbolOf: SymbolOfToken): CallContext | undefined {
  const { tokens } = tree;
  const first = firstTokenFrom(tokens, innermostStart(tree, offset));
  const end = firstTokenFrom(tokens, offset);
  if (isInComment(tokens, end, offset) || isSignature(tokens.kinds[first])) return undefined;
  const reader = new CallReader(tokens, symbolOf);
  for (let token = first; token < end; token++) reader.step(token);
  return reader.contextAt(offset);
}

/** Follows a statement from its beginning to the caret. */
class CallReader {
  readonly #tokens: TokenStream;
  readonly #symbolOf: SymbolOfToken;
  readonly #open: OpenBracket[] = [];
  /** The gate of the statement, once its name is read. */
  #gate: { readonly symbol: ProgramSymbol; readonly token: number } | undefined;
  #controls = 0;
  #commas = 0;

  constructor(tokens: TokenStream, symbolOf: SymbolOfToken) {
    this.#tokens = tokens;
    this.#symbolOf = symbolOf;
  }

  step(token: number): void {
    const kind = this.#tokens.kinds[token] ?? tokenKind.endOfFile;
    switch (kind) {
      case tokenKind.leftParen:
      case tokenKind.leftBracket:
      case tokenKind.leftBrace:
        if (kind === tokenKind.leftBrace && this.#open.length === 0) this.#reset();
        else this.#open.push({ kind, callee: token - 1, commas: 0 });
        return;
      case tokenKind.rightParen:
      case tokenKind.rightBracket:
      case tokenKind.rightBrace:
        this.#close();
        return;
      case tokenKind.comma: {
        const bracket = this.#open.at(-1);
        if (bracket) bracket.commas++;
        else this.#commas++;
        return;
      }
      case tokenKind.semicolon:
        this.#open.length = 0;
        this.#reset();
        return;
      case tokenKind.ctrl:
      case tokenKind.negctrl:
        if (this.#open.length === 0) this.#controls += this.#controlCount(token);
        return;
      case tokenKind.identifier:
      case tokenKind.gphase:
        if (this.#open.length === 0 && !this.#gate) this.#takeGate(token);
        return;
      default:
    }
  }

  #reset(): void {
    this.#gate = undefined;
    this.#controls = 0;
    this.#commas = 0;
  }

  #close(): void {
    const bracket = this.#open.pop();
    const callee = this.#tokens.kinds[bracket?.callee ?? -1];
    // After a condition comes another statement.
    const isCondition = callee === tokenKind.if || callee === tokenKind.while;
    if (this.#open.length === 0 && (bracket === undefined || isCondition)) this.#reset();
  }

  #takeGate(token: number): void {
    const symbol = this.#symbolOf(token, textOf(this.#tokens, token));
    if (symbol?.kind === 'gate') this.#gate = { symbol, token };
  }

  /** The number in `ctrl(n)`, 1 where it is not a number. */
  #controlCount(token: number): number {
    const { kinds } = this.#tokens;
    const hasCount = kinds[token + 1] === tokenKind.leftParen && kinds[token + 2] === tokenKind.integer;
    const count = hasCount ? Number(textOf(this.#tokens, token + 2).replaceAll('_', '')) : 1;
    return count >= 1 ? Math.min(count, mostControls) : 1;
  }

  contextAt(offset: number): CallContext | undefined {
    for (const { callee, commas, kind } of this.#open.toReversed()) {
      if (kind !== tokenKind.leftParen) continue;
      const context = this.#callOf(callee, commas);
      if (context) return context;
    }
    const { symbol, token = 0 } = this.#gate ?? {};
    const hasBegun = this.#open.every(({ kind }) => kind === tokenKind.leftBracket);
    if (!symbol || !hasBegun || offset <= (this.#tokens.ends[token] ?? 0)) return undefined;
    return { kind: 'gate', symbol, part: 'operands', active: this.#commas, controls: this.#controls };
  }

  #callOf(callee: number, active: number): CallContext | undefined {
    switch (this.#tokens.kinds[callee]) {
      case tokenKind.pow:
        return { kind: 'modifier', name: 'pow' };
      case tokenKind.ctrl:
        return { kind: 'modifier', name: 'ctrl' };
      case tokenKind.negctrl:
        return { kind: 'modifier', name: 'negctrl' };
      case tokenKind.identifier:
      case tokenKind.gphase: {
        const symbol = this.#symbolOf(callee, textOf(this.#tokens, callee));
        if (symbol?.kind === 'gate')
          return { kind: 'gate', symbol, part: 'arguments', active, controls: this.#controls };
        return symbol?.builtin || symbol?.callable ? { kind: 'function', symbol, active } : undefined;
      }
      default:
        return undefined;
    }
  }
}

/** The first token that starts at an offset or after it. */
function firstTokenFrom({ count, starts }: TokenStream, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function textOf({ ends, starts, text }: TokenStream, token: number): string {
  return text.slice(starts[token], ends[token]);
}

/** Whether the statement writes a signature of its own. */
function isSignature(kind: number | undefined): boolean {
  switch (kind) {
    case tokenKind.gate:
    case tokenKind.def:
    case tokenKind.defcal:
    case tokenKind.opaque:
    case tokenKind.extern:
      return true;
    default:
      return false;
  }
}

/** @param next the first token that starts at the offset or after it */
function isInComment({ ends, starts, text }: TokenStream, next: number, offset: number): boolean {
  const gapEnd = starts[next] ?? text.length;
  for (const { end, isLine, start } of commentsBetween(text, ends[next - 1] ?? 0, gapEnd)) {
    if (start < offset && (offset < end || (isLine && offset === end))) return true;
  }
  return false;
}
