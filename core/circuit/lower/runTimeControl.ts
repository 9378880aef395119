import { appendAll } from '#core/base/appendAll.ts';
import type { Condition, Operation } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import type { Cell, KnownValues, Written } from './classicalStore.ts';
import { type ExitTarget, type Flow, goesOn, next } from './flow.ts';
import type { LoweringState } from './loweringState.ts';
import { isSameExpression } from './simplify.ts';

/** A piece of the program: how it is lowered, and what it may assign to. */
export interface Piece {
  lower(): Flow;
  written(): Written;
}

/** A decision of which all branches but one leave, so that what follows it can become part of that branch. */
export interface OpenDecision {
  readonly kind: 'open';
  close(rest: Piece): Flow;
}

interface Branch {
  readonly operations: Operation[];
  flow: Flow;
  after: KnownValues;
}

/** Decisions of which the rest is part of a branch nest at most this deep. */
const deepestContinuation = 32;

const nothing: Written = { cells: new Set(), bits: new Set() };

/** A piece that does nothing. */
export const emptyPiece: Piece = { lower: () => next, written: () => nothing };

/**
 * Decisions of the run. The circuit model has no jumps: what follows a possible jump is executed under the condition
 * that it did not happen, which a flag remembers.
 */
export class RunTimeControl {
  readonly #state: LoweringState;
  readonly #flags = new Map<string, Cell>();
  #continuationDepth = 0;

  constructor(state: LoweringState) {
    this.#state = state;
  }

  /**
   * Lowers the branches of a decision, each from what is known now.
   * @param written what they may assign to
   * @param emit makes the operation of the decision from the bodies, in order
   */
  decide(
    branches: readonly (() => Flow)[],
    written: Written,
    emit: (bodies: readonly Operation[][]) => void,
  ): Flow | OpenDecision {
    const state = this.#state;
    state.store.pin(written);
    const before = state.store.known(written);
    const lowered = branches.map((lower): Branch => {
      state.store.assume(before);
      const { operations, result: flow } = this.#inBranch(lower);
      return { operations, flow, after: state.store.known(written) };
    });
    const staying = lowered.filter(({ flow }) => flow.kind === 'next');
    const leaving = lowered.filter(({ flow }) => flow.kind === 'jump');
    const [only] = staying;
    const isOpen = only && staying.length === 1 && leaving.length > 0 && leaving.length + 1 === lowered.length;
    if (!isOpen || this.#continuationDepth >= deepestContinuation) {
      state.store.unpin(written);
      return this.#finish(lowered, written, emit);
    }
    const close = (rest: Piece): Flow => {
      const more = without(rest.written(), written);
      const all = joined(written, more);
      state.store.assume(before);
      state.store.pin(more);
      for (const branch of lowered) branch.after = withDefault(branch.after, state.store.known(more));
      state.store.assume(only.after);
      this.#continuationDepth++;
      const { operations, result: flow } = this.#inBranch(() => rest.lower());
      this.#continuationDepth--;
      appendAll(only.operations, operations);
      only.flow = flow;
      only.after = state.store.known(all);
      state.store.unpin(all);
      return this.#finish(lowered, all, emit);
    };
    return { kind: 'open', close };
  }

  /** As {@link decide}, with nothing to follow. */
  decideNow(branches: readonly (() => Flow)[], written: Written, emit: (bodies: readonly Operation[][]) => void): Flow {
    const decided = this.decide(branches, written, emit);
    return decided.kind === 'open' ? decided.close(emptyPiece) : decided;
  }

  /** Lowers what follows statements with the given flow. */
  continueAfter(flow: Flow, rest: Piece): Flow {
    if (flow.kind === 'next') return rest.lower();
    if (flow.kind === 'jump' || !flow.goesOn) return flow;
    const end = this.beginRest(flow, rest.written());
    return end(rest.lower());
  }

  /**
   * Begins what follows statements with the given flow: it belongs to the way on which they were not left.
   * @param written what it may assign to
   * @returns what ends it, given how it went on, and tells how all of it goes on
   */
  beginRest(flow: Flow, written: Written): (result: Flow) => Flow {
    const state = this.#state;
    state.store.pin(written);
    const endBranch = state.beginBranch();
    return (result) => {
      const operations = endBranch();
      state.store.unpin(written);
      if (flow.kind === 'next') return result;
      if (flow.kind === 'jump' || !flow.goesOn) return flow;
      const targets = new Set(flow.targets);
      if (result.kind === 'jump') {
        this.leave(result.target, operations);
        targets.add(result.target);
      } else if (result.kind === 'mixed') {
        for (const target of result.targets) targets.add(target);
      }
      affect(targets, written);
      if (operations.length > 0) {
        const condition = this.notLeft(flow.targets);
        state.emitConditional(condition, operations, [], state.source);
      }
      return { kind: 'mixed', goesOn: goesOn(result), targets };
    };
  }

  /** The flow at the place a target leads to. */
  arrive(flow: Flow, target: ExitTarget): Flow {
    if (flow.kind === 'jump') return flow.target === target ? next : flow;
    if (flow.kind === 'next' || !flow.targets.has(target)) return flow;
    this.#state.store.forget(target.affected);
    const targets = new Set(flow.targets);
    targets.delete(target);
    return targets.size === 0 ? next : { kind: 'mixed', goesOn: true, targets };
  }

