import type { Circuit } from '#core/circuit/circuit.ts';
import type { MethodChoice } from './method/chooseMethod.ts';
import { rangesOfPart, type SimulationPart, shotRanges } from './program/shotRanges.ts';
import type { ShotRun } from './program/shotStatistics.ts';
import { boundCircuit, prepareSimulation, resultOf } from './simulate.ts';
import { simulateAtOnce } from './simulateBy.ts';
import { answersOfShots, shotSimulation } from './simulateShots.ts';
import type { KernelContext } from './simulationContext.ts';
import type { SimulationOptions } from './simulationOptions.ts';
import type { SimulationResult } from './simulationResult.ts';

/** What one of several threads gives that simulate a circuit together. Plain data. */
export type PartialSimulation =
  /** Some of the shots, by ranges. */
  | {
      readonly kind: 'shots';
      readonly choice: MethodChoice;
      readonly isRelaxed: boolean;
      readonly runs: readonly ShotRun[];
      readonly stateBytes: number;
      /** Milliseconds it took. */
      readonly total: number;
    }
  /** The method does all at once, and this thread has done it. */
  | { readonly kind: 'all'; readonly result: SimulationResult }
  /** The method does all at once, and another thread does it. */
  | { readonly kind: 'nothing' };

/**
 * One of several parts of `simulate`, for threads that have nothing but the circuit and the options in common. Methods that
 * run shots divide them; the others do everything in the first part.
 * @throws Failure as `simulate`
 */
export function simulatePart(
  given: Circuit,
  options: SimulationOptions,
  part: SimulationPart,
  context: KernelContext,
): PartialSimulation {
  const { clock, kernels } = context;
  const begun = clock.monotonic();
  const { choice, circuit } = prepareSimulation(given, options, context);
  const { isRelaxed } = kernels.module;
  const shots = shotSimulation(choice.method, circuit, options, context);
  if (shots === undefined) {
    if (part.index > 0) return { kind: 'nothing' };
    const run = simulateAtOnce(choice.method, circuit, options, context);
    const total = clock.monotonic() - begun;
    return { kind: 'all', result: resultOf(run, circuit, options, { choice, isRelaxed, total }) };
  }
  const runs = shots.run(rangesOfPart(shotRanges(options.shots), part));
  const { stateBytes } = shots;
  const total = clock.monotonic() - begun;
  return { kind: 'shots', choice, isRelaxed, runs, stateBytes, total };
}

/**
 * The result of `simulate`, from all parts in order; the same however many they are.
 * @throws RangeError when there are none
 */
export function joinSimulation(
  given: Circuit,
  options: SimulationOptions,
  parts: readonly PartialSimulation[],
): SimulationResult {
  const [first] = parts;
  if (first?.kind === 'all') return first.result;
  if (first?.kind !== 'shots') throw new RangeError('The first part of a simulation is missing.');
  const shares = parts.flatMap((part) => (part.kind === 'shots' ? [part] : []));
  const { choice, isRelaxed, stateBytes } = first;
  const runs = shares.flatMap((share) => share.runs);
  const joined = answersOfShots(runs, options, stateBytes);
  // Threads work at the same time.
  const longest = (times: readonly number[]) => Math.max(...times);
  const timeOf = (time: (run: ShotRun) => number) =>
    longest(shares.map((share) => share.runs.reduce((sum, run) => sum + time(run), 0)));
  const [planTime, sampleTime] = [timeOf((run) => run.planTime), timeOf((run) => run.sampleTime)];
  const total = longest(shares.map((share) => share.total));
  const run = { ...joined, run: { ...joined.run, planTime, sampleTime } };
  return resultOf(run, boundCircuit(given, options), options, { choice, isRelaxed, total });
}
