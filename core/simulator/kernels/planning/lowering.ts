import {
  INVERSE,
  ITEM_DENSE,
  ITEM_EIGEN,
  ITEM_FLIP,
  ITEM_MONOMIAL,
  ITEM_PHASE,
  ITEM_ROTATION,
  ITEM_SCALAR,
  ITEM_SETTLE,
  Item,
  itemAt,
} from './items';
import {
  denseTarget,
  EIGEN_ADJOINT,
  EIGEN_VALUES,
  EIGEN_VECTORS,
  FIXED_NUMBERS,
  Gate,
  GATE_DENSE,
  GATE_DIAGONAL,
  GATE_EXCHANGE,
  GATE_GENERAL,
  GATE_ISWAP,
  GATE_PARITY_X,
  GATE_PARITY_Y,
  GATE_PARITY_Z,
  GATE_PHASE,
  GATE_PLAIN_PHASE,
  GATE_SWAP,
  GATE_X,
  gateAt,
  NUMBER_ADJOINT_S,
  NUMBER_H,
  NUMBER_MINUS_ONE,
  NUMBER_S,
  Shape,
  wiresOf,
} from './shape';

// Lowers gates to items. Swaps rename wires. A controlled gate is its eigenbasis around controlled phases; a controlled X is
// that too where the Hadamards merge into gates beside it, else it exchanges amplitudes. Only matrices of several qubits,
// and those that are not unitary, are multiplied out. What an item is does not depend on angles.

/** Lowering under way. It lies before its arrays, all in one block of memory. */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Lowering {
  shape: usize;
  /** The wire of each qubit, 32 words. */
  wires: usize;
  /** The latest waiting gate of each wire, 32 words: one more than its number, 0 for none. */
  latest: usize;
  items: usize;
  itemCount: u32;
  references: usize;
  referenceCount: u32;
  waiting: usize;
  waitingCount: u32;
  nextGate: u32;
  /** Wires that have phases to settle. */
  unsettled: u32;
  hasScalar: u32;
}

/** A one-qubit gate that waits to be merged with others of its wire. */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
class Waiting {
  matrix: u32;
  /** As `Lowering.latest`. */
  before: u32;
  /** `MIXES`, `IS_DENSE`: what holds of this gate or of one before it. */
  traits: u32;
  /** Gates up to this one. */
  count: u32;
}

/** It is not diagonal for all angles. */
const MIXES: u32 = 1;
/** It is neither diagonal, nor has zeros in its diagonal, for all angles. */
const IS_DENSE: u32 = 2;
const GENERAL: u32 = MIXES | IS_DENSE;

/** Bytes that lowering a shape takes. */
export function loweringBytes(shape: usize): u32 {
  return <u32>offsetof<Lowering>() + 256 + layOut(shape, 0);
}

/** Divides a block of `loweringBytes` among the arrays of `lowering`, unless it is 0, and returns the bytes they take. */
function layOut(shape: usize, lowering: usize): u32 {
  const gateCount = changetype<Shape>(shape).gateCount;
  // What is settled in the end, and the factor of everything.
  let items: u32 = 33;
  let references: u32 = 0;
  let waiting: u32 = 0;
  for (let index: u32 = 0; index < gateCount; index++) {
    const gate = gateAt(shape, index);
    const isControlled = gate.controls != 0;
    switch (gate.kind) {
      case GATE_PHASE:
        items += 2;
        references += 1;
        break;
      case GATE_PLAIN_PHASE:
      case GATE_DIAGONAL:
      case GATE_EXCHANGE:
      case GATE_X:
      case GATE_GENERAL:
        items += isControlled ? 9 : 2;
        references += isControlled ? 6 : 1;
        waiting += 2;
        break;
      case GATE_SWAP:
      case GATE_ISWAP:
        items += 8;
        references += 3;
        break;
      case GATE_DENSE:
        items += 1;
        references += 1 + gate.other;
        break;
      default:
        items += 16;
        references += 18;
        waiting += 8;
        break;
    }
  }
  const itemBytes = items * <u32>offsetof<Item>();
  const waitingBytes = waiting * <u32>offsetof<Waiting>();
  if (lowering != 0) {
    const it = changetype<Lowering>(lowering);
    it.items = (lowering + offsetof<Lowering>() + 256 + 15) & ~15;
    it.waiting = it.items + itemBytes;
    it.references = it.waiting + waitingBytes;
  }
  return itemBytes + waitingBytes + (references << 2) + 16;
}

