import { powerOf } from '#core/base/elementary/power.ts';
import { Failure } from '#core/base/failure.ts';
import { RandomStream, type RandomStreamState } from '#core/base/random.ts';
import {
  type Answer,
  checkPositive,
  type Evaluated,
  expectValues,
  type Limits,
  limitReached,
  type Progress,
  type Question,
  startProgress,
} from './progress.ts';

export interface SpsaSettings extends Limits {
  /** Numerator a of the step gains; by default calibrated. */
  readonly learningRate?: number;
  /** Numerator c of the perturbation gains; default 0.2. */
  readonly perturbation?: number;
  /** Stability constant A; default 0. */
  readonly stability?: number;
  /** Exponent of the step gains; default 0.602. */
  readonly alpha?: number;
  /** Exponent of the perturbation gains; default 0.101. */
  readonly gamma?: number;
  /** Slopes measured to calibrate the first step, two evaluations each; default 25. */
  readonly calibrationSamples?: number;
  /** Mean change of every parameter in the first step that calibration aims at, in radians; default 2π/10. */
  readonly firstStep?: number;
  /** Slopes averaged per step; default 1. */
  readonly resamplings?: number;
  /** The result is the mean of this many last points; default 1. */
  readonly averageLast?: number;
  /** Takes a step only if the loss there (one more evaluation) is at most this much above the present one; default: takes every step. */
  readonly allowedIncrease?: number;
}

/** The state of SPSA as plain JSON. */
export interface SpsaState extends Progress {
  readonly method: 'spsa';
  readonly settings: SpsaSettings;
  /** Null until calibrated. */
  readonly learningRate: number | null;
  readonly point: readonly number[];
  /** Loss at the point, when steps are checked. */
  readonly pointValue: number | null;
  /** The last points, oldest first, at most `averageLast`. */
  readonly recent: readonly (readonly number[])[];
  readonly pending: Pending;
  readonly stream: RandomStreamState;
}

type Pending =
  | { readonly purpose: 'calibration' | 'slope'; readonly directions: readonly (readonly (1 | -1)[])[] }
  | { readonly purpose: 'first-value' }
  | { readonly purpose: 'check'; readonly candidate: readonly number[] }
  /** The loss at the settled point, so that the reported loss belongs to the reported parameters. */
  | { readonly purpose: 'final'; readonly reason: 'max-iterations' | 'max-evaluations' };

/**
 * Simultaneous perturbation stochastic approximation (Spall, "Implementation of the simultaneous perturbation algorithm
 * for stochastic optimization", 1998): the slope along a random direction of ±1 replaces the gradient, at two evaluations
 * per step whatever the number of parameters. Gains aₖ = a / (k + 1 + A)^alpha and cₖ = c / (k + 1)^gamma, k = 0, 1, ….
 * One evaluation at the settled point ends the run; it counts. One iteration is one step.
 */
export function startSpsa(settings: SpsaSettings, initial: readonly number[], stream: RandomStream): SpsaState {
  checkSettings(settings);
  const base: SpsaState = {
    method: 'spsa',
    ...startProgress(settings),
    settings,
    learningRate: settings.learningRate ?? null,
    point: initial,
    pointValue: null,
    recent: [],
    pending: { purpose: 'first-value' },
    stream: stream.state(),
  };
  if (base.learningRate === null) return withDirections(base, 'calibration', settings.calibrationSamples ?? 25);
  return checksSteps(settings) ? base : nextSlope(base);
}

function checkSettings(settings: SpsaSettings): void {
  const { learningRate, perturbation, firstStep, alpha, gamma, calibrationSamples, resamplings, averageLast } =
    settings;
  for (const [name, value] of Object.entries({ learningRate, perturbation, firstStep, alpha, gamma }))
    if (value !== undefined) checkPositive(name, value);
  for (const [name, value] of Object.entries({ calibrationSamples, resamplings, averageLast }))
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new Failure('invalid-input', `The option ${name} of spsa must be a whole number above 0, not ${value}.`);
  const { stability = 0, allowedIncrease = 0 } = settings;
  if (!(stability >= 0 && allowedIncrease >= 0))
    throw new Failure('invalid-input', 'The options stability and allowedIncrease of spsa must not be negative.');
  const calibration = learningRate === undefined ? 2 * (calibrationSamples ?? 25) : 0;
  const least = calibration + (checksSteps(settings) ? 1 : 0) + slopeCost(settings) + 1;
  if (settings.maxEvaluations !== undefined && settings.maxEvaluations < least)
    throw new Failure(
      'invalid-input',
      `The option maxEvaluations of spsa must be at least ${least} for a single step, not ${settings.maxEvaluations}.`,
      calibration > 0 ? { advice: 'Set learningRate to do without calibration.' } : {},
    );
}

export function askSpsa(state: SpsaState): Question {
  const { pending } = state;
  switch (pending.purpose) {
    case 'calibration':
    case 'slope': {
      const size = perturbationOf(state);
      const points = pending.directions.flatMap((direction) => [
        perturbed(state.point, direction, size),
        perturbed(state.point, direction, -size),
      ]);
      return { need: 'values', points };
    }
    case 'first-value':
      return { need: 'values', points: [Float64Array.from(state.point)] };
    case 'check':
      return { need: 'values', points: [Float64Array.from(pending.candidate)] };
    case 'final':
      return { need: 'values', points: [Float64Array.from(settledPoint(state))] };
  }
}

