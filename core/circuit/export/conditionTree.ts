import type { Condition } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';

/** A condition made of single bits, for formats that compare no numbers. `Bit` is what the format reads. */
export type ConditionTree<Bit> =
  | { readonly kind: 'constant'; readonly value: boolean }
  /** Whether the bit is 1, or 0 when `negated`. */
  | { readonly kind: 'bit'; readonly bit: Bit; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly left: ConditionTree<Bit>; readonly right: ConditionTree<Bit> };

/**
 * @param bitOf what is read for a bit of the circuit
 * @param computed what is read for an expression of type `bool`
 */
export function conditionTree<Bit>(
  condition: Condition,
  bitOf: (bit: number) => Bit,
  computed: (expression: ClassicalExpression) => Bit,
): ConditionTree<Bit> {
  switch (condition.kind) {
    case 'compare':
      return comparison(condition, bitOf);
    case 'expression':
      return { kind: 'bit', bit: computed(condition.expression), negated: false };
    case 'not':
      return negated(conditionTree(condition.operand, bitOf, computed));
    case 'and':
    case 'or': {
      const left = conditionTree(condition.left, bitOf, computed);
      const right = conditionTree(condition.right, bitOf, computed);
      return joined(condition.kind, left, right);
    }
  }
}

/** The tree that holds exactly when the other does not. */
export function negated<Bit>(tree: ConditionTree<Bit>): ConditionTree<Bit> {
  switch (tree.kind) {
    case 'constant':
      return { kind: 'constant', value: !tree.value };
    case 'bit':
      return { ...tree, negated: !tree.negated };
    case 'and':
    case 'or':
      return { kind: tree.kind === 'and' ? 'or' : 'and', left: negated(tree.left), right: negated(tree.right) };
  }
}

/** Both or one of two; constants decide or drop out. */
function joined<Bit>(kind: 'and' | 'or', left: ConditionTree<Bit>, right: ConditionTree<Bit>): ConditionTree<Bit> {
  const decisive = kind === 'or';
  if (left.kind === 'constant') return left.value === decisive ? left : right;
  if (right.kind === 'constant') return right.value === decisive ? right : left;
  return { kind, left, right };
}

function comparison<Bit>(
  { bits, operator, value }: Extract<Condition, { kind: 'compare' }>,
  bitOf: (bit: number) => Bit,
): ConditionTree<Bit> {
  switch (operator) {
    case '==':
      return equal(bits, value, bitOf);
    case '!=':
      return negated(equal(bits, value, bitOf));
    case '<':
      return below(bits, Math.ceil(value), bitOf);
    case '<=':
      return below(bits, Math.floor(value) + 1, bitOf);
    case '>':
      return negated(below(bits, Math.floor(value) + 1, bitOf));
    case '>=':
      return negated(below(bits, Math.ceil(value), bitOf));
  }
}

function equal<Bit>(bits: readonly number[], value: number, bitOf: (bit: number) => Bit): ConditionTree<Bit> {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** bits.length) return { kind: 'constant', value: false };
  return bits.reduce<ConditionTree<Bit>>(
    (tree, bit, position) => {
      const isSet = Math.floor(value / 2 ** position) % 2 === 1;
      return joined('and', tree, { kind: 'bit', bit: bitOf(bit), negated: !isSet });
    },
    { kind: 'constant', value: true },
  );
}

/** Whether the integer in the bits is less than the limit, decided from the highest bit down. */
function below<Bit>(bits: readonly number[], limit: number, bitOf: (bit: number) => Bit): ConditionTree<Bit> {
  const highest = bits.at(-1);
  if (limit <= 0) return { kind: 'constant', value: false };
  if (highest === undefined || limit >= 2 ** bits.length) return { kind: 'constant', value: true };
  const lower = bits.slice(0, -1);
  const half = 2 ** lower.length;
  const isClear: ConditionTree<Bit> = { kind: 'bit', bit: bitOf(highest), negated: true };
  return limit > half
    ? joined('or', isClear, below(lower, limit - half, bitOf))
    : joined('and', isClear, below(lower, limit, bitOf));
}
