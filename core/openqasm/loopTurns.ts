import type { Binder } from './binder.ts';
import type { LoopTurns } from './controlFlow.ts';
import { evaluate } from './evaluation.ts';
import { AnalysedNames } from './expressionFacts.ts';
import type { Expression, Identifier } from './syntaxTree.ts';
import { constantOf, type TypedValue } from './typedValue.ts';
import { isInteger } from './typing/numericTypes.ts';

/** A value an expression certainly has in some turn of the loops around it. */
export interface CertainValue {
  readonly value: bigint;
  /** The turn, in words: `'i' is 4`. */
  readonly turn: string;
}

/** No more turns than this are looked at for one expression. */
const turnLimit = 64;

/**
 * The values an integer expression certainly takes, when it depends on nothing but constants and the variables of loops
 * whose values are known: those of their first and last turns.
 */
export function certainValues(expression: Expression, binder: Binder): CertainValue[] {
  const turns = binder.flow.certainTurns.filter(({ symbol }) => !binder.assigned.has(symbol));
  if (turns.length === 0) return [];
  const mentioned = mentionedTurns(expression, turns, binder);
  const count = mentioned.reduce((product, { values }) => product * values.length, 1);
  if (mentioned.length === 0 || count > turnLimit) return [];
  const certain: CertainValue[] = [];
  for (const choice of choices(mentioned)) {
    const { value } = evaluate(expression, new NamesInTurn(binder, choice));
    if (typeof value !== 'bigint') return [];
    const turn = [...choice].map(([symbol, given]) => `'${binder.symbols[symbol]?.name}' is ${given}`).join(' and ');
    certain.push({ value, turn });
  }
  return certain;
}

function mentionedTurns(expression: Expression, turns: readonly LoopTurns[], binder: Binder): readonly LoopTurns[] {
  const names = new NamesInTurn(binder, new Map(turns.map(({ symbol, values }) => [symbol, values[0] ?? 0n])));
  evaluate(expression, names);
  return turns.filter(({ symbol }) => names.mentioned.has(symbol));
}

/** Every combination of values of the loops. */
function* choices(turns: readonly LoopTurns[]): Generator<ReadonlyMap<number, bigint>> {
  const [first, ...rest] = turns;
  if (!first) {
    yield new Map();
    return;
  }
  for (const value of first.values) {
    for (const others of choices(rest)) yield new Map([[first.symbol, value], ...others]);
  }
}

/** Names in one turn of the loops around: their variables have a value. */
class NamesInTurn extends AnalysedNames {
  readonly mentioned = new Set<number>();
  readonly #values: ReadonlyMap<number, bigint>;

  constructor(binder: Binder, values: ReadonlyMap<number, bigint>) {
    super(binder, binder.file);
    this.#values = values;
  }

  override valueOf(name: Identifier): TypedValue {
    const symbol = this.symbolOf(name);
    const value = symbol && this.#values.get(symbol.id);
    if (!symbol || value === undefined || !isInteger(symbol.type)) return super.valueOf(name);
    this.mentioned.add(symbol.id);
    return constantOf(symbol.type, value);
  }
}
