import {
  FiveUnits,
  FourUnits,
  NoUnits,
  OneUnit,
  SevenUnits,
  SixUnits,
  ThreeUnits,
  TwoUnits,
} from '../unitOffsets';
import { multiplyComplex, storeAmplitude } from './amplitude';
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
  DIAGONAL_TERMS,
  DIAGONAL_USES,
  TERM_FACTOR,
  TERM_GLOBAL_MASK,
  TERM_GLOBAL_VALUE,
  TERM_MASK,
  TERM_SIZE,
  TERM_TABLE,
  TERM_VALUE,
} from './stageLayout';

// Diagonal operators of a block: all phases between two layers of rotations in one pass. Tables are of double precision.

/** Fills the tables of a diagonal from the terms that depend on local qubits only. */
export function prepareDiagonal<T>(diagonal: usize): void {
  const a = diagonal + load<u32>(diagonal, DIAGONAL_A);
  const b = diagonal + load<u32>(diagonal, DIAGONAL_B);
  const sizeA = sizeOfA(diagonal);
  const sizeB = sizeOfB(diagonal);
  fillOnes(a, sizeA);
  fillOnes(b, sizeB);
  const terms = diagonal + load<u32>(diagonal, DIAGONAL_TERMS);
  const end = terms + <usize>load<u32>(diagonal, DIAGONAL_LOCAL_TERMS) * TERM_SIZE;
  let uses: u32 = 0;
  for (let term = terms; term < end; term += TERM_SIZE) {
    applyTerm(term, a, sizeA, b, sizeB);
    uses |= 1 << load<u32>(term, TERM_TABLE);
  }
  store<u32>(diagonal, uses, DIAGONAL_USES);
  expand<T>(b, sizeB, diagonal + load<u32>(diagonal, DIAGONAL_B_EXPANDED));
}

/**
 * Multiplies a block by a diagonal.
 * @param base the index of the block's first amplitude, which gives the values of the global qubits
 * @param workspace room for the tables of this block, and for a row
 */
