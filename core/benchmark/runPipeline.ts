import type { CancellationSignal } from '#core/base/cancellation.ts';
import { fingerprint as fingerprintOf } from '#core/base/fingerprint.ts';
import { emulatedDevices } from '#core/pipeline/circuits/emulatedDevices.ts';
import { withReadQubits } from '#core/pipeline/circuits/readout.ts';
import { withStartingParameters } from '#core/pipeline/data/startingParameters.ts';
import type { ChainUsage } from '#core/pipeline/engine/chainState.ts';
import type { ContenderIdentity } from '#core/pipeline/engine/contender.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import type { CircuitContender } from '#core/pipeline/engine/quantumContender.ts';
import type { CircuitLoader, EnginePorts, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { ResolvedBackend, ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ContenderResult, QuantumUsage, RunResult } from '#core/runs/runRecord.ts';
import { type FinishedRepeat, readCheckpoint } from './checkpoint.ts';
import { requireFittingTest, rightRows } from './differenceTest.ts';
import { kindResults, mixedKinds } from './kindResults.ts';
import type { Benchmark } from './measuredContender.ts';
import { metricSummary, type SplitSizes } from './metricSummary.ts';
import { predictionsOf } from './predictedNumbers.ts';
import { problemBenchmark } from './problemBenchmark.ts';
import { problemObjective } from './problemObjective.ts';
import { readoutCalibrations } from './readoutCalibrations.ts';
import { receiverResults } from './receiverResults.ts';
import { contenderTitle, RepeatRunner } from './repeatRunner.ts';
import { tableBenchmark } from './tableBenchmark.ts';
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
  const { files, circuits, ports, signal } = run;
  requireFittingTest(run.pipeline);
  const fingerprint = fingerprintOf(run.pipeline);
  const checkpoint = readCheckpoint(await ports.loadCheckpoint(), fingerprint);
  ports.report({ kind: 'plan', steps: plannedSteps(run.pipeline) });
  const timed = stepClock(ports);
  const finishReading = timed('prepare');
  const pipeline = await withReadQubits(await withStartingParameters(run.pipeline, files), circuits);
  const devices = pipeline.quantum.transpile ? await emulatedDevices(pipeline, files) : undefined;
  const chain = new EvaluatorChain(pipeline, ports, checkpoint?.chain, devices);
  const benchmark = await (pipeline.data
    ? tableBenchmark(pipeline, files, circuits, chain)
    : problemBenchmark(pipeline, files, circuits, chain, signal));
  const reading = finishReading();
  const runner = new RepeatRunner({
    pipeline,
    repeats: benchmark.repeats,
    contenders: benchmark.contenders,
    chain,
    ports,
    signal,
    fingerprint,
    checkpoint,
  });
  const outcome = await runner.run();
  await chain.learnTarget();
  await keepFitted(benchmark.circuit, chain, ports);
  const finishComparing = timed('compare');
  const compared = result(pipeline, benchmark, chain, outcome);
  const comparing = finishComparing();
  ports.report({ kind: 'advance', fraction: 1, detail: 'Done' });
  const steps = [{ id: 'prepare', duration: reading }, ...compared.steps, { id: 'compare', duration: comparing }];
  return { ...compared, steps };
}

/** The steps of a run as progress tells them, with ids that stay the same from run to run. */
function plannedSteps(pipeline: ResolvedPipeline): { id: string; title: string }[] {
  const { baselines, ablations } = pipeline.benchmark;
  const contenders: Pick<ContenderIdentity, 'id' | 'role'>[] = [
    { id: 'hybrid', role: 'hybrid' },
    ...baselines.map(({ id }) => ({ id, role: 'baseline' as const })),
    ...ablations.map((id) => ({ id, role: 'ablation' as const })),
    ...(pipeline.execution.quantum.state === 'shadow' ? [{ id: 'shadow', role: 'ablation' as const }] : []),
  ];
  return [
    { id: 'prepare', title: pipeline.data ? 'Read data and circuits' : 'Read problem and circuits' },
    ...contenders.map((contender) => ({ id: contender.id, title: contenderTitle(contender) })),
    { id: 'compare', title: pipeline.data ? 'Compare on the same splits' : 'Compare' },
  ];
}

/** Reports a step as started; the function it returns reports it as finished, and says how long it took. */
function stepClock(ports: EnginePorts): (id: string) => () => number {
  return (id) => {
    const started = ports.clock.monotonic();
    ports.report({ kind: 'step', id, state: 'started' });
    return () => {
      const duration = ports.clock.monotonic() - started;
      ports.report({ kind: 'step', id, state: 'finished', duration });
      return duration;
    };
  };
}

/** Keeps what ran on each backend as it got there. */
async function keepFitted({ fitted }: CircuitContender, chain: EvaluatorChain, ports: EnginePorts): Promise<void> {
  for (const backend of Object.keys(chain.state().usageOf)) {
    const model = fitted(backend);
    if (model) await ports.keepFitted?.(backend, model.circuit);
  }
}

