import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { type Matrix, matrixToRows } from '#core/learn/matrix.ts';
import { askOptimiser, type OptimiserSettings, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import { assembleCircuit, type TrainableCircuit } from '#core/pipeline/circuits/assembleCircuit.ts';
import { pauliProduct } from '#core/pipeline/circuits/pauliProduct.ts';
import { loadLearningData, pipelineSplits } from '#core/pipeline/data/learningData.ts';
import { optimiserSettings } from '#core/pipeline/engine/optimiserSettings.ts';
import { type PreparedRows, type PreparedSplit, prepareSplit } from '#core/pipeline/engine/preparedSplit.ts';
import { initialPoint } from '#core/pipeline/engine/trainingLoop.ts';
import type { CircuitLoader, PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { applyDefaults } from '#core/pipeline/schema/applyDefaults.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';

/** A pipeline with the rows of its first split, as they are bound into the circuit. */
export interface Workload {
  readonly pipeline: ResolvedPipeline;
  readonly model: TrainableCircuit;
  readonly split: PreparedSplit;
}

const builtInCircuitsOnly: CircuitLoader = {
  load: async (path) => {
    throw new Failure('not-found', `Pipelines of the benchmark have no circuit files, and this one names ${path}.`);
  },
};

/**
 * Reads a pipeline, draws its data and prepares its first split, as the engine does before it trains.
 * @throws Failure `invalid-input` when the text is no pipeline that learns from a table
 */
export async function readWorkload(text: string, files: PipelineFiles): Promise<Workload> {
  const { definition, diagnostics } = readPipeline(text, 'benchmark.hybrid.yaml');
  if (definition === undefined) throw new Failure('invalid-input', diagnostics.map(({ message }) => message).join(' '));
  const pipeline = applyDefaults(definition);
  if (pipeline.data === undefined) throw new Failure('invalid-input', `${pipeline.name} learns from no table.`);
  const data = await loadLearningData(pipeline.task, pipeline.data, pipeline.preprocess, files);
  const [indices] = await pipelineSplits(pipeline, data, files);
  if (indices === undefined) throw new Failure('invalid-input', `${pipeline.name} has no split.`);
  const model = await assembleCircuit(pipeline, builtInCircuitsOnly, 'full');
  const work = { signal: neverCancelled, python: undefined };
  return { pipeline, model, split: await prepareSplit(pipeline, data, indices, 0, work) };
}

interface PeerRows {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/** What a peer is asked to do, in numbers: all that the pipeline draws at random is told, so that nobody draws for itself. */
export interface PeerTask {
  readonly kind: 'training' | 'kernel';
  readonly qubits: number;
  /** Of the ZZ feature map with all pairs. */
  readonly featureRepetitions: number;
  /** Of the ansatz of RY layers with CX between neighbours, from the last pair on. */
  readonly ansatzRepetitions: number;
  /** Qubits that are read along Z. */
  readonly observed: readonly number[];
  readonly classes: number;
  /** Per row and evaluation; absent for exact values. */
  readonly shots?: number;
  readonly train: PeerRows;
  readonly test: PeerRows;
  readonly start: readonly number[];
  readonly optimiser?: PeerOptimiser;
}

/** Exponents of SPSA and decays of Adam are their usual ones. */
type PeerOptimiser =
  | {
      readonly method: 'spsa';
      readonly learningRate: number;
      readonly perturbation: number;
      /** Of every step, the sign of the change of every parameter. */
      readonly directions: readonly (readonly number[])[];
    }
  | { readonly method: 'adam'; readonly learningRate: number; readonly iterations: number };

/** @throws Failure `unsupported` for a pipeline that the peers are not written for */
export function peerTask({ model, pipeline, split }: Workload): PeerTask {
  const { featureMap, ansatz, kernel, measure, qubits } = pipeline.quantum;
  const isZz = featureMap !== undefined && 'use' in featureMap && featureMap.use === 'zz';
  if (!isZz || split.target.kind !== 'classes') throw notForPeers(pipeline);
  const common = {
    qubits,
    featureRepetitions: featureMap.reps,
    classes: split.target.classes.length,
    train: peerRows(split.train),
    test: peerRows(split.test),
  };
  if (kernel !== undefined) return { ...common, kind: 'kernel', ansatzRepetitions: 0, observed: [], start: [] };
  if (ansatz === undefined || !('use' in ansatz) || ansatz.use !== 'real-amplitudes') throw notForPeers(pipeline);
  const start = initialPoint(pipeline, model.parameterCount, split.repeat, 0);
  const [shots] = Object.values(pipeline.backends).flatMap((backend) => backend.shots ?? []);
  return {
    ...common,
    kind: 'training',
    ansatzRepetitions: ansatz.reps,
    observed: (measure.observables ?? []).map((text) => observedQubit(text, pipeline)),
    ...(shots === undefined ? {} : { shots }),
    start,
    optimiser: peerOptimiser(pipeline, start),
  };
}

function peerRows({ interface: encoded, targets }: PreparedRows): PeerRows {
  return { rows: matrixToRows(encoded), labels: targets };
}

function observedQubit(text: string, pipeline: ResolvedPipeline): number {
  const { bitOrder } = pipeline.interface.output;
  const factors = pauliProduct(text, pipeline.quantum.qubits, bitOrder).terms.flatMap((term) => term.factors);
  const [factor] = factors;
  if (factor === undefined || factors.length > 1 || factor.axis !== 'Z') throw notForPeers(pipeline);
  return factor.qubit;
}

function peerOptimiser(pipeline: ResolvedPipeline, start: readonly number[]): PeerOptimiser {
  const settings = optimiserSettings(pipeline, start.length);
  switch (settings.method) {
    case 'spsa': {
      const { learningRate, perturbation } = settings;
      if (learningRate === undefined || perturbation === undefined) throw notForPeers(pipeline);
      const stream = randomStream(pipeline.seeds.optimiser, 'optimiser', 0, 0);
      return { method: 'spsa', learningRate, perturbation, directions: directionsOf(settings, start, stream) };
    }
    case 'adam': {
      const { learningRate, maxIterations } = settings;
      if (learningRate === undefined) throw notForPeers(pipeline);
      return { method: 'adam', learningRate, iterations: maxIterations };
    }
    default:
      throw notForPeers(pipeline);
  }
}

/** The directions of all steps: those in which it asks for two points when told that all points are equally good. */
function directionsOf(
  settings: OptimiserSettings,
  start: readonly number[],
  stream: Parameters<typeof startOptimiser>[2],
): number[][] {
  const directions: number[][] = [];
  let state = startOptimiser(settings, start, stream);
  for (let question = askOptimiser(state); question?.need === 'values'; question = askOptimiser(state)) {
    const [ahead, behind] = question.points;
    if (ahead !== undefined && behind !== undefined) {
      directions.push(Array.from(ahead, (value, index) => Math.sign(value - (behind[index] ?? 0))));
    }
    state = tellOptimiser(state, { values: question.points.map(() => 0) });
  }
  return directions;
}

function notForPeers({ name }: ResolvedPipeline): Failure {
  return new Failure('unsupported', `The peers of the benchmark cannot do what the pipeline ${name} asks for.`);
}

/** Entries of a kernel matrix that are compared: its first rows. */
export function comparedEntries({ columns, values }: Matrix): number[] {
  return Array.from(values.subarray(0, 3 * columns));
}