/** Begins to lower a shape, whose gates are changed. @param lowering the address of `loweringBytes` */
export function startLowering(shape: usize, lowering: usize): void {
  const it = changetype<Lowering>(lowering);
  it.shape = shape;
  it.wires = lowering + offsetof<Lowering>();
  it.latest = it.wires + 128;
  memory.copy(it.wires, wiresOf(shape), 128);
  memory.fill(it.latest, 0, 128);
  it.itemCount = 0;
  it.referenceCount = 0;
  it.waitingCount = 0;
  it.nextGate = 0;
  it.unsettled = 0;
  it.hasScalar = 0;
  layOut(shape, lowering);
  findMerges(shape);
}

/** Lowers up to `patience` gates, and everything there is after the last. @returns the gates that are left */
export function lowerGates(lowering: usize, patience: u32): u32 {
  const it = changetype<Lowering>(lowering);
  const gateCount = changetype<Shape>(it.shape).gateCount;
  const end = min(gateCount, it.nextGate + patience);
  for (; it.nextGate < end; it.nextGate++) addGate(it, gateAt(it.shape, it.nextGate));
  if (end == gateCount) {
    for (let wire: u32 = 0; wire < 32; wire++) flush(it, wire);
    for (let wire: u32 = 0; wire < 32; wire++) settle(it, wire);
    if (it.hasScalar) addItem(it, ITEM_SCALAR, 0, 0, 0);
  }
  return gateCount - end;
}

/** Writes to `other` of every controlled X whether a Hadamard after it would merge into a gate of its target. */
function findMerges(shape: usize): void {
  // By qubit: whether a Hadamard placed here would merge.
  let merging: u32 = 0;
  for (let index = changetype<Shape>(shape).gateCount; index > 0; index--) {
    const gate = gateAt(shape, index - 1);
    const kind = gate.kind;
    if (kind == GATE_DENSE) {
      let targets: u32 = 0;
      for (let place: u32 = 0; place < gate.other; place++) targets |= 1 << denseTarget(shape, gate.target + place);
      merging &= ~targets;
      if (gate.other == 1) merging |= targets;
    } else if (kind >= GATE_SWAP) {
      const targets: u32 = (1 << gate.target) | (1 << gate.other);
      merging &= ~targets;
      if (kind == GATE_PARITY_X || kind == GATE_PARITY_Y) merging |= targets;
    } else if (kind != GATE_PHASE) {
      const target: u32 = 1 << gate.target;
      const isDiagonal = kind == GATE_PLAIN_PHASE || kind == GATE_DIAGONAL;
      if (gate.controls != 0) {
        if (kind == GATE_X) gate.other = u32((merging & target) != 0);
        merging = isDiagonal ? merging & ~target : merging | target;
      } else if (kind == GATE_GENERAL) merging |= target;
      else if (!isDiagonal) merging &= ~target;
    }
    merging &= ~gate.controls;
  }
}

function addGate(it: Lowering, gate: Gate): void {
  const controls = onWires(it, gate.controls);
  const values = onWires(it, gate.controlValues);
  const numbers = FIXED_NUMBERS + gate.numbers;
  const kind = gate.kind;
  if (kind == GATE_PHASE) {
    if (controls != 0 || !changetype<Shape>(it.shape).ignoresGlobalPhase) {
      addPhase(it, controls, values);
      addReference(it, numbers);
    }
    return;
  }
  if (kind == GATE_DENSE) {
    addDense(it, gate, controls, values, numbers);
    return;
  }
  const target = wireOf(it, gate.target);
  if (kind >= GATE_SWAP) {
    addTwoQubit(it, gate, controls, values, target, wireOf(it, gate.other), numbers);
    return;
  }
  const isDiagonal = kind == GATE_PLAIN_PHASE || kind == GATE_DIAGONAL;
  if (controls == 0) {
    wait(it, target, numbers, kind == GATE_GENERAL ? GENERAL : isDiagonal ? 0 : MIXES);
  } else if (kind == GATE_PLAIN_PHASE) {
    addPhase(it, controls | (1 << target), values | (1 << target));
    addReference(it, numbers + 6);
  } else if (kind == GATE_DIAGONAL) {
    addPhase(it, controls, values);
    addReference(it, numbers);
    addPhase(it, controls | (1 << target), values | (1 << target));
    addReference(it, numbers + 6);
    addReference(it, numbers | INVERSE);
  } else if (kind == GATE_X) {
    if (gate.other != 0 || (traitsOf(it, target) & IS_DENSE) != 0) {
      wait(it, target, NUMBER_H, GENERAL);
      addPhase(it, controls | (1 << target), values | (1 << target));
      addReference(it, NUMBER_MINUS_ONE);
      wait(it, target, NUMBER_H, GENERAL);
    } else addFlip(it, controls, values, target);
  } else {
    addItem(it, ITEM_EIGEN, 0, 0, 0);
    addReference(it, numbers);
    wait(it, target, numbers + EIGEN_ADJOINT, GENERAL);
    addPhase(it, controls, values);
    addReference(it, numbers + EIGEN_VALUES);
    addPhase(it, controls | (1 << target), values | (1 << target));
    addReference(it, numbers + EIGEN_VALUES + 2);
    addReference(it, (numbers + EIGEN_VALUES) | INVERSE);
    wait(it, target, numbers + EIGEN_VECTORS, GENERAL);
  }
}

