import type { OffsetRange } from '#core/base/textRange.ts';
import type { AssignOperation } from '../circuit.ts';
import type {
  AssignmentTarget,
  ClassicalExpression,
  ClassicalType,
  ClassicalVariable,
  ScalarType,
} from '../classical.ts';
import { constantExpression, zeroOf } from '../classicalArithmetic.ts';
import { isSameExpression, isStable } from './simplify.ts';

/** A value that a variable or an element of an array has at this point of the program. */
interface Slot {
  /** What it is known to be; absent when the run decides. */
  known: ClassicalExpression | undefined;
  /** Whether the variable of the circuit holds the value, too. */
  isStored: boolean;
}

/**
 * A classical variable of the program. As long as its value is known it needs no variable in the circuit; it gets one
 * when the run decides its value, or when a piece of the program that may or may not be executed assigns to it.
 */
export interface Cell {
  readonly name: string;
  readonly type: ClassicalType;
  readonly key: string;
  readonly source: OffsetRange | undefined;
  /** One, or one for each element in row-major order. */
  readonly slots: Slot[];
  /** How many regions that the run may skip or repeat are being lowered that assign to it. */
  pins: number;
}

/** Some elements of an array, by their places in it, as an array of its own shape. */
export interface ArrayView {
  readonly cell: Cell;
  readonly places: readonly number[];
  readonly shape: readonly number[];
}

/** What is known of cells and bits at a point of the program. */
export interface KnownValues {
  readonly cells: ReadonlyMap<Cell, readonly (ClassicalExpression | undefined)[]>;
  readonly bits: ReadonlyMap<number, boolean | undefined>;
}

/** The cells and bits that a piece of the program may assign to. */
export interface Written {
  readonly cells: ReadonlySet<Cell>;
  readonly bits: ReadonlySet<number>;
}

/** Arrays of more elements than this are refused. */
export const elementLimit = 1 << 16;

/** The classical variables and bits of a program while it is lowered: what is known of them, and what the run holds. */
export class ClassicalStore {
  readonly variables: ClassicalVariable[] = [];
  /** How many loops of the run surround the current statement. */
  loopDepth = 0;
  readonly #emit: (operation: AssignOperation) => void;
  readonly #source: () => OffsetRange;
  /** Known bits of the circuit; the run holds all bits. */
  readonly #bits = new Map<number, boolean>();
  /** Bits nothing has been written to. */
  readonly #newBits = new Set<number>();
  /** A declaration that is executed again uses the variable it has used before. */
  readonly #variableOfKey = new Map<string, number>();
  /** What each variable of the circuit stands for at the moment. */
  readonly #cells: Cell[] = [];
  /** For each branch that is being lowered, what was only stored in it because something read it as a whole. */
  readonly #storedInBranch: Slot[][] = [];

  /** @param emit appends an assignment to the operations of the circuit */
  constructor(emit: (operation: AssignOperation) => void, source: () => OffsetRange) {
    this.#emit = emit;
    this.#source = source;
  }

  /**
   * A new variable, zero in every component.
   * @param key the same for declarations that never are alive at the same time
   */
  declare(name: string, type: ClassicalType, key: string, source?: OffsetRange): Cell {
    const base = type.kind === 'array' ? type.base : type;
    const count = type.kind === 'array' ? elementCount(type.shape) : 1;
    const zero = constantExpression(base, zeroOf(base));
    // A variable that was never assigned to is zero at the start of the run.
    const isStored = !this.#variableOfKey.has(key) && this.loopDepth === 0;
    const slots = Array.from({ length: count }, (): Slot => ({ known: zero, isStored }));
    return { name, type, key, source, slots, pins: 0 };
  }

  /** A variable that lives in the circuit only, false at the start of the run. */
  declareStored(name: string, type: ScalarType, key: string): Cell {
    return { name, type, key, source: undefined, slots: [{ known: undefined, isStored: true }], pins: 0 };
  }

  /** The value of a variable, or of the element at a place. */
  read(cell: Cell, place = 0): ClassicalExpression {
    const known = cell.slots[place]?.known;
    if (known) return known;
    const variable = this.#variableOf(cell);
    if (cell.type.kind !== 'array') return { kind: 'variable', type: cell.type, variable };
    return { kind: 'element', type: cell.type.base, variable, indices: indicesOf(place, cell.type.shape) };
  }

