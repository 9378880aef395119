import type { Expression } from '#core/openqasm/syntaxTree.ts';
import type { Operation, SwitchCase } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';
import type { KnownValues, Written } from './classicalStore.ts';
import { type Flow, next } from './flow.ts';
import type { LoweringState } from './loweringState.ts';
import type { RunTimeControl } from './runTimeControl.ts';
import { findRunTimeIndex } from './runTimeIndex.ts';

const nothing: Written = { cells: new Set(), bits: new Set() };

/** Lowers statements that name a qubit, or a part of something, by an index only the run knows. */
export class IndexCases {
  readonly #state: LoweringState;
  readonly #control: RunTimeControl;

  constructor(state: LoweringState, control: RunTimeControl) {
    this.#state = state;
    this.#control = control;
  }

  /**
   * Lowers a statement; where an index in it must be known and only the run knows it, once for every value it can have,
   * as the cases of a switch.
   * @param expressions where such indices may be
   * @param isTarget whether the expressions are assigned to
   * @param written what the statement may assign to
   */
  lower(expressions: readonly Expression[], isTarget: boolean, lower: () => void, written: Written = nothing): Flow {
    const state = this.#state;
    const found = findRunTimeIndex(expressions, isTarget, state);
    if (!found) {
      lower();
      return next;
    }
    const { index, node, size } = found;
    const least = index.type.kind === 'int' ? -size : 0;
    const values = Array.from({ length: size - least }, (_, offset) => least + offset);
    const impossible = new Set<number>();
    const known = this.#knowledgeOf(index);
    const all = known
      ? { cells: new Set([...written.cells, ...known.cells]), bits: new Set([...written.bits, ...known.bits]) }
      : written;
    const lowerCase = (value: number): Flow => {
      if (known) state.store.assume(known.when(value));
      const position = value < 0 ? value + size : value;
      const flow = state.assuming(node, position, () => this.lower(expressions, isTarget, lower, written));
      if (!flow) impossible.add(value);
      return next;
    };
    const { source } = state;
    return this.#control.decideNow(
      values.map((value) => () => lowerCase(value)),
      all,
      (bodies) => {
        const cases = values.flatMap((value, place) =>
          impossible.has(value) ? [] : [{ value, body: bodies[place] ?? [] }],
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
