import type { BoundItems } from './boundItems.ts';
import { type DiagonalLayout, layoutDiagonals, type PlacedTerm } from './diagonalLayout.ts';
import { type Item, touchedWires } from './loweredGates.ts';
import type { Stage } from './stagePlan.ts';

/** A stage; where it begins in the bytes of all. */
export interface WrittenStage {
  readonly offset: number;
  readonly local: number;
  readonly mixed: number;
}

/** Sizes and kinds of `kernels/stateVector/stageLayout.ts`, in bytes. */
const headerSize = 16;
const operationSize = 64;
const diagonalSize = 64;
const termSize = 48;
const kinds = { none: 0, diagonal: 1, rotateOne: 2, flip: 5, dense: 6, rotateInside: 7 } as const;

type Operation =
  | {
      readonly kind: 'diagonal';
      readonly layout: DiagonalLayout;
      readonly scales: readonly number[];
      data: number;
      tables: number;
    }
  /** `inside`: another one at position 0, in single precision. */
  | { readonly kind: 'rotations'; readonly items: readonly number[]; readonly inside?: number }
  | { readonly kind: 'flip'; readonly item: number }
  | { readonly kind: 'dense'; readonly item: number; data: number };

/**
 * Stages laid out for the kernels, to be copied into their memory. Their structure is written once, their numbers at every
 * {@link bind}.
 */
export class WrittenStages {
  readonly stages: readonly WrittenStage[];
  /** What a thread needs besides a block. */
  readonly workspaceBytes: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Room for these bytes, and behind them for tables that the kernels fill. */
  readonly totalBytes: number;
  /** Counts bindings. */
  version = 0;
  readonly #items: readonly Item[];
  readonly #operations: readonly (readonly Operation[])[];
  /** All bytes, as numbers of 32 and of 64 bits. */
  readonly #words: Uint32Array;
  readonly #numbers: Float64Array;

