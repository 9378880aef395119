import {
  DIAGONAL_A,
  DIAGONAL_A_BITS,
  DIAGONAL_ALL_TERMS,
  DIAGONAL_B,
  DIAGONAL_B_BITS,
  DIAGONAL_B_EXPANDED,
  DIAGONAL_COLUMN_BITS,
  DIAGONAL_LOCAL_TERMS,
  DIAGONAL_PLACE_VARIANTS,
  DIAGONAL_ROW_BITS,
  DIAGONAL_ROW_VARIANTS,
  DIAGONAL_SIZE,
  DIAGONAL_TERMS,
  KIND_DENSE,
  KIND_DIAGONAL,
  KIND_FLIP,
  KIND_ROTATE_INSIDE,
  KIND_ROTATE_ONE,
  OPERATION_DATA,
  OPERATION_FIXED,
  OPERATION_GLOBAL_MASK,
  OPERATION_KIND,
  OPERATION_LOCAL_MASK,
  OPERATION_POSITIONS,
  OPERATION_SIZE,
  STAGE_COUNT,
  STAGE_LOCAL,
  STAGE_OPERATIONS,
  STAGE_WIDTH,
} from '../stateVector/stageLayout';
import { extractBits } from '../bits';
import {
  denseBytes,
  diagonalBytes,
  placeCountOf,
  placeVariantBytes,
  placeWires,
  rowVariantBytes,
  tableABytes,
  tableBBytes,
  tableBytes,
} from './diagonals';
import { Item, itemAt, wordAt } from './items';
import { Stage } from './operations';

/**
 * Writes what of the code of a stage does not depend on angles; `binding.ts` writes the numbers.
 * @param plan the beginning of the plan; offsets of its parts follow
 */
export function writeStage(
  plan: usize,
  stage: Stage,
  items: u32,
  references: u32,
  words: u32,
  tables: u32,
  amplitudeBytes: u32,
): void {
  const local = stage.local;
  const code = plan + stage.code;
  memory.fill(code, 0, stage.codeBytes);
  store<u32>(code, local, STAGE_LOCAL);
  store<u32>(code, popcnt(local), STAGE_WIDTH);
  store<u32>(code, stage.operationCount, STAGE_COUNT);
  let operation = code + STAGE_OPERATIONS;
  let data = operation + <usize>stage.operationCount * OPERATION_SIZE;
  let table = plan + tables;
  let word = plan + words + ((<usize>stage.first) << 2);
  for (let index: u32 = 0; index < stage.operationCount; index++) {
    const kind = load<u32>(word);
    store<u32>(operation, kind, OPERATION_KIND);
    word += 4;
    if (kind == KIND_DIAGONAL) {
      const cover = load<u32>(word);
      const terms = load<u32>(word, 8);
      store<u32>(operation, <u32>(data - operation), OPERATION_DATA);
      writeDiagonal(data, table, local, cover, terms);
      data += diagonalBytes(<u32>popcnt(local), terms);
      table += tableBytes(local, cover);
      word += 12 + ((<usize>terms) << 2);
    } else if (kind == KIND_FLIP || kind == KIND_DENSE) {
      const item = itemAt(plan + items, load<u32>(word));
      store<u32>(operation, extractBits(item.mask, local), OPERATION_LOCAL_MASK);
      store<u32>(operation, item.mask & ~local, OPERATION_GLOBAL_MASK);
      if (kind == KIND_FLIP) store<u32>(operation, positionOf(item.wire, local), OPERATION_POSITIONS);
      else {
        store<u32>(operation, <u32>(data - operation), OPERATION_DATA);
        writeGroups(operation, data, item, plan + references, local, amplitudeBytes);
        data += denseBytes(item.count - 1);
      }
      word += 4;
    } else {
      // The position of the one inside units is known.
      const others = kind >= KIND_ROTATE_INSIDE ? kind - KIND_ROTATE_INSIDE : kind - KIND_ROTATE_ONE + 1;
      if (kind >= KIND_ROTATE_INSIDE) word += 4;
      for (let place: u32 = 0; place < others; place++) {
        const position = positionOf(itemAt(plan + items, load<u32>(word)).wire, local);
        store<u32>(operation + ((<usize>place) << 2), position, OPERATION_POSITIONS);
        word += 4;
      }
    }
    operation += OPERATION_SIZE;
  }
}

/** The position of a wire among the local ones. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function positionOf(wire: u32, local: u32): u32 {
  return popcnt(local & ((1 << wire) - 1));
}

function writeDiagonal(data: usize, table: usize, local: u32, cover: u32, terms: u32): void {
  const width: u32 = popcnt(local);
  const placeCount = placeCountOf(width);
  const places = placeWires(local);
  const placeBits = extractBits(cover & places, local);
  const rowBits = extractBits(cover & ~places, local) >> placeCount;
  const rowVariants = data + DIAGONAL_SIZE;
  const placeVariants = rowVariants + rowVariantBytes(width);
  store<u32>(data, placeCount, DIAGONAL_ROW_BITS);
  store<u32>(data, width - placeCount, DIAGONAL_COLUMN_BITS);
  store<u32>(data, popcnt(placeBits), DIAGONAL_A_BITS);
  store<u32>(data, popcnt(rowBits), DIAGONAL_B_BITS);
  store<u32>(data, <u32>(rowVariants - data), DIAGONAL_ROW_VARIANTS);
  store<u32>(data, <u32>(placeVariants - data), DIAGONAL_PLACE_VARIANTS);
  const b = table + tableABytes(local, cover);
  store<u32>(data, <u32>(table - data), DIAGONAL_A);
  store<u32>(data, <u32>(b - data), DIAGONAL_B);
  store<u32>(data, <u32>(b + tableBBytes(local, cover) - data), DIAGONAL_B_EXPANDED);
  store<u32>(data, <u32>(placeVariants + placeVariantBytes(width) - data), DIAGONAL_TERMS);
  store<u32>(data, 0, DIAGONAL_LOCAL_TERMS);
  store<u32>(data, terms + 1, DIAGONAL_ALL_TERMS);
  writeGathered(rowVariants, width - placeCount, rowBits);
  writeGathered(placeVariants, placeCount, placeBits);
}

/** Writes for every index of so many bits those of `mask`, moved together. */
function writeGathered(table: usize, bits: u32, mask: u32): void {
  store<u32>(table, 0);
  let variant: u32 = 1;
  for (let bit: u32 = 0; bit < bits; bit++) {
    const half = (<usize>4) << bit;
    const isChosen = (mask >> bit) & 1;
    const added = isChosen ? variant : 0;
    for (let at: usize = 0; at < half; at += 4) store<u32>(table + half + at, load<u32>(table + at) | added);
    if (isChosen) variant <<= 1;
  }
}

/** Byte offsets of the amplitudes of a group of a dense operation, and which bits of an index are fixed. */
function writeGroups(operation: usize, data: usize, item: Item, references: usize, local: u32, amplitudeBytes: u32): void {
  const targets = item.count - 1;
  let fixed = load<u32>(operation, OPERATION_LOCAL_MASK);
  store<u32>(data, 0);
  for (let bit: u32 = 0; bit < targets; bit++) {
    const position = positionOf(wordAt(references, item.first + 1 + bit), local);
    fixed |= 1 << position;
    const half = (<usize>4) << bit;
    for (let at: usize = 0; at < half; at += 4) {
      store<u32>(data + half + at, load<u32>(data + at) + (amplitudeBytes << position));
    }
  }
  store<u32>(operation, targets, OPERATION_POSITIONS);
  store<u32>(operation, fixed, OPERATION_FIXED);
}
