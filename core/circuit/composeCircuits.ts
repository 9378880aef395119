import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from './circuit.ts';
import type { ClassicalVariable } from './classical.ts';
import { withBodies } from './operationBodies.ts';
import { movedNumbers, renumberedOperation } from './renumberedOperation.ts';

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

function moved({ source: _elsewhere, ...placed }: Operation, offsets: Offsets): Operation {
  const changed = renumberedOperation(placed, movedNumbers(offsets));
  return withBodies(changed, (body) => body.map(withoutSource));
}

function withoutSource({ source: _elsewhere, ...placed }: Operation): Operation {
  return withBodies(placed, (body) => body.map(withoutSource));
}
