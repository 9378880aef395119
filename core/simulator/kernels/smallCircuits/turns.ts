import { multiplyAdd } from '../vectors';
import {
  circuitTurnCount,
  circuitTurnRecords,
  circuitTurns,
  circuitTurnTerms,
  turnFirstTerm,
  turnOffset,
  turnRecordSize,
  turnSize,
  turnTermCoefficient,
  turnTermCount,
  turnTermSize,
  turnTermSlot,
} from './layout';

/** Up to here the reduction of the argument in three parts is exact enough: about 2¹⁹ · π. */
const largestReduced: f64 = 1.6e6;

/**
 * Writes cosine and sine of every turn of a circuit. The number of turns is even.
 * @param slots the values that the angles depend on
 * @returns whether all angles are finite
 */
export function evaluateTurns(circuit: usize, slots: usize): bool {
  const count = <usize>load<u32>(circuit, circuitTurnCount);
  const records = <usize>load<u32>(circuit, circuitTurnRecords);
  const terms = <usize>load<u32>(circuit, circuitTurnTerms);
  const turns = <usize>load<u32>(circuit, circuitTurns);
  for (let turn: usize = 0; turn < count; turn += 2) {
    const first = angleOf(records + turn * turnRecordSize, terms, slots);
    const second = angleOf(records + (turn + 1) * turnRecordSize, terms, slots);
    const at = turns + turn * turnSize;
    if (Math.max(Math.abs(first), Math.abs(second)) <= largestReduced) {
      storeTurns(at, f64x2(first, second));
    } else {
      if (!isFinite(first) || !isFinite(second)) return false;
      store<f64>(at, Math.cos(first));
      store<f64>(at, Math.sin(first), 8);
      store<f64>(at, Math.cos(second), 16);
      store<f64>(at, Math.sin(second), 24);
    }
  }
  return true;
}

// @ts-ignore: AssemblyScript's decorators
@inline
function angleOf(record: usize, terms: usize, slots: usize): f64 {
  let angle = load<f64>(record, turnOffset);
  const count = load<u32>(record, turnTermCount);
  let term = terms + (<usize>load<u32>(record, turnFirstTerm)) * turnTermSize;
  for (let index: u32 = 0; index < count; index++) {
    const slot = <usize>load<u32>(term, turnTermSlot);
    angle += load<f64>(term, turnTermCoefficient) * load<f64>(slots + (slot << 3));
    term += turnTermSize;
  }
  return angle;
}

/**
 * Cosine and sine of two angles, each less than one unit in the last place from the truth: reduction modulo π/2 by
 * Cody and Waite (Software Manual for the Elementary Functions, 1980) with 118 bits of π/2, and the minimax polynomials
 * of fdlibm (k_sin.c, k_cos.c).
 */
function storeTurns(at: usize, angles: v128): void {
  // Adding 1.5 · 2⁵² rounds to an integer, which then is in the low bits.
  const magic = f64x2.splat(6755399441055744.0);
  const shifted = f64x2.add(f64x2.mul(angles, f64x2.splat(6.36619772367581382433e-1)), magic);
  const quadrants = f64x2.sub(shifted, magic);

  const first = f64x2.sub(angles, f64x2.mul(quadrants, f64x2.splat(1.57079632673412561417)));
  let correction = f64x2.mul(quadrants, f64x2.splat(6.07710050630396597660e-11));
  const second = f64x2.sub(first, correction);
  correction = f64x2.sub(
    f64x2.mul(quadrants, f64x2.splat(2.02226624879595063154e-21)),
    f64x2.sub(f64x2.sub(first, second), correction),
  );
  const high = f64x2.sub(second, correction);
  const low = f64x2.sub(f64x2.sub(second, high), correction);

  const square = f64x2.mul(high, high);
  const cube = f64x2.mul(square, high);

  // sin(high + low) = high + low + high³ · S(high²), with the derivative of the rest.
  let sinePart = multiplyAdd<f64>(f64x2.splat(1.58969099521155010221e-10), square, f64x2.splat(-2.50507602534068634195e-8));
  sinePart = multiplyAdd<f64>(sinePart, square, f64x2.splat(2.75573137070700676789e-6));
  sinePart = multiplyAdd<f64>(sinePart, square, f64x2.splat(-1.98412698298579493134e-4));
  sinePart = multiplyAdd<f64>(sinePart, square, f64x2.splat(8.33333333332248946124e-3));
  const half = f64x2.splat(0.5);
  const sixth = f64x2.splat(-1.66666666666666324348e-1);
  const sine = f64x2.sub(
    high,
    f64x2.sub(
      f64x2.sub(f64x2.mul(square, f64x2.sub(f64x2.mul(half, low), f64x2.mul(cube, sinePart))), low),
      f64x2.mul(cube, sixth),
    ),
  );

  let cosinePart = multiplyAdd<f64>(f64x2.splat(-1.13596475577881948265e-11), square, f64x2.splat(2.08757232129817482790e-9));
  cosinePart = multiplyAdd<f64>(cosinePart, square, f64x2.splat(-2.75573143513906633035e-7));
  cosinePart = multiplyAdd<f64>(cosinePart, square, f64x2.splat(2.48015872894767294178e-5));
  cosinePart = multiplyAdd<f64>(cosinePart, square, f64x2.splat(-1.38888888888741095749e-3));
  cosinePart = multiplyAdd<f64>(cosinePart, square, f64x2.splat(4.16666666666666019037e-2));
  const one = f64x2.splat(1);
  const halfSquare = f64x2.mul(half, square);
  const rest = f64x2.sub(one, halfSquare);
  const cosine = f64x2.add(
    rest,
    f64x2.add(
      f64x2.sub(f64x2.sub(one, rest), halfSquare),
      f64x2.sub(f64x2.mul(f64x2.mul(square, square), cosinePart), f64x2.mul(high, low)),
    ),
  );

  // A quarter turn exchanges the two and changes a sign.
  const isOdd = i64x2.neg(v128.and(shifted, i64x2.splat(1)));
  const sineSign = i64x2.shl(v128.and(shifted, i64x2.splat(2)), 62);
  const cosineSign = i64x2.shl(v128.and(i64x2.add(shifted, i64x2.splat(1)), i64x2.splat(2)), 62);
  const sines = v128.xor(v128.bitselect(cosine, sine, isOdd), sineSign);
  const cosines = v128.xor(v128.bitselect(sine, cosine, isOdd), cosineSign);
  v128.store(at, v128.shuffle<f64>(cosines, sines, 0, 2));
  v128.store(at, v128.shuffle<f64>(cosines, sines, 1, 3), 16);
}