  /** A flow of which one way was not taken: the run may also have gone past the statements. */
  orNext(flow: Flow, written: Written, operations: Operation[]): Flow {
    if (flow.kind === 'next') return next;
    const targets = flow.kind === 'jump' ? new Set([flow.target]) : flow.targets;
    if (flow.kind === 'jump') this.leave(flow.target, operations);
    affect(targets, written);
    return { kind: 'mixed', goesOn: true, targets };
  }

  /** Notes at the end of some operations that they were left. */
  leave(target: ExitTarget, operations: Operation[]): void {
    operations.push(this.#flagAssignment(target, true));
  }

  /** Makes a target ready for another use, where it may have been used before. */
  reset(target: ExitTarget): void {
    const { store } = this.#state;
    if (this.#flags.has(target.key) || store.loopDepth > 0) this.#state.emit(this.#flagAssignment(target, false));
  }

  /** Whether none of the targets was left for. */
  notLeft(targets: ReadonlySet<ExitTarget>): Condition {
    const conditions = [...targets].map((target): Condition => {
      const expression = this.#flagExpression(target);
      return { kind: 'not', operand: { kind: 'expression', expression } };
    });
    return conditions.reduce((left, right) => ({ kind: 'and', left, right }));
  }

  #finish(branches: readonly Branch[], written: Written, emit: (bodies: readonly Operation[][]) => void): Flow {
    const flow = this.#combined(branches);
    const bodies = branches.map(({ operations }) => operations);
    if (bodies.some(({ length }) => length > 0)) emit(bodies);
    const continuing = flow.kind === 'mixed' ? branches.filter((branch) => goesOn(branch.flow)) : branches;
    const [first, ...others] = continuing.length > 0 ? continuing : branches;
    if (first) this.#state.store.assume(others.reduce((known, { after }) => common(known, after), first.after));
    if (flow.kind === 'mixed') affect(flow.targets, written);
    return flow;
  }

  #combined(branches: readonly Branch[]): Flow {
    const [first] = branches;
    if (!first) return next;
    const isCertain = branches.every(({ flow }) =>
      flow.kind === 'jump'
        ? first.flow.kind === 'jump' && flow.target === first.flow.target
        : flow.kind === 'next' && first.flow.kind === 'next',
    );
    if (isCertain) return first.flow;
    const targets = new Set<ExitTarget>();
    for (const { flow, operations } of branches) {
      if (flow.kind === 'jump') {
        this.leave(flow.target, operations);
        targets.add(flow.target);
      } else if (flow.kind === 'mixed') {
        for (const target of flow.targets) targets.add(target);
      }
    }
    return { kind: 'mixed', goesOn: branches.some(({ flow }) => goesOn(flow)), targets };
  }

  #inBranch(lower: () => Flow): { readonly operations: Operation[]; readonly result: Flow } {
    return this.#state.collectBranch(lower);
  }

  #flagAssignment(target: ExitTarget, value: boolean): Operation {
    const { variable } = this.#flagVariable(target);
    const constant: ClassicalExpression = { kind: 'constant', type: { kind: 'bool' }, value };
    return {
      kind: 'assign',
      target: { kind: 'variable', variable },
      value: constant,
      source: this.#state.source,
    };
  }

  #flagExpression(target: ExitTarget): ClassicalExpression {
    return this.#flagVariable(target);
  }

  #flagVariable(target: ExitTarget) {
    const { store } = this.#state;
    let cell = this.#flags.get(target.key);
    if (!cell) {
      cell = store.declareStored(target.name, { kind: 'bool' }, target.key);
      this.#flags.set(target.key, cell);
    }
    return store.stored(cell);
  }
}

function affect(targets: Iterable<ExitTarget>, { bits, cells }: Written): void {
  for (const { affected } of targets) {
    for (const cell of cells) affected.cells.add(cell);
    for (const bit of bits) affected.bits.add(bit);
  }
}

function joined(left: Written, right: Written): Written {
  return { cells: new Set([...left.cells, ...right.cells]), bits: new Set([...left.bits, ...right.bits]) };
}

function without(all: Written, some: Written): Written {
  return {
    cells: new Set([...all.cells].filter((cell) => !some.cells.has(cell))),
    bits: new Set([...all.bits].filter((bit) => !some.bits.has(bit))),
  };
}

function withDefault(known: KnownValues, more: KnownValues): KnownValues {
  return { cells: new Map([...more.cells, ...known.cells]), bits: new Map([...more.bits, ...known.bits]) };
}

/** What is known on both ways. */
function common(left: KnownValues, right: KnownValues): KnownValues {
  const cells = new Map<Cell, (ClassicalExpression | undefined)[]>();
  for (const [cell, values] of left.cells) {
    const others = right.cells.get(cell) ?? [];
    cells.set(
      cell,
      values.map((value, place) =>
        value && others[place] && isSameExpression(value, others[place]) ? value : undefined,
      ),
    );
  }
  const bits = new Map<number, boolean | undefined>();
  for (const [bit, value] of left.bits) bits.set(bit, right.bits.get(bit) === value ? value : undefined);
  return { cells, bits };
}
