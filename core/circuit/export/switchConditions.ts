import type { Condition, ConditionalOperation, Operation, SwitchOperation } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';

/** A switch as conditionals, each in the `otherwise` of the one before, for formats that have no switch. */
export function switchConditions(operation: SwitchOperation): readonly Operation[] {
  const { cases, otherwise, source, subject } = operation;
  return cases.reduceRight<readonly Operation[]>((rest, { body, values }) => {
    const conditions = values.map((value) => hasValue(subject, value));
    const [first = never, ...others] = conditions;
    const condition = others.reduce<Condition>((left, right) => ({ kind: 'or', left, right }), first);
    const conditional: ConditionalOperation = { kind: 'conditional', condition, body, otherwise: rest };
    return [source === undefined ? conditional : { ...conditional, source }];
  }, otherwise);
}

/** A comparison of no bits, which hold 0. */
const never: Condition = { kind: 'compare', bits: [], operator: '!=', value: 0 };

function hasValue(subject: ClassicalExpression, value: number): Condition {
  if (subject.kind === 'bits') return { kind: 'compare', bits: subject.bits, operator: '==', value };
  const { type } = subject;
  if (type.kind === 'array') return never;
  return {
    kind: 'expression',
    expression: {
      kind: 'binary',
      type: { kind: 'bool' },
      operator: '==',
      left: subject,
      right: { kind: 'constant', type, value },
    },
  };
}