interface Outcome {
  readonly finished: readonly FinishedRepeat[];
  readonly trace: RunResult['trace'];
  readonly steps: RunResult['steps'];
}

function result(
  pipeline: ResolvedPipeline,
  { circuit, classes, contenders, objective, splitDigest, splitSizes }: Benchmark,
  chain: EvaluatorChain,
  outcome: Outcome,
): RunResult {
  const { calibrations, fallbacks, notices, usage } = chain.state();
  const readout = readoutCalibrations({ calibrations });
  const currency = usage.cost.currency;
  const rows = contenders.map((contender) =>
    contenderResult(pipeline, contender, outcome.finished, { classes, sizes: splitSizes, currency }),
  );
  const warnings = [
    ...notices,
    ...flatStarts(pipeline, outcome.trace),
    ...classicalRepeats(contenders, outcome.finished),
    ...mixedKinds(rows),
  ];
  return {
    contenders: rows,
    verdicts: verdicts(pipeline, rows, splitSizes, rightRows(outcome.finished)),
    quantum: quantumUsage(pipeline, circuit, chain),
    trace: outcome.trace,
    steps: outcome.steps,
    fallbacks: [...fallbacks],
    warnings,
    ...(readout.length === 0 ? {} : { readout }),
    ...countsOf(pipeline, outcome.finished),
    ...rowCountsOf(outcome.finished),
    ...kernelOf(outcome.finished),
    ...problemObjective(pipeline, objective, rows),
    ...(splitDigest === undefined ? {} : { splitDigest }),
    ...(classes
      ? { confusion: { classes: [...classes], counts: summedConfusion(outcome.finished.filter(ofHybrid)) } }
      : {}),
  };
}

/** The measured assignments of the circuit of a problem, over all repeats. */
function countsOf(pipeline: ResolvedPipeline, finished: readonly FinishedRepeat[]): Pick<RunResult, 'counts'> {
  const circuit = pipeline.execution.quantum.state === 'shadow' ? 'shadow' : 'hybrid';
  const kept = finished.flatMap(({ contender, counts }) => (contender === circuit && counts ? [counts] : []));
  if (kept.length === 0) return {};
  const sums = new Map<string, number>();
  for (const counts of kept)
    for (const [bits, count] of Object.entries(counts)) sums.set(bits, (sums.get(bits) ?? 0) + count);
  return { counts: Object.fromEntries([...sums].sort(([left], [right]) => (left < right ? -1 : 1))) };
}

function kernelOf(finished: readonly FinishedRepeat[]): Pick<RunResult, 'kernel'> {
  const [kernel] = finished.flatMap((repeat) => repeat.kernel ?? []);
  return kernel === undefined ? {} : { kernel };
}

/** The most readings whose counts a record keeps, over all rows and repeats. */
const mostReadings = 100_000;

/** Of the first repeats, as many as fit. */
function rowCountsOf(finished: readonly FinishedRepeat[]): Pick<RunResult, 'rowCounts'> {
  let readings = 0;
  const kept = finished.filter(ofHybrid).flatMap(({ repeat, rowCounts = [] }) => {
    readings += rowCounts.reduce((sum, { counts }) => sum + Object.keys(counts).length, 0);
    return readings <= mostReadings ? rowCounts.map((own) => ({ repeat, ...own })) : [];
  });
  return kept.length === 0 ? {} : { rowCounts: kept };
}

function ofHybrid({ contender }: FinishedRepeat): boolean {
  return contender === 'hybrid';
}

/** What all contenders are compared on. */
interface ComparedOn {
  readonly classes: readonly string[] | undefined;
  readonly sizes: SplitSizes | undefined;
  readonly currency: string;
}

function contenderResult(
  pipeline: ResolvedPipeline,
  contender: ContenderIdentity,
  finished: readonly FinishedRepeat[],
  { classes, currency, sizes }: ComparedOn,
): ContenderResult {
  const own = finished.filter((repeat) => repeat.contender === contender.id).sort((a, b) => a.repeat - b.repeat);
  const sum = (field: 'duration' | 'shots' | 'cost') => own.reduce((total, repeat) => total + repeat[field], 0);
  const summaries = (repeats: readonly FinishedRepeat[]) =>
    pipeline.benchmark.metrics.flatMap((metric) => {
      const values = repeats.flatMap((repeat) => repeat.metrics[metric.name] ?? []);
      // A model without probabilities has no value in any repeat.
      return values.length === repeats.length ? [metricSummary(pipeline, metric, values, sizes)] : [];
    });
  return {
    id: contender.id,
    role: contender.role,
    description: contender.description,
    ...modelOf(pipeline, contender),
    ...(contender.size === undefined ? {} : { circuit: contender.size }),
    metrics: summaries(own),
    ...(contender.quantum ? kindResults(pipeline, own, currency, summaries) : { kind: 'classical' as const }),
    ...(classes ? { confusion: summedConfusion(own), ...receiverResults(pipeline, own, classes, sizes) } : {}),
    ...predictionsOf(own),
    ...answersOf(own),
    duration: sum('duration'),
    shots: sum('shots'),
    cost: { amount: sum('cost'), currency },
  };
}