function addTwoQubit(it: Lowering, gate: Gate, controls: u32, values: u32, a: u32, b: u32, numbers: u32): void {
  const bitA: u32 = 1 << a;
  const bitB: u32 = 1 << b;
  switch (gate.kind) {
    case GATE_SWAP:
      addSwap(it, gate, controls, values, a, b);
      break;
    case GATE_ISWAP:
      addPhase(it, controls | bitA, values | bitA);
      addReference(it, NUMBER_S + 6);
      addPhase(it, controls | bitB, values | bitB);
      addReference(it, NUMBER_S + 6);
      addPhase(it, controls | bitA | bitB, values | bitA | bitB);
      addReference(it, NUMBER_MINUS_ONE);
      addSwap(it, gate, controls, values, a, b);
      break;
    case GATE_PARITY_Z:
      addParityPhase(it, controls, values, bitA, bitB, numbers);
      break;
    default: {
      const isY = gate.kind == GATE_PARITY_Y;
      if (isY) {
        wait(it, a, NUMBER_ADJOINT_S, 0);
        wait(it, b, NUMBER_ADJOINT_S, 0);
      }
      wait(it, a, NUMBER_H, GENERAL);
      wait(it, b, NUMBER_H, GENERAL);
      addParityPhase(it, controls, values, bitA, bitB, numbers);
      wait(it, a, NUMBER_H, GENERAL);
      wait(it, b, NUMBER_H, GENERAL);
      if (isY) {
        wait(it, a, NUMBER_S, 0);
        wait(it, b, NUMBER_S, 0);
      }
    }
  }
}

function addSwap(it: Lowering, gate: Gate, controls: u32, values: u32, a: u32, b: u32): void {
  if (controls == 0) {
    store<u32>(it.wires + ((<usize>gate.target) << 2), b);
    store<u32>(it.wires + ((<usize>gate.other) << 2), a);
    return;
  }
  addFlip(it, 1 << b, 1 << b, a);
  addFlip(it, controls | (1 << a), values | (1 << a), b);
  addFlip(it, 1 << b, 1 << b, a);
}

/** diag(d, e, e, d) = d · (e/d where a is 1) · (e/d where b is 1) · ((d/e)² where both are). */
function addParityPhase(it: Lowering, controls: u32, values: u32, bitA: u32, bitB: u32, d: u32): void {
  const e = d + 2;
  addPhase(it, controls, values);
  addReference(it, d);
  addPhase(it, controls | bitA, values | bitA);
  addReference(it, e);
  addReference(it, d | INVERSE);
  addPhase(it, controls | bitB, values | bitB);
  addReference(it, e);
  addReference(it, d | INVERSE);
  addPhase(it, controls | bitA | bitB, values | bitA | bitB);
  addReference(it, d);
  addReference(it, d);
  addReference(it, e | INVERSE);
  addReference(it, e | INVERSE);
}

function addFlip(it: Lowering, controls: u32, values: u32, target: u32): void {
  flushAll(it, controls);
  flush(it, target);
  settle(it, target);
  addItem(it, ITEM_FLIP, target, controls, values);
}

function addDense(it: Lowering, gate: Gate, controls: u32, values: u32, numbers: u32): void {
  flushAll(it, controls);
  for (let place: u32 = 0; place < gate.other; place++) {
    const wire = wireOf(it, denseTarget(it.shape, gate.target + place));
    flush(it, wire);
    settle(it, wire);
  }
  addItem(it, ITEM_DENSE, 0, controls, values);
  addReference(it, numbers);
  for (let place: u32 = 0; place < gate.other; place++) {
    addReference(it, wireOf(it, denseTarget(it.shape, gate.target + place)));
  }
}

