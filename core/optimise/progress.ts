import { Failure } from '#core/base/failure.ts';

/** What an optimiser wants to know: the objective at some points, or its value and gradient at one. */
export type Question =
  | { readonly need: 'values'; readonly points: readonly Float64Array[] }
  | { readonly need: 'gradient'; readonly point: Float64Array };

/** The answer to a {@link Question}: values in the order of the points. */
export type Answer =
  | { readonly values: ArrayLike<number> }
  | { readonly value: number; readonly gradient: ArrayLike<number> };

export type DoneReason = 'converged' | 'max-iterations' | 'max-evaluations';

export interface Evaluated {
  readonly point: readonly number[];
  readonly value: number;
}

export interface Limits {
  /** What an iteration is depends on the method; at least 1. */
  readonly maxIterations: number;
  /** Evaluations of the objective (a gradient counts as one); no limit by default. The last question may be left out, never exceeded. */
  readonly maxEvaluations?: number;
}

/** What every optimiser state shows of its progress. */
export interface Progress {
  readonly limits: Limits;
  readonly iteration: number;
  readonly evaluations: number;
  /** The loss of the latest iteration; null before the first. */
  readonly value: number | null;
  /** The point to use: the best one evaluated, or for a stochastic method the one it has settled on. Null before the first. */
  readonly best: Evaluated | null;
  readonly done: DoneReason | null;
}

/** @throws Failure `invalid-input` unless the limits are whole numbers above 0 */
export function startProgress(limits: Limits): Progress {
  const { maxIterations, maxEvaluations } = limits;
  for (const [name, limit] of Object.entries({ maxIterations, maxEvaluations }))
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
      throw new Failure(
        'invalid-input',
        `The option ${name} of the optimiser must be a whole number above 0, not ${limit}.`,
      );
  return {
    limits: maxEvaluations === undefined ? { maxIterations } : { maxIterations, maxEvaluations },
    iteration: 0,
    evaluations: 0,
    value: null,
    best: null,
    done: null,
  };
}

/** Why to stop before a next question that costs `cost` evaluations, or null to go on. */
export function limitReached(progress: Omit<Progress, 'done'>, cost: number): DoneReason | null {
  if (progress.iteration >= progress.limits.maxIterations) return 'max-iterations';
  const { maxEvaluations } = progress.limits;
  return maxEvaluations !== undefined && progress.evaluations + cost > maxEvaluations ? 'max-evaluations' : null;
}

/** The better of two; the earlier one in case of a tie. */
export function better(best: Evaluated | null, point: readonly number[], value: number): Evaluated {
  return best && best.value <= value ? best : { point, value };
}

/** @throws Failure `invalid-input` unless the answer holds `count` finite values */
export function expectValues(answer: Answer, count: number): number[] {
  if (!('values' in answer)) throw new Failure('invalid-input', 'The optimiser asked for values, not for a gradient.');
  const values = Array.from(answer.values);
  if (values.length !== count)
    throw new Failure('invalid-input', `The optimiser asked for ${count} values and was given ${values.length}.`);
  for (const value of values) expectFinite(value);
  return values;
}

/** @throws Failure `invalid-input` unless the answer holds a finite value and a finite gradient of the given size */
export function expectGradient(answer: Answer, size: number): { value: number; gradient: number[] } {
  if (!('gradient' in answer))
    throw new Failure('invalid-input', 'The optimiser asked for a gradient, not for values.');
  const gradient = Array.from(answer.gradient);
  if (gradient.length !== size)
    throw new Failure(
      'invalid-input',
      `The optimiser asked for a gradient of ${size} entries and was given ${gradient.length}.`,
    );
  for (const value of [answer.value, ...gradient]) expectFinite(value);
  return { value: answer.value, gradient };
}

function expectFinite(value: number): void {
  if (!Number.isFinite(value))
    throw new Failure('invalid-input', `The objective gave ${value} where the optimiser needs a finite number.`);
}

/** @throws Failure `invalid-input` naming the option unless the number is finite and above 0 */
export function checkPositive(name: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value)))
    throw new Failure('invalid-input', `The option ${name} of the optimiser must be above 0, not ${value}.`);
  return value;
}
