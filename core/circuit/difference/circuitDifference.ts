import { shortestEdit } from '#core/base/shortestEdit.ts';
import type { Circuit, Operation } from '../circuit.ts';
import { bodiesOf, withBodies } from '../operationBodies.ts';
import { type CommonNumbering, commonNumbering } from './commonNumbering.ts';
import { operationForm, operationKey } from './operationKey.ts';
import { wireOrdered } from './wireOrder.ts';

/** What becomes of an operation from one circuit to another. */
export type CircuitStep =
  | { readonly kind: 'same' | 'removed' | 'added'; readonly operation: Operation }
  /** Another operation on the same wires: a gate with other parameters, or a block with another condition or body. */
  | {
      readonly kind: 'changed';
      readonly before: Operation;
      readonly after: Operation;
      /** Of blocks, for each of their bodies. */
      readonly bodies: readonly (readonly CircuitStep[])[];
    };

/** What leads from one circuit to another. */
export interface CircuitDifference extends CommonNumbering {
  /** In an order that both circuits can be run in. */
  readonly steps: readonly CircuitStep[];
}

/**
 * Compares circuits by what is done on each wire: the order in which programs name operations without a common wire is no
 * difference. As few operations as possible are removed and added; of circuits with thousands of differences, more.
 */
export function circuitDifference(before: Circuit, after: Circuit): CircuitDifference {
  const common = commonNumbering(before, after);
  const ordered = (circuit: Circuit) => wireOrdered(circuit.operations, circuit);
  return { ...common, steps: stepsBetween(ordered(common.before), ordered(common.after)) };
}

/** The operations of one of the circuits that steps are between: the difference, applied to the other. */
export function operationsOfSide(steps: readonly CircuitStep[], side: 'before' | 'after'): Operation[] {
  return steps.flatMap((step) => operationOfSide(step, side) ?? []);
}

function operationOfSide(step: CircuitStep, side: 'before' | 'after'): Operation | undefined {
  switch (step.kind) {
    case 'same':
      return step.operation;
    case 'removed':
      return side === 'before' ? step.operation : undefined;
    case 'added':
      return side === 'after' ? step.operation : undefined;
    case 'changed': {
      const bodies = step.bodies.map((body) => operationsOfSide(body, side));
      return withBodies(step[side], () => bodies.shift() ?? []);
    }
  }
}

function stepsBetween(before: readonly Operation[], after: readonly Operation[]): CircuitStep[] {
  const steps: CircuitStep[] = [];
  let removed: Operation[] = [];
  let added: Operation[] = [];
  const close = () => {
    steps.push(...pairedSteps(removed, added));
    [removed, added] = [[], []];
  };
  for (const run of shortestEdit(before.map(operationKey), after.map(operationKey))) {
    switch (run.kind) {
      case 'same':
        close();
        for (let place = 0; place < run.length; place++) {
          const operation = before[run.before + place];
          if (operation) steps.push({ kind: 'same', operation });
        }
        break;
      case 'removed':
        removed = before.slice(run.before, run.before + run.length);
        break;
      case 'added':
        added = after.slice(run.after, run.after + run.length);
    }
  }
  close();
  return steps;
}

/** Operations between two that are the same in both: those on the same wires are the same one, changed. */
function pairedSteps(removed: readonly Operation[], added: readonly Operation[]): CircuitStep[] {
  const steps: CircuitStep[] = [];
  const gone = (operations: readonly Operation[]) => {
    for (const operation of operations) steps.push({ kind: 'removed', operation });
  };
  const come = (operations: readonly Operation[]) => {
    for (const operation of operations) steps.push({ kind: 'added', operation });
  };
  if (removed.length === 0 || added.length === 0) {
    gone(removed);
    come(added);
    return steps;
  }
  for (const run of shortestEdit(removed.map(operationForm), added.map(operationForm))) {
    const [old, now] = [
      removed.slice(run.before, run.before + run.length),
      added.slice(run.after, run.after + run.length),
    ];
    if (run.kind === 'removed') gone(old);
    else if (run.kind === 'added') come(now);
    else for (const [place, before] of old.entries()) steps.push(changedStep(before, now[place] ?? before));
  }
  return steps;
}

function changedStep(before: Operation, after: Operation): CircuitStep {
  // Where there are too many differences, equal operations may be between others.
  if (operationKey(before) === operationKey(after)) return { kind: 'same', operation: before };
  const otherBodies = bodiesOf(after);
  const bodies = bodiesOf(before).map((body, branch) => stepsBetween(body, otherBodies[branch] ?? []));
  return { kind: 'changed', before, after, bodies };
}