/** A factor where the wires of `mask` have the value; its references come next. */
function addPhase(it: Lowering, mask: u32, value: u32): void {
  for (let rest = mask; rest != 0; rest &= rest - 1) {
    const wire = ctz(rest);
    if ((traitsOf(it, wire) & MIXES) != 0) flush(it, wire);
  }
  addItem(it, ITEM_PHASE, 0, mask, value);
  if (mask == 0) it.hasScalar = 1;
  else if ((mask & (mask - 1)) == 0) addUnsettled(it, mask);
}

function wait(it: Lowering, wire: u32, matrix: u32, traits: u32): void {
  const slot = it.latest + ((<usize>wire) << 2);
  const before = load<u32>(slot);
  let count: u32 = 1;
  if (before != 0) {
    const last = waitingAt(it, before);
    // Two Hadamards are nothing.
    if (matrix == NUMBER_H && last.matrix == NUMBER_H) {
      store<u32>(slot, last.before);
      return;
    }
    traits |= last.traits;
    count += last.count;
  }
  const number = ++it.waitingCount;
  const gate = waitingAt(it, number);
  gate.matrix = matrix;
  gate.before = before;
  gate.traits = traits;
  gate.count = count;
  store<u32>(slot, number);
}

/** What holds of some gate that waits on a wire. */
function traitsOf(it: Lowering, wire: u32): u32 {
  const latest = load<u32>(it.latest + ((<usize>wire) << 2));
  return latest == 0 ? 0 : waitingAt(it, latest).traits;
}

/** Makes the gates that wait on a wire an item. */
function flush(it: Lowering, wire: u32): void {
  const slot = it.latest + ((<usize>wire) << 2);
  let number = load<u32>(slot);
  if (number == 0) return;
  store<u32>(slot, 0);
  const latest = waitingAt(it, number);
  const isRotation = (latest.traits & IS_DENSE) != 0;
  const item = addItem(it, isRotation ? ITEM_ROTATION : ITEM_MONOMIAL, wire, 1 << wire, 0);
  item.count = latest.count;
  it.referenceCount += latest.count;
  for (let place = it.referenceCount; number != 0; ) {
    const gate = waitingAt(it, number);
    place--;
    store<u32>(it.references + ((<usize>place) << 2), gate.matrix);
    number = gate.before;
  }
  addUnsettled(it, 1 << wire);
}

function flushAll(it: Lowering, mask: u32): void {
  for (let rest = mask; rest != 0; rest &= rest - 1) flush(it, ctz(rest));
}

function addUnsettled(it: Lowering, bit: u32): void {
  it.unsettled |= bit;
  it.hasScalar = 1;
}

function settle(it: Lowering, wire: u32): void {
  const bit: u32 = 1 << wire;
  if ((it.unsettled & bit) == 0) return;
  it.unsettled &= ~bit;
  addItem(it, ITEM_SETTLE, wire, bit, bit);
}

function addItem(it: Lowering, kind: u16, wire: u32, mask: u32, value: u32): Item {
  const item = itemAt(it.items, it.itemCount++);
  item.kind = kind;
  item.wire = <u16>wire;
  item.mask = mask;
  item.value = value;
  item.first = it.referenceCount;
  item.count = 0;
  return item;
}

/** Gives the latest item another reference. */
function addReference(it: Lowering, reference: u32): void {
  itemAt(it.items, it.itemCount - 1).count++;
  store<u32>(it.references + ((<usize>it.referenceCount) << 2), reference);
  it.referenceCount++;
}

// @ts-ignore: AssemblyScript's decorators
@inline
function waitingAt(it: Lowering, number: u32): Waiting {
  return changetype<Waiting>(it.waiting + <usize>(number - 1) * offsetof<Waiting>());
}

// @ts-ignore: AssemblyScript's decorators
@inline
function wireOf(it: Lowering, qubit: u32): u32 {
  return load<u32>(it.wires + ((<usize>qubit) << 2));
}

/** A mask of qubits as one of wires. */
function onWires(it: Lowering, qubits: u32): u32 {
  let mask: u32 = 0;
  for (let rest = qubits; rest != 0; rest &= rest - 1) mask |= 1 << wireOf(it, ctz(rest));
  return mask;
}
