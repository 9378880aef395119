import type { Binder } from './binder.ts';
import { type CircuitTrace, type Effect, effect, type StatementPlace } from './lints/circuitTrace.ts';
import { plainBranchEnd } from './plainBranch.ts';
import { PlainMeanings } from './plainMeanings.ts';
import { plainStatementEnd } from './plainStatement.ts';
import type { StatementList } from './statementList.ts';
import type { ProgramSymbol } from './symbols.ts';
import { tokenKind } from './tokenKind.ts';
import type { TokenStream } from './tokenStream.ts';

/** Statements with more operands, or with more names in all, are bound from their nodes. */
const mostMentions = 64;

/**
 * Binds plain statements (`StatementList.isPlainAt`) from their tokens, without a node. It takes only those about which
 * nothing is to be said, and leaves everything else to the binders of nodes. So whoever adds a check of gate calls,
 * measurements, resets or barriers makes sure here that a statement it reports is left.
 */
export class PlainStatementBinder {
  readonly #binder: Binder;
  readonly #meanings: PlainMeanings;
  /** What the statement mentions: tokens and symbols, to be recorded when all of it is unremarkable. */
  readonly #mentionTokens = new Int32Array(mostMentions);
  readonly #mentionSymbols = new Int32Array(mostMentions);
  #mentionCount = 0;
  readonly #place: StatementPlace = { file: 0, start: 0, end: 0 };
  /** The symbol of the bits that the statement assigns; −1 when it assigns none. */
  #assigned = -1;
  #assignedOperand = 0;
  /** The operands read so far: the first element of each, and its step and size. */
  readonly #firsts = new Int32Array(mostMentions);
  readonly #steps = new Int32Array(mostMentions);
  readonly #sizes = new Int32Array(mostMentions);
  #operandCount = 0;

  constructor(binder: Binder) {
    this.#binder = binder;
    this.#meanings = new PlainMeanings(binder);
  }

