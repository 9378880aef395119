import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { fingerprint as fingerprintOf } from '#core/base/fingerprint.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import { type LearningData, loadLearningData, pipelineSplits } from '#core/pipeline/data/learningData.ts';
import type { Contender } from '#core/pipeline/engine/contender.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { type QuantumContender, quantumContender, shadowContender } from '#core/pipeline/engine/quantumContender.ts';
import type { CircuitLoader, EnginePorts, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ContenderResult, QuantumUsage, RunResult } from '#core/runs/runRecord.ts';
import { type FinishedRepeat, readCheckpoint } from './checkpoint.ts';
import { baselineContender, noQuantumContender, randomFeaturesContender } from './classicalContender.ts';
import { metricSummary, type SplitSizes } from './metricSummary.ts';
import { contenderTitle, RepeatRunner } from './repeatRunner.ts';
import { verdicts } from './verdict.ts';

export interface PipelineRun {
  readonly pipeline: ResolvedPipeline;
  readonly files: PipelineFiles;
  readonly circuits: CircuitLoader;
  readonly ports: EnginePorts;
  readonly signal: CancellationSignal;
}

/**
 * Runs a pipeline with its benchmark: the hybrid pipeline, its baselines and its ablations on the same splits, repeated,
 * compared. All metrics depend only on the pipeline, its files and its seeds: two runs, or an interrupted and resumed
 * one, give the same numbers bit for bit.
 * @throws Failure with reason and place; `cancelled` and `budget` leave a checkpoint from which the run can go on
 */
export async function runPipeline(run: PipelineRun): Promise<RunResult> {
  const { pipeline, files, circuits, ports, signal } = run;
  const fingerprint = fingerprintOf(pipeline);
  const checkpoint = readCheckpoint(await ports.loadCheckpoint(), fingerprint);
  if (!pipeline.data) throw new Failure('unsupported', 'This version runs pipelines that learn from a table (data).');
  ports.report({ kind: 'plan', steps: plannedSteps(pipeline) });
  const timed = stepClock(ports);
  const finishReading = timed('prepare');
  const data = await loadLearningData(pipeline.task, pipeline.data, pipeline.preprocess, files);
  const splits = await pipelineSplits(pipeline, data, files);
  const chain = new EvaluatorChain(pipeline, ports, checkpoint?.chain);
  const hybrid = await quantumContender(pipeline, circuits, chain, 'full');
  const contenders = [hybrid, ...(await rivals(pipeline, circuits, chain, hybrid.size.parameters))];
  finishReading();
  const runner = new RepeatRunner({
    pipeline,
    data,
    splits,
    contenders,
    chain,
    ports,
    signal,
    fingerprint,
    checkpoint,
  });
  const outcome = await runner.run();
  const finishComparing = timed('compare');
  const compared = result(pipeline, data, splits, contenders, hybrid, chain, outcome);
  finishComparing();
  ports.report({ kind: 'advance', fraction: 1, detail: 'Done' });
  return compared;
}

/** The steps of a run as progress tells them, with ids that stay the same from run to run. */
function plannedSteps(pipeline: ResolvedPipeline): { id: string; title: string }[] {
  const { baselines, ablations } = pipeline.benchmark;
  const contenders: Pick<Contender, 'id' | 'role'>[] = [
    { id: 'hybrid', role: 'hybrid' },
    ...baselines.map(({ id }) => ({ id, role: 'baseline' as const })),
    ...ablations.map((id) => ({ id, role: 'ablation' as const })),
    ...(pipeline.execution.quantum.state === 'shadow' ? [{ id: 'shadow', role: 'ablation' as const }] : []),
  ];
  return [
    { id: 'prepare', title: 'Read data and circuits' },
    ...contenders.map((contender) => ({ id: contender.id, title: contenderTitle(contender) })),
    { id: 'compare', title: 'Compare on the same splits' },
  ];
}

/** Reports a step as started; the function it returns reports it as finished. */
function stepClock(ports: EnginePorts): (id: string) => () => void {
  return (id) => {
    const started = ports.clock.monotonic();
    ports.report({ kind: 'step', id, state: 'started' });
    return () => ports.report({ kind: 'step', id, state: 'finished', duration: ports.clock.monotonic() - started });
  };
}

async function rivals(
  pipeline: ResolvedPipeline,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
  parameters: number,
): Promise<Contender[]> {
  const list: Contender[] = pipeline.benchmark.baselines.map((baseline) => baselineContender(pipeline, baseline));
  for (const ablation of pipeline.benchmark.ablations) {
    switch (ablation) {
      case 'no-entanglement':
        list.push(await quantumContender(pipeline, circuits, chain, 'no-entanglement'));
        break;
      case 'no-quantum':
        list.push(noQuantumContender(pipeline));
        break;
      case 'random-features':
        list.push(randomFeaturesContender(pipeline, parameters));
        break;
    }
  }
  if (pipeline.execution.quantum.state === 'shadow') list.push(await shadowContender(pipeline, circuits, chain));
  return list;
}

