import type { z } from 'zod';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import type { BinarySolution } from '#core/optimise/binary/quadraticObjective.ts';
import { bruteForce, greedySearch, simulatedAnnealing } from '#core/optimise/binary/solvers.ts';
import { extremeEnergy } from '../problem/extremeEnergy.ts';
import type { BinaryProblem, PipelineProblem } from '../problem/pipelineProblem.ts';
import { isRunnableSolver, type RunnableSolver, solverOptions, solversOf } from '../schema/options.ts';
import type { ResolvedBaseline, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { ContenderWork } from './contender.ts';
import type { ProblemAnswer } from './problemAnswer.ts';

type Solver = Pick<ResolvedBaseline, 'id' | 'use' | 'with'>;

/**
 * Answers a problem classically, by a solver of `benchmark.baselines`.
 * @throws Failure `unsupported` for one that does not solve such problems, `too-large` where an exact one would take too
 * long, `invalid-input` for bad options
 */
export async function solveClassically(
  pipeline: ResolvedPipeline,
  problem: PipelineProblem,
  solver: Solver,
  repeat: number,
  work: Pick<ContenderWork, 'breathe'>,
): Promise<ProblemAnswer> {
  const { use } = solver;
  await work.breathe();
  if (!isRunnableSolver(use) || !solversOf(pipeline.task).includes(use))
    throw new Failure('unsupported', `The baseline ${use} does not solve problems of the task ${pipeline.task}.`, {
      advice: `Use one of ${solversOf(pipeline.task).join(', ')}.`,
    });
  if (problem.kind === 'ground-state') {
    const { constant, observable, qubits, sense } = problem;
    const energy = await extremeEnergy(observable, qubits, sense, () => work.breathe());
    return { kind: 'energy', energy: constant + energy };
  }
  const { bits, value } = binarySolution(pipeline, problem, { ...solver, use }, repeat);
  return { kind: 'assignment', expected: value, bits, found: value };
}

function binarySolution(
  { seeds }: ResolvedPipeline,
  { objective }: BinaryProblem,
  solver: Solver & { readonly use: RunnableSolver },
  repeat: number,
): BinarySolution {
  switch (solver.use) {
    case 'brute-force':
      return bruteForce(objective);
    case 'greedy':
      return greedySearch(objective);
    case 'simulated-annealing': {
      const { sweeps, hottest, coldest } = annealingOptions(solver);
      return simulatedAnnealing(objective, randomStream(seeds.optimiser, 'baseline', solver.id, repeat), {
        ...(sweeps === undefined ? {} : { sweeps }),
        ...(hottest === undefined ? {} : { hottest }),
        ...(coldest === undefined ? {} : { coldest }),
      });
    }
    case 'exact-diagonalisation':
      throw new Failure('unsupported', 'Only Hamiltonians are diagonalised; use brute-force for an optimisation.');
  }
}

function annealingOptions(solver: Solver): z.infer<(typeof solverOptions)['simulated-annealing']> {
  const options = solverOptions['simulated-annealing'].safeParse(solver.with);
  if (options.success) return options.data;
  const path = options.error.issues[0]?.path.join('.') ?? '';
  throw new Failure('invalid-input', `The options of the baseline ${solver.id} do not fit: ${path || 'with'}.`);
}

/**
 * What works in place of the circuit where there is no backend for it: the first baseline, or the fastest solver.
 */
export function standInSolver({ benchmark, task }: ResolvedPipeline): Solver {
  const [first] = benchmark.baselines;
  const use = task === 'ground-state' ? 'exact-diagonalisation' : 'greedy';
  return first ?? { id: use, use, with: {} };
}

/**
 * The best value there is: the reference of the file, or the exact one for a problem small enough.
 * @throws Failure `too-large` for other problems
 */
export async function bestValue(problem: PipelineProblem, breathe: () => Promise<void>): Promise<number> {
  if (problem.reference !== undefined) return problem.reference;
  if (problem.kind === 'binary') return bruteForce(problem.objective).value;
  return problem.constant + (await extremeEnergy(problem.observable, problem.qubits, problem.sense, breathe));
}
