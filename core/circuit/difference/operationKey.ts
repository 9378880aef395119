import type { Operation } from '../circuit.ts';
import { expressionsOf, expressionVariables } from '../classicalTraversal.ts';
import { withBodies } from '../operationBodies.ts';
import { operationBits } from '../operationQubits.ts';

/** Equal for operations that do the same to the same wires. */
export function operationKey(operation: Operation): string {
  return sortedJson(withoutChoice(operation));
}

/**
 * Equal for operations that do something of the same kind to the same wires, with other parameters, conditions or bodies.
 * Only of two such one may stand for the other in a drawing.
 */
export function operationForm(operation: Operation): string {
  switch (operation.kind) {
    case 'gate': {
      const { controls, gate, native, targets } = operation;
      return sortedJson([gate, native ?? '', withSortedWires({ controls }), targets, ...readWires(operation)]);
    }
    case 'unitary': {
      const { controls, label, targets } = operation;
      return sortedJson([label, withSortedWires({ controls }), targets]);
    }
    case 'conditional':
    case 'while':
      return sortedJson([operation.kind, ...readWires(operation)]);
    case 'switch':
      return sortedJson([operation.kind, operation.cases.map(({ values }) => values), ...readWires(operation)]);
    case 'measure':
    case 'reset':
    case 'barrier':
    case 'assign':
      return operationKey(operation);
  }
}

/** The bits and variables that an operation reads itself, ascending. */
function readWires(operation: Operation): number[][] {
  const own = withBodies(operation, () => []);
  const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((one, other) => one - other);
  return [ascending(operationBits(own)), ascending(expressionsOf(own).flatMap(expressionVariables))];
}

/** An operation, with all it holds, without what may be written one way or the other. */
function withoutChoice(operation: Operation): Operation {
  return withBodies(withSortedWires(operation), (body) => body.map(withoutChoice));
}

/** Controls and the qubits of a barrier mean the same in any order. */
function withSortedWires<Part extends object>(part: Part): Part {
  if ('controls' in part && Array.isArray(part.controls))
    return { ...part, controls: part.controls.toSorted((one, other) => one.qubit - other.qubit) };
  if ('qubits' in part && Array.isArray(part.qubits))
    return { ...part, qubits: part.qubits.toSorted((one, other) => one - other) };
  return part;
}

/** JSON with the keys of every object in alphabetical order, as operations are made in several places. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
