import type { Steps } from '#core/base/steps.ts';
import { combineAngles, isRunTimeAngle } from '#core/circuit/angle.ts';
import type { GateName, GateOperation, Operation, UnitaryOperation } from '#core/circuit/circuit.ts';
import { gateTable } from '#core/circuit/gateTable.ts';
import { withBodiesInSteps } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { tidyAngle } from '#core/circuit/synthesis/tidyAngle.ts';

type Gate = GateOperation | UnitaryOperation;

/** So many later operations on its qubits are looked at for one that a gate can be joined with. */
const furthest = 40;

/** Gates between two pauses. */
const gatesInStep = 10_000;

/**
 * Without gates that undo each other, and with rotations about the same axis added up, up to the phase of the whole state;
 * also where other gates stand between them that commute with them on every qubit they share. Rotations by parameters are
 * added as expressions.
 * @param operations with gates on at most two qubits
 */
export function* cancelledGates(operations: readonly Operation[]): Steps<Operation[]> {
  const inside: Operation[] = [];
  for (const operation of operations) inside.push(yield* withBodiesInSteps(operation, cancelledGates));
  const wires = new GateWires(inside);
  for (let joined = true; joined; ) {
    joined = false;
    for (let place = 0; place < inside.length; place++) {
      if (place % gatesInStep === gatesInStep - 1) yield;
      if (wires.join(place)) joined = true;
    }
  }
  return wires.left();
}

/** How a gate can be joined: it meets what is `wanted`; 0 is nothing, −1 what no gate passes. */
interface Joining {
  readonly own: number;
  readonly wanted: number;
}

const hinders: Joining = { own: -1, wanted: 0 };
const alone: Joining = { own: 0, wanted: 0 };

