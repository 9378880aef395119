import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import type { Binder } from './binder.ts';
import type { LoopTurns } from './controlFlow.ts';
import { evaluate } from './evaluation.ts';
import { AnalysedNames } from './expressionFacts.ts';
import { nodePathAt } from './navigation.ts';
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

/**
 * Ends the loop over a range whose variable an index is at the last value it may have: both ends of a range count, which
 * is easily forgotten.
 */
export function endingLoopAt(index: Expression, last: number, binder: Binder): DiagnosticFix | undefined {
  if (index.kind !== 'identifier') return undefined;
  const loop = nodePathAt(binder.currentFile.tree, index.start).findLast(
    (node) => node.kind === 'for' && node.variable.name === index.name,
  );
  if (loop?.kind !== 'for' || loop.iterable.kind !== 'range') return undefined;
  const { last: end, step } = loop.iterable;
  if (!end || step) return undefined;
  const written = binder.sourceOf(end);
  const isOperand = end.kind === 'identifier' || end.kind === 'call' || end.kind === 'parenthesised';
  const newText = end.kind === 'integer' ? String(last) : `${isOperand ? written : `(${written})`} - 1`;
  const range = { start: end.start, end: end.end };
  return { title: `End the loop at '${newText}'`, replacements: [{ range, newText }], isPreferred: false };
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
