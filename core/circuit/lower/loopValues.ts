import type { ConstantValue } from '#core/openqasm/constantValue.ts';
import { isValue } from '#core/openqasm/evaluation.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import type { ForStatement, RangeSelector } from '#core/openqasm/syntaxTree.ts';
import type { LoweringState } from './loweringState.ts';

/** The values a loop variable takes, as far as they are known; reports where they are not. */
export function* loopValues({ iterable }: ForStatement, state: LoweringState): Generator<ConstantValue> {
  if (iterable.kind === 'range') {
    yield* rangeValues(iterable, state);
  } else if (iterable.kind === 'set') {
    for (const element of iterable.elements) {
      const value = state.evaluate(element);
      if (isValue(value)) yield value;
      else state.refuse(element, 'This loop', 'what it runs over is known only during the run');
    }
  } else {
    const value = state.evaluate(iterable);
    if (typeof value !== 'object' || value.kind !== 'bits') {
      state.refuse(iterable, 'This loop', 'it can run over ranges, sets and constant bits');
      return;
    }
    for (let bit = 0; bit < value.width; bit++) yield (value.value >> BigInt(bit)) & 1n;
  }
}

function* rangeValues({ first, step, last, start, end }: RangeSelector, state: LoweringState): Generator<bigint> {
  if (!first || !last) {
    state.refuse({ start, end }, 'This loop', 'its range needs both ends');
    return;
  }
  const what = 'This range';
  const from = state.integer(first, what);
  const by = step ? state.integer(step, what) : 1n;
  const to = state.integer(last, what);
  if (from === undefined || by === undefined || to === undefined) return;
  if (by === 0n) {
    state.report(diagnose('QAS4021', step ?? first));
    return;
  }
  for (let value = from; by > 0n ? value <= to : value >= to; value += by) yield value;
}
