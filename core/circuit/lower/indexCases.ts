import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { Expression } from '#core/openqasm/syntaxTree.ts';
import type { Type } from '#core/openqasm/types.ts';
import type { Operation, SwitchCase } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import type { KnownValues, Written } from './classicalStore.ts';
import { type Flow, next } from './flow.ts';
import { convertScalar, lowerScalar } from './lowerExpression.ts';
import { type LoweredScalar, scalarTypeOf } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import type { RunTimeControl } from './runTimeControl.ts';
import { calledIndices, findRunTimeIndex, type IndexChoice, type RunTimeIndex } from './runTimeIndex.ts';

const nothing: Written = { cells: new Set(), bits: new Set() };

/** Lowers statements that name a qubit, or a part of something, by an index only the run knows. */
export class IndexCases {
  readonly #state: LoweringState;
  readonly #control: RunTimeControl;
  readonly #writtenBy: (value: Expression) => Written;

  /** @param writtenBy what the subroutines an expression calls may assign to */
  constructor(state: LoweringState, control: RunTimeControl, writtenBy: (value: Expression) => Written) {
    this.#state = state;
    this.#control = control;
    this.#writtenBy = writtenBy;
  }

  /**
   * Lowers a statement; where an index in it must be known and only the run knows it, once for every value it can have,
   * as the cases of a switch. Values with which the program makes no sense are mistakes of the run.
   * @param expressions where such indices may be
   * @param isTarget whether the expressions are assigned to
   * @param written what the statement may assign to
   */
  lower(expressions: readonly Expression[], isTarget: boolean, lower: () => void, written: Written = nothing): Flow {
    const go = (): Flow => {
      lower();
      return next;
    };
    return this.decide(expressions, isTarget, go, written);
  }

  /** As {@link lower}, of what may be left early. */
  decide(expressions: readonly Expression[], isTarget: boolean, lower: () => Flow, written: Written = nothing): Flow {
    return this.callingFirst(expressions, () => this.#decide(expressions, isTarget, lower, written));
  }

  /** Subroutines that the indices of qubits call are called once before `lower`, and not wherever the index matters. */
  callingFirst<Value>(expressions: readonly Expression[], lower: () => Value): Value {
    const state = this.#state;
    const called = expressions.flatMap((expression) => calledIndices(expression, state));
    for (const node of called) {
      const value = lowerScalar(node, state);
      if (value) state.keepIndex(node, value.expression.kind === 'constant' ? value : state.keep(value, node));
    }
    const lowered = lower();
    for (const node of called) state.dropIndex(node);
    return lowered;
  }

  #decide(expressions: readonly Expression[], isTarget: boolean, lower: () => Flow, written: Written): Flow {
    const state = this.#state;
    const found = findRunTimeIndex(expressions, isTarget, state);
    if (!found) return lower();
    const { choices, index, node } = found;
    const problems = new Map<number, Diagnostic>();
    const known = this.#knowledgeOf(index);
    const all = known
      ? { cells: new Set([...written.cells, ...known.cells]), bits: new Set([...written.bits, ...known.bits]) }
      : written;
    const lowerCase = ({ means, value }: IndexChoice): Flow => {
      if (known) state.store.assume(known.when(value));
      const lowered = state.assuming(node, means, () => this.decide(expressions, isTarget, lower, written));
      if (lowered.ok) return lowered.value;
      problems.set(value, lowered.error);
      return next;
    };
    const { source } = state;
    const flow = this.#control.decideNow(
      choices.map((choice) => () => lowerCase(choice)),
      all,
      (bodies) => {
        const cases = choices.flatMap(({ value }, place) =>
          problems.has(value) ? [] : [{ value, body: bodies[place] ?? [] }],
        );
        state.emit({
          kind: 'switch',
          subject: index,
          cases: joinedCases(cases),
          otherwise: [],
          isExhaustive: true,
          source,
        });
      },
    );
    const [problem] = problems.values();
    if (problem && problems.size === choices.length) state.report(problem);
    return flow;
  }

  /**
   * The value of an expression; where an index in it must be known and only the run knows it, computed in the cases of a
   * switch.
   */
  value(expression: Expression): LoweredScalar | undefined {
    const state = this.#state;
    const found = findRunTimeIndex([expression], false, state);
    if (!found) return lowerScalar(expression, state);
    const type = this.#typeInCases(expression, found);
    const scalar = type && scalarTypeOf(type);
    if (!scalar) return state.refuseText(expression, 'an index in it is known only during the run');
    const result = state.store.declare('chosen', scalar, state.keyOf(expression, 'chosen'));
    const effects = this.#writtenBy(expression);
    const written = { cells: new Set([...effects.cells, result]), bits: effects.bits };
    const lower = (): void => {
      const value = lowerScalar(expression, state);
      const converted = value && convertScalar(value, type, expression, state);
      if (converted) state.store.write(result, converted.expression);
    };
    this.lower([expression], false, lower, written);
    state.store.forget(written);
    return { kind: 'scalar', type, isConstant: false, expression: state.store.read(result) };
  }

  /** The type an expression has with the first value of an index with which it makes sense. */
  #typeInCases(expression: Expression, { choices, node }: RunTimeIndex): Type | undefined {
    const state = this.#state;
    for (const { means } of choices) {
      const undo = state.checkpoint();
      const find = (): Type | undefined => {
        const inner = findRunTimeIndex([expression], false, state);
        return inner ? this.#typeInCases(expression, inner) : lowerScalar(expression, state)?.type;
      };
      const found = state.assuming(node, means, () => state.collect(find).result);
      undo();
      if (found.ok) return found.value;
    }
    return undefined;
  }

  /** What a value of an index says about the variable or the bits it is read from. */
  #knowledgeOf(index: ClassicalExpression) {
    const { store } = this.#state;
    const isWide =
      index.kind === 'cast' &&
      (index.type.kind === 'int' || index.type.kind === 'uint') &&
      index.type.width === undefined;
    const read = isWide ? index.operand : index;
    if (read.kind === 'variable' && (read.type.kind === 'int' || read.type.kind === 'uint')) {
      const cell = store.cellOf(read.variable);
      const { type } = read;
      return (
        cell && {
          cells: [cell],
          bits: [],
          when: (value: number): KnownValues => ({
            cells: new Map([[cell, [{ kind: 'constant', type, value }]]]),
            bits: new Map(),
          }),
        }
      );
    }
    if (read.kind !== 'bits' || index.kind !== 'cast' || !isWide) return undefined;
    const { bits } = read;
    return {
      cells: [],
      bits,
      when: (value: number): KnownValues => ({
        cells: new Map(),
        bits: new Map(bits.map((bit, place) => [bit, Math.floor(value / 2 ** place) % 2 === 1])),
      }),
    };
  }
}

/** Cases that do the same become one. */
function joinedCases(cases: readonly { readonly value: number; readonly body: readonly Operation[] }[]): SwitchCase[] {
  const joined = new Map<string, { readonly values: number[]; readonly body: readonly Operation[] }>();
  for (const { body, value } of cases) {
    const key = JSON.stringify(body);
    const known = joined.get(key);
    if (known) known.values.push(value);
    else joined.set(key, { values: [value], body });
  }
  return [...joined.values()];
}