/** What a contender answered and was trained to, where all of its repeats tell. */
function answersOf(own: readonly FinishedRepeat[]): Pick<ContenderResult, 'answers' | 'parameters'> {
  const answers = own.flatMap(({ answer, repeat }) => (answer ? [{ repeat, ...answer }] : []));
  const parameters = own.flatMap((repeat) => (repeat.parameters ? [repeat.parameters] : []));
  const complete = (list: readonly unknown[]) => list.length > 0 && list.length === own.length;
  return { ...(complete(answers) ? { answers } : {}), ...(complete(parameters) ? { parameters } : {}) };
}

/** The classical model of a contender with its hyperparameters, as the pipeline gives them. */
function modelOf(
  { benchmark, head }: ResolvedPipeline,
  { id, role }: ContenderIdentity,
): Pick<ContenderResult, 'model'> {
  const model = role === 'baseline' ? benchmark.baselines.find((baseline) => baseline.id === id) : head;
  return model === undefined ? {} : { model: { use: model.use, with: { ...model.with } } };
}

/** Starts that were ended on a plateau, with the loss there. */
function flatStarts({ optimise }: ResolvedPipeline, trace: RunResult['trace']): string[] {
  const flat = trace.filter(({ ended }) => ended === 'plateau');
  const [first] = flat;
  if (!first || !optimise?.plateau) return [];
  const { minGradient, window } = optimise.plateau;
  const starts = flat.length === 1 ? 'One start was ended' : `${flat.length} starts were ended`;
  const losses = flat.map(({ loss }) => loss);
  const range = [Math.min(...losses), Math.max(...losses)].map((loss) => String(Number(loss.toPrecision(4))));
  const at = range[0] === range[1] ? range[0] : `between ${range.join(' and ')}`;
  return [
    `${starts} because the loss was flat: over ${window} iterations its gradient was shorter than ${minGradient}, first in repeat ${first.repeat + 1} at iteration ${first.iteration}. The loss there was ${at}; if that is no better than guessing, it is a barren plateau and no minimum.`,
  ];
}

function classicalRepeats(contenders: readonly ContenderIdentity[], finished: readonly FinishedRepeat[]): string[] {
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
  const [first, ...rest] = finished.flatMap(({ confusion }) => (confusion ? [confusion] : []));
  if (!first) return [];
  return first.map((row, actual) =>
    row.map((count, predicted) => rest.reduce((sum, other) => sum + (other[actual]?.[predicted] ?? 0), count)),
  );
}

function quantumUsage(
  pipeline: ResolvedPipeline,
  { fitted, size }: CircuitContender,
  chain: EvaluatorChain,
): QuantumUsage {
  const { usage, usageOf } = chain.state();
  const backends = Object.entries(usageOf).flatMap(([name, used]) => {
    const backend = pipeline.backends[name];
    if (backend === undefined) return [];
    const { adapter, kind } = backend;
    const compiled = fitted(name)?.size;
    return [
      {
        ...{ backend: name, adapter, kind, ...used, version: versionOf(used, backend), cost: { ...used.cost } },
        ...(compiled && { compiled }),
      },
    ];
  });
  const active = pipeline.execution.quantum.state === 'disabled' ? undefined : chain.backend();
  return {
    backend: active?.name ?? 'classical',
    adapter: active?.backend.adapter ?? 'classical',
    kind: active?.backend.kind ?? 'classical',
    ...size,
    ...fittedTo(active?.name, fitted),
    ...usage,
    version: active === undefined ? '' : versionOf(usageOf[active.name], active.backend),
    cost: { ...usage.cost },
    ...(backends.length === 0 ? {} : { backends }),
  };
}

/** What the backend said of itself when it was asked, or what the pipeline says of it. */
function versionOf(used: ChainUsage | undefined, { version = '' }: ResolvedBackend): string {
  return used?.version ?? version;
}

/** How the circuit was fitted to the backend in use, and how large it is then. */
function fittedTo(
  backend: string | undefined,
  fitted: CircuitContender['fitted'],
): Pick<QuantumUsage, 'compiled' | 'transpiler'> {
  const model = backend === undefined ? undefined : fitted(backend);
  if (!model) return {};
  const { fitting, settings, size } = model;
  const { basis, layout, level, seed } = settings;
  const { fidelity, layout: chosen, swaps } = fitting;
  return {
    compiled: size,
    transpiler: {
      level,
      basis: [...basis],
      seed,
      ...(layout && { layout: [...layout] }),
      initialLayout: [...chosen],
      swaps,
      ...(fidelity !== undefined && { fidelity }),
    },
  };
}
