import { exponentialOf } from '#core/base/elementary/exponential.ts';
import { powerOf } from '#core/base/elementary/power.ts';
import { Failure } from '#core/base/failure.ts';
import type { RandomStream } from '#core/base/random.ts';
import { type BinarySolution, FlippedAssignment, isBetter, type QuadraticObjective } from './quadraticObjective.ts';

/** The most variables whose assignments are all tried. */
export const mostEnumeratedVariables = 22;

/**
 * A best assignment, found by trying all of them in the order of a Gray code, in which neighbours differ in one variable.
 * @throws Failure `too-large` for more than {@link mostEnumeratedVariables} variables
 */
export function bruteForce(objective: QuadraticObjective): BinarySolution {
  const variables = objective.linear.length;
  if (variables > mostEnumeratedVariables)
    throw new Failure(
      'too-large',
      `All assignments of ${variables} variables are too many to try; the limit is ${mostEnumeratedVariables} variables.`,
      { advice: 'Use simulated-annealing, and give the best known value as problem.reference.' },
    );
  const assignment = new FlippedAssignment(objective);
  let best = assignment.solution();
  for (let step = 1; step < 2 ** variables; step++) {
    // The variable to change is the number of zeros behind the last one of the step's number.
    assignment.flip(31 - Math.clz32(step & -step));
    if (isBetter(objective, assignment.value, best.value)) {
      const found = assignment.solution();
      if (isBetter(objective, found.value, best.value)) best = found;
    }
  }
  return best;
}

/** From all variables 0, changes the variable that gains most until none gains: a local optimum. */
export function greedySearch(objective: QuadraticObjective): BinarySolution {
  const assignment = new FlippedAssignment(objective);
  // Rounding must not let two changes gain by undoing each other.
  const least = 1e-12 * scaleOf(objective);
  for (;;) {
    let most = least;
    let chosen = -1;
    for (let index = 0; index < objective.linear.length; index++) {
      const gain = assignment.gain(index);
      if (gain > most) {
        most = gain;
        chosen = index;
      }
    }
    if (chosen < 0) return assignment.solution();
    assignment.flip(chosen);
  }
}

export interface AnnealingSettings {
  /** As many tries as there are variables; default 200. */
  readonly sweeps?: number;
  /** First temperature, in units of the objective; default: the largest coefficient. */
  readonly hottest?: number;
  /** Last temperature; default: a thousandth of the first. */
  readonly coldest?: number;
}

/**
 * Simulated annealing (Kirkpatrick, Gelatt, Vecchi, Science 220, 1983): from a random assignment, changes of one
 * variable drawn at random that lose are taken with probability exp(gain / temperature), the temperature falling
 * geometrically. The best assignment met is the answer.
 * @throws Failure `invalid-input` when the last temperature is above the first
 */
export function simulatedAnnealing(
  objective: QuadraticObjective,
  stream: RandomStream,
  settings: AnnealingSettings = {},
): BinarySolution {
  const { linear } = objective;
  const assignment = new FlippedAssignment(
    objective,
    linear.map(() => (stream.uniform() < 0.5 ? 0 : 1)),
  );
  const { sweeps = 200 } = settings;
  const hottest = settings.hottest ?? scaleOf(objective);
  const coldest = settings.coldest ?? hottest / 1000;
  if (coldest > hottest)
    throw new Failure('invalid-input', `The last temperature ${coldest} is above the first, ${hottest}.`);
  const cooling = sweeps > 1 ? powerOf(coldest / hottest, 1 / (sweeps - 1)) : 1;
  let temperature = hottest;
  let best = assignment.solution();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let attempt = 0; attempt < linear.length; attempt++) {
      // In their order, changes that gain nothing would chase each other round a ring for ever.
      const index = stream.integerBelow(linear.length);
      const gain = assignment.gain(index);
      if (gain < 0 && stream.uniform() >= exponentialOf(gain / temperature)) continue;
      assignment.flip(index);
      if (isBetter(objective, assignment.value, best.value)) {
        const found = assignment.solution();
        if (isBetter(objective, found.value, best.value)) best = found;
      }
    }
    temperature *= cooling;
  }
  return best;
}

/** The size of the largest coefficient; 1 where all are 0. */
function scaleOf({ linear, quadratic }: QuadraticObjective): number {
  const largest = Math.max(0, ...linear.map(Math.abs), ...quadratic.map(({ weight }) => Math.abs(weight)));
  return largest > 0 ? largest : 1;
}
