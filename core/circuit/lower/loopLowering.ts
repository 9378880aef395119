import { doSteps, type Steps } from '#core/base/steps.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { nodesIn } from '#core/openqasm/syntaxChildren.ts';
import type { Block, ForStatement, RangeSelector, SyntaxNode, WhileStatement } from '#core/openqasm/syntaxTree.ts';
import { bitType, intType, type Type } from '#core/openqasm/types.ts';
import type { Condition, Operation, OperationGroup } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import type { Cell, Written } from './classicalStore.ts';
import { mayEmit } from './expressionCalls.ts';
import { type ExitTarget, exitTarget, type Flow, next } from './flow.ts';
import { conditionOf, lowerCondition } from './lowerCondition.ts';
import { convertScalar, lowerExpression } from './lowerExpression.ts';
import { knownInteger, knownScalar, knownValue, type LoweredScalar, scalarTypeOf } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import type { RunTimeControl } from './runTimeControl.ts';
import { simplifiedBinary, simplifiedCast } from './simplify.ts';

/** What loops need of the lowering of statements. */
export interface BodyLowering {
  /** Lowers the statements of a body in which `break` and `continue` lead to the targets. */
  loopBody(body: Block, loop: ExitTarget, pass: ExitTarget): Flow;
  /** What a statement may assign to. */
  writtenBy(statement: ForStatement | WhileStatement): Written;
  /** Whether something in the statement may leave a loop, subroutine or the program. */
  mayLeave(statement: ForStatement | WhileStatement): boolean;
  /** Whether something in the statement assigns to its variable. */
  assignsToVariable(statement: ForStatement): boolean;
}

/** A loop that is being lowered: where leaving it and leaving a pass lead, and whether its body may do so. */
interface OpenLoop {
  readonly body: Block;
  readonly left: ExitTarget;
  readonly skipped: ExitTarget;
  readonly leaves: boolean;
}

/** How a loop of the run begins. */
interface LoopHead {
  readonly condition: Condition;
  readonly label: string | undefined;
  readonly source: LoweringState['source'];
}

/** More turns than any limit allows. */
const endless = 2n ** 64n;

/** Passes of a loop that are lowered in one step. */
const passesAtOnce = 64;

/** Whether an expression depends on anything that may change. */
function hasNames(node: SyntaxNode): boolean {
  for (const { kind } of nodesIn(node)) if (kind === 'identifier') return true;
  return false;
}

/** Lowers loops: unrolled where the program determines how often they run, else as loops of the run. */
export class LoopLowering {
  readonly #state: LoweringState;
  readonly #control: RunTimeControl;
  readonly #bodies: BodyLowering;

  constructor(state: LoweringState, control: RunTimeControl, bodies: BodyLowering) {
    this.#state = state;
    this.#control = control;
    this.#bodies = bodies;
  }

  for(statement: ForStatement): Flow {
    return doSteps(this.forInSteps(statement));
  }

  /** The same, of which many passes are several steps. */
  *forInSteps(statement: ForStatement): Steps<Flow> {
    const { iterable } = statement;
    if (iterable.kind === 'range') return yield* this.#forRange(statement, iterable);
    const values = this.#listedValues(statement);
    return values ? yield* this.#unrolled(statement, values) : next;
  }

  while(statement: WhileStatement): Flow {
    const state = this.#state;
    const loop = this.#open(statement);
    const calls = mayEmit(statement.condition, state);
    const group = this.#loopGroup(`while (${state.textOf(statement.condition)})`);
    let isFirst = true;
    for (let pass = 1; ; pass++) {
      // Whether the program determines how often the loop runs shows only when it is tried.
      const undo = (isFirst && loop.leaves) || calls ? state.checkpoint() : undefined;
      const condition = lowerCondition(statement.condition, state);
      if (condition === undefined || condition === false) return next;
      if (condition !== true) {
        undo?.();
        return this.#runTimeWhile(statement, loop);
      }
      // A body that nothing leaves changes no condition without names.
      if (isFirst && !loop.leaves && !hasNames(statement.condition)) state.requireSteps(endless);
      state.countStep();
      const flow = this.#passIn(group, `pass ${pass}`, () => this.#pass(loop));
      if (flow.kind === 'jump') return this.#control.arrive(flow, loop.left);
      if (flow.kind === 'mixed') {
        if (undo && isFirst) {
          undo();
          return this.#runTimeWhile(statement, loop);
        }
        const rest = {
          lower: () => this.#runTimeWhile(statement, loop),
          written: () => this.#bodies.writtenBy(statement),
        };
        return this.#control.arrive(this.#control.continueAfter(flow, rest), loop.left);
      }
      isFirst = false;
    }
  }

