import { multiplyAdd, negativeMultiplyAdd } from '../vectors';

// Scaled rotations of a block of amplitudes: (a, b) becomes (a − t·b, b + t·a) for the pairs that differ in one bit of
// their index. Blocks are arrays of 16-byte units, one complex128 or two complex64; `p` counts bits of a unit's index.

/** Makes room for a zero bit of which `low` has all ones below. */
// @ts-ignore: AssemblyScript's decorators
@inline
function insertZero(index: usize, low: usize): usize {
  return ((index & ~low) << 1) | (index & low);
}

export function rotateOne<T>(block: usize, units: usize, p: u32, t: T): void {
  const vt = v128.splat<T>(t);
  const s: usize = <usize>16 << p;
  const low = s - 1;
  const end = units << 3;
  for (let i: usize = 0; i < end; i += 16) {
    const at = block + insertZero(i, low);
    const a = v128.load(at);
    const b = v128.load(at + s);
    v128.store(at, negativeMultiplyAdd<T>(vt, b, a));
    v128.store(at + s, multiplyAdd<T>(vt, a, b));
  }
}

/** Two rotations; p0 < p1. */
export function rotateTwo<T>(block: usize, units: usize, p0: u32, p1: u32, t0: T, t1: T): void {
  const v0 = v128.splat<T>(t0);
  const v1 = v128.splat<T>(t1);
  const s0: usize = <usize>16 << p0;
  const s1: usize = <usize>16 << p1;
  const low0 = s0 - 1;
  const low1 = s1 - 1;
  const end = units << 2;
  for (let i: usize = 0; i < end; i += 16) {
    const at = block + insertZero(insertZero(i, low0), low1);
    const at1 = at + s1;
    const a = v128.load(at);
    const b = v128.load(at + s0);
    const c = v128.load(at1);
    const d = v128.load(at1 + s0);
    const a1 = negativeMultiplyAdd<T>(v0, b, a);
    const b1 = multiplyAdd<T>(v0, a, b);
    const c1 = negativeMultiplyAdd<T>(v0, d, c);
    const d1 = multiplyAdd<T>(v0, c, d);
    v128.store(at, negativeMultiplyAdd<T>(v1, c1, a1));
    v128.store(at + s0, negativeMultiplyAdd<T>(v1, d1, b1));
    v128.store(at1, multiplyAdd<T>(v1, a1, c1));
    v128.store(at1 + s0, multiplyAdd<T>(v1, b1, d1));
  }
}

/** Three rotations; p0 < p1 < p2. */
export function rotateThree<T>(block: usize, units: usize, p0: u32, p1: u32, p2: u32, t0: T, t1: T, t2: T): void {
  const v0 = v128.splat<T>(t0);
  const v1 = v128.splat<T>(t1);
  const v2 = v128.splat<T>(t2);
  const s0: usize = <usize>16 << p0;
  const s1: usize = <usize>16 << p1;
  const s2: usize = <usize>16 << p2;
  const low0 = s0 - 1;
  const low1 = s1 - 1;
  const low2 = s2 - 1;
  const end = units << 1;
  for (let i: usize = 0; i < end; i += 16) {
    const at0 = block + insertZero(insertZero(insertZero(i, low0), low1), low2);
    const at1 = at0 + s1;
    const at2 = at0 + s2;
    const at3 = at1 + s2;
    const a0 = v128.load(at0);
    const b0 = v128.load(at0 + s0);
    const c0 = v128.load(at1);
    const d0 = v128.load(at1 + s0);
    const a1 = negativeMultiplyAdd<T>(v0, b0, a0);
    const b1 = multiplyAdd<T>(v0, a0, b0);
    const c1 = negativeMultiplyAdd<T>(v0, d0, c0);
    const d1 = multiplyAdd<T>(v0, c0, d0);
    const a2 = negativeMultiplyAdd<T>(v1, c1, a1);
    const b2 = negativeMultiplyAdd<T>(v1, d1, b1);
    const c2 = multiplyAdd<T>(v1, a1, c1);
    const d2 = multiplyAdd<T>(v1, b1, d1);
    const e0 = v128.load(at2);
    const f0 = v128.load(at2 + s0);
    const g0 = v128.load(at3);
    const h0 = v128.load(at3 + s0);
    const e1 = negativeMultiplyAdd<T>(v0, f0, e0);
    const f1 = multiplyAdd<T>(v0, e0, f0);
    const g1 = negativeMultiplyAdd<T>(v0, h0, g0);
    const h1 = multiplyAdd<T>(v0, g0, h0);
    const e2 = negativeMultiplyAdd<T>(v1, g1, e1);
    const f2 = negativeMultiplyAdd<T>(v1, h1, f1);
    const g2 = multiplyAdd<T>(v1, e1, g1);
    const h2 = multiplyAdd<T>(v1, f1, h1);
    v128.store(at0, negativeMultiplyAdd<T>(v2, e2, a2));
    v128.store(at0 + s0, negativeMultiplyAdd<T>(v2, f2, b2));
    v128.store(at1, negativeMultiplyAdd<T>(v2, g2, c2));
    v128.store(at1 + s0, negativeMultiplyAdd<T>(v2, h2, d2));
    v128.store(at2, multiplyAdd<T>(v2, a2, e2));
    v128.store(at2 + s0, multiplyAdd<T>(v2, b2, f2));
    v128.store(at3, multiplyAdd<T>(v2, c2, g2));
    v128.store(at3 + s0, multiplyAdd<T>(v2, d2, h2));
  }
}

