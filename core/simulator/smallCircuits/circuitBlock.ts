import type { PauliSum } from '#core/circuit/observable.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import { beforeExchanges, type FinalExchanges } from './finalExchanges.ts';
import { type FlatOperation, flatKinds } from './flatOperation.ts';
import type { FlatCircuit } from './flattenCircuit.ts';
import { compileObservables } from './observableTables.ts';
import { bitCount, blockWidth, type Pass, planPasses } from './passes.ts';
import { exactTurn, type Turn } from './turnTable.ts';

/** Sizes and places of `kernels/smallCircuits/layout.ts`, in bytes. */
const headerSize = 128;
const turnRecordSize = 16;
const turnTermSize = 16;
const turnSize = 16;
const operationSize = 64;
const observableSize = 16;
const pauliTermSize = 24;
const amplitudeSize = 16;

/** Words of the header that are written after the block was made. */
const observableWord = 9;
const readWord = 12;
const reverseWord = 15;
const gradientPartsWord = 21;

/** Chunks of blocks that threads work on at the same time; each has gradients of its own, whoever works on it. */
export const chunksTogether = 16;

/**
 * A flat circuit in the memory of the kernels, with a state to work on: what the functions of
 * `kernels/smallCircuits/batch.ts` call a circuit. It belongs to one thread.
 */
export class CircuitBlock {
  readonly instance: KernelInstance;
  readonly flat: FlatCircuit;
  readonly passes: readonly Pass[];
  /** What the kernels take as the circuit. */
  readonly address: number;
  readonly slotCount: number;
  readonly #allocated: number[] = [];
  #observables: readonly PauliSum[] | undefined;
  #observableBlock: number | undefined;
  #isReadable = false;
  #stateAddress = 0;

  readonly #threads: number;

  /**
   * @param threads how many may work on the blocks of a wide state
   * @throws Failure `too-large` when the memory is not to be had
   */
  constructor(instance: KernelInstance, flat: FlatCircuit, threads = 1) {
    this.instance = instance;
    this.flat = flat;
    this.#threads = threads;
    this.passes = planPasses(flat.operations);
    this.slotCount = flat.slots.parameterCount + flat.slots.computed.length;
    try {
      this.address = this.#write();
    } catch (thrown) {
      this.release();
      throw thrown;
    }
  }

  /** Amplitudes of the final state. */
  get length(): number {
    return 2 ** this.flat.width;
  }

  /** Whether it has to be run pass by pass, which the functions for many rows do not do. */
  get isBlocked(): boolean {
    return this.passes.some(({ local }) => local !== undefined);
  }

