import type { Condition, ConditionalOperation } from '../circuit.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>['operator'];

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** A conditional, turned round if it only has an `else`; none if it does nothing at all. */
export function normalConditional(operation: ConditionalOperation): ConditionalOperation[] {
  const { body, condition, otherwise } = operation;
  if (body.length > 0) return [operation];
  if (otherwise.length === 0) return [];
  return [{ ...operation, condition: negated(condition), body: otherwise, otherwise: [] }];
}

function negated(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.operand;
  return condition.kind === 'compare'
    ? { ...condition, operator: opposite[condition.operator] }
    : { kind: 'not', operand: condition };
}
