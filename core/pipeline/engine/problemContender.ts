import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { isBetter, objectiveValue } from '#core/optimise/binary/quadraticObjective.ts';
import { assembleCircuit, type TrainableCircuit, type Variant } from '../circuits/assembleCircuit.ts';
import { onReadQubits } from '../circuits/readout.ts';
import type { CircuitLoader } from '../enginePorts.ts';
import type { BinaryProblem, PipelineProblem } from '../problem/pipelineProblem.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { checkRotosolve } from './checkRotosolve.ts';
import { circuitSize } from './circuitSize.ts';
import type { ContenderIdentity, ContenderWork } from './contender.ts';
import { type EvaluatorChain, QuantumUnavailable } from './evaluatorChain.ts';
import type { ProblemAnswer } from './problemAnswer.ts';
import { solveClassically, standInSolver } from './problemSolver.ts';
import type { CircuitContender } from './quantumContender.ts';
import { readCounts, readProbabilities } from './readCounts.ts';
import { type TrainingLoss, trainParameters } from './trainingLoop.ts';

/** Something that answers a problem, once per repeat. */
export interface ProblemContender extends ContenderIdentity {
  /**
   * Deterministic: the same repeat gives the same answer, also when it goes on from a state it kept earlier.
   * @throws Failure, in particular `cancelled`
   */
  solve(repeat: number, work: ContenderWork): Promise<ProblemAnswer>;
}

/**
 * The circuit of a pipeline without a table, trained to the best expectation value of the problem (`variant` full), or
 * its ablation without entanglement. Where there is no backend for it, the first baseline stands in.
 * @throws Failure `invalid-input` for blocks that solve no problem, `invalid-circuit` and others of the circuit files
 */
export async function circuitContender(
  pipeline: ResolvedPipeline,
  problem: PipelineProblem,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
  variant: Variant,
): Promise<ProblemContender & CircuitContender> {
  checkRunnable(pipeline);
  const model = await assembleCircuit(pipeline, circuits, variant, problem.observable);
  if (pipeline.optimise?.method === 'rotosolve') checkRotosolve(model.circuit);
  const id = variant === 'full' ? 'hybrid' : variant;
  return {
    id,
    role: variant === 'full' ? 'hybrid' : 'ablation',
    description: variant === 'full' ? described(pipeline) : 'The same pipeline without entangling gates',
    quantum: true,
    weight: pipeline.optimise ? pipeline.optimise.maxIterations * pipeline.optimise.restarts : 1,
    size: circuitSize(model),
    fitted: (backend) => chain.fittedModel(model, backend),
    solve: async (repeat, work) => {
      const { state } = pipeline.execution.quantum;
      // In shadow, what the circuit says is kept beside the result: see shadowCircuitContender.
      if (state === 'active' || (state === 'shadow' && variant !== 'full')) {
        try {
          return await solveByCircuit(pipeline, problem, model, chain, repeat, work, id);
        } catch (thrown) {
          if (!(thrown instanceof QuantumUnavailable)) throw thrown;
        }
      }
      work.begin('fit');
      return solveClassically(pipeline, problem, standInSolver(pipeline), repeat, work);
    },
  };
}

/**
 * The circuit in shadow: it runs and is measured as if it were active, while the result is that of the stand-in.
 * @throws Failure as {@link circuitContender}
 */
export async function shadowCircuitContender(
  pipeline: ResolvedPipeline,
  problem: PipelineProblem,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
): Promise<ProblemContender> {
  const quantum = { ...pipeline.execution.quantum, state: 'active' } as const;
  const active = { ...pipeline, execution: { ...pipeline.execution, quantum } };
  const { description, ...contender } = await circuitContender(active, problem, circuits, chain, 'full');
  return {
    ...contender,
    id: 'shadow',
    role: 'ablation',
    description: `In shadow, not part of the result: ${description}`,
  };
}