  release(): void {
    const { memory } = this.instance;
    for (const address of this.#allocated.splice(0)) memory.release(address);
    if (this.#observableBlock !== undefined) memory.release(this.#observableBlock);
    this.#observableBlock = undefined;
    this.#observables = undefined;
  }

  /** Sets the observables that expectation values and gradients are of. */
  observe(observables: readonly PauliSum[]): void {
    if (observables === this.#observables) return;
    const { memory } = this.instance;
    const compiled = compileObservables(observables, this.flat);
    if (this.#observableBlock !== undefined) memory.release(this.#observableBlock);
    this.#observableBlock = undefined;
    this.#observables = undefined;
    // The kernels read two weights at a time.
    const tableLength = Math.max(2, this.length);
    const terms = compiled.flatMap((each) => each.terms);
    const tables = compiled.filter(({ diagonal }) => diagonal !== undefined).length;
    const termsAt = tables * tableLength * 8;
    const recordsAt = termsAt + terms.length * pauliTermSize;
    const block = memory.allocate(recordsAt + compiled.length * observableSize);
    let table = block;
    let firstTerm = 0;
    compiled.forEach(({ diagonal, terms: own }, index) => {
      const record = memory.int32(block + recordsAt + index * observableSize, 3);
      record.set([diagonal ? table : 0, firstTerm, own.length]);
      firstTerm += own.length;
      if (diagonal === undefined) return;
      memory.float64(table, tableLength).fill(0).set(diagonal);
      table += tableLength * 8;
    });
    terms.forEach(({ coefficient, flips, quarterTurns, signs }, index) => {
      const at = block + termsAt + index * pauliTermSize;
      memory.float64(at, 1)[0] = coefficient;
      memory.int32(at + 8, 3).set([flips, signs, quarterTurns]);
    });
    memory.int32(this.address + 4 * observableWord, 3).set([compiled.length, block + recordsAt, block + termsAt]);
    this.#observableBlock = block;
    this.#observables = observables;
  }

  /** Makes room for reading states, probabilities and expectation values. @throws Failure `too-large` */
  makeReadable(): void {
    if (this.#isReadable) return;
    const { bits, exchanges, qubitCount } = this.flat;
    const { memory } = this.instance;
    const probabilities = this.#allocate(Math.max(2, this.length) * 8);
    const places = this.#allocate(2 ** qubitCount * 4);
    writePlaces(memory.int32(places, 2 ** qubitCount), bits, exchanges);
    memory.int32(this.address + 4 * readWord, 3).set([probabilities, places, 2 ** qubitCount]);
    this.#isReadable = true;
  }

  /**
   * Makes room for the way back, once.
   * @param keepsState whether the final state is needed again; otherwise it is undone in place
   * @throws Failure `too-large`
   */
  makeReversible(keepsState: boolean): void {
    const bytes = this.length * amplitudeSize;
    const state = keepsState ? this.#allocate(bytes) : this.#stateAddress;
    const bra = this.#allocate(bytes);
    const stride = 8 * (this.#turnCount + this.flat.turns.constant.length);
    const parts = this.isBlocked ? chunksTogether : 1;
    const gradients = this.#allocate(parts * stride);
    const { memory } = this.instance;
    memory.int32(this.address + 4 * reverseWord, 3).set([state, bra, gradients]);
    memory.int32(this.address + 4 * gradientPartsWord, 2).set([parts, stride]);
  }

  /** Turns that depend on slots; even, as the kernels take two at a time. */
  get #turnCount(): number {
    return 2 * Math.ceil(this.flat.turns.parametric.length / 2);
  }

  #allocate(bytes: number): number {
    const address = this.instance.memory.allocate(bytes);
    this.#allocated.push(address);
    return address;
  }

  #write(): number {
    const { flat, instance } = this;
    const { turns } = flat;
    const operations = this.passes.flatMap((pass) => pass.operations.map((operation) => ({ operation, pass })));
    const { memory } = instance;
    const turnCount = this.#turnCount;
    const matrices = operations.flatMap(({ operation }) => (operation.values ? [operation] : []));
    const widest = Math.max(0, ...matrices.map(({ targets }) => targets.length));
    const termCount = turns.parametric.reduce((sum, { terms }) => sum + terms.size, 0);
    const matrixBytes = matrices.reduce((sum, { targets }) => sum + matrixSize(targets.length), 0);

    let end = headerSize;
    const place = (bytes: number) => {
      const at = end;
      end += Math.ceil(bytes / 16) * 16;
      return at;
    };
    const turnRecordsAt = place(turnCount * turnRecordSize);
    const turnTermsAt = place(termCount * turnTermSize);
    const turnsAt = place((turnCount + turns.constant.length) * turnSize);
    const matricesAt = place(matrixBytes);
    const scratchAt = place(2 ** widest * amplitudeSize);

    const base = this.#allocate(end);
    const operationsAt = this.#allocate(operations.length * operationSize);
    const state = this.#allocate(this.length * amplitudeSize);
    this.#stateAddress = state;
    const blocksStride = (2 * 2 ** blockWidth + 2 ** widest) * amplitudeSize;
    const blocks = this.isBlocked ? this.#allocate(this.#threads * blocksStride) : 0;
    memory
      .int32(base, 23)
      .set([
        ...[turnCount, base + turnRecordsAt, base + turnTermsAt, base + turnsAt, operations.length, operationsAt],
        ...[state, this.length, this.slotCount, 0, 0, 0, 0, 0, 0, 0, 0, 0, base + scratchAt, blocks],
        ...[blocksStride, 1, 0],
      ]);

    const records = memory.float64(base + turnRecordsAt, turnCount * 2).fill(0);
    const counts = memory.int32(base + turnRecordsAt, turnCount * 4);
    const terms = memory.float64(base + turnTermsAt, termCount * 2);
    const termSlots = memory.int32(base + turnTermsAt, termCount * 4);
    let term = 0;
    turns.parametric.forEach((angle, index) => {
      records[2 * index] = angle.offset;
      counts[4 * index + 2] = term;
      counts[4 * index + 3] = angle.terms.size;
      for (const [slot, coefficient] of angle.terms) {
        terms[2 * term] = coefficient;
        termSlots[4 * term + 2] = slot;
        term++;
      }
    });
    const table = memory.float64(base + turnsAt, 2 * (turnCount + turns.constant.length));
    turns.constant.forEach((angle, index) => {
      table.set(exactTurn(angle), 2 * (turnCount + index));
    });

    const words = memory.int32(operationsAt, (operations.length * operationSize) / 4).fill(0);
    let matrix = base + matricesAt;
    operations.forEach(({ operation, pass }, index) => {
      const at = (index * operationSize) / 4;
      const placed = pass.local === undefined ? operation : withinBlock(operation, pass.local);
      writeOperation(words.subarray(at, at + operationSize / 4), placed, turnCount);
      if (operation.values === undefined) return;
      const dimension = 2 ** operation.targets.length;
      words.set([matrix, dimension, matrix + 2 * dimension * dimension * amplitudeSize], at + 10);
      this.#writeMatrix(matrix, operation.values, placed.targets);
      matrix += matrixSize(operation.targets.length);
    });
    return base;
  }

  /** The matrix, its adjoint, and the offsets of the amplitudes of a group. */
  #writeMatrix(address: number, values: readonly number[], targets: readonly number[]): void {
    const { memory } = this.instance;
    const dimension = 2 ** targets.length;
    const size = dimension * dimension;
    const entries = memory.float64(address, 4 * size);
    entries.set(values);
    for (let row = 0; row < dimension; row++) {
      for (let column = 0; column < dimension; column++) {
        const from = 2 * (column * dimension + row);
        const to = 2 * (size + row * dimension + column);
        entries[to] = values[from] ?? 0;
        entries[to + 1] = -(values[from + 1] ?? 0);
      }
    }
    const offsets = memory.int32(address + 2 * size * amplitudeSize, dimension);
    for (let index = 0; index < dimension; index++) {
      offsets[index] = targets.reduce(
        (offset, bit, position) => (index & (1 << position) ? offset + bytesOf(bit) : offset),
        0,
      );
    }
  }
}

/** Bytes from an amplitude to that with this bit set. */
function bytesOf(bit: number): number {
  return amplitudeSize * 2 ** bit;
}

function matrixSize(targets: number): number {
  const dimension = 2 ** targets;
  return 2 * dimension * dimension * amplitudeSize + Math.ceil((dimension * 4) / 16) * 16;
}

interface PlacedOperation extends FlatOperation {
  /** In a block: bits of the block's place that have to have a value. */
  readonly outerMask?: number;
  readonly outerValue?: number;
}

/** The operation on the bits of a block. */
function withinBlock(operation: FlatOperation, local: readonly number[]): PlacedOperation {
  let controlMask = 0;
  let controlValue = 0;
  let inner = 0;
  local.forEach((bit, index) => {
    inner |= 1 << bit;
    if (operation.controlMask & (1 << bit)) controlMask |= 1 << index;
    if (operation.controlValue & (1 << bit)) controlValue |= 1 << index;
  });
  return {
    ...operation,
    width: local.length,
    controlMask,
    controlValue,
    targets: operation.targets.map((bit) => local.indexOf(bit)),
    outerMask: operation.controlMask & ~inner,
    outerValue: operation.controlValue & ~inner,
  };
}

function writeOperation(words: Int32Array, operation: PlacedOperation, turnCount: number): void {
  const { after, before, controlMask, controlValue, kind, targets, turn, width } = operation;
  const [first = 0, second = 0] = targets;
  // X exchanges the amplitudes without and with the bit; the others name a bit each.
  const places =
    kind === 'extend' || kind === 'grow'
      ? [bytesOf(width), 0]
      : kind === 'flip'
        ? [0, bytesOf(first)]
        : [targets.length > 0 ? bytesOf(first) : 0, targets.length > 1 ? bytesOf(second) : 0];
  const fixed = targets.reduce((mask, bit) => mask | (1 << bit), controlMask);
  const place = (each: Turn | undefined) =>
    each === undefined ? 0 : turnSize * (each.isConstant ? turnCount + each.index : each.index);
  const wanted = (each: Turn | undefined, flag: number) => (each === undefined || each.isConstant ? 0 : flag);
  words.set([
    flatKinds.indexOf(kind),
    fixed * amplitudeSize + amplitudeSize - 1,
    controlValue * amplitudeSize,
    ...places,
    2 ** (width - bitCount(fixed)),
    place(before),
    place(turn),
    place(after),
    wanted(before, 1) | wanted(turn, 2) | wanted(after, 4),
    ...[0, 0, 0],
    (operation.outerMask ?? 0) * amplitudeSize,
    (operation.outerValue ?? 0) * amplitudeSize,
  ]);
}

/** For every basis index in order of qubits, the byte of its amplitude; -1 where a qubit is 1 that is |0⟩ and has no bit. */
function writePlaces(places: Int32Array, bits: readonly (number | undefined)[], exchanges: FinalExchanges): void {
  places[0] = 0;
  bits.forEach((bit, qubit) => {
    const size = 2 ** qubit;
    if (bit === undefined) places.fill(-1, size, 2 * size);
    else
      for (let index = 0; index < size; index++) places[size + index] = shifted(places[index] as number, bytesOf(bit));
  });
  if (exchanges.length === 0) return;
  places.forEach((place, index) => {
    if (place >= 0) places[index] = amplitudeSize * beforeExchanges(exchanges, place / amplitudeSize);
  });
}

function shifted(place: number, bytes: number): number {
  return place < 0 ? place : place + bytes;
}