export function applyDiagonal<T>(diagonal: usize, block: usize, base: u32, workspace: usize): void {
  let a = diagonal + load<u32>(diagonal, DIAGONAL_A);
  let b = diagonal + load<u32>(diagonal, DIAGONAL_B);
  let expanded = diagonal + load<u32>(diagonal, DIAGONAL_B_EXPANDED);
  const sizeA = sizeOfA(diagonal);
  const sizeB = sizeOfB(diagonal);
  const rowBits = load<u32>(diagonal, DIAGONAL_ROW_BITS);
  const terms = diagonal + load<u32>(diagonal, DIAGONAL_TERMS);
  const first = terms + <usize>load<u32>(diagonal, DIAGONAL_LOCAL_TERMS) * TERM_SIZE;
  const end = terms + <usize>load<u32>(diagonal, DIAGONAL_ALL_TERMS) * TERM_SIZE;
  const rowBuffer = workspace;
  const copyA = rowBuffer + ((<usize>32) << rowBits);
  const copyB = copyA + ((<usize>sizeA) << 4);
  const copyExpanded = copyB + ((<usize>sizeB) << 4);
  let uses = load<u32>(diagonal, DIAGONAL_USES);
  let changesA = false;
  let changesB = false;
  for (let term = first; term < end; term += TERM_SIZE) {
    if ((base & load<u32>(term, TERM_GLOBAL_MASK)) != load<u32>(term, TERM_GLOBAL_VALUE)) continue;
    if (load<u32>(term, TERM_TABLE) == 0) {
      if (!changesA) {
        copyNumbers(copyA, a, sizeA);
        a = copyA;
        changesA = true;
      }
    } else if (!changesB) {
      copyNumbers(copyB, b, sizeB);
      b = copyB;
      changesB = true;
    }
    applyTerm(term, a, sizeA, b, sizeB);
    uses |= 1 << load<u32>(term, TERM_TABLE);
  }
  if (uses == 0) return;
  if (changesB) {
    expand<T>(b, sizeB, copyExpanded);
    expanded = copyExpanded;
  }
  const bitsA = load<u32>(diagonal, DIAGONAL_A_BITS);
  const rows: u32 = 1 << load<u32>(diagonal, DIAGONAL_COLUMN_BITS);
  const variants = diagonal + load<u32>(diagonal, DIAGONAL_ROW_VARIANTS);
  const rowBytes: usize = (<usize>(sizeof<T>() << 1)) << rowBits;
  let row = block;
  if (bitsA != 0) {
    const places = diagonal + load<u32>(diagonal, DIAGONAL_PLACE_VARIANTS);
    for (let index: u32 = 0; index < rows; index++) {
      const variant: usize = load<u32>(variants + ((<usize>index) << 2));
      joinRow<T>(rowBuffer, rowBits, b + (variant << (rowBits + 4)), a + ((<usize>index) << (bitsA + 4)), places);
      multiplyByTable<T>(row, rowBytes, rowBuffer);
      row += rowBytes;
    }
  } else if (uses == 1) {
    for (let index: u32 = 0; index < rows; index++) {
      multiplyByNumber<T>(row, rowBytes, a + ((<usize>index) << 4));
      row += rowBytes;
    }
  } else if (uses == 2) {
    for (let index: u32 = 0; index < rows; index++) {
      const variant: usize = load<u32>(variants + ((<usize>index) << 2));
      multiplyByTable<T>(row, rowBytes, expanded + variant * (rowBytes << 1));
      row += rowBytes;
    }
  } else {
    for (let index: u32 = 0; index < rows; index++) {
      const variant: usize = load<u32>(variants + ((<usize>index) << 2));
      multiplyByBoth<T>(row, rowBytes, expanded + variant * (rowBytes << 1), a + ((<usize>index) << 4));
      row += rowBytes;
    }
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function sizeOfA(diagonal: usize): u32 {
  return 1 << (load<u32>(diagonal, DIAGONAL_COLUMN_BITS) + load<u32>(diagonal, DIAGONAL_A_BITS));
}

// @ts-ignore: AssemblyScript's decorators
@inline
function sizeOfB(diagonal: usize): u32 {
  return 1 << (load<u32>(diagonal, DIAGONAL_ROW_BITS) + load<u32>(diagonal, DIAGONAL_B_BITS));
}

function fillOnes(address: usize, count: u32): void {
  const one = f64x2(1, 0);
  const end = address + ((<usize>count) << 4);
  for (let at = address; at < end; at += 16) v128.store(at, one);
}

function copyNumbers(target: usize, source: usize, count: u32): void {
  const bytes = (<usize>count) << 4;
  for (let at: usize = 0; at < bytes; at += 16) v128.store(target + at, v128.load(source + at));
}

function applyTerm(term: usize, a: usize, sizeA: u32, b: usize, sizeB: u32): void {
  const isA = load<u32>(term, TERM_TABLE) == 0;
  const table = isA ? a : b;
  const size = isA ? sizeA : sizeB;
  const mask = load<u32>(term, TERM_MASK);
  const value = load<u32>(term, TERM_VALUE);
  const factor = v128.load(term, TERM_FACTOR);
  for (let index = value; index < size; index = (((index | mask) + 1) & ~mask) | value) {
    const at = table + ((<usize>index) << 4);
    v128.store(at, multiplyComplex(v128.load(at), factor));
  }
}

/** Writes complex numbers as (re, re), (−im, im), of T: two units for each unit of amplitudes. */
function expand<T>(source: usize, count: u32, target: usize): void {
  const end = source + ((<usize>count) << 4);
  const signs = f64x2(-1, 1);
  let to = target;
  if (sizeof<T>() == 8) {
    for (let at = source; at < end; at += 16) {
      v128.store(to, v128.load64_splat(at));
      v128.store(to, f64x2.mul(v128.load64_splat(at, 8), signs), 16);
      to += 32;
    }
    return;
  }
  for (let at = source; at < end; at += 32) {
    const re0 = f32x4.demote_f64x2_zero(v128.load64_splat(at));
    const re1 = f32x4.demote_f64x2_zero(v128.load64_splat(at, 16));
    const im0 = f32x4.demote_f64x2_zero(f64x2.mul(v128.load64_splat(at, 8), signs));
    const im1 = f32x4.demote_f64x2_zero(f64x2.mul(v128.load64_splat(at, 24), signs));
    v128.store(to, v128.shuffle<i64>(re0, re1, 0, 2));
    v128.store(to, v128.shuffle<i64>(im0, im1, 0, 2), 16);
    to += 32;
  }
}

/** (im, re) of every amplitude in a unit. */
// @ts-ignore: AssemblyScript's decorators
@inline
function swapAll<T>(unit: v128): v128 {
  if (sizeof<T>() == 8) return v128.shuffle<i64>(unit, unit, 1, 0);
  return v128.shuffle<i32>(unit, unit, 1, 0, 3, 2);
}

// A number to multiply by is two units: its real part everywhere, and its imaginary part with the signs that the exchanged
// parts of an amplitude need.

// @ts-ignore: AssemblyScript's decorators
@inline
function realParts<T>(factor: usize): v128 {
  const re = load<f64>(factor);
  return sizeof<T>() == 8 ? f64x2.splat(re) : f32x4.splat(<f32>re);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function imaginaryParts<T>(factor: usize): v128 {
  const im = load<f64>(factor, 8);
  return sizeof<T>() == 8 ? f64x2(-im, im) : f32x4(-(<f32>im), <f32>im, -(<f32>im), <f32>im);
}

// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyUnit<T>(unit: v128, re: v128, im: v128): v128 {
  return v128.add<T>(v128.mul<T>(unit, re), v128.mul<T>(swapAll<T>(unit), im));
}

/** Row and table are so many units on as the types say. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyUnitByTable<T, Unit, Re, Im>(at: usize, from: usize): void {
  const unit = v128.load(at, offsetof<Unit>());
  const re = v128.load(from, offsetof<Re>());
  v128.store(at, multiplyUnit<T>(unit, re, v128.load(from, offsetof<Im>())), offsetof<Unit>());
}

// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyUnitByBoth<T, Unit, Re, Im>(at: usize, from: usize, re: v128, im: v128): void {
  const unit = multiplyUnit<T>(v128.load(at, offsetof<Unit>()), re, im);
  const tableRe = v128.load(from, offsetof<Re>());
  v128.store(at, multiplyUnit<T>(unit, tableRe, v128.load(from, offsetof<Im>())), offsetof<Unit>());
}

/** A row times a number. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyByNumber<T>(row: usize, bytes: usize, factor: usize): void {
  const re = realParts<T>(factor);
  const im = imaginaryParts<T>(factor);
  const end = row + bytes;
  let at = row;
  for (const last = end - (bytes & 63); at < last; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    v128.store(at, multiplyUnit<T>(a, re, im));
    v128.store(at, multiplyUnit<T>(b, re, im), 16);
    v128.store(at, multiplyUnit<T>(c, re, im), 32);
    v128.store(at, multiplyUnit<T>(d, re, im), 48);
  }
  for (; at < end; at += 16) v128.store(at, multiplyUnit<T>(v128.load(at), re, im));
}

/** A row times the numbers of an expanded row. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyByTable<T>(row: usize, bytes: usize, expanded: usize): void {
  const end = row + bytes;
  let from = expanded;
  let at = row;
  for (const last = end - (bytes & 63); at < last; at += 64) {
    multiplyUnitByTable<T, NoUnits, NoUnits, OneUnit>(at, from);
    multiplyUnitByTable<T, OneUnit, TwoUnits, ThreeUnits>(at, from);
    multiplyUnitByTable<T, TwoUnits, FourUnits, FiveUnits>(at, from);
    multiplyUnitByTable<T, ThreeUnits, SixUnits, SevenUnits>(at, from);
    from += 128;
  }
  for (; at < end; at += 16) {
    multiplyUnitByTable<T, NoUnits, NoUnits, OneUnit>(at, from);
    from += 32;
  }
}

/** A row times a number, times the numbers of an expanded row. */
// @ts-ignore: AssemblyScript's decorators
@inline
function multiplyByBoth<T>(row: usize, bytes: usize, expanded: usize, factor: usize): void {
  const re = realParts<T>(factor);
  const im = imaginaryParts<T>(factor);
  const end = row + bytes;
  let from = expanded;
  let at = row;
  for (const last = end - (bytes & 63); at < last; at += 64) {
    multiplyUnitByBoth<T, NoUnits, NoUnits, OneUnit>(at, from, re, im);
    multiplyUnitByBoth<T, OneUnit, TwoUnits, ThreeUnits>(at, from, re, im);
    multiplyUnitByBoth<T, TwoUnits, FourUnits, FiveUnits>(at, from, re, im);
    multiplyUnitByBoth<T, ThreeUnits, SixUnits, SevenUnits>(at, from, re, im);
    from += 128;
  }
  for (; at < end; at += 16) {
    multiplyUnitByBoth<T, NoUnits, NoUnits, OneUnit>(at, from, re, im);
    from += 32;
  }
}

/** The factors of a row whose A depends on the place, expanded. */
function joinRow<T>(target: usize, rowBits: u32, b: usize, a: usize, places: usize): void {
  const length: usize = (<usize>1) << rowBits;
  const signs = f64x2(-1, 1);
  for (let place: usize = 0; place < length; place++) {
    const variant: usize = load<u32>(places + (place << 2));
    const factor = multiplyComplex(v128.load(b + (place << 4)), v128.load(a + (variant << 4)));
    const re = v128.shuffle<i64>(factor, factor, 0, 0);
    const im = f64x2.mul(v128.shuffle<i64>(factor, factor, 1, 1), signs);
    if (sizeof<T>() == 8) {
      v128.store(target + (place << 5), re);
      v128.store(target + (place << 5), im, 16);
    } else {
      const to = target + ((place >> 1) << 5) + ((place & 1) << 3);
      storeAmplitude<f32>(to, re);
      storeAmplitude<f32>(to + 16, im);
    }
  }
}
