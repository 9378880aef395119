import { Failure } from '#core/base/failure.ts';
import type { Angle } from './angle.ts';
import type { Circuit, Operation } from './circuit.ts';
import type { ClassicalExpression, ClassicalVariable } from './classical.ts';
import { mapExpressions } from './classicalTraversal.ts';
import { withBodies } from './operationBodies.ts';

/**
 * The second circuit after the first, on the same qubits and bits; the parameters of the first, then of the second, unless
 * those of the second are to come first.
 * Registers keep the names of the wider circuit; outputs are those of both. Source ranges of the second are dropped, for
 * they point into another file, and those of both where parameters change places.
 * @throws Failure `invalid-circuit` when the circuits differ in qubits
 */
export function composeCircuits(first: Circuit, second: Circuit, order: 'as-run' | 'second-first' = 'as-run'): Circuit {
  if (first.qubitCount !== second.qubitCount) {
    throw new Failure(
      'invalid-circuit',
      `Circuits on ${first.qubitCount} and ${second.qubitCount} qubits cannot be run one after the other.`,
      { advice: 'Give both the same number of qubits.' },
    );
  }
  const swaps = order === 'second-first';
  const offsets = { parameter: swaps ? 0 : first.parameters.length, variable: first.variables?.length ?? 0 };
  const before = swaps
    ? first.operations.map((operation) => moved(operation, { parameter: second.parameters.length, variable: 0 }))
    : first.operations;
  const variables = [...(first.variables ?? []), ...withoutSources(second.variables ?? [], first.variables ?? [])];
  const outputs = [
    ...(first.outputs ?? []),
    ...(second.outputs ?? []).map(({ name, value }) => ({
      name,
      value: value.kind === 'variable' ? { ...value, variable: value.variable + offsets.variable } : value,
    })),
  ];
  const names = first.bitCount >= second.bitCount ? first : second;
  return {
    qubitCount: first.qubitCount,
    bitCount: Math.max(first.bitCount, second.bitCount),
    qubitRegisters: first.qubitRegisters,
    ...(first.deviceQubits && { deviceQubits: first.deviceQubits }),
    bitRegisters: names.bitRegisters,
    parameters: swaps ? [...second.parameters, ...first.parameters] : [...first.parameters, ...second.parameters],
    ...(variables.length > 0 ? { variables } : {}),
    ...(outputs.length > 0 ? { outputs } : {}),
    operations: [...before, ...second.operations.map((operation) => moved(operation, offsets))],
  };
}

/** What is added to the numbers of parameters and variables of the second circuit. */
interface Offsets {
  readonly parameter: number;
  readonly variable: number;
}

function withoutSources(
  variables: readonly ClassicalVariable[],
  others: readonly ClassicalVariable[],
): ClassicalVariable[] {
  const taken = new Set(others.map(({ name }) => name));
  return variables.map(({ name, type }) => {
    let unique = name;
    for (let count = 1; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
    return { name: unique, type };
  });
}

function moved(operation: Operation, offsets: Offsets): Operation {
  const { source: _elsewhere, ...placed } = operation;
  const changed = mapExpressions(placed, (part) => movedExpression(part, offsets));
  if (changed.kind === 'gate') {
    return { ...changed, parameters: changed.parameters.map((angle) => shifted(angle, offsets)) };
  }
  if (changed.kind === 'assign' && changed.target.kind !== 'bits') {
    const target = { ...changed.target, variable: changed.target.variable + offsets.variable };
    return { ...changed, target };
  }
  return withBodies(changed, (body) => body.map((inner) => moved(inner, offsets)));
}

function movedExpression(part: ClassicalExpression, offsets: Offsets): ClassicalExpression {
  switch (part.kind) {
    case 'variable':
    case 'element':
      return { ...part, variable: part.variable + offsets.variable };
    case 'parameter':
      return { ...part, index: part.index + offsets.parameter };
    default:
      return part;
  }
}

function shifted(angle: Angle, offsets: Offsets): Angle {
  if (typeof angle === 'number') return angle;
  switch (angle.op) {
    case 'parameter':
      return { op: 'parameter', index: angle.index + offsets.parameter };
    case 'classical':
      return angle;
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'power':
      return { op: angle.op, left: shifted(angle.left, offsets), right: shifted(angle.right, offsets) };
    default:
      return { op: angle.op, operand: shifted(angle.operand, offsets) };
  }
}
