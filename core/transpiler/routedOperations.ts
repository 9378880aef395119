import type { RandomStream } from '#core/base/random.ts';
import { isRunTimeAngle } from '#core/circuit/angle.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { operationWires } from '#core/circuit/moments.ts';
import { bodiesOf, withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { CouplingMap } from './couplingMap.ts';
import { placedOperation } from './placedOperations.ts';
import { type RoutingStep, routedSteps } from './swapSearch.ts';

export interface RoutedOperations {
  /** On qubits of the device; gates on two of them only where these are coupled. */
  readonly operations: readonly Operation[];
  /** Where each qubit of the circuit ends. */
  readonly positions: readonly number[];
  readonly swaps: number;
}

/**
 * Puts operations on the qubits of a device, with swaps where gates on two qubits need them. Bodies of conditionals and
 * loops put back what they have swapped, so that every way through the program ends alike.
 * @param initial the qubit of the device for each qubit of the circuit
 * @throws Failure `invalid-circuit` when qubits that meet are not connected
 */
export function routedOperations(
  operations: readonly Operation[],
  initial: readonly number[],
  coupling: CouplingMap,
  random: RandomStream,
): RoutedOperations {
  const { inBodies, positions, result, swapped } = walk(operations, initial, coupling, random);
  return { operations: result, positions, swaps: swapped.length + inBodies };
}

interface Walk {
  readonly result: readonly Operation[];
  readonly positions: readonly number[];
  /** The swaps of these operations themselves, in order, and how many their bodies hold. */
  readonly swapped: readonly (readonly [number, number])[];
  readonly inBodies: number;
}

function walk(
  operations: readonly Operation[],
  initial: readonly number[],
  coupling: CouplingMap,
  random: RandomStream,
): Walk {
  const positions = [...initial];
  const result: Operation[] = [];
  const swapped: (readonly [number, number])[] = [];
  let inBodies = 0;
  const body = (inside: readonly Operation[]): readonly Operation[] => {
    const own = walk(inside, positions, coupling, random);
    inBodies += 2 * own.swapped.length + own.inBodies;
    return [...own.result, ...own.swapped.toReversed().map(swapOf)];
  };
  for (const routed of routedSteps(operations.map(stepOf), [...initial], coupling, random)) {
    if (routed.kind === 'swap') {
      swapped.push(routed.qubits);
      exchange(positions, routed.qubits);
      result.push(swapOf(routed.qubits));
      continue;
    }
    const operation = operations[routed.index];
    if (operation === undefined) continue;
    result.push(
      bodiesOf(operation).length > 0
        ? withBodies(operation, body)
        : placedOperation(operation, (qubit) => positions[qubit] ?? qubit),
    );
  }
  return { result, positions, swapped, inBodies };
}

function swapOf(qubits: readonly [number, number]): Operation {
  return gateOperation('swap', [], qubits);
}

function exchange(positions: number[], [one, other]: readonly [number, number]): void {
  positions.forEach((device, qubit) => {
    if (device === one) positions[qubit] = other;
    else if (device === other) positions[qubit] = one;
  });
}

/** Pairs of qubits that a circuit couples, in order, those of bodies included: what a layout is chosen for. */
export function interactingPairs(operations: readonly Operation[]): (readonly [number, number])[] {
  return operations.flatMap((operation): (readonly [number, number])[] => {
    const bodies = bodiesOf(operation);
    if (bodies.length > 0) return bodies.flatMap(interactingPairs);
    const pair = pairOf(operation);
    return pair ? [pair] : [];
  });
}

function stepOf(operation: Operation): RoutingStep {
  const wires = [...operationWires(operation), ...(computes(operation) ? ['computation'] : [])];
  const pair = pairOf(operation);
  return { wires, ...(pair && { pair }) };
}

function pairOf(operation: Operation): readonly [number, number] | undefined {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') return undefined;
  const [one, other] = operationQubits(operation);
  return one === undefined || other === undefined ? undefined : [one, other];
}

/** Whether an operation has a place among computations, which keep their order. */
function computes(operation: Operation): boolean {
  switch (operation.kind) {
    case 'gate':
      return operation.parameters.some(isRunTimeAngle);
    case 'assign':
    case 'conditional':
    case 'switch':
    case 'while':
      return true;
    case 'unitary':
    case 'measure':
    case 'reset':
    case 'barrier':
      return false;
  }
}
