import type { Operation } from './circuit.ts';
import { withBodies } from './operationBodies.ts';

/** What has been executed of a list of operations. Plain JSON. */
export interface ExecutedPart {
  /** The places of operations that have been executed whole, ascending. */
  readonly executed: ArrayLike<number>;
  /** Conditions and loops that are decided at run time and whose bodies have been executed in part, ascending. */
  readonly partly?: readonly PartlyExecuted[];
}

export interface PartlyExecuted {
  readonly place: number;
  /** Of a loop: in which of its passes, from 1, those before having been executed whole; in the first when absent. */
  readonly pass?: number;
  /** Of each body in order, as `bodiesOf` has them. */
  readonly bodies: readonly ExecutedPart[];
}

/** An operation and its place in its list. */
export interface PlacedOperation {
  readonly place: number;
  readonly operation: Operation;
}

/**
 * The operations that have been executed, in order of the program; of those executed in part what has been, and of a loop the
 * passes up to one, as far as there are that many.
 * @throws RangeError for a place where there is none
 */
export function executedOperations(operations: readonly Operation[], part: ExecutedPart): PlacedOperation[] {
  const { executed, partly = [] } = part;
  const found: PlacedOperation[] = [];
  let next = 0;
  const partsBefore = (place: number) => {
    for (let each = partly[next]; each !== undefined && each.place < place; each = partly[++next]) {
      found.push({ place: each.place, operation: begun(operationAt(operations, each.place), each) });
    }
  };
  for (let index = 0; index < executed.length; index++) {
    const place = executed[index] as number;
    partsBefore(place);
    found.push({ place, operation: operationAt(operations, place) });
  }
  partsBefore(Number.POSITIVE_INFINITY);
  return found;
}

function begun(whole: Operation, { bodies, pass = 1 }: PartlyExecuted): Operation {
  let body = 0;
  const cut = withBodies(whole, (inside) => {
    const part = bodies[body++] ?? { executed: [] };
    return executedOperations(inside, part).map(({ operation }) => operation);
  });
  if (cut.kind !== 'while' || whole.kind !== 'while') return cut;
  // Whatever ends before the pass is left as it ended.
  let last: Operation = { ...cut, kind: 'conditional', otherwise: [] };
  for (let before = 1; before < pass; before++)
    last = { ...whole, kind: 'conditional', body: [...whole.body, last], otherwise: [] };
  return last;
}

function operationAt(operations: readonly Operation[], place: number): Operation {
  const operation = operations[place];
  if (operation === undefined) throw new RangeError(`The circuit has no operation ${place}.`);
  return operation;
}
