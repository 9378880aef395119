import type { Condition } from './circuit.ts';

/** What conditions are made of. */
export type Comparison = Extract<Condition, { kind: 'compare' }>;
export type ConditionLeaf = Extract<Condition, { kind: 'compare' | 'expression' }>;

/** A condition with other comparisons and expressions in the places of its own. */
export function mapCondition(condition: Condition, change: (leaf: ConditionLeaf) => Condition): Condition {
  switch (condition.kind) {
    case 'compare':
    case 'expression':
      return change(condition);
    case 'not':
      return { ...condition, operand: mapCondition(condition.operand, change) };
    case 'and':
    case 'or':
      return {
        ...condition,
        left: mapCondition(condition.left, change),
        right: mapCondition(condition.right, change),
      };
  }
}

/** As {@link mapCondition}, with the expressions as they are. */
export function mapComparisons(condition: Condition, change: (comparison: Comparison) => Condition): Condition {
  return mapCondition(condition, (leaf) => (leaf.kind === 'compare' ? change(leaf) : leaf));
}