/** Operations, linked along every qubit. */
class GateWires {
  readonly #operations: (Operation | undefined)[];
  readonly #joinings = new Map<string, Joining>();
  readonly #own: Int32Array;
  readonly #wanted: Int32Array;
  /** An operation has the slots from its start up to that of the next, one for each of its qubits. */
  readonly #starts: Int32Array;
  readonly #owners: Int32Array;
  readonly #axes: Int8Array;
  /** The next and the previous slot on the same qubit, −1 for none. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  constructor(operations: readonly Operation[]) {
    this.#operations = [...operations];
    const count = operations.length;
    this.#own = new Int32Array(count);
    this.#wanted = new Int32Array(count);
    this.#starts = new Int32Array(count + 1);
    const owners: number[] = [];
    const axes: number[] = [];
    const next: number[] = [];
    const previous: number[] = [];
    const last: number[] = [];
    operations.forEach((operation, place) => {
      const { own, wanted } = this.#joiningOf(operation);
      this.#own[place] = own;
      this.#wanted[place] = wanted;
      for (const qubit of operationQubits(operation)) {
        const slot = owners.length;
        const before = last[qubit] ?? -1;
        owners.push(place);
        axes.push(isGate(operation) ? axisOn(operation, qubit) : 0);
        next.push(-1);
        previous.push(before);
        if (before >= 0) next[before] = slot;
        last[qubit] = slot;
      }
      this.#starts[place + 1] = owners.length;
    });
    this.#owners = Int32Array.from(owners);
    this.#axes = Int8Array.from(axes);
    this.#next = Int32Array.from(next);
    this.#previous = Int32Array.from(previous);
  }

  left(): Operation[] {
    return this.#operations.filter((operation) => operation !== undefined);
  }

  /** Joins a gate with the next one that it can be joined with. @returns whether there is one */
  join(place: number): boolean {
    const gate = this.#operations[place];
    if (gate === undefined || this.#wanted[place] === 0 || !isGate(gate)) return false;
    const meets = this.#meeting(place, gate);
    const other = this.#operations[meets];
    if (other === undefined || !isGate(other)) return false;
    const joined = joinedGate(gate, other);
    this.#remove(place);
    if (joined) this.#operations[meets] = joined;
    else this.#remove(meets);
    return true;
  }

  #remove(place: number): void {
    this.#operations[place] = undefined;
    for (let slot = this.#starts[place] ?? 0; slot < (this.#starts[place + 1] ?? 0); slot++) {
      const [before, after] = [this.#previous[slot] ?? -1, this.#next[slot] ?? -1];
      if (before >= 0) this.#next[before] = after;
      if (after >= 0) this.#previous[after] = before;
    }
  }

  /** The place of a later gate that can be joined with one, nothing in between hindering; −1 for none. */
  #meeting(place: number, gate: Gate): number {
    const start = this.#starts[place] ?? 0;
    const size = this.#sizeOf(place);
    if (size < 1 || size > 2) return -1;
    let first = this.#next[start] ?? -1;
    let second = size === 2 ? (this.#next[start + 1] ?? -1) : -1;
    for (let looked = 0; looked < furthest && (first >= 0 || second >= 0); looked++) {
      // The nearest place at which something acts on any of the qubits.
      const onFirst = second < 0 || (first >= 0 && (this.#owners[first] ?? 0) <= (this.#owners[second] ?? 0));
      const other = this.#owners[onFirst ? first : second] ?? 0;
      const onSecond = second >= 0 && this.#owners[second] === other;
      if (this.#own[other] === -1) return -1;
      if (this.#own[other] === this.#wanted[place] && this.#sizeOf(other) === size) {
        const met = this.#operations[other];
        if (met !== undefined && isGate(met) && onSameQubits(gate, met)) return other;
      }
      if (onFirst && !this.#sharesAxis(start, first)) return -1;
      if (onSecond && !this.#sharesAxis(start + 1, second)) return -1;
      if (onFirst) first = this.#next[first] ?? -1;
      if (onSecond) second = this.#next[second] ?? -1;
    }
    return -1;
  }

  #sizeOf(place: number): number {
    return (this.#starts[place + 1] ?? 0) - (this.#starts[place] ?? 0);
  }

  /** Whether both gates are diagonal along the same axis on a qubit, so that they may change places there. */
  #sharesAxis(one: number, other: number): boolean {
    return this.#axes[one] !== 0 && this.#axes[one] === this.#axes[other];
  }

  #joiningOf(operation: Operation): Joining {
    if (!isGate(operation)) return hinders;
    if (operation.kind === 'unitary') return isEcr(operation) ? this.#joining('ecr', 'ecr') : alone;
    const { controls, gate, native, parameters } = operation;
    if (native !== undefined || parameters.some(isRunTimeAngle)) return alone;
    const partner = addsUp(gate) || gateTable[gate].selfInverse ? gate : inverseOf(gate);
    return partner === undefined ? alone : this.#joining(`${gate}${controls.length}`, `${partner}${controls.length}`);
  }

  #joining(name: string, partner: string): Joining {
    const known = this.#joinings.get(name);
    if (known) return known;
    const own = this.#joinings.size + 1;
    this.#joinings.set(name, { own, wanted: own });
    const wanted = partner === name ? own : this.#joining(partner, name).own;
    const made = { own, wanted };
    this.#joinings.set(name, made);
    return made;
  }
}

function isGate(operation: Operation): operation is Gate {
  return operation.kind === 'gate' || operation.kind === 'unitary';
}

/** A gate of devices that undoes itself; the circuit model has it by its matrix. */
function isEcr(gate: Gate): boolean {
  return gate.kind === 'unitary' && gate.label === 'ecr';
}

function addsUp(gate: GateName): boolean {
  return gateTable[gate].pauliRotation !== undefined || gate === 'p';
}

/** The gate without parameters that undoes one, where it is another. */
function inverseOf(gate: GateName): GateName | undefined {
  switch (gate) {
    case 's':
      return 'sdg';
    case 'sdg':
      return 's';
    case 't':
      return 'tdg';
    case 'tdg':
      return 't';
    case 'sx':
      return 'sxdg';
    case 'sxdg':
      return 'sx';
    default:
      return undefined;
  }
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

/** The axis along which a gate is diagonal on one of its qubits: X, Y and Z by 1, 2 and 3; 0 where there is none. */
function axisOn(gate: Gate, qubit: number): 0 | 1 | 2 | 3 {
  if (gate.controls.some((control) => control.qubit === qubit)) return 3;
  if (gate.kind === 'unitary') return 0;
  const { diagonal, pauliRotation } = gateTable[gate.gate];
  if (diagonal) return 3;
  switch (pauliRotation) {
    case 'X':
    case 'XX':
      return 1;
    case 'Y':
    case 'YY':
      return 2;
    default:
      break;
  }
  switch (gate.gate) {
    case 'x':
    case 'sx':
    case 'sxdg':
      return 1;
    case 'y':
      return 2;
    default:
      return 0;
  }
}