  /** Binds a plain statement; false, with nothing recorded, when its node must be bound. */
  bind(statements: StatementList, index: number): boolean {
    const { tokens } = statements;
    this.#begin(tokens);
    const first = statements.firstTokenAt(index);
    if (!this.#read(tokens, first)) return false;
    this.#record();
    this.#traceStatement(tokens, first, statements.lastTokenAt(index));
    return true;
  }

  /**
   * Binds a branch that guards one plain statement with one bit, as most of the branches of large circuits do; false,
   * with nothing recorded, when its node must be bound.
   */
  bindBranch(statements: StatementList, index: number): boolean {
    const { currentGate, options, version } = this.#binder;
    // These look more closely at conditions, and gates have none.
    if (currentGate || version.major === 2 || options.profile === 'spec-3.x' || options.target?.controlFlow === false)
      return false;
    const { tokens } = statements;
    const first = statements.firstTokenAt(index);
    const last = statements.lastTokenAt(index);
    if (plainBranchEnd(tokens, first) !== last) return false;
    this.#begin(tokens);
    const bit = first + 2;
    const close = this.#operand(tokens, bit, 'bit');
    if (close < 0 || tokens.kinds[close] !== tokenKind.rightParen || (this.#sizes[0] ?? 0) >= 0) return false;
    const isBlock = tokens.kinds[close + 1] === tokenKind.leftBrace;
    const guarded = close + (isBlock ? 2 : 1);
    const end = isBlock ? last - 1 : last;
    if (plainStatementEnd(tokens, guarded) !== end) return false;
    // What is read is no operand of the statement, and nothing is assigned to it.
    const condition = this.#assigned;
    this.#operandCount = 0;
    this.#assigned = -1;
    if (!this.#read(tokens, guarded)) return false;
    const { flow, values } = this.#binder;
    const bitIndex = close === bit + 1 ? -1 : smallNumber(tokens, bit + 2, 0);
    values.readBit(condition, bitIndex, { start: tokens.starts[bit] ?? 0, end: tokens.ends[close - 1] ?? 0 });
    const bindGuarded = (): void => {
      this.#record();
      this.#traceStatement(tokens, guarded, end);
    };
    this.#binder.conditionally(() => flow.branch([bindGuarded, () => {}]));
    return true;
  }

  #begin(tokens: TokenStream): void {
    this.#meanings.refresh(tokens);
    this.#mentionCount = 0;
    this.#operandCount = 0;
    this.#assigned = -1;
  }

  #traceStatement(tokens: TokenStream, first: number, last: number): void {
    const { trace } = this.#binder;
    if (trace) this.#trace(trace, tokens, first, last);
  }

  #record(): void {
    const { symbolOfToken } = this.#binder.currentFile;
    const { assigned, uses, values } = this.#binder;
    if (this.#assigned >= 0) {
      assigned.add(this.#assigned);
      // In `measure q -> c` the bits come second, in `c = measure q` first.
      const bits = this.#assignedOperand;
      values.assignBits(
        this.#assigned,
        this.#firsts[bits] ?? 0,
        this.#steps[bits] ?? 1,
        Math.abs(this.#sizes[bits] ?? 1),
      );
    }
    for (let index = 0; index < this.#mentionCount; index++) {
      const symbol = this.#mentionSymbols[index] ?? 0;
      symbolOfToken[this.#mentionTokens[index] ?? 0] = symbol;
      uses[symbol] = (uses[symbol] ?? 0) + 1;
    }
  }

  /** Remembers what the statement does to qubits. */
  #trace(trace: CircuitTrace, tokens: TokenStream, first: number, last: number): void {
    this.#place.file = this.#binder.file;
    this.#place.start = tokens.starts[first] ?? 0;
    this.#place.end = tokens.ends[last] ?? 0;
    switch (tokens.kinds[first]) {
      case tokenKind.measure:
        this.#traceCopies(trace, effect.measure, -1, 0, 1);
        return;
      case tokenKind.reset:
        this.#traceCopies(trace, effect.reset, -1, 0, 1);
        return;
      case tokenKind.barrier:
        for (let operand = 0; operand < this.#operandCount; operand++) {
          this.#traceCopies(trace, effect.barrier, -1, operand, operand + 1);
        }
        return;
    }
    if (this.#assigned >= 0) this.#traceCopies(trace, effect.measure, -1, 1, 2);
    else this.#traceCopies(trace, effect.gate, this.#mentionSymbols[0] ?? -1, 0, this.#operandCount);
  }

  #traceCopies(trace: CircuitTrace, what: Effect, gate: number, from: number, to: number): void {
    let copies = -1;
    for (let operand = from; operand < to; operand++) copies = Math.max(copies, this.#sizes[operand] ?? -1);
    if (copies < 0) {
      trace.single(what, gate, this.#place, this.#firsts, from, to);
      return;
    }
    trace.begin(this.#place.file, this.#place.start, this.#place.end);
    for (let copy = 0; copy < copies && trace.isComplete; copy++) {
      trace.step(what, gate);
      for (let operand = from; operand < to; operand++) {
        const offset = (this.#sizes[operand] ?? -1) < 0 ? 0 : copy * (this.#steps[operand] ?? 1);
        trace.qubit((this.#firsts[operand] ?? 0) + offset);
      }
    }
  }

  #read(tokens: TokenStream, first: number): boolean {
    const { kinds } = tokens;
    switch (kinds[first]) {
      case tokenKind.measure: {
        const end = this.#operand(tokens, first + 1, 'qubit');
        if (end < 0 || this.#binder.currentGate) return false;
        if (kinds[end] !== tokenKind.arrow) return true;
        return this.#operand(tokens, end + 1, 'bit') >= 0 && this.#haveEqualSizes();
      }
      case tokenKind.reset:
        return !this.#binder.currentGate && this.#operand(tokens, first + 1, 'qubit') >= 0;
      case tokenKind.barrier:
        return this.#operands(tokens, first + 1) && this.#areDistinct();
    }
    const next = kinds[first + 1];
    if (next !== tokenKind.equals && next !== tokenKind.leftBracket) return this.#gateCall(tokens, first);
    const equals = this.#operand(tokens, first, 'bit');
    if (equals < 0 || this.#binder.currentGate) return false;
    return this.#operand(tokens, equals + 2, 'qubit') >= 0 && this.#haveEqualSizes();
  }

  #gateCall(tokens: TokenStream, first: number): boolean {
    const gate = this.#meanings.of(tokens, first);
    if (gate?.role !== 'gate' || gate.symbol === this.#binder.currentGate) return false;
    this.#mention(first, gate.symbol);
    let token = first + 1;
    if (tokens.kinds[token] === tokenKind.leftParen) {
      token = this.#arguments(tokens, token + 1, gate.parameterCount);
      if (token < 0) return false;
    } else if (gate.parameterCount !== 0) {
      return false;
    }
    return this.#operands(tokens, token) && this.#operandCount === gate.qubitCount && this.#areDistinct();
  }

  /** Reads operands up to the `;`. */
  #operands(tokens: TokenStream, first: number): boolean {
    let token = first;
    for (;;) {
      token = this.#operand(tokens, token, 'qubit');
      if (token < 0) return false;
      if (tokens.kinds[token] === tokenKind.semicolon) return true;
      token++;
    }
  }

  /** Reads an operand; returns the token after it, or −1 when it needs its node. */
  #operand(tokens: TokenStream, token: number, role: 'qubit' | 'bit'): number {
    const { kinds } = tokens;
    if (this.#operandCount >= mostMentions) return -1;
    if (kinds[token] === tokenKind.hardwareQubit) {
      const number = role === 'qubit' && !this.#binder.currentGate ? smallNumber(tokens, token, 1) : -1;
      if (number < 0 || number >= (this.#binder.options.target?.qubits ?? Number.POSITIVE_INFINITY)) return -1;
      this.#addOperand(-1 - number, 1, -1);
      return token + 1;
    }
    const meaning = this.#meanings.of(tokens, token);
    if (meaning?.role !== role || !this.#mention(token, meaning.symbol)) return -1;
    if (role === 'bit') {
      this.#assigned = meaning.symbol.id;
      this.#assignedOperand = this.#operandCount;
    }
    if (kinds[token + 1] !== tokenKind.leftBracket) {
      this.#addOperand(meaning.first, meaning.step, meaning.size);
      return token + 1;
    }
    if (meaning.size < 0) return -1;
    const index = smallNumber(tokens, token + 2, 0);
    if (index < 0 || index >= meaning.size) return -1;
    this.#addOperand(meaning.first + index * meaning.step, 1, -1);
    return token + 4;
  }

  #addOperand(first: number, step: number, size: number): void {
    this.#firsts[this.#operandCount] = first;
    this.#steps[this.#operandCount] = step;
    this.#sizes[this.#operandCount] = size;
    this.#operandCount++;
  }

  #mention(token: number, symbol: ProgramSymbol): boolean {
    if (this.#mentionCount >= mostMentions) return false;
    this.#mentionTokens[this.#mentionCount] = token;
    this.#mentionSymbols[this.#mentionCount] = symbol.id;
    this.#mentionCount++;
    return true;
  }

  /** Both sides of a measurement are single elements, or registers of one size. */
  #haveEqualSizes(): boolean {
    return this.#sizes[0] === this.#sizes[1];
  }

  /** Registers have one size, and no two operands can share an element. */
  #areDistinct(): boolean {
    const firsts = this.#firsts;
    const sizes = this.#sizes;
    for (let later = 1; later < this.#operandCount; later++) {
      for (let earlier = 0; earlier < later; earlier++) {
        const isScalar = (sizes[earlier] ?? 0) < 0 && (sizes[later] ?? 0) < 0;
        if (isScalar ? firsts[earlier] === firsts[later] : !this.#canBroadcast(earlier, later)) return false;
      }
    }
    return true;
  }

  #canBroadcast(earlier: number, later: number): boolean {
    const [left = 0, right = 0] = [this.#sizes[earlier], this.#sizes[later]];
    if (left >= 0 && right >= 0 && left !== right) return false;
    return this.#highest(earlier) < this.#lowest(later) || this.#highest(later) < this.#lowest(earlier);
  }

  #lowest(operand: number): number {
    return Math.min(this.#firsts[operand] ?? 0, this.#lastElement(operand));
  }

  #highest(operand: number): number {
    return Math.max(this.#firsts[operand] ?? 0, this.#lastElement(operand));
  }

  #lastElement(operand: number): number {
    const count = Math.abs(this.#sizes[operand] ?? 0);
    return (this.#firsts[operand] ?? 0) + Math.max(0, count - 1) * (this.#steps[operand] ?? 0);
  }

  /**
   * Reads the arguments of a gate; returns the token after their parenthesis, or −1 when they need their nodes. They are
   * taken when they are numbers, built-in constants and arithmetic of these that divides neither by 0 nor two integers.
   */
  #arguments(tokens: TokenStream, first: number, expected: number): number {
    const { kinds } = tokens;
    let count = 1;
    let depth = 1;
    for (let token = first; ; token++) {
      switch (kinds[token]) {
        case tokenKind.integer:
        case tokenKind.float:
        case tokenKind.plus:
        case tokenKind.minus:
        case tokenKind.star:
          break;
        case tokenKind.slash:
          if (!this.#divides(tokens, token)) return -1;
          break;
        case tokenKind.identifier: {
          const meaning = this.#meanings.of(tokens, token);
          if (meaning?.role !== 'number' || !this.#mention(token, meaning.symbol)) return -1;
          break;
        }
        case tokenKind.comma:
          count++;
          break;
        case tokenKind.leftParen:
          // Not a call: the name of a function is no number.
          depth++;
          break;
        case tokenKind.rightParen:
          if (--depth === 0) return count === expected ? token + 1 : -1;
          break;
        default:
          return -1;
      }
    }
  }

  #divides(tokens: TokenStream, slash: number): boolean {
    const { kinds, starts, ends, text } = tokens;
    const divisor = kinds[slash + 1];
    if (divisor === tokenKind.identifier) return kinds[slash + 2] !== tokenKind.leftParen;
    if (divisor !== tokenKind.integer && divisor !== tokenKind.float) return false;
    if (!(Number(text.slice(starts[slash + 1], ends[slash + 1])) > 0)) return false;
    if (divisor === tokenKind.float || this.#binder.isVersion2) return true;
    const dividend = kinds[slash - 1];
    return dividend === tokenKind.float || dividend === tokenKind.identifier;
  }
}

/** The value of a decimal number of few digits; −1 for any other. */
function smallNumber({ text, starts, ends }: TokenStream, token: number, skip: number): number {
  const start = (starts[token] ?? 0) + skip;
  const end = ends[token] ?? 0;
  if (end - start > 9) return -1;
  let value = 0;
  for (let offset = start; offset < end; offset++) {
    const digit = text.charCodeAt(offset) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
