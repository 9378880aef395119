import type { RandomStream } from '#core/base/random.ts';
import type { Steps } from '#core/base/steps.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import { gateOperation } from '#core/circuit/gateOperation.ts';
import { bodiesOf, withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { orderingWires } from '#core/circuit/operationWires.ts';
import { placedOperation } from '#core/circuit/placedOperation.ts';
import type { CouplingMap } from './couplingMap.ts';
import { type RoutingProblem, type RoutingStep, routingProblem } from './routingProblem.ts';
import { type Routing, routedSteps, swapOfEntry } from './swapSearch.ts';

export interface RoutedOperations {
  /** On qubits of the device; gates on two of them only where these are coupled. */
  readonly operations: readonly Operation[];
  /** Where each qubit of the circuit ends. */
  readonly positions: readonly number[];
  readonly swaps: number;
  /** About how many entangling gates the swaps take. */
  readonly cost: number;
}

/** Operations with what their routing is prepared with, once for all ways they are routed. */
export interface RoutableOperations {
  readonly operations: readonly Operation[];
  readonly problem: RoutingProblem;
}

export function routableOperations(operations: readonly Operation[]): RoutableOperations {
  return { operations, problem: routingProblem(operations.map(stepOf)) };
}

/**
 * Puts operations on the qubits of a device, with swaps where gates on two qubits need them. Bodies of conditionals and
 * loops put back what they have swapped, so that every way through the program ends alike.
 * @param initial the qubit of the device for each qubit of the circuit
 * @param random one stream for each way that is to be tried
 * @returns the way that takes the fewest entangling gates
 * @throws Failure `invalid-circuit` when qubits that meet are not connected
 */
export function* routedOperations(
  { operations, problem }: RoutableOperations,
  initial: readonly number[],
  coupling: CouplingMap,
  [random, ...others]: readonly [RandomStream, ...RandomStream[]],
): Steps<RoutedOperations> {
  let best = yield* routedSteps(problem, initial, coupling, random);
  for (const [index, other] of others.entries()) {
    const next = yield* routedSteps(problem, initial, coupling, other, index + 1);
    if (next.cost < best.cost) best = next;
  }
  const { inBodies, result, swapped } = yield* placed(operations, initial, best, coupling, random);
  return { operations: result, positions: best.positions, swaps: swapped.length + inBodies, cost: best.cost };
}

interface Placed {
  readonly result: readonly Operation[];
  /** The swaps of these operations themselves, in order, and how many their bodies hold. */
  readonly swapped: readonly (readonly [number, number])[];
  readonly inBodies: number;
}

function* placed(
  operations: readonly Operation[],
  initial: readonly number[],
  { sequence }: Routing,
  coupling: CouplingMap,
  random: RandomStream,
): Steps<Placed> {
  const positions = [...initial];
  const occupants = new Map(initial.map((device, qubit) => [device, qubit]));
  const result: Operation[] = [];
  const swapped: (readonly [number, number])[] = [];
  const place = (qubit: number) => positions[qubit] ?? qubit;
  let inBodies = 0;
  for (const [done, entry] of sequence.entries()) {
    if (done % placedInStep === placedInStep - 1) yield;
    const swap = swapOfEntry(entry, coupling.qubitCount);
    if (swap) {
      swapped.push(swap);
      exchange(positions, occupants, swap);
      result.push(swapOf(swap));
      continue;
    }
    const operation = operations[entry];
    if (operation === undefined) continue;
    const inside = function* (body: readonly Operation[]): Steps<readonly Operation[]> {
      const way = yield* routedSteps(routableOperations(body).problem, positions, coupling, random);
      const own = yield* placed(body, positions, way, coupling, random);
      inBodies += 2 * own.swapped.length + own.inBodies;
      return [...own.result, ...own.swapped.toReversed().map(swapOf)];
    };
    result.push(
      bodiesOf(operation).length > 0 ? yield* withBodiesInSteps(operation, inside) : placedOperation(operation, place),
    );
  }
  return { result, swapped, inBodies };
}

/** Operations between two pauses. */
const placedInStep = 5000;

function swapOf(qubits: readonly [number, number]): Operation {
  return gateOperation('swap', [], qubits);
}

function exchange(positions: number[], occupants: Map<number, number>, [one, other]: readonly [number, number]): void {
  const [first, second] = [occupants.get(one), occupants.get(other)];
  occupants.delete(one);
  occupants.delete(other);
  if (first !== undefined) {
    positions[first] = other;
    occupants.set(other, first);
  }
  if (second !== undefined) {
    positions[second] = one;
    occupants.set(one, second);
  }
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
  const wires = orderingWires(operation);
  const pair = pairOf(operation);
  return { wires, ...(pair && { pair }) };
}

function pairOf(operation: Operation): readonly [number, number] | undefined {
  if (operation.kind !== 'gate' && operation.kind !== 'unitary') return undefined;
  const [one, other] = operationQubits(operation);
  return one === undefined || other === undefined ? undefined : [one, other];
}