  /** The element of an array at places only the run knows; negative ones count from the end. */
  readAt(cell: Cell, indices: readonly ClassicalExpression[]): ClassicalExpression {
    this.#store(cell);
    return { kind: 'element', type: baseOf(cell), variable: this.#variableOf(cell), indices };
  }

  /** Assigns a value of the type of the variable, or of its elements, to the one at a place. */
  write(cell: Cell, value: ClassicalExpression, place = 0): void {
    const slot = cell.slots[place];
    if (!slot) return;
    if (slot.known && (slot.isStored || cell.pins === 0) && isSameExpression(slot.known, value)) return;
    const isKnown = isStable(value);
    if (!isKnown || cell.pins > 0) this.#assign(cell, place, value);
    slot.isStored = !isKnown || cell.pins > 0;
    slot.known = isKnown ? value : undefined;
  }

  /** Assigns to an element at places only the run knows, so that no element is known any more. */
  writeAt(cell: Cell, indices: readonly ClassicalExpression[], value: ClassicalExpression): void {
    this.#store(cell);
    this.#emitAssignment({ kind: 'element', variable: this.#variableOf(cell), indices }, value);
    for (const slot of cell.slots) slot.known = undefined;
  }

  /** Assigns all elements of an array to those of another one of its type. */
  copy(target: Cell, source: Cell): void {
    const value = this.stored(source);
    this.#emitAssignment({ kind: 'variable', variable: this.#variableOf(target) }, value);
    target.slots.forEach((slot, place) => {
      slot.known = source.slots[place]?.known;
      slot.isStored = true;
    });
  }

  /** The variable of the circuit as a whole, which holds all that is known. */
  stored(cell: Cell): { readonly kind: 'variable'; readonly type: ClassicalType; readonly variable: number } {
    this.#store(cell);
    return { kind: 'variable', type: cell.type, variable: this.#variableOf(cell) };
  }

  /** What a variable of the circuit stands for, if it is a single value that only the run knows. */
  cellOf(variable: number): Cell | undefined {
    const cell = this.#cells[variable];
    return cell?.slots.length === 1 && cell.slots[0]?.known === undefined ? cell : undefined;
  }

  knownBit(bit: number): boolean | undefined {
    return this.#bits.get(bit);
  }

  /**
   * Begins to use bits. New ones are 0, which is not taken as known: a register that starts at 0 is one to measure into,
   * and conditions on it are conditions of the run.
   */
  useBits(bits: readonly number[], areNew: boolean): void {
    for (const bit of bits) {
      this.#bits.delete(bit);
      if (areNew) this.#newBits.add(bit);
      else this.#newBits.delete(bit);
    }
  }

  /** Whether a bit already holds a value. */
  holdsBit(bit: number, value: boolean): boolean {
    return this.#bits.get(bit) === value || (!value && this.#newBits.has(bit));
  }

  /** Notes what a bit holds from now on; nothing is known of measured ones. */
  setBit(bit: number, value: boolean | undefined): void {
    this.#newBits.delete(bit);
    if (value === undefined) this.#bits.delete(bit);
    else this.#bits.set(bit, value);
  }

  /**
   * Begins a region that the run may skip, repeat or leave early: what it assigns to is stored before it, and every
   * assignment in it is made in the circuit.
   */
  pin({ cells }: Written): void {
    for (const cell of cells) {
      this.#store(cell);
      cell.pins++;
    }
  }

  unpin({ cells }: Written): void {
    for (const cell of cells) cell.pins--;
  }

  /** What is known of some cells and bits. */
  known({ bits, cells }: Written): KnownValues {
    return {
      cells: new Map([...cells].map((cell) => [cell, cell.slots.map(({ known }) => known)])),
      bits: new Map([...bits].map((bit) => [bit, this.#bits.get(bit)])),
    };
  }

  /** Goes on with other knowledge of cells and bits, which the run holds. */
  assume({ bits, cells }: KnownValues): void {
    for (const [cell, values] of cells) {
      cell.slots.forEach((slot, place) => {
        slot.known = values[place];
        slot.isStored = true;
      });
    }
    for (const [bit, value] of bits) this.setBit(bit, value);
  }

  /** Forgets all about cells and bits; the run holds them. */
  forget({ bits, cells }: Written): void {
    for (const cell of cells) {
      for (const slot of cell.slots) {
        slot.known = undefined;
        slot.isStored = true;
      }
    }
    for (const bit of bits) this.setBit(bit, undefined);
  }

  /** A copy of everything that is known, to go back to. */
  checkpoint(cells: Iterable<Cell>): () => void {
    const slots = [...cells].map((cell) => ({ cell, slots: cell.slots.map((slot) => ({ ...slot })) }));
    const bits = [...this.#bits];
    return () => {
      for (const { cell, slots: before } of slots) {
        before.forEach((slot, place) => {
          Object.assign(cell.slots[place] ?? {}, slot);
        });
      }
      this.#bits.clear();
      for (const [bit, value] of bits) this.#bits.set(bit, value);
    };
  }

  /** Begins a branch, whose stores may not be executed; returns what ends it. */
  beginBranch(): () => void {
    const stored: Slot[] = [];
    this.#storedInBranch.push(stored);
    return () => {
      this.#storedInBranch.pop();
      for (const slot of stored) slot.isStored = false;
    };
  }

  #store(cell: Cell): void {
    cell.slots.forEach((slot, place) => {
      if (slot.isStored || !slot.known) return;
      this.#assign(cell, place, slot.known);
      slot.isStored = true;
      this.#storedInBranch.at(-1)?.push(slot);
    });
  }

  #assign(cell: Cell, place: number, value: ClassicalExpression): void {
    const variable = this.#variableOf(cell);
    const target: AssignmentTarget =
      cell.type.kind === 'array'
        ? { kind: 'element', variable, indices: indicesOf(place, cell.type.shape) }
        : { kind: 'variable', variable };
    this.#emitAssignment(target, value);
  }

  #emitAssignment(target: AssignmentTarget, value: ClassicalExpression): void {
    this.#emit({ kind: 'assign', target, value, source: this.#source() });
  }

  #variableOf(cell: Cell): number {
    const known = this.#variableOfKey.get(cell.key);
    if (known !== undefined) {
      this.#cells[known] = cell;
      return known;
    }
    const variable = this.variables.length;
    this.#cells.push(cell);
    this.variables.push({ name: cell.name, type: cell.type, ...(cell.source && { source: cell.source }) });
    this.#variableOfKey.set(cell.key, variable);
    return variable;
  }
}

function baseOf({ type }: Cell): ScalarType {
  return type.kind === 'array' ? type.base : type;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The indices of an element by its place in row-major order. */
function indicesOf(place: number, shape: readonly number[]): ClassicalExpression[] {
  return placeIndices(place, shape).map((value) => ({ kind: 'constant', type: { kind: 'int' }, value }));
}

/** The indices of an element, as numbers, by its place in row-major order. */
export function placeIndices(place: number, shape: readonly number[]): number[] {
  let rest = place;
  const indices: number[] = [];
  for (const size of shape.toReversed()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}
