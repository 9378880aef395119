import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type { Expression, Identifier, Statement, SyntaxNode } from '#core/openqasm/syntaxTree.ts';
import type { LoweringState } from './loweringState.ts';

/** What statements may do to the world around them, as far as their text tells. */
export interface Effects {
  /** Variables, registers and arrays that are assigned to, by the number of their symbol. */
  readonly symbols: ReadonlySet<number>;
  readonly returns: boolean;
  /** Whether a loop, subroutine or the program may be left. */
  readonly jumps: boolean;
}

/** Finds what statements assign to. Answers for blocks are kept, because loops ask for the same ones again and again. */
export class EffectFinder {
  readonly #state: LoweringState;
  readonly #known = new Map<string, Effects>();

  constructor(state: LoweringState) {
    this.#state = state;
  }

  /** Of parts of the current file; `key` names those that are asked for more than once. */
  of(nodes: Iterable<SyntaxNode>, key?: string): Effects {
    const full = key === undefined ? undefined : `${this.#state.file} ${key}`;
    const known = full === undefined ? undefined : this.#known.get(full);
    if (known) return known;
    const found = { symbols: new Set<number>(), returns: false, jumps: false };
    for (const node of nodes) {
      for (const part of nodesIn(node, ({ kind }) => kind !== 'gate-call')) this.#look(part, found);
    }
    if (full !== undefined) this.#known.set(full, found);
    return found;
  }

  #look(node: SyntaxNode, found: { readonly symbols: Set<number>; returns: boolean; jumps: boolean }): void {
    switch (node.kind) {
      case 'assignment':
      case 'measure':
        if (node.target) this.#add(node.target, found.symbols);
        return;
      case 'call':
        this.#state.symbolOf(node.callee)?.callable?.parameters.forEach((type, index) => {
          const argument = node.arguments[index];
          if (type.kind === 'array' && type.access === 'mutable' && argument) this.#add(argument, found.symbols);
        });
        return;
      case 'return':
        found.returns = true;
        found.jumps = true;
        return;
      case 'jump':
        found.jumps = true;
    }
  }

  #add(target: Expression, symbols: Set<number>): void {
    const root = rootOf(target);
    const symbol = root && this.#state.symbolOf(root);
    if (symbol) symbols.add(symbol.id);
  }
}

/** The name that an indexed expression begins with. */
export function rootOf(expression: Expression): Identifier | undefined {
  let root = expression;
  while (root.kind === 'index' || root.kind === 'parenthesised') root = root.kind === 'index' ? root.base : root.inner;
  return root.kind === 'identifier' ? root : undefined;
}

/** The key of a block for {@link EffectFinder.of}. */
export function blockKey({ end, start }: { readonly start: number; readonly end: number }): string {
  return `${start} ${end}`;
}

/** The statements of a list from an index on. */
export function* statementsFrom(
  list: { readonly length: number; at(index: number): Statement | undefined },
  from: number,
): Generator<Statement> {
  for (let index = from; index < list.length; index++) {
    const statement = list.at(index);
    if (statement) yield statement;
  }
}