/** Rotates the two complex64 of a unit; `factors` are (−t, −t, t, t). */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotateUnit(unit: v128, factors: v128): v128 {
  return multiplyAdd<f32>(factors, v128.shuffle<i64>(unit, unit, 1, 0), unit);
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
  const v0 = v128.splat<f32>(t0);
  const v1 = v128.splat<f32>(t1);
  const v2 = v128.splat<f32>(t2);
  const s0: usize = <usize>16 << p0;
  const s1: usize = <usize>16 << p1;
  const s2: usize = <usize>16 << p2;
  const low0 = s0 - 1;
  const low1 = s1 - 1;
  const low2 = s2 - 1;
  const end = units << 1;
  for (let i: usize = 0; i < end; i += 16) {
    const at0 = block + insertZero(insertZero(insertZero(i, low0), low1), low2);
    const at1 = at0 + s1;
    const at2 = at0 + s2;
    const at3 = at1 + s2;
    const a0 = rotateUnit(v128.load(at0), factors);
    const b0 = rotateUnit(v128.load(at0 + s0), factors);
    const c0 = rotateUnit(v128.load(at1), factors);
    const d0 = rotateUnit(v128.load(at1 + s0), factors);
    const a1 = negativeMultiplyAdd<f32>(v0, b0, a0);
    const b1 = multiplyAdd<f32>(v0, a0, b0);
    const c1 = negativeMultiplyAdd<f32>(v0, d0, c0);
    const d1 = multiplyAdd<f32>(v0, c0, d0);
    const a2 = negativeMultiplyAdd<f32>(v1, c1, a1);
    const b2 = negativeMultiplyAdd<f32>(v1, d1, b1);
    const c2 = multiplyAdd<f32>(v1, a1, c1);
    const d2 = multiplyAdd<f32>(v1, b1, d1);
    const e0 = rotateUnit(v128.load(at2), factors);
    const f0 = rotateUnit(v128.load(at2 + s0), factors);
    const g0 = rotateUnit(v128.load(at3), factors);
    const h0 = rotateUnit(v128.load(at3 + s0), factors);
    const e1 = negativeMultiplyAdd<f32>(v0, f0, e0);
    const f1 = multiplyAdd<f32>(v0, e0, f0);
    const g1 = negativeMultiplyAdd<f32>(v0, h0, g0);
    const h1 = multiplyAdd<f32>(v0, g0, h0);
    const e2 = negativeMultiplyAdd<f32>(v1, g1, e1);
    const f2 = negativeMultiplyAdd<f32>(v1, h1, f1);
    const g2 = multiplyAdd<f32>(v1, e1, g1);
    const h2 = multiplyAdd<f32>(v1, f1, h1);
    v128.store(at0, negativeMultiplyAdd<f32>(v2, e2, a2));
    v128.store(at0 + s0, negativeMultiplyAdd<f32>(v2, f2, b2));
    v128.store(at1, negativeMultiplyAdd<f32>(v2, g2, c2));
    v128.store(at1 + s0, negativeMultiplyAdd<f32>(v2, h2, d2));
    v128.store(at2, multiplyAdd<f32>(v2, a2, e2));
    v128.store(at2 + s0, multiplyAdd<f32>(v2, b2, f2));
    v128.store(at3, multiplyAdd<f32>(v2, c2, g2));
    v128.store(at3 + s0, multiplyAdd<f32>(v2, d2, h2));
  }
}

/** A rotation of the two complex64 inside every unit. */
export function rotateInUnits(block: usize, units: usize, t: f32): void {
  const factors = f32x4(-t, -t, t, t);
  const end = block + (units << 4);
  for (let at = block; at < end; at += 16) v128.store(at, rotateUnit(v128.load(at), factors));
}
