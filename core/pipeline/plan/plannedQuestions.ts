import type { Circuit } from '#core/circuit/circuit.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import type { CircuitFitter } from '../circuits/circuitFitter.ts';
import { circuitsPerGradient, gradientMethodOn } from '../circuits/circuitGradients.ts';
import { featureObservables } from '../circuits/featureObservables.ts';
import { readFactors } from '../circuits/readout.ts';
import { solvesProblem, usesGradients } from '../schema/options.ts';
import type { ResolvedBackend, ResolvedOptimise, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { judgedMetric } from '../schema/taskKind.ts';
import { optimiserEvaluations } from './optimiserEvaluations.ts';
import type { BackendPrices } from './plannedCost.ts';

/** A number of things that are multiplied with others: 105 training rows. */
export interface PlannedFactor {
  readonly count: number;
  /** In the plural. */
  readonly of: string;
}

/** What the engine asks a backend for one purpose in one repeat. */
export interface PlannedQuestions {
  readonly purpose: string;
  /** How often answers are waited for. */
  readonly questions: number;
  /** Their product is how many values of the circuit's parameters are asked about. */
  readonly factors: readonly PlannedFactor[];
  /** What is measured, where that takes several bases. */
  readonly observables: readonly PauliSum[];
  /** Whether shots are added until the confidence wanted is reached. */
  readonly adaptive: boolean;
  /** Whether the numbers are those that such a search usually takes, not the most it can take. */
  readonly about: boolean;
  /** For kernels: states that an exact simulator computes, and rows that are asked about one by one. */
  readonly kernel?: { readonly states: number; readonly rows: number };
}

/** What the files of a pipeline say; absent parts make the plan coarser. */
export interface PlanFacts {
  readonly rows?: number;
  /** Rows of the parts of a predefined split. */
  readonly split?: { readonly train: number; readonly test: number };
  readonly circuit?: Circuit;
  readonly parameters?: number;
  /** Fits circuits to backends, where the pipeline says so. */
  readonly fitter?: Pick<CircuitFitter, 'fitted'>;
  /** Of a problem, without its multiple of the identity. */
  readonly observable?: PauliSum;
  readonly prices?: BackendPrices;
}

/**
 * The questions of one contender with a circuit in one repeat, as the engine asks them of a backend.
 * @param rows of the parts of one split; 0 where they are not known
 */
export function plannedQuestions(
  pipeline: ResolvedPipeline,
  { test, train }: { readonly train: number; readonly test: number },
  facts: PlanFacts,
  backend: ResolvedBackend,
): PlannedQuestions[] {
  const trainRows = { count: train, of: 'training rows' };
  const judgesTraining = pipeline.benchmark.metrics.some(({ name }) => judgedMetric(name).part === 'train');
  const testRows = judgesTraining ? { count: test + train, of: 'rows judged' } : { count: test, of: 'test rows' };
  const { kernel } = pipeline.quantum;
  if (solvesProblem(pipeline.task)) return problemQuestions(pipeline, facts, backend);
  if (kernel?.kind === 'fidelity') {
    const pairs = pairsOf(train);
    const measured = kernel.diagonal === 'measured';
    return [
      ...training(pipeline, facts, backend, train, []),
      { ...read('kernel of the training rows', [pairs]), kernel: { states: train, rows: train - 1 } },
      ...(measured ? [read('diagonal of the kernel', [trainRows])] : []),
      {
        ...read('kernel of the test rows', [testRows, trainRows]),
        kernel: { states: testRows.count + train, rows: testRows.count },
        adaptive: true,
      },
    ];
  }
  const observables = measuredObservables(pipeline);
  if (pipeline.pattern === 'variational-loop') {
    return [
      ...training(pipeline, facts, backend, train, observables),
      { ...read('answers to the test rows', [testRows], observables), adaptive: true },
    ];
  }
  const scores = pipeline.pattern === 'quantum-scoring';
  const what = scores ? 'scores' : 'features';
  return [
    ...training(pipeline, facts, backend, train, observables),
    {
      ...read(`${what} of the training rows`, [trainRows], observables),
      questions: scores ? trainedParts(pipeline, facts) : 1,
    },
    { ...read(`${what} of the test rows`, [testRows], observables), adaptive: !scores },
  ];
}

function problemQuestions(pipeline: ResolvedPipeline, facts: PlanFacts, backend: ResolvedBackend): PlannedQuestions[] {
  const observables = facts.observable ? [facts.observable] : [];
  // The energy is what the trained circuit is read for; of a binary problem, its bits are.
  const answer = pipeline.task === 'ground-state' ? observables : [];
  return [
    ...training(pipeline, facts, backend, undefined, observables),
    read(
      pipeline.task === 'ground-state' ? 'energy of the trained circuit' : 'bits of the trained circuit',
      [],
      answer,
    ),
  ];
}

/** One question. */
function read(
  purpose: string,
  factors: readonly PlannedFactor[],
  observables: readonly PauliSum[] = [],
): PlannedQuestions {
  return { purpose, questions: 1, factors, observables, adaptive: false, about: false };
}

/** How often a score is trained without some of the rows, for the scores of these; 1 where it is trained on none. */
function trainedParts({ optimise, pattern }: ResolvedPipeline, { parameters }: PlanFacts): number {
  return pattern === 'quantum-scoring' && optimise && parameters !== 0 ? (optimise.crossFit ?? 1) : 1;
}

function pairsOf(rows: number): PlannedFactor {
  return { count: (rows * (rows - 1)) / 2, of: 'pairs of training rows' };
}

/**
 * The values of the loss that the optimiser asks for; nothing where nothing is trained.
 * @param rows to train on; undefined for a problem
 */
function training(
  pipeline: ResolvedPipeline,
  facts: PlanFacts,
  backend: ResolvedBackend,
  rows: number | undefined,
  observables: readonly PauliSum[],
): PlannedQuestions[] {
  const { optimise } = pipeline;
  if (!optimise || facts.parameters === 0) return [];
  const { batch, restarts } = optimise;
  const planned = optimiserEvaluations(optimise, facts.parameters ?? 1);
  const { calibrationSlopes, evaluations, usual } = planned;
  // A kernel is asked for at one point after the other.
  const ofKernel = pipeline.pattern === 'quantum-features';
  const questions = ofKernel ? evaluations : planned.questions;
  const pairs = ofKernel && pipeline.quantum.kernel?.kind === 'fidelity';
  const starts = { count: restarts, of: 'starts' };
  const perRow = circuitsPerLoss(optimise, facts, backend);
  const perLoss = { count: pairs ? 2 * perRow - 1 : perRow, of: 'circuits per gradient' };
  /** One training, or as many that each leave out a part of the rows, on so many rows together. */
  const trained = (purpose: string, times: number, together: number, own: readonly PlannedFactor[]) => {
    const common = { observables, adaptive: false, about: usual };
    // The states of rows are enough for exact kernels, but not for their gradients.
    const kernel = (points: number) =>
      pairs && !usesGradients(optimise.method) && rows !== undefined
        ? {
            kernel: {
              states: restarts * points * Math.min(batch ?? rows, rows),
              rows: Math.min(batch ?? rows, rows) - 1,
            },
          }
        : {};
    const slopes = [
      { count: calibrationSlopes, of: 'slopes' },
      { count: 2, of: 'points' },
    ];
    const all = pairs ? pairsOf(together) : { count: together, of: 'training rows' };
    return [
      ...(calibrationSlopes > 0
        ? [
            {
              ...common,
              ...kernel(2 * calibrationSlopes),
              purpose: `first step of ${purpose}`,
              questions: times * restarts * (ofKernel ? 2 * calibrationSlopes : 1),
              factors: [starts, ...slopes, ...own],
            },
          ]
        : []),
      {
        ...common,
        ...kernel(evaluations),
        purpose,
        questions: times * restarts * questions,
        factors: [starts, { count: evaluations, of: 'evaluations' }, perLoss, ...own],
      },
      // Starts on batches are compared by the loss of all rows.
      ...(batch !== undefined && restarts > 1
        ? [
            {
              ...common,
              purpose: `comparison of starts of ${purpose}`,
              questions: times * restarts,
              factors: [starts, all],
            },
          ]
        : []),
    ];
  };
  if (rows === undefined) return trained('training', 1, 0, []);
  const parts = trainedParts(pipeline, facts);
  if (pairs) return trained('training', 1, rows, [pairsOf(Math.min(batch ?? rows, rows))]);
  const inBatch = { count: Math.min(batch ?? 0, rows), of: 'rows of a batch' };
  const others = { count: rows * (parts - 1), of: 'training rows of the other parts' };
  return [
    ...trained('training', 1, rows, [batch === undefined ? { count: rows, of: 'training rows' } : inBatch]),
    ...(parts > 1
      ? trained(
          'cross-fitting',
          parts,
          others.count,
          batch === undefined ? [others] : [{ count: parts, of: 'parts' }, inBatch],
        )
      : []),
  ];
}

/** Circuits that a row takes for one value of the loss, and for its gradient where the optimiser asks for that. */
function circuitsPerLoss(
  optimise: ResolvedOptimise,
  { circuit, parameters }: PlanFacts,
  backend: ResolvedBackend,
): number {
  if (!usesGradients(optimise.method) || !circuit || parameters === undefined) return 1;
  const features = circuit.parameters.length - parameters;
  const trained = Array.from({ length: parameters }, (_, index) => features + index);
  return circuitsPerGradient(gradientMethodOn(optimise, backend), circuit, trained);
}

/** What a circuit that learns from a table is read along; nothing where the bits themselves are read. */
function measuredObservables(pipeline: ResolvedPipeline): PauliSum[] {
  const { pattern, quantum } = pipeline;
  const { observables } = quantum.measure;
  if (observables === undefined) return pattern === 'quantum-features' ? featureObservables(pipeline) : [];
  // One that does not fit is reported by the checks.
  return observables.flatMap((text) => {
    const factors = readFactors(pipeline, text);
    return factors ? [{ terms: [{ coefficient: 1, factors }] }] : [];
  });
}
