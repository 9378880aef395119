import type { Binder } from './binder.ts';
import type { ProgramSymbol } from './symbols.ts';
import type { TokenStream } from './tokenStream.ts';

/** What a word means where it stands, as far as plain statements need it. */
export interface PlainMeaning {
  readonly symbol: ProgramSymbol;
  /** Parameters and qubits of a gate; −1 for what is no gate. */
  readonly parameterCount: number;
  readonly qubitCount: number;
  readonly role: 'qubit' | 'bit' | 'number' | 'gate';
  /** The elements of qubits and bits: `size` of them, or one that is no register where that is −1. */
  readonly first: number;
  readonly step: number;
  readonly size: number;
}

/** Remembers what words mean as long as no name can have got another meaning. */
export class PlainMeanings {
  readonly #binder: Binder;
  #tokens: TokenStream | undefined;
  /** State of the binder's names for which `#meanings` holds. */
  #revision = -1;
  #stamp = 0;
  /** Meanings by word number, valid where the stamp is the current one. */
  #meanings: (PlainMeaning | undefined)[] = [];
  #stamps: number[] = [];

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  /** Makes ready for the statements of some tokens. */
  refresh(tokens: TokenStream): void {
    if (tokens === this.#tokens && this.#binder.revision === this.#revision) return;
    if (tokens !== this.#tokens) {
      this.#meanings = [];
      this.#stamps = [];
    }
    this.#tokens = tokens;
    this.#revision = this.#binder.revision;
    this.#stamp++;
  }

  /** What the word of a token means; undefined where a plain statement cannot have it. */
  of(tokens: TokenStream, token: number): PlainMeaning | undefined {
    const word = tokens.words[token] ?? 0;
    if (this.#stamps[word] === this.#stamp) return this.#meanings[word];
    const symbol = this.#binder.visible(tokens.names.texts[word] ?? '');
    const meaning = symbol && meaningOf(symbol);
    this.#meanings[word] = meaning;
    this.#stamps[word] = this.#stamp;
    return meaning;
  }
}

function meaningOf(symbol: ProgramSymbol): PlainMeaning | undefined {
  const none = { symbol, parameterCount: -1, qubitCount: -1, first: 0, step: 1, size: -1 };
  const { gate, selection, type } = symbol;
  if (gate) {
    return { ...none, role: 'gate', parameterCount: gate.parameters.length, qubitCount: gate.qubits.length };
  }
  if (symbol.kind === 'builtin-constant') return { ...none, role: 'number' };
  const run = selection?.runs?.length === 1 ? selection.runs[0] : undefined;
  if (!run || selection?.size === 'unknown') return undefined;
  const elements = { first: run.first, step: run.step, size: selection?.size === 'scalar' ? -1 : run.count };
  if (type.kind === 'qubit') return { ...none, ...elements, role: 'qubit' };
  // Other bits cannot be assigned, or there is something to be said when they are.
  if (type.kind === 'bit' && symbol.kind === 'variable') return { ...none, ...elements, role: 'bit' };
  return undefined;
}
