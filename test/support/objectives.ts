import { neverCancelled } from '#core/base/cancellation.ts';
import { RandomStream } from '#core/base/random.ts';
import { centralDifferences } from '#core/optimise/gradient.ts';
import { type OptimiserSettings, type OptimiserState, startOptimiser } from '#core/optimise/optimiser.ts';
import { type Objective, runOptimiser } from '#core/optimise/runOptimiser.ts';

export type RealFunction = (point: Float64Array) => number;

/** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², least at (1, …, 1). */
export const rosenbrock: RealFunction = (point) => {
  let sum = 0;
  for (let index = 0; index + 1 < point.length; index++) {
    const x = point[index] ?? 0;
    sum += 100 * ((point[index + 1] ?? 0) - x * x) ** 2 + (1 - x) ** 2;
  }
  return sum;
};

/** Σ (i + 1) (xᵢ − i/4)², least at (0, ¼, ½, …). */
export const shiftedQuadratic: RealFunction = (point) =>
  point.reduce((sum, value, index) => sum + (index + 1) * (value - index / 4) ** 2, 0);

export function withNoise(f: RealFunction, deviation: number, seed: number): RealFunction {
  const stream = RandomStream.seeded(seed);
  return (point) => f(point) + deviation * stream.normal();
}

/**
 * Energy in hartree of H2 at 0.735 Å in its two-qubit form (electrons only) for real-amplitudes with one repetition:
 * RY(t₀), RY(t₁), CX from 0 to 1, RY(t₂), RY(t₃). The least is −1.857275030.
 */
export const hydrogenEnergy: RealFunction = (angles) => {
  const [a = 0, b = 0, c = 0, d = 0] = angles;
  // Amplitudes by q1 q0.
  let state = [
    Math.cos(b / 2) * Math.cos(a / 2),
    Math.cos(b / 2) * Math.sin(a / 2),
    Math.sin(b / 2) * Math.cos(a / 2),
    Math.sin(b / 2) * Math.sin(a / 2),
  ];
  const [s00 = 0, s01 = 0, s10 = 0, s11 = 0] = state;
  state = [s00, s11, s10, s01];
  const turn = (angle: number, low: number, high: number) => {
    const [x = 0, y = 0] = [state[low], state[high]];
    state[low] = Math.cos(angle / 2) * x - Math.sin(angle / 2) * y;
    state[high] = Math.sin(angle / 2) * x + Math.cos(angle / 2) * y;
  };
  turn(c, 0, 1);
  turn(c, 2, 3);
  turn(d, 0, 2);
  turn(d, 1, 3);
  const [p = 0, q = 0, r = 0, s = 0] = state;
  const z0 = p * p - q * q + r * r - s * s;
  const z1 = p * p + q * q - r * r - s * s;
  const zz = p * p - q * q - r * r + s * s;
  const xx = 2 * (p * s + q * r);
  return -1.052373245772859 + 0.39793742484318045 * (z0 - z1) - 0.01128010425623538 * zz + 0.18093119978423156 * xx;
};

export function objectiveOf(f: RealFunction): Objective {
  const values = async (points: readonly Float64Array[]) => points.map(f);
  return { values, gradient: (point) => centralDifferences(values, point, 1e-5) };
}

export function minimise(
  settings: OptimiserSettings,
  f: RealFunction,
  initial: readonly number[],
  seed = 1,
): Promise<OptimiserState> {
  const start = startOptimiser(settings, initial, RandomStream.seeded(seed));
  return runOptimiser(start, { objective: objectiveOf(f), signal: neverCancelled });
}