  /** @param amplitudeBytes of one amplitude */
  constructor(items: readonly Item[], stages: readonly Stage[], amplitudeBytes: number) {
    this.#items = items;
    this.#operations = stages.map((stage) => operationsOf(items, stage, amplitudeBytes));
    let size = 0;
    let tables = 0;
    let workspace = 64;
    const reserve = (bytes: number) => {
      const place = size;
      size += Math.ceil(bytes / 16) * 16;
      return place;
    };
    const places = this.#operations.map((operations) => {
      const place = reserve(headerSize + operationSize * operations.length);
      for (const operation of operations) {
        if (operation.kind === 'diagonal') {
          const sizes = sizesOf(operation.layout);
          operation.data = reserve(sizes.fixed);
          operation.tables = tables;
          tables += sizes.tables;
          workspace = Math.max(workspace, 32 * 2 ** operation.layout.placeCount + sizes.a + 3 * sizes.b);
        } else if (operation.kind === 'dense') {
          const dimension = 2 ** targetsOf(items, operation.item).length;
          operation.data = reserve(4 * dimension + 16 + 16 * dimension * dimension);
          workspace = Math.max(workspace, 16 * dimension);
        }
      }
      return place;
    });
    // Threads write to cache lines of their own.
    this.workspaceBytes = Math.ceil(workspace / 64) * 64;
    for (const operations of this.#operations) {
      for (const operation of operations) if (operation.kind === 'diagonal') operation.tables += size;
    }
    this.bytes = new Uint8Array(size);
    this.totalBytes = size + tables;
    this.#words = new Uint32Array(this.bytes.buffer);
    this.#numbers = new Float64Array(this.bytes.buffer);
    this.stages = stages.map(({ local, mixed }, index) => ({ offset: places[index] as number, local, mixed }));
    this.#writeStructure();
    this.#writeGroups(amplitudeBytes);
  }

  /** Writes the numbers. */
  bind(bound: BoundItems): void {
    this.version++;
    this.stages.forEach(({ local, offset }, index) => {
      this.#operations[index]?.forEach((operation, place) => {
        const at = offset + headerSize + operationSize * place;
        switch (operation.kind) {
          case 'diagonal':
            this.#words[at / 4] = this.#bindDiagonal(operation, bound) ? kinds.diagonal : kinds.none;
            break;
          case 'rotations':
            operation.items.forEach((item, rotation) => {
              this.#numbers[at / 8 + 5 + rotation] = bound.tangents[item] as number;
            });
            if (operation.inside !== undefined) {
              new Float32Array(this.bytes.buffer, at + 16, 1)[0] = bound.tangents[operation.inside] as number;
            }
            break;
          case 'flip':
          case 'dense': {
            const value = bound.values[operation.item] as number;
            this.#words[at / 4 + 5] = extractBits(value, local);
            this.#words[at / 4 + 7] = value & ~local;
            if (operation.kind === 'dense') this.#writeMatrix(operation, bound);
            break;
          }
        }
      });
    });
  }

  #uint32(offset: number, length: number): Uint32Array {
    return new Uint32Array(this.bytes.buffer, offset, length);
  }

  #float64(offset: number, length: number): Float64Array {
    return new Float64Array(this.bytes.buffer, offset, length);
  }

  #writeStructure(): void {
    this.stages.forEach(({ local, offset }, index) => {
      const operations = this.#operations[index] ?? [];
      this.#uint32(offset, 4).set([local, countBits(local), operations.length, 0]);
      operations.forEach((operation, place) => {
        const at = offset + headerSize + operationSize * place;
        const words = this.#uint32(at, operationSize / 4);
        switch (operation.kind) {
          case 'diagonal':
            words[0] = kinds.diagonal;
            words[8] = operation.data - at;
            this.#writeTables(operation);
            break;
          case 'rotations':
            words[0] =
              operation.inside === undefined
                ? kinds.rotateOne + operation.items.length - 1
                : kinds.rotateInside + operation.items.length;
            operation.items.forEach((item, rotation) => {
              words[1 + rotation] = positionOf(touchedWires(this.#items[item] as Item), local);
            });
            break;
          case 'flip':
          case 'dense': {
            const item = this.#items[operation.item] as Extract<Item, { kind: 'flip' | 'dense' }>;
            words[0] = kinds[operation.kind];
            words[4] = extractBits(item.mask, local);
            words[6] = item.mask & ~local;
            if (item.kind === 'flip') words[1] = positionOf(1 << item.target, local);
            else if (operation.kind === 'dense') {
              const positions = item.targets.map((wire) => positionOf(1 << wire, local));
              words[1] = positions.length;
              words[8] = operation.data - at;
              words[9] = positions.reduce((mask, position) => mask | (1 << position), words[4] as number);
            }
            break;
          }
        }
      });
    });
  }

  #writeTables({ data, layout, tables: a }: Extract<Operation, { kind: 'diagonal' }>): void {
    const { placeBits, placeCount, rowBits, terms, width } = layout;
    const sizes = sizesOf(layout);
    const rows = 2 ** (width - placeCount);
    const rowVariants = data + diagonalSize;
    const placeVariants = rowVariants + sizes.rowVariants;
    const firstTerm = placeVariants + sizes.placeVariants;
    const b = a + sizes.a;
    const expanded = b + sizes.b;
    this.#uint32(data, 12).set([
      ...[placeCount, width - placeCount, placeBits.length, rowBits.length],
      ...[rowVariants - data, placeVariants - data, a - data, b - data],
      ...[firstTerm - data, 0, terms.length + 1, expanded - data],
    ]);
    const rowPositions = rowBits.map((bit) => bit - placeCount);
    writeGathered(this.#uint32(rowVariants, rows), rowPositions);
    writeGathered(this.#uint32(placeVariants, 2 ** placeCount), placeBits);
  }

  /** Whether any factor is not 1. */
  #bindDiagonal({ data, layout, scales }: Extract<Operation, { kind: 'diagonal' }>, bound: BoundItems): boolean {
    const [words, numbers] = [this.#words, this.#numbers];
    const header = data / 4;
    let at = data + (words[header + 8] as number);
    let count = 0;
    const add = (re: number, im: number, value: number, term: Pick<PlacedTerm, 'bits' | 'global' | 'table'>) => {
      if (re === 1 && im === 0) return;
      let mask = 0;
      let wanted = 0;
      for (const { bit, wire } of term.bits) {
        mask |= 1 << bit;
        if (value & (1 << wire)) wanted |= 1 << bit;
      }
      const word = at / 4;
      words[word] = term.global;
      words[word + 1] = value & term.global;
      words[word + 2] = term.table === 'A' ? 0 : 1;
      words[word + 3] = mask;
      words[word + 4] = wanted;
      numbers[at / 8 + 3] = re;
      numbers[at / 8 + 4] = im;
      at += termSize;
      count++;
    };
    let [scaleRe, scaleIm] = [1, 0];
    for (const item of scales) {
      const [re, im] = [bound.scales[2 * item] as number, bound.scales[2 * item + 1] as number];
      [scaleRe, scaleIm] = [scaleRe * re - scaleIm * im, scaleRe * im + scaleIm * re];
    }
    add(scaleRe, scaleIm, 0, { bits: [], global: 0, table: 'A' });
    const addTerm = (term: PlacedTerm) => {
      const { item } = term;
      add(bound.phases[2 * item] as number, bound.phases[2 * item + 1] as number, bound.values[item] as number, term);
    };
    for (const term of layout.terms) if (term.global === 0) addTerm(term);
    words[header + 9] = count;
    for (const term of layout.terms) if (term.global !== 0) addTerm(term);
    words[header + 10] = count;
    return count > 0;
  }

  #writeMatrix({ data, item }: Extract<Operation, { kind: 'dense' }>, bound: BoundItems): void {
    const matrix = bound.matrices.get(item);
    if (matrix === undefined) throw new RangeError(`Item ${item} has no matrix.`);
    const dimension = Math.sqrt(matrix.length / 2);
    this.#float64(data + Math.ceil((4 * dimension) / 16) * 16, matrix.length).set(matrix);
  }

  /** Byte offsets of the amplitudes of a group of every dense operation. */
  #writeGroups(bytes: number): void {
    this.stages.forEach(({ local }, index) => {
      for (const operation of this.#operations[index] ?? []) {
        if (operation.kind !== 'dense') continue;
        const positions = targetsOf(this.#items, operation.item).map((wire) => positionOf(1 << wire, local));
        const offsets = this.#uint32(operation.data, 2 ** positions.length);
        for (let entry = 0; entry < offsets.length; entry++) {
          offsets[entry] = positions.reduce(
            (sum, position, bit) => sum + ((entry >> bit) & 1) * bytes * 2 ** position,
            0,
          );
        }
      }
    });
  }
}

