import type { Steps } from '#core/base/steps.ts';
import type { Operation } from './circuit.ts';

/** The bodies of an operation that holds others, in order; none for the others. */
export function bodiesOf(operation: Operation): readonly (readonly Operation[])[] {
  switch (operation.kind) {
    case 'conditional':
      return [operation.body, operation.otherwise];
    case 'switch':
      return [...operation.cases.map(({ body }) => body), operation.otherwise];
    case 'while':
      return [operation.body];
    case 'gate':
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
    case 'assign':
      return [];
  }
}

/** The operation with its bodies replaced, one after the other; the operation itself where it has none. */
export function withBodies(
  operation: Operation,
  change: (body: readonly Operation[]) => readonly Operation[],
): Operation {
  switch (operation.kind) {
    case 'conditional':
      return { ...operation, body: change(operation.body), otherwise: change(operation.otherwise) };
    case 'switch':
      return {
        ...operation,
        cases: operation.cases.map((each) => ({ ...each, body: change(each.body) })),
        otherwise: change(operation.otherwise),
      };
    case 'while':
      return { ...operation, body: change(operation.body) };
    case 'gate':
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
    case 'assign':
      return operation;
  }
}

/** The same where the change is long work. */
export function* withBodiesInSteps(
  operation: Operation,
  change: (body: readonly Operation[]) => Steps<readonly Operation[]>,
): Steps<Operation> {
  const changed: (readonly Operation[])[] = [];
  for (const body of bodiesOf(operation)) changed.push(yield* change(body));
  return changed.length === 0 ? operation : withBodies(operation, () => changed.shift() ?? []);
}