  #open(statement: ForStatement | WhileStatement): OpenLoop {
    const key = this.#state.keyOf(statement);
    const loop = {
      body: statement.body,
      left: exitTarget('left', key),
      skipped: exitTarget('skipped', key),
      leaves: this.#bodies.mayLeave(statement),
    };
    if (loop.leaves) this.#control.reset(loop.left);
    return loop;
  }

  /** One pass through a body; leaving it by `continue` leads to its end. */
  #pass({ body, leaves, left, skipped }: OpenLoop): Flow {
    if (leaves) this.#control.reset(skipped);
    return this.#control.arrive(this.#bodies.loopBody(body, left, skipped), skipped);
  }

  /** Passes with known values of the loop variable, one after the other. */
  *#unrolled(statement: ForStatement, values: Iterable<LoweredScalar>): Steps<Flow> {
    const state = this.#state;
    const loop = this.#open(statement);
    const { name } = statement.variable;
    const group = this.#loopGroup(this.#forText(statement));
    let flow: Flow = next;
    let pass = 0;
    let passes = 0;
    for (const value of values) {
      state.countStep();
      if (++passes % passesAtOnce === 0) yield;
      const known = knownValue(value);
      const label = known === undefined ? `pass ${++pass}` : `${name} = ${String(known)}`;
      const lower = () =>
        this.#passIn(group, label, () => {
          this.#bindVariable(statement, value);
          return this.#pass(loop);
        });
      flow =
        flow.kind === 'next'
          ? lower()
          : this.#control.continueAfter(flow, { lower, written: () => this.#bodies.writtenBy(statement) });
      if (flow.kind === 'jump' || (flow.kind === 'mixed' && !flow.goesOn)) break;
    }
    return this.#control.arrive(flow, loop.left);
  }

  /** `for i in [0:3]`: the beginning of the loop without types. */
  #forText({ iterable, variable }: ForStatement): string {
    const text = this.#state.textOf(iterable);
    return `for ${variable.name} in ${iterable.kind === 'range' ? `[${text}]` : text}`;
  }

  #loopGroup(label: string): OperationGroup | undefined {
    return this.#state.newGroup(() => ({ kind: 'loop', label }));
  }

  #passIn(loop: OperationGroup | undefined, label: string, lower: () => Flow): Flow {
    const state = this.#state;
    return state.inGroup(loop, () =>
      state.inGroup(
        // Statements of the pass before have been the current one meanwhile.
        state.newGroup(() => ({ kind: 'pass', label, ...(loop?.source && { source: loop.source }) })),
        lower,
      ),
    );
  }

  #bindVariable(statement: ForStatement, value: LoweredScalar): void {
    const state = this.#state;
    const symbol = state.symbolOf(statement.variable);
    if (!symbol) return;
    const converted = convertScalar(value, symbol.type, statement.variable, state);
    if (!converted) return;
    if (converted.expression.kind === 'constant' && !this.#bodies.assignsToVariable(statement)) {
      state.bind(symbol.id, { kind: 'value', value: { ...converted, isConstant: false } });
      return;
    }
    const cell = this.#variableCell(statement, symbol.type);
    if (!cell) return;
    state.bind(symbol.id, { kind: 'cell', cell });
    state.store.write(cell, converted.expression);
  }

  #variableCell({ variable }: ForStatement, type: Type): Cell | undefined {
    const scalar = scalarTypeOf(type);
    const source = this.#state.isInMainText ? { start: variable.start, end: variable.end } : undefined;
    return scalar && this.#state.store.declare(variable.name, scalar, this.#state.keyOf(variable), source);
  }

  /** The values of a loop over a set, a register or an array; undefined where they are not known to be so many. */
  #listedValues({ iterable }: ForStatement): LoweredScalar[] | undefined {
    const state = this.#state;
    if (iterable.kind === 'set') {
      const values = iterable.elements.map((element) => {
        const value = state.effects.caseByCase(element);
        // Elements are evaluated before the loop, whatever it assigns to.
        return value && (value.expression.kind === 'constant' ? value : state.keep(value, element));
      });
      return values.every((value) => value !== undefined) ? values : undefined;
    }
    if (iterable.kind === 'range') return undefined;
    const value = lowerExpression(iterable, state);
    if (value?.kind === 'array') {
      const { cell, places } = value.view;
      const type = value.type.base;
      return places.map((place, index) => {
        const element: LoweredScalar = {
          kind: 'scalar',
          type,
          isConstant: false,
          expression: state.store.read(cell, place),
        };
        return element.expression.kind === 'constant' ? element : state.keep(element, iterable, `element_${index}`);
      });
    }
    if (value?.kind !== 'scalar' || value.type.kind !== 'bit' || typeof value.type.size !== 'number') {
      return state.refuse(iterable, 'This loop', 'it can run over ranges, sets, registers of bits and arrays');
    }
    const kept = value.expression.kind === 'constant' ? value : state.keep(value, iterable, 'bits');
    return Array.from({ length: value.type.size }, (_, position): LoweredScalar => {
      const index: ClassicalExpression = { kind: 'constant', type: { kind: 'int' }, value: position };
      const expression = simplifiedBinary('bit', { kind: 'bool' }, kept.expression, index);
      return { kind: 'scalar', type: bitType, isConstant: value.isConstant, expression };
    });
  }

  *#forRange(statement: ForStatement, range: RangeSelector): Steps<Flow> {
    const state = this.#state;
    if (!range.first || !range.last) return state.refuse(range, 'This loop', 'its range needs both ends') ?? next;
    const first = state.effects.caseByCase(range.first);
    const step = range.step ? state.effects.caseByCase(range.step) : knownScalar(intType, 1n);
    const last = state.effects.caseByCase(range.last);
    if (!first || !step || !last) return next;
    const [from, by, to] = [knownInteger(first), knownInteger(step), knownInteger(last)];
    if (by === 0n) {
      state.report(diagnose('QAS4021', range.step ?? range.first));
      return next;
    }
    if (from !== undefined && by !== undefined && to !== undefined) {
      state.requireSteps((to - from) / by);
      return yield* this.#unrolled(statement, rangeValues(from, by, to));
    }
    return this.#runTimeFor(statement, range, first, step, last);
  }

  /** A loop over a range of which the run knows an end: it counts in a variable of its own, which nothing else changes. */
  #runTimeFor(
    statement: ForStatement,
    range: RangeSelector,
    first: LoweredScalar,
    step: LoweredScalar,
    last: LoweredScalar,
  ): Flow {
    const state = this.#state;
    const int = { kind: 'int' } as const;
    const integer = ({ expression }: LoweredScalar) => simplifiedCast(int, expression);
    const kept = (value: LoweredScalar, name: string) => {
      const expression = integer(value);
      if (expression.kind === 'constant') return expression;
      return state.keep({ ...value, type: intType, expression }, range, name).expression;
    };
    const counter = state.store.declare('next', int, state.keyOf(range, 'next'));
    const by = kept(step, 'step');
    const to = kept(last, 'last');
    state.store.write(counter, integer(first));
    const symbol = state.symbolOf(statement.variable);
    const cell = symbol && this.#variableCell(statement, symbol.type);
    if (!symbol || !cell || cell.type.kind === 'array') return next;
    state.bind(symbol.id, { kind: 'cell', cell });
    const type = cell.type;
    const loop = this.#open(statement);
    const body = this.#bodies.writtenBy(statement);
    const written = { cells: new Set([...body.cells, cell, counter]), bits: body.bits };
    const label = state.loopLabel(() => this.#forText(statement));
    return this.#loop(written, loop.left, label, () => {
      const condition = conditionOf(withinRange(state.store.read(counter), by, to));
      const lower = () => {
        const value = state.store.read(counter);
        state.store.write(cell, simplifiedCast(type, value));
        state.store.write(counter, simplifiedBinary('+', int, value, by));
        return this.#pass(loop);
      };
      return { condition, lower };
    });
  }

  #runTimeWhile(statement: WhileStatement, loop: OpenLoop): Flow {
    const state = this.#state;
    const written = this.#bodies.writtenBy(statement);
    const pass = () => this.#pass(loop);
    const text = () => `while (${state.textOf(statement.condition)})`;
    if (!mayEmit(statement.condition, state)) {
      // A condition that stands for itself is told in the words of the circuit.
      const label = loop.leaves ? state.loopLabel(text) : undefined;
      return this.#loop(written, loop.left, label, () => {
        const condition = lowerCondition(statement.condition, state);
        return {
          condition: condition === undefined || typeof condition === 'boolean' ? always : condition,
          lower: pass,
        };
      });
    }
    // A condition that takes operations of its own is evaluated inside the loop, which is left when it fails.
    this.#control.reset(loop.left);
    const lower = (): Flow => {
      const condition = lowerCondition(statement.condition, state);
      if (condition === undefined || condition === true) return pass();
      const leave = (): Flow => ({ kind: 'jump', target: loop.left });
      if (condition === false) return leave();
      const { source } = state;
      return this.#control.decideNow([pass, leave], written, ([body = [], otherwise = []]) => {
        state.emitConditional(condition, body, otherwise, source);
      });
    };
    return this.#loop(written, loop.left, state.loopLabel(text), () => ({ condition: always, lower }));
  }

  /** A loop of the run. What it assigns to may be anything at its head, and after it. */
  #loop(
    written: Written,
    loop: ExitTarget,
    label: string | undefined,
    make: () => { readonly condition: Condition; readonly lower: () => Flow },
  ): Flow {
    const state = this.#state;
    const { source } = state;
    state.store.pin(written);
    state.store.forget(written);
    const { condition, lower } = make();
    state.store.loopDepth++;
    const { operations, result: flow } = state.collectBranch(lower);
    state.store.loopDepth--;
    state.store.unpin(written);
    state.store.forget(written);
    const left = this.#emitLoop({ condition, label, source }, operations, flow, written, loop);
    return this.#control.arrive(left, loop);
  }

  #emitLoop(
    { condition, label, source }: LoopHead,
    body: Operation[],
    flow: Flow,
    written: Written,
    loop: ExitTarget,
  ): Flow {
    const state = this.#state;
    if (flow.kind === 'jump') {
      // A body that always leaves runs at most once.
      const result = flow.target === loop ? next : this.#control.orNext(flow, written, body);
      state.emitConditional(condition, body, [], source);
      return result;
    }
    const goes = flow.kind === 'next' ? condition : both(this.#control.notLeft(flow.targets), condition);
    const result = this.#control.orNext(flow, written, body);
    state.emit({ kind: 'while', condition: goes, body, source, ...(label !== undefined && { label }) });
    return result;
  }
}

