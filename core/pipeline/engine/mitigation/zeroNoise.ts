import { exponentialOf, logarithmOf } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { inverseOperations } from '#core/circuit/inverseCircuit.ts';

/*
 * Zero-noise extrapolation: the same circuit with its noise multiplied by several factors, and from the values of these
 * the value without noise (K. Temme, S. Bravyi, J. M. Gambetta, Phys. Rev. Lett. 119, 180509 (2017)). The noise is
 * multiplied by folding, G ↦ G G⁻¹ G (T. Giurgica-Tiron and others, IEEE QCE 2020, 306).
 */

export type Folding = 'global' | 'local';
export type ExtrapolationFit = 'linear' | 'quadratic' | 'richardson' | 'exponential';

/**
 * A circuit that does the same with about `scale` times as many gates. `global` repeats the whole circuit, and for what
 * is left of the factor its last gates; `local` repeats every gate, and for what is left of the factor the first gates
 * once more. Odd factors are exact. Measurements are left out, barriers stay.
 * @param scale at least 1
 * @throws Failure `invalid-circuit` when the circuit resets or branches, `invalid-input` for a scale below 1
 */
export function foldedCircuit(circuit: Circuit, scale: number, folding: Folding): Circuit {
  if (!(scale >= 1)) throw new Failure('invalid-input', `Noise is scaled by at least 1, not ${scale}.`);
  const operations = circuit.operations.filter(({ kind }) => kind !== 'measure');
  const gates = operations.filter(isGate).length;
  const whole = Math.floor((scale - 1) / 2);
  // Each further fold of one gate adds two.
  const partial = Math.round(((scale - 1) / 2 - whole) * gates);
  return {
    ...circuit,
    operations: folding === 'global' ? globally(operations, whole, partial) : locally(operations, whole, partial),
  };
}

function globally(operations: readonly Operation[], whole: number, partial: number): Operation[] {
  const back = inverseOperations(operations);
  const folded = [...operations];
  for (let fold = 0; fold < whole; fold++) folded.push(...back, ...operations);
  if (partial === 0) return folded;
  let start = operations.length;
  for (let left = partial; left > 0 && start > 0; start--) if (isGate(operations[start - 1])) left--;
  const last = operations.slice(start);
  return [...folded, ...inverseOperations(last), ...last];
}

function locally(operations: readonly Operation[], whole: number, partial: number): Operation[] {
  let left = partial;
  return operations.flatMap((operation) => {
    if (!isGate(operation)) return [operation];
    const folds = whole + (left > 0 ? 1 : 0);
    left--;
    const back = inverseOperations([operation]);
    return [operation, ...Array.from({ length: folds }, () => [...back, operation]).flat()];
  });
}

function isGate(operation: Operation | undefined): boolean {
  return operation?.kind === 'gate' || operation?.kind === 'unitary';
}

export interface Extrapolation {
  /** The value at no noise. */
  readonly value: number;
  /** The root of the mean squared difference of the fit from the values; 0 where it goes through them. */
  readonly residual: number;
  /** How much larger than that of one value the variance is, all having the same; absent where it is not linear in them. */
  readonly varianceFactor?: number;
}

/**
 * The value at noise 0 from those at several scales: a line or a parabola by least squares, the polynomial through all
 * points (Richardson), or a decay a·exp(−b·scale) towards 0 by least squares of logarithms. Values that are no such decay,
 * not all of one sign, are fitted by a line instead.
 * @throws Failure `invalid-input` when there are fewer different scales than the fit has coefficients
 */
export function extrapolated(
  scales: readonly number[],
  values: readonly number[],
  fit: ExtrapolationFit,
): Extrapolation {
  switch (fit) {
    case 'linear':
      return polynomial(scales, values, 1);
    case 'quadratic':
      return polynomial(scales, values, 2);
    case 'richardson':
      return polynomial(scales, values, scales.length - 1);
    case 'exponential': {
      const sign = Math.sign(values[0] ?? 0);
      if (sign === 0 || values.some((value) => Math.sign(value) !== sign)) return polynomial(scales, values, 1);
      const logarithms = values.map((value) => logarithmOf(Math.abs(value)));
      const weights = weightsAtZero(scales, 1);
      const slopeWeights = slopesOf(scales);
      const height = combined(weights, logarithms);
      const slope = combined(slopeWeights, logarithms);
      const differences = values.map(
        (value, index) => value - sign * exponentialOf(height + slope * (scales[index] ?? 0)),
      );
      return { value: sign * exponentialOf(height), residual: rootMeanSquare(differences) };
    }
  }
}

function polynomial(scales: readonly number[], values: readonly number[], degree: number): Extrapolation {
  const weights = weightsAtZero(scales, degree);
  const differences = scales.map((at, index) => {
    // The fit at a scale is that at 0 with all scales moved.
    const fitted = combined(
      weightsAtZero(
        scales.map((scale) => scale - at),
        degree,
      ),
      values,
    );
    return (values[index] ?? 0) - fitted;
  });
  return {
    value: combined(weights, values),
    residual: degree === scales.length - 1 ? 0 : rootMeanSquare(differences),
    varianceFactor: weights.reduce((sum, weight) => sum + weight * weight, 0),
  };
}

/**
 * What each value is multiplied by for the value at 0 of the polynomial nearest to all: by orthogonal polynomials over the
 * scales, Σ_k P_k(0) P_k(s)/|P_k|².
 */
function weightsAtZero(scales: readonly number[], degree: number): number[] {
  if (new Set(scales).size < degree + 1) {
    throw new Failure('invalid-input', `A fit of degree ${degree} takes ${degree + 1} different scales.`, {
      advice: 'Give more scales in mitigation.zne, or a simpler fit.',
    });
  }
  const points = [...scales, 0];
  const weights = new Array<number>(scales.length).fill(0);
  let before = points.map(() => 0);
  let current = points.map(() => 1);
  let normBefore = 0;
  for (let order = 0; order <= degree; order++) {
    const norm = scales.reduce((sum, _, index) => sum + (current[index] as number) ** 2, 0);
    const atZero = current[scales.length] as number;
    for (let index = 0; index < scales.length; index++)
      weights[index] = (weights[index] as number) + (atZero * (current[index] as number)) / norm;
    const centre = scales.reduce((sum, scale, index) => sum + scale * (current[index] as number) ** 2, 0) / norm;
    const carried = order === 0 ? 0 : norm / normBefore;
    const next = points.map(
      (point, index) => (point - centre) * (current[index] as number) - carried * (before[index] as number),
    );
    [before, current, normBefore] = [current, next, norm];
  }
  return weights;
}

function slopesOf(scales: readonly number[]): number[] {
  const mean = scales.reduce((sum, scale) => sum + scale, 0) / scales.length;
  const spread = scales.reduce((sum, scale) => sum + (scale - mean) ** 2, 0);
  return scales.map((scale) => (scale - mean) / spread);
}

function combined(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), 0);
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
