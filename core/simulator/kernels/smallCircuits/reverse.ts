import { multiplyAdd, negativeMultiplyAdd } from '../vectors';
import {
  cosineOf,
  following,
  lanesDifference,
  lanesSum,
  negated,
  rotated,
  sineOf,
  swapped,
} from './complexVectors';
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
  operationOther,
  operationTarget,
  operationTurn,
  operationWanted,
} from './layout';
import { bitsOf, exchange, multiply, rotatedBy, turnAfter, turnAt, turnBefore } from './operations';

/**
 * Undoes an operation on a state ψ and a bra λ, and adds to the gradient of every turn of the operation what it has from
 * here: for exp(−iαG), 2 Im⟨λ|G|ψ⟩ (T. Jones, J. Gacon: "Efficient calculation of gradients in classical simulations of
 * variational quantum algorithms", 2020).
 * @param gradients a double for every turn
 */
export function reverseOperation(
  operation: usize,
  state: usize,
  bra: usize,
  turns: usize,
  gradients: usize,
  scratch: usize,
): void {
  switch (load<u32>(operation, operationKind)) {
    case kindGrow:
      reverseGrow(operation, state, bra, turns, gradients);
      break;
    case kindRotate:
      reverseRotate(operation, state, bra, turns, gradients, false, false);
      break;
    case kindRotateAfter:
      reverseRotate(operation, state, bra, turns, gradients, false, true);
      break;
    case kindRotateBefore:
      reverseRotate(operation, state, bra, turns, gradients, true, false);
      break;
    case kindRotateBoth:
      reverseRotate(operation, state, bra, turns, gradients, true, true);
      break;
    case kindPhase:
      reversePhase(operation, state, bra, turns, gradients);
      break;
    case kindFlip:
    case kindExchange:
      exchange(operation, state);
      exchange(operation, bra);
      break;
    case kindOddPhase:
      reverseOddPhase(operation, state, bra, turns, gradients);
      break;
    case kindRotateXX:
      reversePair(operation, state, bra, turns, gradients, false);
      break;
    case kindRotateYY:
      reversePair(operation, state, bra, turns, gradients, true);
      break;
    case kindMatrix: {
      const size = <usize>load<u32>(operation, operationDimension);
      const adjoint = <usize>load<u32>(operation, operationMatrix) + ((size * size) << 4);
      multiply(operation, state, adjoint, scratch);
      multiply(operation, bra, adjoint, scratch);
      break;
    }
    case kindExtend:
      // The lower half stays; nothing before knows the qubit.
      break;
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function addTo(gradients: usize, operation: usize, field: usize, value: f64): void {
  const at = gradients + ((<usize>load<u32>(operation + field)) >> 1);
  store<f64>(at, load<f64>(at) + value);
}

/** The qubit leaves: what is before it has to do with the lower half only. */
function reverseGrow(operation: usize, state: usize, bra: usize, turns: usize, gradients: usize): void {
  const size = bitsOf(operation, operationTarget);
  const turn = turnAt(operation, turns);
  const cosine = v128.load64_splat(turn);
  const sine = v128.load64_splat(turn, 8);
  const after = turnAfter(operation, turns);
  const afterCosine = cosineOf(after);
  const afterSine = negated(sineOf(after));
  let afterSum = f64x2.splat(0);
  let turnSum = f64x2.splat(0);
  for (let offset: usize = 0; offset < size; offset += 16) {
    const a = v128.load(state + offset);
    const braA = v128.load(bra + offset);
    const phased = v128.load(state + size + offset);
    const braPhased = v128.load(bra + size + offset);
    afterSum = multiplyAdd<f64>(braPhased, swapped(phased), afterSum);
    const b = rotated(phased, afterCosine, afterSine);
    const braB = rotated(braPhased, afterCosine, afterSine);
    turnSum = multiplyAdd<f64>(braB, a, turnSum);
    turnSum = negativeMultiplyAdd<f64>(braA, b, turnSum);
    v128.store(state + offset, multiplyAdd<f64>(b, sine, f64x2.mul(a, cosine)));
    v128.store(bra + offset, multiplyAdd<f64>(braB, sine, f64x2.mul(braA, cosine)));
  }
  const wanted = load<u32>(operation, operationWanted);
  if (wanted & 2) addTo(gradients, operation, operationTurn, 2 * lanesSum(turnSum));
  if (wanted & 4) addTo(gradients, operation, operationAfter, -2 * lanesDifference(afterSum));
}

// @ts-ignore: AssemblyScript's decorators
@inline
function reverseRotate(
  operation: usize,
  state: usize,
  bra: usize,
  turns: usize,
  gradients: usize,
  hasBefore: bool,
  hasAfter: bool,
): void {
  const fixed = bitsOf(operation, operationFixed);
  const target = bitsOf(operation, operationTarget);
  const turn = turnAt(operation, turns);
  const cosine = v128.load64_splat(turn);
  const sine = v128.load64_splat(turn, 8);
  const before = turnBefore(operation, turns);
  const beforeCosine = cosineOf(before);
  const beforeSine = negated(sineOf(before));
  const after = turnAfter(operation, turns);
  const afterCosine = cosineOf(after);
  const afterSine = negated(sineOf(after));
  let beforeSum = f64x2.splat(0);
  let turnSum = f64x2.splat(0);
  let afterSum = f64x2.splat(0);
  const controls = bitsOf(operation, operationControls);
  const stateBase = state + controls;
  const braBase = bra + controls;
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = stateBase + offset;
    const braAt = braBase + offset;
    const a = v128.load(at);
    const braA = v128.load(braAt);
    let b = v128.load(at + target);
    let braB = v128.load(braAt + target);
    if (hasAfter) {
      afterSum = multiplyAdd<f64>(braB, swapped(b), afterSum);
      b = rotated(b, afterCosine, afterSine);
      braB = rotated(braB, afterCosine, afterSine);
    }
    turnSum = multiplyAdd<f64>(braB, a, turnSum);
    turnSum = negativeMultiplyAdd<f64>(braA, b, turnSum);
    v128.store(at, multiplyAdd<f64>(b, sine, f64x2.mul(a, cosine)));
    v128.store(braAt, multiplyAdd<f64>(braB, sine, f64x2.mul(braA, cosine)));
    b = negativeMultiplyAdd<f64>(a, sine, f64x2.mul(b, cosine));
    braB = negativeMultiplyAdd<f64>(braA, sine, f64x2.mul(braB, cosine));
    if (hasBefore) {
      beforeSum = multiplyAdd<f64>(braB, swapped(b), beforeSum);
      b = rotated(b, beforeCosine, beforeSine);
      braB = rotated(braB, beforeCosine, beforeSine);
    }
    v128.store(at + target, b);
    v128.store(braAt + target, braB);
    offset = following(offset, fixed);
  }
  const wanted = load<u32>(operation, operationWanted);
  if (hasBefore && wanted & 1) addTo(gradients, operation, operationBefore, -2 * lanesDifference(beforeSum));
  if (wanted & 2) addTo(gradients, operation, operationTurn, 2 * lanesSum(turnSum));
  if (hasAfter && wanted & 4) addTo(gradients, operation, operationAfter, -2 * lanesDifference(afterSum));
}

function reversePhase(operation: usize, state: usize, bra: usize, turns: usize, gradients: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  const sine = negated(sineOf(turn));
  const controls = bitsOf(operation, operationControls);
  let sum = f64x2.splat(0);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = state + controls + offset;
    const braAt = bra + controls + offset;
    const value = v128.load(at);
    const braValue = v128.load(braAt);
    sum = multiplyAdd<f64>(braValue, swapped(value), sum);
    v128.store(at, rotated(value, cosine, sine));
    v128.store(braAt, rotated(braValue, cosine, sine));
    offset = following(offset, fixed);
  }
  if (load<u32>(operation, operationWanted) & 2) {
    addTo(gradients, operation, operationTurn, -2 * lanesDifference(sum));
  }
}