function operationsOf(items: readonly Item[], { local, operations }: Stage, amplitudeBytes: number): Operation[] {
  const scales = operations.flatMap((operation) =>
    operation.kind === 'diagonal' ? [...operation.items, ...operation.rotations] : [],
  );
  let isFirst = true;
  return operations.flatMap((operation): Operation[] => {
    if (operation.kind === 'rotations') return groupsOf(items, operation.items, amplitudeBytes);
    if (operation.kind !== 'diagonal') {
      const { item, kind } = operation;
      return [kind === 'dense' ? { kind, item, data: 0 } : { kind, item }];
    }
    const terms = [...operation.items, ...operation.rotations].flatMap((item) => {
      const mask = touchedWires(items[item] as Item);
      return mask === 0 ? [] : [{ item, mask }];
    });
    return layoutDiagonals(terms, local).map((layout) => {
      const first = isFirst;
      isFirst = false;
      return { kind: 'diagonal', layout, scales: first ? scales : [], data: 0, tables: 0 };
    });
  });
}

/** Rotations by threes, one inside units of two amplitudes with the first three. */
function groupsOf(items: readonly Item[], rotations: readonly number[], amplitudeBytes: number): Operation[] {
  const [first] = rotations;
  const inside = amplitudeBytes < 16 && first !== undefined && touchedWires(items[first] as Item) === 1;
  const others = inside ? rotations.slice(1) : rotations;
  const groups: Operation[] = [];
  for (let start = 0; start < Math.max(inside ? 1 : 0, others.length); start += 3) {
    const group = others.slice(start, start + 3);
    groups.push({ kind: 'rotations', items: group, ...(inside && start === 0 && { inside: first }) });
  }
  return groups;
}

function sizesOf({ placeBits, placeCount, rowBits, terms, width }: DiagonalLayout) {
  const rowVariants = Math.max(16, 4 * 2 ** (width - placeCount));
  const placeVariants = Math.max(16, 4 * 2 ** placeCount);
  const a = 16 * 2 ** (width - placeCount + placeBits.length);
  const b = 16 * 2 ** (placeCount + rowBits.length);
  const fixed = diagonalSize + rowVariants + placeVariants + termSize * (terms.length + 1);
  return { rowVariants, placeVariants, a, b, fixed, tables: a + 3 * b };
}

function targetsOf(items: readonly Item[], index: number): readonly number[] {
  const item = items[index];
  return item?.kind === 'dense' ? item.targets : [];
}

/** Writes for every index its bits at the positions, moved together. */
function writeGathered(table: Uint32Array, positions: readonly number[]): void {
  positions.forEach((position, place) => {
    const bit = 1 << position;
    for (let index = bit; index < table.length; index = (index + 1) | bit) {
      table[index] = (table[index] as number) | (1 << place);
    }
  });
}

/** The bits of `value` at the ones of `mask`, moved together. */
function extractBits(value: number, mask: number): number {
  let result = 0;
  let place = 0;
  for (let bit = 0; bit < 32; bit++) {
    if ((mask & (1 << bit)) === 0) continue;
    if (value & (1 << bit)) result |= 1 << place;
    place++;
  }
  return result;
}

/** The position of a wire, given as a mask, among the local ones. */
function positionOf(wire: number, local: number): number {
  return countBits(local & (wire - 1));
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
