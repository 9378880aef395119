import { NoUnits, OneUnit, ThreeUnits, TwoUnits } from '../unitOffsets';
import { multiplyAdd, negativeMultiplyAdd } from '../vectors';

// Scaled rotations of a block of amplitudes: (a, b) becomes (a − t·b, b + t·a) for the pairs that differ in one bit of
// their index. Blocks are arrays of 16-byte units, one complex128 or two complex64; `p` counts bits of a unit's index.
//
// Instructions are what these loops are bound by, not memory. So the bits of the rotations are skipped by one addition with
// carry, and neighbouring units are done in one turn of a loop, whose addresses then differ by constants only.

/** The next multiple of `step` whose bits of `fixed` are 0; `fixed` includes the bits below `step`. */
// @ts-ignore: AssemblyScript's decorators
@inline
function next(offset: usize, fixed: usize): usize {
  return ((offset | fixed) + 1) & ~fixed;
}

/** One pair, of the units at two addresses and as many bytes on as the types say. */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotatePair<T, A, B>(first: usize, second: usize, t: v128): void {
  const a = v128.load(first, offsetof<A>());
  const b = v128.load(second, offsetof<B>());
  v128.store(first, negativeMultiplyAdd<T>(t, b, a), offsetof<A>());
  v128.store(second, multiplyAdd<T>(t, a, b), offsetof<B>());
}

export function rotateOne<T>(block: usize, units: usize, p: u32, t: T): void {
  const v = v128.splat<T>(t);
  const end = units << 4;
  if (p == 0 && units >= 4) {
    for (let i: usize = 0; i < end; i += 64) {
      const at = block + i;
      rotatePair<T, NoUnits, OneUnit>(at, at, v);
      rotatePair<T, TwoUnits, ThreeUnits>(at, at, v);
    }
    return;
  }
  const s: usize = <usize>16 << p;
  if (p < 2) {
    const fixed = s | 15;
    for (let i: usize = 0; i < end; i = next(i, fixed)) rotatePair<T, NoUnits, NoUnits>(block + i, block + i + s, v);
    return;
  }
  const fixed = s | 63;
  for (let i: usize = 0; i < end; i = next(i, fixed)) {
    const first = block + i;
    const second = first + s;
    rotatePair<T, NoUnits, NoUnits>(first, second, v);
    rotatePair<T, OneUnit, OneUnit>(first, second, v);
    rotatePair<T, TwoUnits, TwoUnits>(first, second, v);
    rotatePair<T, ThreeUnits, ThreeUnits>(first, second, v);
  }
}

/** Two rotations of four units: at `low` and `high`, and with the bit of the first one. */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotateFour<T, Low, High>(low: usize, high: usize, s0: usize, v0: v128, v1: v128): void {
  const a = v128.load(low, offsetof<Low>());
  const b = v128.load(low + s0, offsetof<High>());
  const c = v128.load(high, offsetof<Low>());
  const d = v128.load(high + s0, offsetof<High>());
  const a1 = negativeMultiplyAdd<T>(v0, b, a);
  const b1 = multiplyAdd<T>(v0, a, b);
  const c1 = negativeMultiplyAdd<T>(v0, d, c);
  const d1 = multiplyAdd<T>(v0, c, d);
  v128.store(low, negativeMultiplyAdd<T>(v1, c1, a1), offsetof<Low>());
  v128.store(low + s0, negativeMultiplyAdd<T>(v1, d1, b1), offsetof<High>());
  v128.store(high, multiplyAdd<T>(v1, a1, c1), offsetof<Low>());
  v128.store(high + s0, multiplyAdd<T>(v1, b1, d1), offsetof<High>());
}

/** Two rotations; p0 < p1. */
export function rotateTwo<T>(block: usize, units: usize, p0: u32, p1: u32, t0: T, t1: T): void {
  const v0 = v128.splat<T>(t0);
  const v1 = v128.splat<T>(t1);
  const s0: usize = <usize>16 << p0;
  const s1: usize = <usize>16 << p1;
  const end = units << 4;
  if (p0 == 0) {
    const fixed = s1 | 31;
    for (let i: usize = 0; i < end; i = next(i, fixed)) {
      rotateFour<T, NoUnits, OneUnit>(block + i, block + i + s1, 0, v0, v1);
    }
    return;
  }
  const fixed = s0 | s1 | 31;
  for (let i: usize = 0; i < end; i = next(i, fixed)) {
    const low = block + i;
    const high = low + s1;
    rotateFour<T, NoUnits, NoUnits>(low, high, s0, v0, v1);
    rotateFour<T, OneUnit, OneUnit>(low, high, s0, v0, v1);
  }
}

/** Rotates the two complex64 of a unit; `factors` are (−t, −t, t, t). */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotateUnit(unit: v128, factors: v128): v128 {
  return multiplyAdd<f32>(factors, v128.shuffle<i64>(unit, unit, 1, 0), unit);
}

/** A unit so many on as `Unit` says, rotated inside if `Inside` is not `NoUnits`. */
// @ts-ignore: AssemblyScript's decorators
@inline
function loadUnit<Unit, Inside>(at: usize, factors: v128): v128 {
  if (offsetof<Inside>() == 0) return v128.load(at, offsetof<Unit>());
  return rotateUnit(v128.load(at, offsetof<Unit>()), factors);
}