interface Outcome {
  readonly finished: readonly FinishedRepeat[];
  readonly trace: RunResult['trace'];
  readonly steps: RunResult['steps'];
}

function result(
  pipeline: ResolvedPipeline,
  data: LearningData,
  splits: readonly SplitIndices[],
  contenders: readonly Contender[],
  hybrid: QuantumContender,
  chain: EvaluatorChain,
  outcome: Outcome,
): RunResult {
  const sizes = splitSizes(splits);
  const { fallbacks, notices, usage } = chain.state();
  const currency = usage.cost.currency;
  const rows = contenders.map((contender) => contenderResult(pipeline, contender, outcome.finished, sizes, currency));
  const warnings = [...notices, ...classicalRepeats(contenders, outcome.finished)];
  return {
    contenders: rows,
    verdicts: verdicts(pipeline, rows, sizes),
    quantum: quantumUsage(pipeline, hybrid, chain),
    trace: outcome.trace,
    steps: outcome.steps,
    fallbacks: [...fallbacks],
    warnings,
    splitDigest: fingerprintOf(splits),
    ...(data.target.kind === 'classes'
      ? {
          confusion: {
            classes: [...data.target.classes],
            counts: summedConfusion(outcome.finished.filter((repeat) => repeat.contender === hybrid.id)),
          },
        }
      : {}),
  };
}

/** Of the first split; folds differ by at most a row per class. */
function splitSizes(splits: readonly SplitIndices[]): SplitSizes {
  const [first] = splits;
  if (!first) throw new Failure('invalid-input', 'The data give no split.');
  return { train: first.train.length, test: first.test.length };
}

function contenderResult(
  pipeline: ResolvedPipeline,
  contender: Contender,
  finished: readonly FinishedRepeat[],
  sizes: SplitSizes,
  currency: string,
): ContenderResult {
  const own = finished.filter((repeat) => repeat.contender === contender.id).sort((a, b) => a.repeat - b.repeat);
  const sum = (field: 'duration' | 'shots' | 'cost') => own.reduce((total, repeat) => total + repeat[field], 0);
  const metrics = pipeline.benchmark.metrics.flatMap((metric) => {
    const values = own.flatMap((repeat) => repeat.metrics[metric.name] ?? []);
    // A model without probabilities has no value in any repeat.
    return values.length === own.length ? [metricSummary(pipeline, metric, values, sizes)] : [];
  });
  return {
    id: contender.id,
    role: contender.role,
    description: contender.description,
    ...modelOf(pipeline, contender),
    metrics,
    duration: sum('duration'),
    shots: sum('shots'),
    cost: { amount: sum('cost'), currency },
  };
}

/** The classical model of a contender with its hyperparameters, as the pipeline gives them. */
function modelOf({ benchmark, head }: ResolvedPipeline, { id, role }: Contender): Pick<ContenderResult, 'model'> {
  const model = role === 'baseline' ? benchmark.baselines.find((baseline) => baseline.id === id) : head;
  return model === undefined ? {} : { model: { use: model.use, with: { ...model.with } } };
}

function classicalRepeats(contenders: readonly Contender[], finished: readonly FinishedRepeat[]): string[] {
  return contenders.flatMap((contender) => {
    const own = finished.filter((repeat) => repeat.contender === contender.id);
    const classical = own.filter((repeat) => repeat.standIn).length;
    if (classical === 0) return [];
    return [
      `${contender.id}: ${classical} of ${own.length} repeats ran on the classical stand-in, so its numbers are not those of the quantum step.`,
    ];
  });
}

function summedConfusion(finished: readonly FinishedRepeat[]): number[][] {
  const [first, ...rest] = finished.flatMap((repeat) => (repeat.confusion ? [repeat.confusion] : []));
  if (!first) return [];
  return first.map((row, actual) =>
    row.map((count, predicted) => rest.reduce((sum, other) => sum + (other[actual]?.[predicted] ?? 0), count)),
  );
}

function quantumUsage(pipeline: ResolvedPipeline, hybrid: QuantumContender, chain: EvaluatorChain): QuantumUsage {
  const { usage } = chain.state();
  const active = pipeline.execution.quantum.state === 'disabled' ? undefined : chain.backend();
  return {
    backend: active?.name ?? 'classical',
    adapter: active?.backend.adapter ?? 'classical',
    kind: active?.backend.kind ?? 'classical',
    version: active?.backend.version ?? '',
    ...hybrid.size,
    ...usage,
    cost: { ...usage.cost },
  };
}
