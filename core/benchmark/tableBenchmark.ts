import { Failure } from '#core/base/failure.ts';
import { fingerprint } from '#core/base/fingerprint.ts';
import { kernelByClass, kernelByTarget } from '#core/learn/kernelPicture.ts';
import { confusionMatrix } from '#core/learn/metrics.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import { withFeatureCount } from '#core/pipeline/data/featuresOfTable.ts';
import { type LearningData, loadLearningData, pipelineSplits } from '#core/pipeline/data/learningData.ts';
import type { Contender } from '#core/pipeline/engine/contender.ts';
import type { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import { type Prediction, predictionOf } from '#core/pipeline/engine/prediction.ts';
import { joinedRows, type PreparedSplit, prepareSplit } from '#core/pipeline/engine/preparedSplit.ts';
import { isOwnStep } from '#core/pipeline/engine/preprocessSteps.ts';
import type { PythonWork } from '#core/pipeline/engine/pythonWork.ts';
import { quantumContender, shadowContender } from '#core/pipeline/engine/quantumContender.ts';
import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { judgedMetric } from '#core/pipeline/schema/taskKind.ts';
import { baselineContender, noQuantumContender, randomFeaturesContender } from './classicalContender.ts';
import type { Benchmark, MeasuredContender, Measurement } from './measuredContender.ts';
import type { SplitSizes } from './metricSummary.ts';
import { metricValue } from './metricValues.ts';
import { predictedNumbers } from './predictedNumbers.ts';
import { receiverOf } from './receiverResults.ts';
import { routedContender } from './routedContender.ts';

/**
 * The contenders of a pipeline that learns from a table, all judged on the same splits, one per repeat.
 * @throws Failure of the data, the circuits, or `unsupported` for what this version does not run
 */
export async function tableBenchmark(
  written: ResolvedPipeline,
  files: PipelineFiles,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
): Promise<Benchmark> {
  if (!written.data) throw new Failure('invalid-input', `The task ${written.task} learns from a table (data).`);
  const data = await loadLearningData(written.task, written.data, written.preprocess, files);
  const pipeline = withFeatureCount(written, data.names.length);
  const splits = await pipelineSplits(pipeline, data, files);
  const hybrid = await quantumContender(pipeline, circuits, chain, 'full');
  const prepared = preparation(pipeline, data, splits);
  const contenders = [
    routedContender(hybrid, pipeline),
    ...(await rivals(pipeline, circuits, chain, hybrid.size.parameters)),
  ];
  return {
    contenders: contenders.map((contender) => measured(contender, pipeline, data, prepared)),
    repeats: splits.length,
    circuit: hybrid,
    splitSizes: splitSizes(splits),
    splitDigest: fingerprint(splits),
    ...(data.target.kind === 'classes' ? { classes: data.target.classes } : {}),
  };
}

interface Preparation {
  readonly split: (repeat: number, work: PythonWork) => Promise<PreparedSplit>;
  /** How many there are. */
  readonly repeats: number;
  /** Whether a split is prepared once for all contenders, before the time of any of them begins. */
  readonly shared: boolean;
}

/**
 * The preparation of the splits. Where it asks the user's Python it is shared: it takes time, and nothing promises that
 * code of others answers twice alike.
 */
function preparation(pipeline: ResolvedPipeline, data: LearningData, splits: readonly SplitIndices[]): Preparation {
  const split: Preparation['split'] = async (repeat, work) => {
    const indices = splits[repeat];
    if (!indices) throw new Failure('invalid-input', `There is no split for repeat ${repeat + 1}.`);
    return await prepareSplit(pipeline, data, indices, repeat, work);
  };
  if (pipeline.preprocess.every(isOwnStep)) return { split, repeats: splits.length, shared: false };
  const kept = new Map<number, Promise<PreparedSplit>>();
  return {
    split: (repeat, work) => {
      const known = kept.get(repeat) ?? split(repeat, work);
      kept.set(repeat, known);
      return known;
    },
    repeats: splits.length,
    shared: true,
  };
}

function measured(
  contender: Contender,
  pipeline: ResolvedPipeline,
  data: LearningData,
  prepared: Preparation,
): MeasuredContender {
  const judged = pipeline.benchmark.metrics.map(({ name }) => ({ name, ...judgedMetric(name) }));
  const judgesTraining = judged.some(({ part }) => part === 'train');
  return {
    ...contender,
    ...(prepared.shared ? { prepare: async (repeat, work) => void (await prepared.split(repeat, work)) } : {}),
    measure: async (repeat, work) => {
      work.begin('preprocess');
      const split = await prepared.split(repeat, work);
      const { test, train } = split;
      const asked = judgesTraining ? { ...split, test: joinedRows(test, train) } : split;
      const all = await contender.fitAndPredict(asked, work);
      work.begin('evaluate');
      const ends = { test: [0, test.targets.length], train: [test.targets.length, asked.test.targets.length] } as const;
      const prediction = predictionOf(all, ...ends.test);
      const predictions = { test: prediction, train: predictionOf(all, ...ends.train) };
      const metrics = judged.flatMap(({ metric, name, part }) => {
        const value = metricValue(metric, data.target, split[part].targets, predictions[part]);
        return value === undefined ? [] : [[name, value]];
      });
      return {
        metrics: Object.fromEntries(metrics),
        ...confusionOf(data, test.targets, prediction),
        ...receiverIn(data, test.targets, prediction),
        ...kernelOf(contender, repeat, train.targets, prediction),
        ...predictedNumbers(test, prediction, prepared.repeats),
        ...rightOf(pipeline, test.targets, prediction),
        ...rowCountsOf(test.tableRows, prediction),
      };
    },
  };
}

function confusionOf(
  { target }: LearningData,
  targets: readonly number[],
  prediction: Prediction,
): Pick<Measurement, 'confusion'> {
  if (target.kind !== 'classes' || prediction.kind !== 'classes') return {};
  return { confusion: confusionMatrix(targets, prediction.classes, target.classes.length) };
}

function receiverIn(
  { target }: LearningData,
  targets: readonly number[],
  prediction: Prediction,
): Pick<Measurement, 'receiver'> {
  return target.kind === 'classes' ? receiverOf(prediction, targets, target.classes.length) : {};
}

/** The most rows and columns that the picture of a kernel has. */
const mostKernelCells = 100;

/** Kernels of further repeats look alike, and those of ablations are not what the pipeline works with. */
function kernelOf(
  { id, quantum }: Contender,
  repeat: number,
  targets: readonly number[],
  prediction: Prediction,
): Pick<Measurement, 'kernel'> {
  const { kernel, kind } = prediction;
  if (!kernel || !quantum || repeat > 0 || !(id === 'hybrid' || id === 'shadow')) return {};
  const picture = kind === 'classes' ? kernelByClass : kernelByTarget;
  const { cells, samples, values } = picture(kernel, targets, mostKernelCells);
  return { kernel: { samples, cells: [...cells], values: values.map((row) => [...row]) } };
}

function rowCountsOf(tableRows: readonly number[], prediction: Prediction): Pick<Measurement, 'rowCounts'> {
  const counts = prediction.kind === 'classes' ? prediction.counts : undefined;
  if (!counts) return {};
  return { rowCounts: counts.map((own, place) => ({ row: tableRows[place] as number, counts: { ...own } })) };
}

function rightOf(
  { benchmark }: ResolvedPipeline,
  targets: readonly number[],
  prediction: Prediction,
): Pick<Measurement, 'right'> {
  if (benchmark.test.method !== 'mcnemar' || prediction.kind !== 'classes') return {};
  return { right: prediction.classes.map((told, row) => (told === targets[row] ? '1' : '0')).join('') };
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

/** Of the first split; folds differ by at most a row per class. */
function splitSizes(splits: readonly SplitIndices[]): SplitSizes {
  const [first] = splits;
  if (!first) throw new Failure('invalid-input', 'The data give no split.');
  return { train: first.train.length, test: first.test.length };
}