function reverseOddPhase(operation: usize, state: usize, bra: usize, turns: usize, gradients: usize): void {
  const fixed = bitsOf(operation, operationFixed);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  const sine = negated(sineOf(turn));
  const controls = bitsOf(operation, operationControls);
  const first = bitsOf(operation, operationTarget);
  const second = bitsOf(operation, operationOther);
  let sum = f64x2.splat(0);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = state + controls + offset;
    const braAt = bra + controls + offset;
    const one = v128.load(at + first);
    const two = v128.load(at + second);
    const braOne = v128.load(braAt + first);
    const braTwo = v128.load(braAt + second);
    sum = multiplyAdd<f64>(braOne, swapped(one), sum);
    sum = multiplyAdd<f64>(braTwo, swapped(two), sum);
    v128.store(at + first, rotated(one, cosine, sine));
    v128.store(at + second, rotated(two, cosine, sine));
    v128.store(braAt + first, rotated(braOne, cosine, sine));
    v128.store(braAt + second, rotated(braTwo, cosine, sine));
    offset = following(offset, fixed);
  }
  if (load<u32>(operation, operationWanted) & 2) {
    addTo(gradients, operation, operationTurn, -2 * lanesDifference(sum));
  }
}

// @ts-ignore: AssemblyScript's decorators
@inline
function reversePair(
  operation: usize,
  state: usize,
  bra: usize,
  turns: usize,
  gradients: usize,
  isYY: bool,
): void {
  const fixed = bitsOf(operation, operationFixed);
  const target = bitsOf(operation, operationTarget);
  const other = bitsOf(operation, operationOther);
  const turn = turnAt(operation, turns);
  const cosine = cosineOf(turn);
  // i sin · (re, im) = sin · (−im, re)
  const oddSine = v128.xor(v128.load64_splat(turn, 8), i64x2(i64.MIN_VALUE, 0));
  const evenSine = isYY ? v128.xor(v128.load64_splat(turn, 8), i64x2(0, i64.MIN_VALUE)) : oddSine;
  const controls = bitsOf(operation, operationControls);
  let odd = f64x2.splat(0);
  let even = f64x2.splat(0);
  let offset: usize = 0;
  for (let left = load<u32>(operation, operationGroups); left > 0; left--) {
    const at = state + controls + offset;
    const braAt = bra + controls + offset;
    const zero = v128.load(at);
    const one = v128.load(at + target);
    const two = v128.load(at + other);
    const three = v128.load(at + target + other);
    const braZero = v128.load(braAt);
    const braOne = v128.load(braAt + target);
    const braTwo = v128.load(braAt + other);
    const braThree = v128.load(braAt + target + other);
    even = multiplyAdd<f64>(braZero, swapped(three), even);
    even = multiplyAdd<f64>(braThree, swapped(zero), even);
    odd = multiplyAdd<f64>(braOne, swapped(two), odd);
    odd = multiplyAdd<f64>(braTwo, swapped(one), odd);
    v128.store(at, rotatedBy(zero, three, cosine, evenSine));
    v128.store(at + target, rotatedBy(one, two, cosine, oddSine));
    v128.store(at + other, rotatedBy(two, one, cosine, oddSine));
    v128.store(at + target + other, rotatedBy(three, zero, cosine, evenSine));
    v128.store(braAt, rotatedBy(braZero, braThree, cosine, evenSine));
    v128.store(braAt + target, rotatedBy(braOne, braTwo, cosine, oddSine));
    v128.store(braAt + other, rotatedBy(braTwo, braOne, cosine, oddSine));
    v128.store(braAt + target + other, rotatedBy(braThree, braZero, cosine, evenSine));
    offset = following(offset, fixed);
  }
  if (load<u32>(operation, operationWanted) & 2) {
    const evenPart = lanesDifference(even);
    addTo(gradients, operation, operationTurn, 2 * (lanesDifference(odd) + (isYY ? -evenPart : evenPart)));
  }
}
