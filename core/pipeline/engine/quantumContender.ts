import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import { assembleCircuit, type TrainableCircuit, type Variant } from '../circuits/assembleCircuit.ts';
import type { LearningTarget } from '../data/learningData.ts';
import type { CircuitLoader } from '../enginePorts.ts';
import { modelTitle } from '../python/pythonProgram.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import { type CircuitSize, circuitSize } from './circuitSize.ts';
import { type ClassicalModel, fitAndPredict } from './classicalModel.ts';
import type { Contender, ContenderWork } from './contender.ts';
import { type EvaluatorChain, QuantumUnavailable } from './evaluatorChain.ts';
import type { FittedModel } from './linkEvaluators.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import type { PythonWork } from './pythonWork.ts';
import { encodeAndPredict } from './quantumFeaturesContender.ts';
import { scoreAndPredict } from './scoringContender.ts';
import { trainAndPredict } from './variationalContender.ts';

/** What is known of the circuit of a contender. */
export interface CircuitContender {
  readonly size: CircuitSize;
  /** As a backend gets it; undefined where circuits are not fitted to it. */
  fitted(backend: string): FittedModel | undefined;
}

export type QuantumContender = Contender & CircuitContender;

/**
 * The hybrid pipeline (`variant` full) or its ablation without entanglement. Where the chain of backends ends in
 * `classical`, or the quantum step is switched off, the classical stand-in works instead: the pipeline's head on the
 * features at the interface, or a linear model if the head can only work on quantum inputs.
 * @throws Failure `unsupported` for what this version does not run, `invalid-circuit` and others of the circuit files
 */
export async function quantumContender(
  pipeline: ResolvedPipeline,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
  variant: Variant,
): Promise<QuantumContender> {
  checkRunnable(pipeline);
  const model = await assembleCircuit(pipeline, circuits, variant);
  const id = variant === 'full' ? 'hybrid' : variant;
  const iterations = pipeline.optimise ? pipeline.optimise.maxIterations * pipeline.optimise.restarts : 1;
  return {
    id,
    role: variant === 'full' ? 'hybrid' : 'ablation',
    description: variant === 'full' ? described(pipeline) : 'The same pipeline without entangling gates',
    quantum: true,
    weight: pipeline.optimise ? iterations : 50,
    size: circuitSize(model),
    fitted: (backend) => chain.fittedModel(model, backend),
    fitAndPredict: async (split, work) => {
      const { state } = pipeline.execution.quantum;
      // In shadow, what the quantum step says is kept beside the result: see shadowContender.
      if (state === 'disabled' || (state === 'shadow' && variant === 'full')) {
        work.begin('fit');
        return await classically(pipeline, split, work);
      }
      try {
        return await quantumPrediction(pipeline, model, chain, split, work, id);
      } catch (thrown) {
        if (thrown instanceof QuantumUnavailable) return classicallyAfter(pipeline, split, work);
        throw thrown;
      }
    },
  };
}

/**
 * The quantum step in shadow: it runs and is measured as if it were active, while the result is that of the classical
 * stand-in. Its failures end in fallbacks, never the run.
 * @throws Failure as {@link quantumContender}
 */
export async function shadowContender(
  pipeline: ResolvedPipeline,
  circuits: CircuitLoader,
  chain: EvaluatorChain,
): Promise<Contender> {
  const quantum = { ...pipeline.execution.quantum, state: 'active' } as const;
  const active = { ...pipeline, execution: { ...pipeline.execution, quantum } };
  const { description, ...contender } = await quantumContender(active, circuits, chain, 'full');
  return {
    ...contender,
    id: 'shadow',
    role: 'ablation',
    description: `In shadow, not part of the result: ${description}`,
  };
}

function quantumPrediction(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
): Promise<Prediction> {
  switch (pipeline.pattern) {
    case 'variational-loop':
      return trainAndPredict(pipeline, model, chain, split, work, stream);
    case 'quantum-features':
      return encodeAndPredict(pipeline, model, chain, split, work, stream);
    case 'quantum-scoring':
      return scoreAndPredict(pipeline, model, chain, split, work, stream);
  }
}

/** The head of a pipeline if it can learn from any number of columns, else a linear model. */
export function classicalHead({ head }: ResolvedPipeline, target: LearningTarget): ClassicalModel {
  if (head && head.use !== 'threshold' && head.use !== 'onnx') return head;
  return { use: target.kind === 'classes' ? 'logistic-regression' : 'ridge', with: {} };
}

/** The head as it would work without the quantum step. */
export async function classically(
  pipeline: ResolvedPipeline,
  split: PreparedSplit,
  work: PythonWork,
): Promise<Prediction> {
  const model = classicalHead(pipeline, split.target);
  return await fitAndPredict(
    model,
    {
      kind: 'features',
      train: split.train.interface,
      test: split.test.interface,
      targets: split.train.targets,
      target: split.target,
    },
    deriveSeed(pipeline.seeds.split, 'classical', split.repeat),
    work,
  );
}

async function classicallyAfter(
  pipeline: ResolvedPipeline,
  split: PreparedSplit,
  work: ContenderWork,
): Promise<Prediction> {
  await work.breathe();
  work.begin('fit');
  return await classically(pipeline, split, work);
}

function described(pipeline: ResolvedPipeline): string {
  const { quantum, optimise, head } = pipeline;
  const circuit = [quantum.circuit, quantum.featureMap, quantum.ansatz]
    .flatMap((part) => (part ? ['use' in part ? part.use : part.file] : []))
    .join(' + ');
  const source =
    pipeline.pattern === 'quantum-scoring' ? 'its score' : quantum.kernel ? 'its kernel' : 'its expectations';
  const learner = [
    ...(optimise ? [`trained by ${optimise.method}`] : []),
    ...(pipeline.pattern === 'variational-loop' ? [] : [`with ${head ? modelTitle(head) : 'head'} on ${source}`]),
  ];
  return `${circuit} on ${quantum.qubits} qubits, ${learner.join(', ')}`;
}

/** @throws Failure `unsupported` */
function checkRunnable(pipeline: ResolvedPipeline): void {
  if (!(pipeline.task === 'classification' || predictsNumbers(pipeline.task)) || !pipeline.data)
    throw new Failure(
      'unsupported',
      pipeline.data
        ? `The task ${pipeline.task} cannot be run by this version.`
        : 'Pipelines without a table (data) cannot be run by this version.',
      { advice: 'Use task: classification, regression or ranking with data.' },
    );
}
