import { extractBits } from '../bits';
import {
  DIAGONAL_ALL_TERMS,
  DIAGONAL_LOCAL_TERMS,
  DIAGONAL_TERMS,
  KIND_DENSE,
  KIND_DIAGONAL,
  KIND_FLIP,
  KIND_NONE,
  KIND_ROTATE_INSIDE,
  KIND_ROTATE_ONE,
  OPERATION_DATA,
  OPERATION_GLOBAL_VALUE,
  OPERATION_INSIDE,
  OPERATION_KIND,
  OPERATION_LOCAL_VALUE,
  OPERATION_SIZE,
  OPERATION_TANGENTS,
  STAGE_OPERATIONS,
  TERM_FACTOR,
  TERM_GLOBAL_MASK,
  TERM_GLOBAL_VALUE,
  TERM_MASK,
  TERM_SIZE,
  TERM_TABLE,
  TERM_VALUE,
} from '../stateVector/stageLayout';
import { bindItems } from './boundItems';
import { groupBytes, placeCountOf, placeWires } from './diagonals';
import { Item, itemAt, wordAt } from './items';
import { Stage, stageAt } from './operations';
import { Plan } from './plan';
import { positionOf } from './stageCode';

/**
 * Writes into the code of a plan what depends on the numbers of its gates, which are there already.
 * @param frame the wires whose |0⟩ and |1⟩ are exchanged before the gates
 * @returns those after them
 */
export function bindPlan(plan: usize, frame: u32): u32 {
  const it = changetype<Plan>(plan);
  const items = plan + it.items;
  const references = plan + it.references;
  const numbers = plan + it.numbers;
  const exitFrame = bindItems(items, it.itemCount, references, numbers, frame, plan + it.carried);
  for (let index: u32 = 0; index < it.stageCount; index++) {
    const stage = stageAt(plan + it.stages, index);
    bindStage(plan + stage.code, stage, items, references, numbers, plan + it.words);
  }
  return exitFrame;
}

function bindStage(code: usize, stage: Stage, items: usize, references: usize, numbers: usize, words: usize): void {
  const local = stage.local;
  let operation = code + STAGE_OPERATIONS;
  let word = words + ((<usize>stage.first) << 2);
  let isFirst = true;
  for (let index: u32 = 0; index < stage.operationCount; index++) {
    const kind = load<u32>(word);
    word += 4;
    if (kind == KIND_DIAGONAL) {
      const data = operation + load<u32>(operation, OPERATION_DATA);
      let count: u32 = 0;
      if (isFirst) count = addScale(data, stage, items, words);
      isFirst = false;
      count = addTerms(data, count, word, local, items);
      store<u32>(operation, count > 0 ? KIND_DIAGONAL : KIND_NONE, OPERATION_KIND);
      word += 12 + ((<usize>load<u32>(word, 8)) << 2);
    } else if (kind == KIND_FLIP || kind == KIND_DENSE) {
      const item = itemAt(items, load<u32>(word));
      store<u32>(operation, extractBits(item.boundValue & local, local), OPERATION_LOCAL_VALUE);
      store<u32>(operation, item.boundValue & ~local, OPERATION_GLOBAL_VALUE);
      if (kind == KIND_DENSE) {
        const matrix = operation + load<u32>(operation, OPERATION_DATA) + groupBytes(item.count - 1);
        copyMatrix(matrix, numbers + ((<usize>wordAt(references, item.first)) << 3), item);
      }
      word += 4;
    } else {
      let others = kind - KIND_ROTATE_ONE + 1;
      if (kind >= KIND_ROTATE_INSIDE) {
        others = kind - KIND_ROTATE_INSIDE;
        store<f32>(operation, <f32>itemAt(items, load<u32>(word)).tangent, OPERATION_INSIDE);
        word += 4;
      }
      for (let place: u32 = 0; place < others; place++) {
        store<f64>(operation + ((<usize>place) << 3), itemAt(items, load<u32>(word)).tangent, OPERATION_TANGENTS);
        word += 4;
      }
    }
    operation += OPERATION_SIZE;
  }
}

