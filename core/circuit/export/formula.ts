import type { Decision } from './decision.ts';

/** A truth value in the words that every language has. */
export type Formula =
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'result'; readonly result: number; readonly value: 0 | 1 }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] };

/** A condition as a formula over single results, as short as its diagram makes it. */
export function formulaOf(decision: Decision<boolean>): Formula {
  if (decision.kind === 'leaf') return { kind: 'truth', value: decision.value };
  const { result } = decision;
  const low = formulaOf(decision.low);
  const high = formulaOf(decision.high);
  const is = (value: 0 | 1): Formula => ({ kind: 'result', result, value });
  if (high.kind === 'truth') return high.value ? joined('or', is(1), low) : joined('and', is(0), low);
  if (low.kind === 'truth') return low.value ? joined('or', is(0), high) : joined('and', is(1), high);
  return joined('or', joined('and', is(1), high), joined('and', is(0), low));
}

function joined(kind: 'and' | 'or', left: Formula, right: Formula): Formula {
  const neutral = kind === 'and';
  if (left.kind === 'truth') return left.value === neutral ? right : left;
  if (right.kind === 'truth') return right.value === neutral ? left : right;
  const parts = [left, right].flatMap((part) => (part.kind === kind && 'parts' in part ? part.parts : [part]));
  return { kind, parts };
}

/** How a language says formulas. */
export interface FormulaDialect {
  readonly truth: (value: boolean) => string;
  /** Whether a result has a value. */
  readonly result: (result: number, value: 0 | 1) => string;
  /** @param parts two or more, none of which is joined by the same word */
  readonly join: (kind: 'and' | 'or', parts: readonly string[]) => string;
}

/** A formula in a language, its parts before the whole. */
export function formulaText(formula: Formula, dialect: FormulaDialect): string {
  switch (formula.kind) {
    case 'truth':
      return dialect.truth(formula.value);
    case 'result':
      return dialect.result(formula.result, formula.value);
    case 'and':
    case 'or':
      return dialect.join(
        formula.kind,
        formula.parts.map((part) => formulaText(part, dialect)),
      );
  }
}
