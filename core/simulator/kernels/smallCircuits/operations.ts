import { multiplyAdd, negativeMultiplyAdd } from '../vectors';
import { cosineOf, following, lowestFree, rotated, sineOf, swapped } from './complexVectors';
import {
  kindExchange,
  kindExtend,
  kindFlip,
  kindGrow,
  kindMatrix,
  kindOddPhase,
  kindPhase,
  kindRotate,
  kindRotateAfter,
  kindRotateBefore,
  kindRotateBoth,
  kindRotateXX,
  kindRotateYY,
  operationAfter,
  operationBefore,
  operationControls,
  operationDimension,
  operationFixed,
  operationGroups,
  operationKind,
  operationMatrix,
  operationOffsets,
  operationOther,
  operationTarget,
  operationTurn,
} from './layout';

/**
 * Applies an operation to a state.
 * @param turns the table of cosines and sines
 * @param scratch as large as a column of the widest matrix
 */
export function applyOperation(operation: usize, state: usize, turns: usize, scratch: usize): void {
  switch (load<u32>(operation, operationKind)) {
    case kindExtend:
      extend(operation, state);
      break;
    case kindGrow:
      grow(operation, state, turns);
      break;
    case kindRotate:
      rotate(operation, state, turns, false, false);
      break;
    case kindRotateAfter:
      rotate(operation, state, turns, false, true);
      break;
    case kindRotateBefore:
      rotate(operation, state, turns, true, false);
      break;
    case kindRotateBoth:
      rotate(operation, state, turns, true, true);
      break;
    case kindPhase:
      phase(operation, state, turns);
      break;
    case kindFlip:
    case kindExchange:
      exchange(operation, state);
      break;
    case kindOddPhase:
      oddPhase(operation, state, turns);
      break;
    case kindRotateXX:
      rotatePair(operation, state, turns, false);
      break;
    case kindRotateYY:
      rotatePair(operation, state, turns, true);
      break;
    case kindMatrix:
      multiply(operation, state, <usize>load<u32>(operation, operationMatrix), scratch);
      break;
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function turnAt(operation: usize, turns: usize): usize {
  return turns + <usize>load<u32>(operation, operationTurn);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function turnBefore(operation: usize, turns: usize): usize {
  return turns + <usize>load<u32>(operation, operationBefore);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function turnAfter(operation: usize, turns: usize): usize {
  return turns + <usize>load<u32>(operation, operationAfter);
}

// @ts-ignore: AssemblyScript's decorators
@inline
export function bitsOf(operation: usize, field: usize): usize {
  return <usize>load<u32>(operation + field);
}

/** A qubit joins in |0⟩. */
function extend(operation: usize, state: usize): void {
  const size = bitsOf(operation, operationTarget);
  memory.fill(state + size, 0, size);
}

/** A qubit joins in cos|0⟩ + e^{iφ} sin|1⟩. */
function grow(operation: usize, state: usize, turns: usize): void {
  const size = bitsOf(operation, operationTarget);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  const sine = v128.load64_splat(turn, 8);
  const after = turnAfter(operation, turns);
  const upperCosine = f64x2.mul(sine, cosineOf(after));
  const upperSine = f64x2.mul(sine, sineOf(after));
  const end = state + size;
  for (let at = state; at < end; at += 16) {
    const value = v128.load(at);
    v128.store(at, f64x2.mul(value, cosine));
    v128.store(at + size, rotated(value, upperCosine, upperSine));
  }
}

/**
 * A phase on |1⟩, [[cos, −sin], [sin, cos]], a phase on |1⟩. Two groups in a turn of the loop, as counting is slower than
 * the rest.
 */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotate(operation: usize, state: usize, turns: usize, hasBefore: bool, hasAfter: bool): void {
  const fixed = bitsOf(operation, operationFixed);
  const target = bitsOf(operation, operationTarget);
  const turn = turnAt(operation, turns);
  const cosine = v128.load64_splat(turn);
  const sine = v128.load64_splat(turn, 8);
  const before = turnBefore(operation, turns);
  const beforeCosine = cosineOf(before);
  const beforeSine = sineOf(before);
  const after = turnAfter(operation, turns);
  const afterCosine = cosineOf(after);
  const afterSine = sineOf(after);
  const base = state + bitsOf(operation, operationControls);
  const groups = load<u32>(operation, operationGroups);
  const isSingle = groups === 1;
  const next = isSingle ? 0 : lowestFree(fixed);
  const counted = fixed | next;
  let offset: usize = 0;
  for (let left = isSingle ? 1 : groups >> 1; left > 0; left--) {
    const at = base + offset;
    const a = v128.load(at);
    let b = v128.load(at + target);
    const c = v128.load(at + next);
    let d = v128.load(at + target + next);
    if (hasBefore) {
      b = rotated(b, beforeCosine, beforeSine);
      d = rotated(d, beforeCosine, beforeSine);
    }
    let upper = multiplyAdd<f64>(a, sine, f64x2.mul(b, cosine));
    let otherUpper = multiplyAdd<f64>(c, sine, f64x2.mul(d, cosine));
    if (hasAfter) {
      upper = rotated(upper, afterCosine, afterSine);
      otherUpper = rotated(otherUpper, afterCosine, afterSine);
    }
    v128.store(at, negativeMultiplyAdd<f64>(b, sine, f64x2.mul(a, cosine)));
    v128.store(at + target, upper);
    v128.store(at + next, negativeMultiplyAdd<f64>(d, sine, f64x2.mul(c, cosine)));
    v128.store(at + target + next, otherUpper);
    offset = following(offset, counted);
  }
}

/** A phase where the controls hold. Two groups in a turn of the loop, as counting is slower than the rest. */
function phase(operation: usize, state: usize, turns: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  const sine = sineOf(turn);
  const base = state + bitsOf(operation, operationControls);
  const groups = load<u32>(operation, operationGroups);
  if (groups === 1) {
    v128.store(base, rotated(v128.load(base), cosine, sine));
    return;
  }
  const next = lowestFree(fixed);
  const counted = fixed | next;
  let offset: usize = 0;
  for (let left = groups >> 1; left > 0; left--) {
    const at = base + offset;
    v128.store(at, rotated(v128.load(at), cosine, sine));
    v128.store(at + next, rotated(v128.load(at + next), cosine, sine));
    offset = following(offset, counted);
  }
}

/**
 * Exchanges two amplitudes of every group: X (`target` 0 and `other` the qubit) and SWAP (a qubit each). Two groups in a
 * turn of the loop, as counting is slower than the rest.
 */
export function exchange(operation: usize, state: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const base = state + bitsOf(operation, operationControls);
  const first = base + bitsOf(operation, operationTarget);
  const second = base + bitsOf(operation, operationOther);
  const groups = load<u32>(operation, operationGroups);
  if (groups === 1) {
    const a = v128.load(first);
    v128.store(first, v128.load(second));
    v128.store(second, a);
    return;
  }
  const next = lowestFree(fixed);
  const counted = fixed | next;
  let offset: usize = 0;
  for (let left = groups >> 1; left > 0; left--) {
    const one = first + offset;
    const two = second + offset;
    const a = v128.load(one);
    const b = v128.load(two);
    const c = v128.load(one + next);
    const d = v128.load(two + next);
    v128.store(one, b);
    v128.store(two, a);
    v128.store(one + next, d);
    v128.store(two + next, c);
    offset = following(offset, counted);
  }
}

/** A phase where two qubits differ. */
function oddPhase(operation: usize, state: usize, turns: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  const sine = sineOf(turn);
  const base = state + bitsOf(operation, operationControls);
  const first = base + bitsOf(operation, operationTarget);
  const second = base + bitsOf(operation, operationOther);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    v128.store(first + offset, rotated(v128.load(first + offset), cosine, sine));
    v128.store(second + offset, rotated(v128.load(second + offset), cosine, sine));
    offset = following(offset, fixed);
  }
}

/** cos − i sin · XX, or YY, which has the other sign between |00⟩ and |11⟩. */
// @ts-ignore: AssemblyScript's decorators
@inline
function rotatePair(operation: usize, state: usize, turns: usize, isYY: bool): void {
  const fixed = bitsOf(operation, operationFixed);
  const target = bitsOf(operation, operationTarget);
  const other = bitsOf(operation, operationOther);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  // −i sin · (re, im) = sin · (im, −re)
  const oddSine = v128.xor(v128.load64_splat(turn, 8), i64x2(0, i64.MIN_VALUE));
  const evenSine = isYY ? v128.xor(v128.load64_splat(turn, 8), i64x2(i64.MIN_VALUE, 0)) : oddSine;
  const base = state + bitsOf(operation, operationControls);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = base + offset;
    const zeroZero = v128.load(at);
    const one = v128.load(at + target);
    const two = v128.load(at + other);
    const three = v128.load(at + target + other);
    v128.store(at, rotatedBy(zeroZero, three, cosine, evenSine));
    v128.store(at + target, rotatedBy(one, two, cosine, oddSine));
    v128.store(at + other, rotatedBy(two, one, cosine, oddSine));
    v128.store(at + target + other, rotatedBy(three, zeroZero, cosine, evenSine));
    offset = following(offset, fixed);
  }
}

/** cos · value ± i sin · partner; `sine` has the sign of each part. */
// @ts-ignore: AssemblyScript's decorators
@inline
export function rotatedBy(value: v128, partner: v128, cosine: v128, sine: v128): v128 {
  return multiplyAdd<f64>(swapped(partner), sine, f64x2.mul(value, cosine));
}

/** Any matrix. */
export function multiply(operation: usize, state: usize, matrix: usize, scratch: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const dimension = load<u32>(operation, operationDimension);
  const offsets = bitsOf(operation, operationOffsets);
  const base = state + bitsOf(operation, operationControls);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = base + offset;
    for (let entry: u32 = 0; entry < dimension; entry++) {
      const place = <usize>load<u32>(offsets + ((<usize>entry) << 2));
      v128.store(scratch + ((<usize>entry) << 4), v128.load(at + place));
    }
    let coefficient = matrix;
    for (let row: u32 = 0; row < dimension; row++) {
      let sum = f64x2.splat(0);
      for (let column: u32 = 0; column < dimension; column++) {
        const value = v128.load(scratch + ((<usize>column) << 4));
        sum = f64x2.add(sum, rotated(value, cosineOf(coefficient), sineOf(coefficient)));
        coefficient += 16;
      }
      v128.store(at + <usize>load<u32>(offsets + ((<usize>row) << 2)), sum);
    }
    offset = following(offset, fixed);
  }
}