/** The variational loop of a problem: bind parameters, measure the value, let the optimiser choose new parameters. */
async function solveByCircuit(
  pipeline: ResolvedPipeline,
  problem: PipelineProblem,
  { circuit, parameterCount }: TrainableCircuit,
  chain: EvaluatorChain,
  repeat: number,
  work: ContenderWork,
  stream: string,
): Promise<ProblemAnswer> {
  const { constant, observable, sense } = problem;
  const sign = sense === 'min' ? 1 : -1;
  const observables = [onReadQubits(pipeline.quantum, observable)];
  const seedOf = (path: readonly (string | number)[]) => deriveSeed(pipeline.seeds.sampler, stream, repeat, ...path);
  const energies = async (points: readonly ArrayLike<number>[], path: readonly (string | number)[]) => {
    const bindings = points.map((point) => Array.from(point));
    const output = { kind: 'expectations', observables } as const;
    const rows = await chain.evaluate({ circuit, bindings, output, seed: seedOf(path) }, work.signal);
    return rows.map(([value = Number.NaN]) => constant + value);
  };
  const loss: TrainingLoss = {
    values: async (points, path) => ({ values: (await energies(points, path)).map((energy) => sign * energy) }),
    gradient: async (point, path) => {
      const parameters = Array.from({ length: parameterCount }, (_, index) => index);
      const bindings = [Array.from(point)];
      const question = { circuit, bindings, observables, parameters, seed: seedOf(path) };
      const [row] = await chain.gradient(question, work.signal);
      const [value = Number.NaN] = row?.values ?? [];
      const [gradient = new Float64Array(parameterCount)] = row?.gradients ?? [];
      return { value: sign * (constant + value), gradient: gradient.map((slope) => sign * slope) };
    },
  };
  work.begin('train');
  const trained = await trainParameters(pipeline, parameterCount, repeat, loss, work);
  work.begin('evaluate');
  if (problem.kind === 'ground-state') {
    const [energy = Number.NaN] = await energies([trained], ['answer']);
    return { kind: 'energy', energy };
  }
  const question = {
    circuit,
    bindings: [[...trained]],
    output: { kind: 'probabilities' },
    seed: seedOf(['answer']),
  } as const;
  const [probabilities] = await chain.evaluate(question, work.signal);
  if (!probabilities) throw new Failure('unknown', 'The evaluator gave no answer for the trained circuit.');
  const shots = chain.backend()?.backend.shots;
  const read = readProbabilities(pipeline.quantum, probabilities);
  const answer = readAssignments(problem, read, shots !== undefined);
  if (shots === undefined || pipeline.tracking?.keepCounts !== true) return answer;
  const counts = readCounts(pipeline, probabilities, shots);
  return { ...answer, counts };
}

/**
 * The answer in the probabilities of all assignments (index bit j = variable j). Of measured ones the best is taken; exact
 * probabilities hardly ever leave one out, so there the most probable one is.
 */
function readAssignments(
  { objective }: Pick<BinaryProblem, 'objective'>,
  probabilities: ArrayLike<number>,
  sampled: boolean,
): ProblemAnswer & { readonly kind: 'assignment' } {
  const bits = objective.linear.map(() => 0);
  let expected = 0;
  let total = 0;
  let answer: { bits: readonly number[]; found: number; probability: number } | undefined;
  for (let index = 0; index < probabilities.length; index++) {
    const probability = probabilities[index] as number;
    if (!(probability > 0)) continue;
    for (let variable = 0; variable < bits.length; variable++) bits[variable] = (index >> variable) & 1;
    const found = objectiveValue(objective, bits);
    expected += probability * found;
    total += probability;
    const wins =
      !answer || (sampled ? isBetter(objective, found, answer.found) : probability > answer.probability * (1 + 1e-9));
    if (wins) answer = { bits: [...bits], found, probability };
  }
  if (!answer) throw new Failure('unknown', 'The evaluator gave no probabilities for the trained circuit.');
  return { kind: 'assignment', expected: expected / total, bits: answer.bits, found: answer.found };
}

function described({ optimise, quantum }: ResolvedPipeline): string {
  const part = quantum.circuit ?? quantum.ansatz;
  const name = part === undefined ? 'circuit' : 'use' in part ? part.use : part.file;
  return `${name} on ${quantum.qubits} qubits, trained by ${optimise?.method ?? 'cobyla'}`;
}

/** @throws Failure `invalid-input` */
function checkRunnable(pipeline: ResolvedPipeline): void {
  if (pipeline.pattern !== 'variational-loop')
    throw new Failure('invalid-input', `The pattern ${pipeline.pattern} does not solve problems.`, {
      advice: 'Use variational-loop.',
    });
  const { loss } = pipeline.optimise ?? {};
  if (loss !== 'energy' && loss !== 'cut')
    throw new Failure('invalid-input', `The loss ${loss} is not one of a problem.`, {
      advice: 'Use energy or cut, which both are the expectation value of the problem.',
    });
}
