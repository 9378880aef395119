import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Binder } from './binder.ts';
import { diagnose, withRelated } from './messages.ts';
import { elementAt, type Selection, singleElement, unknownSelection } from './selection.ts';
import type { ProgramSymbol } from './symbols.ts';
import { childrenOf } from './syntaxChildren.ts';
import type { Expression, Selector, SyntaxNode } from './syntaxTree.ts';

/** Registers with more bits are not followed bit by bit. */
const mostBits = 1 << 16;

/**
 * Finds reads of variables that have no value yet: OpenQASM 3 leaves a variable without an initial value undefined
 * (types, "Classical types"). A register of bits counts as assigned from its first bit on, apart from bits that are read
 * by their number. In OpenQASM 2 bits are 0 from the beginning.
 */
export class ValueReads {
  /** What was found in the analysed file. */
  readonly found: Diagnostic[] = [];
  readonly #binder: Binder;
  /** Variables without an initial value. */
  readonly #open = new Set<number>();
  /** Bits that have got a value somewhere before, by their number. */
  readonly #assignedBits = new Set<number>();
  /** What has been reported, or is not looked at any more, by symbol. */
  readonly #settled = new Set<number>();

  constructor(binder: Binder) {
    this.#binder = binder;
  }

  /** A variable is declared without an initial value. */
  declare({ id, kind, type }: ProgramSymbol): void {
    const isLeftOpen = kind === 'variable' || kind === 'output';
    if (this.#binder.isVersion2 || !isLeftOpen || type.kind === 'stretch' || type.kind === 'none') return;
    this.#open.add(id);
    this.#binder.flow.declare(id);
  }

  /**
   * A variable gets a value.
   * @param bits the part of it that does, where it is of bits; undefined where that is not known or all of it
   */
  assign(symbol: ProgramSymbol | undefined, bits?: Selection): void {
    if (!symbol) return;
    const owner = this.#ownerOf(symbol);
    this.#binder.flow.assign(owner.id);
    const runs = (bits ?? symbol.selection)?.runs;
    if (owner.type.kind !== 'bit') return;
    // A bit whose number only the run knows may be any.
    if (!runs) this.#settled.add(owner.id);
    for (const { count, first, step } of runs ?? []) this.#noteBits(owner.id, first, step, count);
  }

  /** Of more bits than anyone reads one by one, the variable is not looked at any more. */
  #noteBits(symbol: number, first: number, step: number, count: number): void {
    if (count > mostBits) this.#settled.add(symbol);
    else for (let index = 0; index < count; index++) this.#assignedBits.add(first + index * step);
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
    if (this.#binder.isVersion2) return;
    this.#binder.flow.assign(symbol);
    this.#noteBits(symbol, first, step, count);
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
    return (first === undefined ? undefined : this.#binder.registerOf(first)) ?? symbol;
  }

  #read(name: string, place: OffsetRange, index: number | undefined): void {
    const { flow, surroundings } = this.#binder;
    const symbol = this.#binder.peek(name);
    // Without a selection, an alias of bits may be of any.
    if (!symbol || (symbol.type.kind === 'bit' && !symbol.selection)) return;
    const owner = this.#ownerOf(symbol);
    if (this.#settled.has(owner.id)) return;
    const lack = flow.lackOf(owner.id);
    const isBit = symbol.type.kind === 'bit';
    if (lack !== undefined) {
      // In a loop it may have got one in the turn before.
      this.#report(owner, symbol.name, place, lack === 'never' && !surroundings.includes('loop'), isBit);
    } else if (isBit && index !== undefined && flow.isReachable && !surroundings.includes('loop')) {
      this.#readBit(owner, symbol, index, place);
    }
  }

  #readBit(owner: ProgramSymbol, symbol: ProgramSymbol, index: number, place: OffsetRange): void {
    const [run, ...others] = symbol.selection?.runs ?? [];
    if (!run || others.length > 0 || index >= run.count || !this.#open.has(owner.id)) return;
    if (this.#assignedBits.has(run.first + index * run.step)) return;
    this.#report(owner, `${symbol.name}[${index}]`, place, true, true);
  }

  #report(owner: ProgramSymbol, name: string, place: OffsetRange, isCertain: boolean, isBit: boolean): void {
    this.#settled.add(owner.id);
    if (this.#binder.file !== 0) return;
    const diagnostic = diagnose('QAS9002', place, name, isCertain, isBit);
    const related = this.#binder.relatedPlace(owner, `'${owner.name}' is declared here, without a value.`);
    this.found.push(related ? withRelated(diagnostic, [related]) : diagnostic);
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
