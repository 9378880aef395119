import type { AssignOperation, Circuit, Condition, Operation, Register } from '../circuit.ts';
import type { AssignmentTarget, ClassicalExpression, ClassicalVariable } from '../classical.ts';
import { expressionsOf, mapExpressions, visitParts } from '../classicalTraversal.ts';
import { mapComparisons } from '../mapCondition.ts';
import { bodiesOf, withBodies } from '../operationBodies.ts';
import { conditionBits } from '../operationQubits.ts';
import { normalConditional } from './normalConditional.ts';

/**
 * The circuit without variables and internal bits that nothing reads, and with different names for those that are left.
 * Lowering stores values where they may be needed; here it shows whether they are.
 */
export function withoutUnused(circuit: Circuit): Circuit {
  if (!circuit.variables && !circuit.bitRegisters.some(({ isInternal }) => isInternal)) return circuit;
  const used = findUses(circuit);
  const { bits, registers } = remainingBits(circuit.bitRegisters, used.bits);
  const remaining = (circuit.variables ?? []).flatMap((variable, index) =>
    used.variables.has(index) ? [{ variable, index }] : [],
  );
  const places: Places = { bits, variables: new Map(remaining.map(({ index }, place) => [index, place])) };
  const fixed = [
    ...circuit.qubitRegisters,
    ...circuit.parameters,
    ...registers.filter(({ isInternal }) => !isInternal),
  ];
  const names = new Set(fixed.map(({ name }) => name));
  const { outputs, variables: _all, ...rest } = circuit;
  return {
    ...rest,
    bitCount: bits.size,
    bitRegisters: registers.map((each) => (each.isInternal ? { ...each, name: uniqueName(each.name, names) } : each)),
    ...(remaining.length > 0 && {
      variables: remaining.map(
        ({ variable }): ClassicalVariable => ({ ...variable, name: uniqueName(variable.name, names) }),
      ),
    }),
    ...(outputs && {
      outputs: outputs.map(({ name, value }) => ({
        name,
        value: value.kind === 'bits' ? movedBits(value, places) : movedVariable(value, places),
      })),
    }),
    operations: circuit.operations.flatMap((operation) => moved(operation, places)),
  };
}

/** The new numbers of the bits and variables that are left. */
interface Places {
  readonly bits: ReadonlyMap<number, number>;
  readonly variables: ReadonlyMap<number, number>;
}

interface Uses {
  readonly bits: ReadonlySet<number>;
  readonly variables: ReadonlySet<number>;
}

/** What the circuit reads where it matters. A value stored in what is not read need not be computed. */
function findUses(circuit: Circuit): Uses {
  const bits = new Set<number>();
  const variables = new Set<number>();
  const assignments: AssignOperation[] = [];
  const read = (expression: ClassicalExpression): void => {
    visitParts(expression, (part) => {
      if (part.kind === 'bits') for (const bit of part.bits) bits.add(bit);
      else if (part.kind === 'variable' || part.kind === 'element') variables.add(part.variable);
    });
  };
  for (const { isInternal, size, start } of circuit.bitRegisters) {
    for (let bit = start; !isInternal && bit < start + size; bit++) bits.add(bit);
  }
  for (const { value } of circuit.outputs ?? []) read(value);
  const visit = (operation: Operation): void => {
    if (operation.kind === 'assign') {
      assignments.push(operation);
      return;
    }
    for (const expression of expressionsOf(operation)) read(expression);
    if (operation.kind === 'conditional' || operation.kind === 'while') {
      for (const bit of conditionBits(operation.condition)) bits.add(bit);
    }
    for (const body of bodiesOf(operation)) body.forEach(visit);
  };
  circuit.operations.forEach(visit);
  // What an assignment reads matters once its target does, which may be because of another assignment.
  let waiting = assignments;
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((operation) => {
      if (!isUsed(operation.target, { bits, variables })) return true;
      for (const expression of expressionsOf(operation)) read(expression);
      return false;
    });
  }
  return { bits, variables };
}

function isUsed(target: AssignmentTarget, { bits, variables }: Uses): boolean {
  return target.kind === 'bits' ? target.bits.some((bit) => bits.has(bit)) : variables.has(target.variable);
}

/** The registers that are left, moved together; an internal one is left as a whole if one of its bits is used. */
function remainingBits(
  registers: readonly Register[],
  used: ReadonlySet<number>,
): { readonly bits: ReadonlyMap<number, number>; readonly registers: readonly Register[] } {
  const bits = new Map<number, number>();
  const remaining: Register[] = [];
  for (const register of registers) {
    const own = Array.from({ length: register.size }, (_, index) => register.start + index);
    if (register.isInternal && !own.some((bit) => used.has(bit))) continue;
    remaining.push({ ...register, start: bits.size });
    for (const bit of own) bits.set(bit, bits.size);
  }
  return { bits, registers: remaining };
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count++) unique = `${name}_${count}`;
  taken.add(unique);
  return unique;
}

/** The operation with its new numbers; nothing when it only stored what nobody reads. */
function moved(operation: Operation, places: Places): Operation[] {
  const renumbered = mapExpressions(operation, (part): ClassicalExpression => {
    switch (part.kind) {
      case 'bits':
        return movedBits(part, places);
      case 'variable':
      case 'element':
        return movedVariable(part, places);
      default:
        return part;
    }
  });
  const changed = withBodies(renumbered, (body) => body.flatMap((each) => moved(each, places)));
  switch (changed.kind) {
    case 'measure': {
      const { bit, ...measurement } = changed;
      const place = bit === undefined ? undefined : places.bits.get(bit);
      return [place === undefined ? measurement : { ...measurement, bit: place }];
    }
    case 'assign':
      return movedAssignment(changed, places);
    case 'while':
      return [{ ...changed, condition: movedCondition(changed.condition, places) }];
    case 'conditional':
      return normalConditional({ ...changed, condition: movedCondition(changed.condition, places) });
    case 'switch':
      return holdsNothing(changed) ? [] : [changed];
    case 'gate':
    case 'unitary':
    case 'reset':
    case 'barrier':
      return [changed];
  }
}

function holdsNothing(operation: Operation): boolean {
  return bodiesOf(operation).every((body) => body.length === 0);
}

function movedAssignment(operation: AssignOperation, places: Places): AssignOperation[] {
  const { target } = operation;
  if (target.kind !== 'bits') {
    const variable = places.variables.get(target.variable);
    return variable === undefined ? [] : [{ ...operation, target: { ...target, variable } }];
  }
  const bits = target.bits.map((bit) => places.bits.get(bit)).filter((bit) => bit !== undefined);
  // Bits of one register stay or go together.
  return bits.length < target.bits.length ? [] : [{ ...operation, target: { ...target, bits } }];
}

function movedBits<Part extends { readonly bits: readonly number[] }>(part: Part, { bits }: Places): Part {
  return { ...part, bits: part.bits.map((bit) => bits.get(bit) ?? bit) };
}

function movedVariable<Part extends { readonly variable: number }>(part: Part, { variables }: Places): Part {
  return { ...part, variable: variables.get(part.variable) ?? part.variable };
}

function movedCondition(condition: Condition, places: Places): Condition {
  return mapComparisons(condition, (comparison) => movedBits(comparison, places));
}