/** Three rotations of eight units: at four addresses, and with the bit of the first rotation. */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotateEight<T, Low, High, Inside>(
  at: usize,
  s0: usize,
  s1: usize,
  s2: usize,
  factors: v128,
  v0: v128,
  v1: v128,
  v2: v128,
): void {
  const at1 = at + s1;
  const at2 = at + s2;
  const at3 = at1 + s2;
  const a0 = loadUnit<Low, Inside>(at, factors);
  const b0 = loadUnit<High, Inside>(at + s0, factors);
  const c0 = loadUnit<Low, Inside>(at1, factors);
  const d0 = loadUnit<High, Inside>(at1 + s0, factors);
  const a1 = negativeMultiplyAdd<T>(v0, b0, a0);
  const b1 = multiplyAdd<T>(v0, a0, b0);
  const c1 = negativeMultiplyAdd<T>(v0, d0, c0);
  const d1 = multiplyAdd<T>(v0, c0, d0);
  const a2 = negativeMultiplyAdd<T>(v1, c1, a1);
  const b2 = negativeMultiplyAdd<T>(v1, d1, b1);
  const c2 = multiplyAdd<T>(v1, a1, c1);
  const d2 = multiplyAdd<T>(v1, b1, d1);
  const e0 = loadUnit<Low, Inside>(at2, factors);
  const f0 = loadUnit<High, Inside>(at2 + s0, factors);
  const g0 = loadUnit<Low, Inside>(at3, factors);
  const h0 = loadUnit<High, Inside>(at3 + s0, factors);
  const e1 = negativeMultiplyAdd<T>(v0, f0, e0);
  const f1 = multiplyAdd<T>(v0, e0, f0);
  const g1 = negativeMultiplyAdd<T>(v0, h0, g0);
  const h1 = multiplyAdd<T>(v0, g0, h0);
  const e2 = negativeMultiplyAdd<T>(v1, g1, e1);
  const f2 = negativeMultiplyAdd<T>(v1, h1, f1);
  const g2 = multiplyAdd<T>(v1, e1, g1);
  const h2 = multiplyAdd<T>(v1, f1, h1);
  v128.store(at, negativeMultiplyAdd<T>(v2, e2, a2), offsetof<Low>());
  v128.store(at + s0, negativeMultiplyAdd<T>(v2, f2, b2), offsetof<High>());
  v128.store(at1, negativeMultiplyAdd<T>(v2, g2, c2), offsetof<Low>());
  v128.store(at1 + s0, negativeMultiplyAdd<T>(v2, h2, d2), offsetof<High>());
  v128.store(at2, multiplyAdd<T>(v2, a2, e2), offsetof<Low>());
  v128.store(at2 + s0, multiplyAdd<T>(v2, b2, f2), offsetof<High>());
  v128.store(at3, multiplyAdd<T>(v2, c2, g2), offsetof<Low>());
  v128.store(at3 + s0, multiplyAdd<T>(v2, d2, h2), offsetof<High>());
}

// @ts-ignore: AssemblyScript's decorators
@inline
function rotateEights<T, Inside>(
  block: usize,
  units: usize,
  p0: u32,
  p1: u32,
  p2: u32,
  factors: v128,
  v0: v128,
  v1: v128,
  v2: v128,
): void {
  const s0: usize = <usize>16 << p0;
  const s1: usize = <usize>16 << p1;
  const s2: usize = <usize>16 << p2;
  const fixed = s0 | s1 | s2 | 31;
  const end = units << 4;
  if (p0 == 0) {
    for (let i: usize = 0; i < end; i = next(i, fixed)) {
      rotateEight<T, NoUnits, OneUnit, Inside>(block + i, 0, s1, s2, factors, v0, v1, v2);
    }
    return;
  }
  for (let i: usize = 0; i < end; i = next(i, fixed)) {
    rotateEight<T, NoUnits, NoUnits, Inside>(block + i, s0, s1, s2, factors, v0, v1, v2);
    rotateEight<T, OneUnit, OneUnit, Inside>(block + i, s0, s1, s2, factors, v0, v1, v2);
  }
}

/** Three rotations; p0 < p1 < p2. */
export function rotateThree<T>(block: usize, units: usize, p0: u32, p1: u32, p2: u32, t0: T, t1: T, t2: T): void {
  const none = i64x2.splat(0);
  rotateEights<T, NoUnits>(block, units, p0, p1, p2, none, v128.splat<T>(t0), v128.splat<T>(t1), v128.splat<T>(t2));
}

/** A rotation inside units and three others; p0 < p1 < p2. */
export function rotateInsideAndThree(
  block: usize,
  units: usize,
  p0: u32,
  p1: u32,
  p2: u32,
  inside: f32,
  t0: f32,
  t1: f32,
  t2: f32,
): void {
  const factors = f32x4(-inside, -inside, inside, inside);
  const v0 = f32x4.splat(t0);
  const v1 = f32x4.splat(t1);
  const v2 = f32x4.splat(t2);
  rotateEights<f32, OneUnit>(block, units, p0, p1, p2, factors, v0, v1, v2);
}

/** A rotation of the two complex64 inside every unit. */
export function rotateInUnits(block: usize, units: usize, t: f32): void {
  const factors = f32x4(-t, -t, t, t);
  const end = block + (units << 4);
  let at = block;
  for (const last = end - ((units & 3) << 4); at < last; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    v128.store(at, rotateUnit(a, factors));
    v128.store(at, rotateUnit(b, factors), 16);
    v128.store(at, rotateUnit(c, factors), 32);
    v128.store(at, rotateUnit(d, factors), 48);
  }
  for (; at < end; at += 16) v128.store(at, rotateUnit(v128.load(at), factors));
}
