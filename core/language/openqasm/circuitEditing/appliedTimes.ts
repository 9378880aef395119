import type { OffsetRange } from '#core/base/textRange.ts';
import type { Operation, OperationGroup } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';

/** What a statement applies at one time each: an operation, or the operations of one call or loop; by its identity. */
export function unitsOf(operations: readonly Operation[], source: OffsetRange): Set<Operation | OperationGroup> {
  const units = new Set<Operation | OperationGroup>();
  const collect = (list: readonly Operation[]): void => {
    for (const operation of list) {
      const group = outermostOf(operation, source);
      if (group) units.add(group);
      else if (operation.source && isSame(operation.source, source)) {
        if (isDrawn(operation)) units.add(operation);
      } else for (const body of bodiesOf(operation)) collect(body);
    }
  };
  collect(operations);
  return units;
}

/** The passes of a loop that do something, all times that it is run. */
export function passesOf(operations: readonly Operation[], source: OffsetRange): Set<OperationGroup> {
  const passes = new Set<OperationGroup>();
  const collect = (list: readonly Operation[]): void => {
    for (const operation of list) {
      for (let group = operation.group; group; group = group.outer) {
        if (group.kind === 'pass' && group.source && isSame(group.source, source)) passes.add(group);
      }
      for (const body of bodiesOf(operation)) collect(body);
    }
  };
  collect(operations);
  return passes;
}

/** The outermost call or loop of an operation that is the statement. */
function outermostOf(operation: Operation, source: OffsetRange): OperationGroup | undefined {
  let found: OperationGroup | undefined;
  for (let group = operation.group; group; group = group.outer) {
    if (group.source && isSame(group.source, source)) found = group;
  }
  return found;
}

export function isSame(a: OffsetRange, b: OffsetRange): boolean {
  return a.start === b.start && a.end === b.end;
}

/** A phase of the whole circuit is on no wire and not drawn. */
export function isDrawn(operation: Operation): boolean {
  return operation.kind !== 'gate' || operation.controls.length + operation.targets.length > 0;
}
