import { combineAngles, isRunTimeAngle } from '#core/circuit/angle.ts';
import type { GateName, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { withBodies } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { tidyAngle } from '#core/circuit/synthesis/tidyAngle.ts';

type Gate = GateOperation | UnitaryOperation;

/** So many later operations on its qubits are looked at for one that a gate can be joined with. */
const furthest = 40;

/**
 * Without gates that undo each other, and with rotations about the same axis added up, up to the phase of the whole state;
 * also where other gates stand between them that commute with them on every qubit they share. Rotations by parameters are
 * added as expressions.
 */
export function cancelledGates(operations: readonly Operation[]): Operation[] {
  let current: readonly (Operation | undefined)[] = operations.map((operation) =>
    withBodies(operation, cancelledGates),
  );
  for (;;) {
    const next = pass(current);
    const left = next.filter((operation) => operation !== undefined);
    if (left.length === current.length) return left;
    current = left;
  }
}

/** One walk from the first operation to the last. */
function pass(operations: readonly (Operation | undefined)[]): (Operation | undefined)[] {
  const result = [...operations];
  // For every operation the places of those on each of its qubits.
  const onQubit = new Map<number, number[]>();
  operations.forEach((operation, place) => {
    for (const qubit of operation ? operationQubits(operation) : []) {
      const places = onQubit.get(qubit);
      if (places) places.push(place);
      else onQubit.set(qubit, [place]);
    }
  });
  for (let place = 0; place < result.length; place++) {
    const operation = result[place];
    if (operation === undefined || !isGate(operation) || dependsOnRun(operation)) continue;
    const meets = nextMeeting(operation, place, result, onQubit);
    if (meets === undefined) continue;
    const joined = joinedGate(operation, result[meets] as Gate);
    result[place] = undefined;
    result[meets] = joined;
  }
  return result;
}

/** The place of a later gate that can be joined with one, nothing in between hindering. */
function nextMeeting(
  gate: Gate,
  place: number,
  operations: readonly (Operation | undefined)[],
  onQubit: ReadonlyMap<number, readonly number[]>,
): number | undefined {
  const lists = operationQubits(gate).map((qubit) => onQubit.get(qubit) ?? []);
  const next = lists.map((places) => firstAfter(places, place));
  for (let looked = 0; looked < furthest; ) {
    // The nearest place at which something acts on any of the qubits.
    let other = Number.POSITIVE_INFINITY;
    lists.forEach((places, index) => {
      other = Math.min(other, places[next[index] ?? 0] ?? Number.POSITIVE_INFINITY);
    });
    if (other === Number.POSITIVE_INFINITY) return undefined;
    lists.forEach((places, index) => {
      if (places[next[index] ?? 0] === other) next[index] = (next[index] ?? 0) + 1;
    });
    const operation = operations[other];
    if (operation === undefined) continue;
    looked++;
    if (!isGate(operation)) return undefined;
    if (canJoin(gate, operation)) return other;
    if (!commute(gate, operation)) return undefined;
  }
  return undefined;
}

/** The index of the first entry of an increasing list that is larger. */
function firstAfter(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isGate(operation: Operation): operation is Gate {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

function dependsOnRun(gate: Gate): boolean {
  return gate.kind === 'gate' && gate.parameters.some(isRunTimeAngle);
}

/** Whether two gates on the same qubits together are one or none. */
function canJoin(one: Gate, other: Gate): boolean {
  if (dependsOnRun(other) || !onSameQubits(one, other)) return false;
  if (one.kind === 'unitary' || other.kind === 'unitary') return isEcr(one) && isEcr(other);
  if (one.native !== undefined || other.native !== undefined) return false;
  return one.gate === other.gate
    ? gateTable[one.gate].selfInverse || addsUp(one.gate)
    : areInverse(one.gate, other.gate);
}

/** A gate of devices that undoes itself; the circuit model has it by its matrix. */
function isEcr(gate: Gate): boolean {
  return gate.kind === 'unitary' && gate.label === 'ecr';
}

function addsUp(gate: GateName): boolean {
  return gateTable[gate].pauliRotation !== undefined || gate === 'p';
}

function areInverse(one: GateName, other: GateName): boolean {
  const pairs = ['s sdg', 't tdg', 'sx sxdg'];
  return pairs.includes(`${one} ${other}`) || pairs.includes(`${other} ${one}`);
}

/** What is left of two gates that can be joined, the first before the second. */
function joinedGate(one: Gate, other: Gate): Gate | undefined {
  if (one.kind === 'unitary' || other.kind === 'unitary' || one.gate !== other.gate || !addsUp(one.gate))
    return undefined;
  const [first = 0] = one.parameters;
  const [second = 0] = other.parameters;
  const sum = combineAngles('add', first, second);
  if (typeof sum !== 'number') return { ...other, parameters: [sum] };
  // With controls a whole turn is a phase that can be observed, of all rotations but the phase gate.
  const period = other.controls.length === 0 || other.gate === 'p' ? 2 * Math.PI : 4 * Math.PI;
  const angle = period === 2 * Math.PI ? tidyAngle(sum) : 2 * tidyAngle(sum / 2);
  return Math.abs(angle) < 1e-13 ? undefined : { ...other, parameters: [angle] };
}

function onSameQubits(one: Gate, other: Gate): boolean {
  const [first, second] = [operationQubits(one), operationQubits(other)];
  if (one.controls.length !== other.controls.length || first.length !== second.length) return false;
  if (first.every((qubit, index) => qubit === second[index])) return true;
  // The order does not matter to gates that look the same from both sides.
  return isExchangeable(one) && isExchangeable(other) && first.every((qubit) => second.includes(qubit));
}

function isExchangeable(gate: Gate): boolean {
  if (gate.kind === 'unitary') return false;
  return gate.controls.length === 0 ? gateTable[gate.gate].targets === 2 : ['z', 'p'].includes(gate.gate);
}

/** Whether gates may change places: on every qubit they share, both are diagonal along the same axis. */
function commute(one: Gate, other: Gate): boolean {
  const others = operationQubits(other);
  return operationQubits(one).every((qubit) => {
    if (!others.includes(qubit)) return true;
    const axis = axisOn(one, qubit);
    return axis !== undefined && axis === axisOn(other, qubit);
  });
}

/** The axis along which a gate is diagonal on one of its qubits, if there is one. */
function axisOn(gate: Gate, qubit: number): 'X' | 'Y' | 'Z' | undefined {
  if (gate.controls.some((control) => control.qubit === qubit)) return 'Z';
  if (gate.kind === 'unitary') return undefined;
  const { diagonal, pauliRotation } = gateTable[gate.gate];
  if (diagonal) return 'Z';
  switch (pauliRotation) {
    case 'X':
    case 'XX':
      return 'X';
    case 'Y':
    case 'YY':
      return 'Y';
    default:
      break;
  }
  switch (gate.gate) {
    case 'x':
    case 'sx':
    case 'sxdg':
      return 'X';
    case 'y':
      return 'Y';
    default:
      return undefined;
  }
}
