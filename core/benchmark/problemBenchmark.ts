import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { assignmentText, type ProblemAnswer } from '#core/pipeline/engine/problemAnswer.ts';
import {
  circuitContender,
  type ProblemContender,
  shadowCircuitContender,
} from '#core/pipeline/engine/problemContender.ts';
import { bestValue, solveClassically } from '#core/pipeline/engine/problemSolver.ts';
import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { loadProblem } from '#core/pipeline/problem/loadProblem.ts';
import type { PipelineProblem } from '#core/pipeline/problem/pipelineProblem.ts';
import type { ResolvedBaseline, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { Benchmark, MeasuredContender, Measurement } from './measuredContender.ts';
import { metricNeedsBest, problemMetric } from './problemMetrics.ts';

/**
 * The contenders of a pipeline that solves a problem instead of learning from a table. Repeats differ in their starting
 * parameters and random numbers only.
 * @throws Failure of the problem, the circuits, or `unsupported` for what this version does not run
 */
export async function problemBenchmark(
  pipeline: ResolvedPipeline,
  files: PipelineFiles,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
  signal: CancellationSignal,
): Promise<Benchmark> {
  const problem = await loadProblem(pipeline, files);
  const { ablations, baselines, metrics, repeats } = pipeline.benchmark;
  const hybrid = await circuitContender(pipeline, problem, circuits, chain, 'full');
  const contenders: ProblemContender[] = [hybrid, ...baselines.map((own) => solverContender(pipeline, problem, own))];
  for (const ablation of ablations) {
    if (ablation !== 'no-entanglement')
      throw new Failure('unsupported', `The ablation ${ablation} needs a table to learn from.`, {
        advice: 'Use no-entanglement, or none.',
      });
    contenders.push(await circuitContender(pipeline, problem, circuits, chain, ablation));
  }
  if (pipeline.execution.quantum.state === 'shadow')
    contenders.push(await shadowCircuitContender(pipeline, problem, circuits, chain));
  const best = metrics.some(({ name }) => metricNeedsBest(name))
    ? await bestValue(problem, async () => throwIfCancelled(signal))
    : Number.NaN;
  const measured = (contender: ProblemContender): MeasuredContender => ({
    ...contender,
    measure: async (repeat, work) => {
      const answer = await contender.solve(repeat, work);
      const values = metrics.map(({ name }) => [name, problemMetric(name, answer, best, problem.sense)]);
      return { metrics: Object.fromEntries(values), ...answered(answer, pipeline) };
    },
  });
  const kind = problem.kind === 'ground-state' ? 'energy' : 'value';
  const objective = { kind, sense: problem.sense, ...(Number.isFinite(best) ? { best } : {}) } as const;
  return { contenders: contenders.map(measured), repeats, circuit: hybrid, objective };
}

/** What the record keeps of an answer. */
function answered(
  answer: ProblemAnswer,
  { interface: { output } }: ResolvedPipeline,
): Pick<Measurement, 'answer' | 'counts'> {
  if (answer.kind === 'energy') return { answer: { value: answer.energy } };
  const { bits, counts, found } = answer;
  return {
    answer: { value: found, bits: assignmentText(bits, output.bitOrder) },
    ...(counts === undefined ? {} : { counts: { ...counts } }),
  };
}

function solverContender(
  pipeline: ResolvedPipeline,
  problem: PipelineProblem,
  baseline: ResolvedBaseline,
): ProblemContender {
  return {
    id: baseline.id,
    role: 'baseline',
    description: `${baseline.use} on the same problem`,
    quantum: false,
    weight: 1,
    solve: (repeat, work) => {
      work.begin('fit');
      return solveClassically(pipeline, problem, baseline, repeat, work);
    },
  };
}