export function tellSpsa(state: SpsaState, answer: Answer): SpsaState {
  const { pending } = state;
  const cost = 'directions' in pending ? 2 * pending.directions.length : 1;
  const values = expectValues(answer, cost);
  const told = { ...state, evaluations: state.evaluations + cost };
  switch (pending.purpose) {
    case 'calibration':
      return calibrated(told, values);
    case 'first-value':
      return nextSlope({ ...told, pointValue: values[0] as number });
    case 'slope':
      return stepped(told, pending.directions, values);
    case 'check': {
      const value = values[0] as number;
      const accepted = value <= (state.pointValue ?? Number.POSITIVE_INFINITY) + (state.settings.allowedIncrease ?? 0);
      return finishedStep(told, accepted ? pending.candidate : state.point, accepted ? value : state.pointValue);
    }
    case 'final': {
      const best: Evaluated = { point: settledPoint(state), value: values[0] as number };
      return { ...told, best, done: pending.reason };
    }
  }
}

/** Chooses a so that the mean change of a parameter in the first step is `firstStep`. */
function calibrated(state: SpsaState, values: readonly number[]): SpsaState {
  const { settings } = state;
  let sum = 0;
  for (let index = 0; index < values.length; index += 2)
    sum += Math.abs((values[index] as number) - (values[index + 1] as number));
  const slope = sum / (values.length / 2) / (2 * perturbationOf(state));
  const firstStep = settings.firstStep ?? Math.PI / 5;
  const gain = powerOf(1 + (settings.stability ?? 0), settings.alpha ?? 0.602);
  // A flat start tells nothing about the scale; then the first step is taken as the gain itself.
  const learningRate = (slope > 1e-10 ? firstStep / slope : firstStep) * gain;
  const next = { ...state, learningRate };
  return checksSteps(settings) ? { ...next, pending: { purpose: 'first-value' } } : nextSlope(next);
}

function stepped(state: SpsaState, directions: readonly (readonly (1 | -1)[])[], values: readonly number[]): SpsaState {
  const { settings } = state;
  const size = perturbationOf(state);
  const gain =
    (state.learningRate ?? 0) / powerOf(state.iteration + 1 + (settings.stability ?? 0), settings.alpha ?? 0.602);
  const candidate = state.point.map((own, index) => {
    const slope = directions.reduce((sum, direction, sample) => {
      const difference = (values[2 * sample] as number) - (values[2 * sample + 1] as number);
      return sum + (difference / (2 * size)) * (direction[index] as number);
    }, 0);
    return own - (gain * slope) / directions.length;
  });
  const value = values.reduce((sum, own) => sum + own, 0) / values.length;
  const told = { ...state, value };
  return checksSteps(settings)
    ? { ...told, pending: { purpose: 'check', candidate } }
    : finishedStep(told, candidate, null);
}

function finishedStep(state: SpsaState, point: readonly number[], pointValue: number | null): SpsaState {
  const recent = [...state.recent, point].slice(-(state.settings.averageLast ?? 1));
  const value = pointValue ?? state.value;
  const next = { ...state, iteration: state.iteration + 1, point, pointValue, recent, value };
  return nextSlope({ ...next, best: value === null ? null : { point: settledPoint(next), value } });
}

/** Plans the next step, or the last evaluation when no further step fits into the limits. */
function nextSlope(state: SpsaState): SpsaState {
  const reason = limitReached(state, slopeCost(state.settings) + 1);
  if (reason === 'max-iterations' || reason === 'max-evaluations')
    return { ...state, pending: { purpose: 'final', reason } };
  return withDirections(state, 'slope', state.settings.resamplings ?? 1);
}

function withDirections(state: SpsaState, purpose: 'calibration' | 'slope', count: number): SpsaState {
  const stream = RandomStream.restored(state.stream);
  const directions = Array.from({ length: count }, () =>
    state.point.map((): 1 | -1 => (stream.integerBelow(2) === 0 ? -1 : 1)),
  );
  return { ...state, pending: { purpose, directions }, stream: stream.state() };
}

function checksSteps(settings: SpsaSettings): boolean {
  return settings.allowedIncrease !== undefined;
}

/** Evaluations of one step. */
function slopeCost(settings: SpsaSettings): number {
  return 2 * (settings.resamplings ?? 1) + (checksSteps(settings) ? 1 : 0);
}

function perturbationOf(state: SpsaState): number {
  return (state.settings.perturbation ?? 0.2) / powerOf(state.iteration + 1, state.settings.gamma ?? 0.101);
}

function perturbed(point: readonly number[], direction: readonly (1 | -1)[], size: number): Float64Array {
  return Float64Array.from(point, (value, index) => value + size * (direction[index] as number));
}

function settledPoint(state: Pick<SpsaState, 'recent' | 'point'>): readonly number[] {
  const { recent, point } = state;
  if (recent.length === 0) return point;
  return point.map((_, index) => recent.reduce((sum, own) => sum + (own[index] as number), 0) / recent.length);
}