const always: Condition = { kind: 'expression', expression: { kind: 'constant', type: { kind: 'bool' }, value: true } };

function both(left: Condition, right: Condition): Condition {
  return right === always ? left : { kind: 'and', left, right };
}

function* rangeValues(from: bigint, by: bigint, to: bigint): Generator<LoweredScalar> {
  for (let value = from; by > 0n ? value <= to : value >= to; value += by) {
    const scalar = knownScalar(intType, value);
    if (scalar) yield scalar;
  }
}

/** Whether a counter has not passed the end of its range. */
function withinRange(
  counter: ClassicalExpression,
  by: ClassicalExpression,
  to: ClassicalExpression,
): ClassicalExpression {
  const bool = { kind: 'bool' } as const;
  const zero: ClassicalExpression = { kind: 'constant', type: { kind: 'int' }, value: 0 };
  const up = simplifiedBinary('>', bool, by, zero);
  const rising = simplifiedBinary('<=', bool, counter, to);
  const falling = simplifiedBinary('>=', bool, counter, to);
  if (up.kind === 'constant') return up.value === true ? rising : falling;
  const down = simplifiedBinary('<', bool, by, zero);
  return simplifiedBinary(
    '||',
    bool,
    simplifiedBinary('&&', bool, up, rising),
    simplifiedBinary('&&', bool, down, falling),
  );
}
