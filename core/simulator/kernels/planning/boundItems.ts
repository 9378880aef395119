import { writeEigen } from './eigen';
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
  wordAt,
} from './items';
import { NUMBER_ADJOINT_S, NUMBER_H, NUMBER_MINUS_ONE, NUMBER_S } from './shape';

// The numbers of items. What one-qubit gates are besides rotations is carried along: a phase per wire until it is settled or
// comes before the next rotation, whether |0⟩ and |1⟩ of a wire are exchanged (its frame), and a factor of everything.

/** Scratch space: what is carried along, and behind it the phase of each wire, 32 complex numbers. */
// @ts-ignore: AssemblyScript's decorators
@unmanaged
export class Carried {
  /** Wires whose |0⟩ and |1⟩ are exchanged. */
  frame: u32;
  unused: u32;
  scaleRe: f64;
  scaleIm: f64;
  /** A matrix of one qubit. */
  m00Re: f64;
  m00Im: f64;
  m01Re: f64;
  m01Im: f64;
  m10Re: f64;
  m10Im: f64;
  m11Re: f64;
  m11Im: f64;
}

/** Bytes of it. */
export const CARRIED_BYTES: u32 = 96 + 512;

/**
 * Computes the numbers of all items.
 * @param frame before the items
 * @param carried scratch space of `CARRIED_BYTES`
 * @returns the frame after them
 */
export function bindItems(
  items: usize,
  count: u32,
  references: usize,
  numbers: usize,
  frame: u32,
  carried: usize,
): u32 {
  writeFixedNumbers(numbers);
  const it = changetype<Carried>(carried);
  it.frame = frame;
  it.scaleRe = 1;
  it.scaleIm = 0;
  for (let wire: u32 = 0; wire < 32; wire++) v128.store(wirePhase(it, wire), f64x2(1, 0));
  for (let index: u32 = 0; index < count; index++) bindItem(it, itemAt(items, index), references, numbers);
  return it.frame;
}

function writeFixedNumbers(numbers: usize): void {
  const h = numbers + ((<usize>NUMBER_H) << 3);
  const rootHalf: f64 = Math.SQRT1_2;
  v128.store(h, f64x2(rootHalf, 0));
  v128.store(h, f64x2(rootHalf, 0), 16);
  v128.store(h, f64x2(rootHalf, 0), 32);
  v128.store(h, f64x2(-rootHalf, 0), 48);
  writeDiagonalMatrix(numbers + ((<usize>NUMBER_S) << 3), 0, 1);
  writeDiagonalMatrix(numbers + ((<usize>NUMBER_ADJOINT_S) << 3), 0, -1);
  v128.store(numbers + ((<usize>NUMBER_MINUS_ONE) << 3), f64x2(-1, 0));
}

function writeDiagonalMatrix(matrix: usize, re: f64, im: f64): void {
  v128.store(matrix, f64x2(1, 0));
  v128.store(matrix, f64x2(0, 0), 16);
  v128.store(matrix, f64x2(0, 0), 32);
  v128.store(matrix, f64x2(re, im), 48);
}

function bindItem(it: Carried, item: Item, references: usize, numbers: usize): void {
  item.scaleRe = 1;
  item.scaleIm = 0;
  switch (item.kind) {
    case ITEM_ROTATION:
    case ITEM_MONOMIAL:
      multiplyMatrices(it, item, references, numbers);
      splitMatrix(it, item);
      break;
    case ITEM_SETTLE:
      takePhase(it, item);
      break;
    case ITEM_PHASE:
      bindPhase(it, item, references, numbers);
      break;
    case ITEM_DENSE: {
      item.boundValue = item.value ^ (it.frame & item.mask);
      let flipped: u32 = 0;
      for (let place: u32 = 1; place < item.count; place++) {
        flipped |= ((it.frame >> wordAt(references, item.first + place)) & 1) << (place - 1);
      }
      item.wire = <u16>flipped;
      break;
    }
    case ITEM_FLIP:
      item.boundValue = item.value ^ (it.frame & item.mask);
      break;
    case ITEM_SCALAR:
      item.scaleRe = it.scaleRe;
      item.scaleIm = it.scaleIm;
      break;
    case ITEM_EIGEN:
      writeEigen(numbers + ((<usize>wordAt(references, item.first)) << 3));
      break;
    default:
      break;
  }
}

/** The product of the matrices of an item, the first applied first. */
function multiplyMatrices(it: Carried, item: Item, references: usize, numbers: usize): void {
  const product = changetype<usize>(it) + offsetof<Carried>('m00Re');
  memory.copy(product, numbers + ((<usize>wordAt(references, item.first)) << 3), 64);
  for (let place: u32 = 1; place < item.count; place++) {
    const left = numbers + ((<usize>wordAt(references, item.first + place)) << 3);
    multiplyColumn(product, left);
    multiplyColumn(product + 16, left);
  }
}

/** A column of a matrix of one qubit becomes its product with another matrix, which is on its left. */
function multiplyColumn(column: usize, left: usize): void {
  const re0 = load<f64>(column);
  const im0 = load<f64>(column, 8);
  const re1 = load<f64>(column, 32);
  const im1 = load<f64>(column, 40);
  for (let row: usize = 0; row < 64; row += 32) {
    const a = load<f64>(left + row);
    const b = load<f64>(left + row, 8);
    const c = load<f64>(left + row, 16);
    const d = load<f64>(left + row, 24);
    store<f64>(column + row, a * re0 - b * im0 + c * re1 - d * im1);
    store<f64>(column + row, a * im0 + b * re0 + c * im1 + d * re1, 8);
  }
}