/** The factor of all amplitudes, as a term that always holds. @returns the number of terms */
function addScale(data: usize, stage: Stage, items: usize, words: usize): u32 {
  let re: f64 = 1;
  let im: f64 = 0;
  for (let place: u32 = 0; place < stage.scaleCount; place++) {
    const item = itemAt(items, wordAt(words, stage.firstScale + place));
    const product = re * item.scaleRe - im * item.scaleIm;
    im = re * item.scaleIm + im * item.scaleRe;
    re = product;
  }
  if (re == 1 && im == 0) return 0;
  writeTerm(data + load<u32>(data, DIAGONAL_TERMS), 0, 0, 0, 0, 0, re, im);
  return 1;
}

/** Adds the terms of a diagonal that are not 1. @returns the number of terms */
function addTerms(data: usize, count: u32, word: usize, local: u32, items: usize): u32 {
  const cover = load<u32>(word);
  const localCount = load<u32>(word, 4);
  const all = load<u32>(word, 8);
  const places = placeWires(local);
  const placeCount = placeCountOf(<u32>popcnt(local));
  const coverPlaces = cover & places;
  const coverRows = cover & local & ~places;
  const placeBits: u32 = popcnt(coverPlaces);
  let term = data + load<u32>(data, DIAGONAL_TERMS) + <usize>count * TERM_SIZE;
  for (let place: u32 = 0; place < all; place++) {
    if (place == localCount) store<u32>(data, count, DIAGONAL_LOCAL_TERMS);
    const item = itemAt(items, load<u32>(word + ((<usize>place) << 2), 12));
    const re = item.phaseRe;
    const im = item.phaseIm;
    if (re == 1 && im == 0) continue;
    // What does not depend on the place goes into A.
    const isA = (item.mask & places & ~cover) == 0;
    let mask: u32 = 0;
    let value: u32 = 0;
    for (let rest = item.mask & local; rest != 0; rest &= rest - 1) {
      const wire: u32 = ctz(rest);
      const below: u32 = (1 << wire) - 1;
      const position = positionOf(wire, local);
      let bit: u32;
      if (position < placeCount) bit = isA ? popcnt(coverPlaces & below) : position;
      else bit = isA ? position - placeCount + placeBits : placeCount + popcnt(coverRows & below);
      mask |= 1 << bit;
      value |= ((item.boundValue >> wire) & 1) << bit;
    }
    const outside = item.mask & ~local;
    writeTerm(term, outside, item.boundValue & outside, isA ? 0 : 1, mask, value, re, im);
    term += TERM_SIZE;
    count++;
  }
  if (localCount == all) store<u32>(data, count, DIAGONAL_LOCAL_TERMS);
  store<u32>(data, count, DIAGONAL_ALL_TERMS);
  return count;
}

function writeTerm(
  term: usize,
  globalMask: u32,
  globalValue: u32,
  table: u32,
  mask: u32,
  value: u32,
  re: f64,
  im: f64,
): void {
  store<u32>(term, globalMask, TERM_GLOBAL_MASK);
  store<u32>(term, globalValue, TERM_GLOBAL_VALUE);
  store<u32>(term, table, TERM_TABLE);
  store<u32>(term, mask, TERM_MASK);
  store<u32>(term, value, TERM_VALUE);
  store<f64>(term, re, TERM_FACTOR);
  store<f64>(term, im, TERM_FACTOR + 8);
}

/** A matrix whose rows and columns are exchanged where |0⟩ and |1⟩ of a target are. */
function copyMatrix(target: usize, source: usize, item: Item): void {
  const dimension: u32 = 1 << (item.count - 1);
  const flipped: u32 = item.wire;
  let to = target;
  for (let row: u32 = 0; row < dimension; row++) {
    const from = source + ((<usize>((row ^ flipped) * dimension)) << 4);
    for (let column: u32 = 0; column < dimension; column++) {
      v128.store(to, v128.load(from + ((<usize>(column ^ flipped)) << 4)));
      to += 16;
    }
  }
}
