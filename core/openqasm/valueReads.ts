import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import type { ValueTrace } from './lints/valueTrace.ts';
import { chainOperands } from './operatorChain.ts';
import { elementAt, type Selection, singleElement, unknownSelection } from './selection.ts';
import type { ProgramSymbol } from './symbols.ts';
import { childrenOf } from './syntaxChildren.ts';
import type { Expression, Selector, SyntaxNode } from './syntaxTree.ts';

/**
 * Remembers in a trace which variables without an initial value get one, and which are read. OpenQASM 3 leaves such a
 * variable undefined (types, "Classical types"); in OpenQASM 2 bits are 0 from the beginning.
 */
export class ValueReads {
  readonly #binder: Binder;

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  get #trace(): ValueTrace {
    return this.#binder.valueTrace;
  }

  /** Variables without an initial value; others are not followed. */
  get #open(): Set<number> {
    return this.#binder.openVariables;
  }

  /** A variable is declared without an initial value. */
  declare({ id, kind, type }: ProgramSymbol): void {
    const isLeftOpen = kind === 'variable' || kind === 'output';
    if (this.#binder.isVersion2 || !isLeftOpen || type.kind === 'stretch' || type.kind === 'none') return;
    this.#open.add(id);
    this.#trace.declare(id);
  }

  /**
   * A variable gets a value.
   * @param bits the part of it that does, where it is of bits; undefined where that is not known or all of it
   */
  assign(symbol: ProgramSymbol | undefined, bits?: Selection): void {
    if (!symbol || this.#open.size === 0) return;
    const owner = this.#ownerOf(symbol);
    if (!this.#open.has(owner.id)) return;
    const runs = (bits ?? symbol.selection)?.runs;
    if (owner.type.kind !== 'bit') this.#trace.assign(owner.id);
    else if (!runs) this.#trace.assignSomeBits(owner.id);
    else for (const { count, first, step } of runs) this.#trace.assignBits(owner.id, first, step, count);
  }

  /** The target of an assignment gets a value. */
  assignTarget(target: Expression): void {
    const root = rootOf(target);
    const symbol = root.kind === 'identifier' ? this.#binder.peek(root.name) : undefined;
    if (target.kind !== 'index') {
      this.assign(symbol);
      return;
    }
    const index = target.base === root ? literalOf(target.selectors) : undefined;
    const element = symbol?.selection && index !== undefined ? elementAt(symbol.selection, index) : undefined;
    this.assign(symbol, element === undefined ? unknownSelection : singleElement(element));
  }

  /** Bits of a variable get values: so many from the first on. */
  assignBits(symbol: number, first: number, step: number, count: number): void {
    if (this.#open.has(symbol)) this.#trace.assignBits(symbol, first, step, count);
  }

  /** One bit of a variable is read: that with a number, or the variable itself where that is −1. */
  readBit(symbol: number, index: number, place: OffsetRange): void {
    if (this.#open.has(symbol)) this.#trace.read(symbol, symbol, index, this.#binder.file, place);
  }

  /** What an expression reads. */
  visit(node: SyntaxNode): void {
    if (this.#binder.isVersion2) return;
    switch (node.kind) {
      case 'identifier':
        this.#read(node.name, node, undefined);
        return;
      case 'index': {
        const { base, selectors } = node;
        if (base.kind === 'identifier') this.#read(base.name, node, literalOf(selectors));
        else this.visit(base);
        this.#visitSelectors(selectors);
        return;
      }
      case 'call':
        // Only the type of its argument matters to it.
        if (node.callee.name === 'sizeof') return;
        for (const argument of node.arguments) this.visit(argument);
        return;
      case 'integer':
      case 'float':
      case 'measure-expression':
      case 'durationof':
      case 'quantum-call':
      case 'type':
        return;
      case 'cast':
        this.visit(node.argument);
        return;
      case 'binary':
        for (const operand of chainOperands(node)) this.visit(operand);
        return;
      default:
        for (const child of childrenOf(node)) this.visit(child);
    }
  }

  /** What the brackets of an assigned or measured part read. */
  visitIndices(operand: Expression): void {
    for (let part = operand; part.kind === 'index'; part = part.base) this.#visitSelectors(part.selectors);
  }

  #visitSelectors(selectors: readonly Selector[]): void {
    for (const selector of selectors) if (selector.kind !== 'integer') this.visit(selector);
  }

  /** An alias of bits stands for the register it is of. */
  #ownerOf(symbol: ProgramSymbol): ProgramSymbol {
    const first = symbol.kind === 'alias' ? symbol.selection?.runs?.[0]?.first : undefined;
    return (first === undefined ? undefined : this.#binder.registers.ownerOf(first)) ?? symbol;
  }

  #read(name: string, place: OffsetRange, index: number | undefined): void {
    if (this.#open.size === 0) return;
    const symbol = this.#binder.peek(name);
    // Without a selection, an alias of bits may be of any.
    if (!symbol || (symbol.type.kind === 'bit' && !symbol.selection)) return;
    const owner = this.#ownerOf(symbol);
    if (this.#open.has(owner.id)) this.#trace.read(owner.id, symbol.id, index ?? -1, this.#binder.file, place);
  }
}

/** The number in brackets, where it is a single one that is written. */
function literalOf(selectors: readonly Selector[]): number | undefined {
  const [selector, ...others] = selectors;
  return selector?.kind === 'integer' && others.length === 0 ? selector.value : undefined;
}

/** What brackets are written after, the innermost. */
export function rootOf(expression: Expression): Expression {
  let root = expression;
  while (root.kind === 'index') root = root.base;
  return root;
}