/** Splits the matrix at hand into phases, a rotation and a frame. */
function splitMatrix(it: Carried, item: Item): void {
  const wire: u32 = item.wire;
  const bit: u32 = 1 << wire;
  const matrix = changetype<usize>(it) + offsetof<Carried>('m00Re');
  // The column that |0⟩ between frames stands for, and the other.
  const before: usize = (it.frame & bit) == 0 ? 0 : 16;
  const other: usize = 16 - before;
  const straight = squared(matrix + before);
  const crossed = squared(matrix + before + 32);
  // The first row is the one that |0⟩ stays in mostly.
  const isFlipped = straight < crossed;
  const top = matrix + (isFlipped ? 32 : 0);
  const bottom = matrix + (isFlipped ? 0 : 32);
  const cosine = Math.sqrt(isFlipped ? crossed : straight);
  const sine = Math.sqrt(isFlipped ? straight : crossed);
  const bRe = load<f64>(top + other);
  const bIm = load<f64>(top + other, 8);
  const dRe = load<f64>(bottom + other);
  const dIm = load<f64>(bottom + other, 8);
  // [[a, b], [c, d]] = r · diag(1, after) · [[cos, −sin], [sin, cos]] · diag(1, before), r = a/|a|; w = after · before.
  const rRe = load<f64>(top + before) / cosine;
  const rIm = load<f64>(top + before, 8) / cosine;
  multiplyScale(it, rRe, rIm);
  const phaseRe = dRe * rRe + dIm * rIm;
  const phaseIm = dIm * rRe - dRe * rIm;
  const length = Math.hypot(phaseRe, phaseIm);
  const wRe = phaseRe / length;
  const wIm = phaseIm / length;
  const phase = wirePhase(it, wire);
  it.frame = isFlipped ? it.frame | bit : it.frame & ~bit;
  if (item.kind == ITEM_MONOMIAL) {
    multiply(phase, wRe, wIm);
    return;
  }
  const offDiagonal = Math.hypot(bRe, bIm);
  if (Math.min(sine, offDiagonal) < 1e-100) {
    // Next to a diagonal gate, directions off the diagonal are lost to underflow, or to cancellation on one side.
    multiply(phase, wRe, wIm);
    takePhase(it, item);
    item.tangent = 0;
    return;
  }
  // `after` is what `before` leaves of after·w, so that where b and c are rounding only, their phases do no harm.
  const towardsRe = -(bRe * rRe + bIm * rIm);
  const towardsIm = -(bIm * rRe - bRe * rIm);
  const size = Math.hypot(towardsRe, towardsIm);
  const beforeRe = towardsRe / size;
  const beforeIm = towardsIm / size;
  multiply(phase, beforeRe, beforeIm);
  takePhase(it, item);
  multiply(phase, wRe * beforeRe + wIm * beforeIm, wIm * beforeRe - wRe * beforeIm);
  item.tangent = sine / cosine;
  item.scaleRe = cosine;
}

function bindPhase(it: Carried, item: Item, references: usize, numbers: usize): void {
  const mask = item.mask;
  const value = item.value ^ (it.frame & mask);
  let re: f64 = 1;
  let im: f64 = 0;
  for (let place: u32 = 0; place < item.count; place++) {
    const reference = wordAt(references, item.first + place);
    const at = numbers + ((<usize>(reference & ~INVERSE)) << 3);
    const factorRe = load<f64>(at);
    const factorIm = (reference & INVERSE) != 0 ? -load<f64>(at, 8) : load<f64>(at, 8);
    const product = re * factorRe - im * factorIm;
    im = im * factorRe + re * factorIm;
    re = product;
  }
  if (mask == 0) multiplyScale(it, re, im);
  else if ((mask & (mask - 1)) == 0) {
    const phase = wirePhase(it, ctz(mask));
    if (value == 0) {
      // A factor of |0⟩ is one of everything and its inverse of |1⟩.
      multiplyScale(it, re, im);
      multiply(phase, re, -im);
    } else multiply(phase, re, im);
  } else {
    item.boundValue = value;
    item.phaseRe = re;
    item.phaseIm = im;
  }
}

/** The item executes the phase of its wire, which is then gone. */
function takePhase(it: Carried, item: Item): void {
  const phase = wirePhase(it, item.wire);
  item.phaseRe = load<f64>(phase);
  item.phaseIm = load<f64>(phase, 8);
  item.boundValue = item.mask;
  v128.store(phase, f64x2(1, 0));
}

// @ts-ignore: AssemblyScript's decorators
@inline
function wirePhase(it: Carried, wire: u32): usize {
  return changetype<usize>(it) + 96 + ((<usize>wire) << 4);
}

function multiplyScale(it: Carried, re: f64, im: f64): void {
  multiply(changetype<usize>(it) + offsetof<Carried>('scaleRe'), re, im);
}

/** The complex number at an address becomes its product with another. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiply(at: usize, re: f64, im: f64): void {
  const oldRe = load<f64>(at);
  const oldIm = load<f64>(at, 8);
  store<f64>(at, oldRe * re - oldIm * im);
  store<f64>(at, oldRe * im + oldIm * re, 8);
}

/** |z|² */
// @ts-ignore: AssemblyScript's decorators
@inline
function squared(at: usize): f64 {
  return load<f64>(at) * load<f64>(at) + load<f64>(at, 8) * load<f64>(at, 8);
}
