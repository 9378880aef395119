import type { Steps } from '#core/base/steps.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { bodiesOf, withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { cancelledGates } from './cancelGates.ts';
import { entanglingGates, type PairOrder } from './entanglingGates.ts';
import type { GateBasis } from './gateBasis.ts';
import { RunMerger } from './mergeRuns.ts';
import { translatedOneQubit } from './oneQubitSynthesis.ts';

/** Every gate in gates of the basis, one by one. */
export function translatedOperations(
  operations: readonly Operation[],
  basis: GateBasis,
  allows: PairOrder,
): Operation[] {
  return operations.flatMap((operation): Operation[] => {
    if (operation.kind !== 'gate' && operation.kind !== 'unitary')
      return [withBodies(operation, (body) => translatedOperations(body, basis, allows))];
    const { source } = operation;
    const pieces = operationQubits(operation).length === 2 ? entanglingGates(operation, basis, allows) : [operation];
    return pieces
      .flatMap((gate): Operation[] => (operationQubits(gate).length === 1 ? translatedOneQubit(gate, basis) : [gate]))
      .map((gate) => (source === undefined || gate.kind === 'assign' ? gate : { ...gate, source }));
  });
}

/** Rounds of cancelling and merging that are done at most. */
const mostRounds = 8;

/** Operations in few gates of the basis. */
export function* shortenedOperations(
  operations: readonly Operation[],
  basis: GateBasis,
  allows: PairOrder,
): Steps<readonly Operation[]> {
  const merger = new RunMerger(basis, allows);
  let current = yield* merger.merged(operations);
  let size = gateCount(current);
  for (let round = 0; round < mostRounds; round++) {
    const cancelled = yield* cancelledGates(current);
    if (cancelled.length === current.length) return current;
    const next = yield* merger.merged(cancelled);
    const nextSize = gateCount(next);
    if (nextSize >= size) return current;
    current = next;
    size = nextSize;
  }
  return current;
}

function gateCount(operations: readonly Operation[]): number {
  let count = 0;
  for (const operation of operations) {
    if (operation.kind === 'gate' || operation.kind === 'unitary') count++;
    for (const body of bodiesOf(operation)) count += gateCount(body);
  }
  return count;
}
