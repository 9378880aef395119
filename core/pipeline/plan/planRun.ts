import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { circuitsPerGradient, gradientMethodOn } from '../circuits/circuitGradients.ts';
import { solvesProblem, usesGradients } from '../schema/options.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { judgedMetric } from '../schema/taskKind.ts';

/** What a run would do, at most; nothing is sent anywhere to find out. Plain JSON. */
export interface RunPlan {
  readonly name: string;
  readonly pattern: ResolvedPipeline['pattern'];
  readonly repeats: number;
  /** Rows of the table and of the parts of one split; absent when the data were not looked at. */
  readonly rows?: PlannedRows;
  readonly circuit?: {
    readonly qubits: number;
    readonly parameters: number;
    readonly depth: number;
    readonly gates: number;
    readonly twoQubitGates: number;
  };
  readonly contenders: readonly PlannedContender[];
  /** One per link of the chain; each as if the whole run went there. */
  readonly backends: readonly PlannedBackend[];
}

export interface PlannedRows {
  readonly total: number;
  readonly train: number;
  readonly test: number;
}

export interface PlannedContender {
  readonly id: string;
  readonly role: 'hybrid' | 'baseline' | 'ablation';
  /** Questions to the backend over all repeats: loss evaluations, kernels, predictions. 0 for classical models. */
  readonly evaluations: number;
  /** Circuits over all repeats. */
  readonly circuits: number;
}

export interface PlannedBackend {
  readonly name: string;
  readonly adapter: string;
  readonly kind: ResolvedBackend['kind'];
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  /** Milliseconds of computing on the embedded simulator; absent where nobody can tell. */
  readonly time?: number;
  /** Absent for hardware without a price. */
  readonly cost?: { readonly amount: number; readonly currency: string };
  /** How the cost came about. */
  readonly arithmetic: string;
}

/** What the files of a pipeline say; absent parts make the plan coarser. */
export interface PlanFacts {
  readonly rows?: number;
  /** Rows of the parts of a predefined split. */
  readonly split?: { readonly train: number; readonly test: number };
  readonly circuit?: Circuit;
  readonly parameters?: number;
}

/** The plan of a run; counts are upper limits, for optimisers may stop early. */
export function planRun(pipeline: ResolvedPipeline, facts: PlanFacts): RunPlan {
  const rows = facts.rows === undefined ? undefined : plannedRows(pipeline, facts.rows, facts.split);
  const contenders = plannedContenders(pipeline, rows, facts);
  const metrics = facts.circuit && circuitMetrics(facts.circuit);
  const evaluations = contenders.reduce((sum, contender) => sum + contender.evaluations, 0);
  const circuits = contenders.reduce((sum, contender) => sum + contender.circuits, 0);
  return {
    name: pipeline.name,
    pattern: pipeline.pattern,
    repeats: pipeline.benchmark.repeats,
    ...(rows ? { rows } : {}),
    ...(facts.circuit && metrics
      ? {
          circuit: {
            qubits: facts.circuit.qubitCount,
            parameters: facts.parameters ?? 0,
            depth: metrics.depth,
            gates: metrics.gates,
            twoQubitGates: metrics.twoQubitGates,
          },
        }
      : {}),
    contenders,
    backends: pipeline.execution.chain.flatMap(({ backend: name }) => {
      const backend = Object.hasOwn(pipeline.backends, name) ? pipeline.backends[name] : undefined;
      return backend
        ? [plannedBackend(name, backend, pipeline.quantum.qubits, evaluations, circuits, metrics?.gates)]
        : [];
    }),
  };
}

function plannedRows(
  pipeline: ResolvedPipeline,
  total: number,
  predefined: PlanFacts['split'],
): PlannedRows | undefined {
  const split = pipeline.data?.split;
  switch (split?.method) {
    case 'holdout':
      return { total, train: Math.round(total * split.train), test: Math.round(total * split.test) };
    case 'kfold':
    case 'repeated-kfold': {
      const test = Math.ceil(total / split.folds);
      return { total, train: total - test, test };
    }
    case 'predefined':
      return predefined && { total, ...predefined };
    case undefined:
      return undefined;
  }
}

function plannedContenders(
  pipeline: ResolvedPipeline,
  rows: PlannedRows | undefined,
  facts: PlanFacts,
): PlannedContender[] {
  const { baselines, ablations, repeats } = pipeline.benchmark;
  const active = pipeline.execution.quantum.state !== 'disabled';
  const { evaluations, circuits } = active
    ? questionsPerRepeat(pipeline, rows, facts)
    : { evaluations: 0, circuits: 0 };
  const quantum = { evaluations: evaluations * repeats, circuits: circuits * repeats };
  const classical = { evaluations: 0, circuits: 0 };
  return [
    { id: 'hybrid', role: 'hybrid', ...quantum },
    ...baselines.map(({ id }): PlannedContender => ({ id, role: 'baseline', ...classical })),
    ...ablations.map(
      (id): PlannedContender => ({ id, role: 'ablation', ...(id === 'no-entanglement' ? quantum : classical) }),
    ),
  ];
}

function questionsPerRepeat(
  pipeline: ResolvedPipeline,
  rows: PlannedRows | undefined,
  facts: PlanFacts,
): { readonly evaluations: number; readonly circuits: number } {
  // The trained circuit of a problem is read once, as if it were a row of its own.
  const { train = 0, test = 0 } = solvesProblem(pipeline.task) ? { train: 1, test: 1 } : (rows ?? {});
  const judgesTraining = pipeline.benchmark.metrics.some(({ name }) => judgedMetric(name).part === 'train');
  const judged = judgesTraining ? test + train : test;
  const { kernel } = pipeline.quantum;
  if (kernel?.kind === 'fidelity') {
    const measured = kernel.diagonal === 'measured' ? 1 : 0;
    return { evaluations: 2 + measured, circuits: (train * (train - 1)) / 2 + train * (judged + measured) };
  }
  if (!pipeline.optimise) return { evaluations: 2, circuits: train + judged };
  const { crossFit = 1 } = pipeline.optimise;
  const { questions } = lossEvaluations(pipeline.optimise);
  // A trained score is read for the training rows too, for the head, part by part.
  if (pipeline.pattern === 'quantum-scoring' && facts.parameters !== 0)
    return {
      evaluations: (crossFit + 1) * questions + crossFit + 1,
      circuits: trainingCircuits(pipeline, facts, train, crossFit + 1) + train + judged,
    };
  return { evaluations: questions + 1, circuits: trainingCircuits(pipeline, facts, train, 1) + judged };
}

/** Circuits of one training on all rows, or of as many: each of the others leaves out one part of the rows. */
function trainingCircuits(pipeline: ResolvedPipeline, facts: PlanFacts, rows: number, trainings: number): number {
  if (!pipeline.optimise) return 0;
  const { batch, restarts } = pipeline.optimise;
  const { losses } = lossEvaluations(pipeline.optimise);
  const perRow = losses * circuitsPerLoss(pipeline, facts);
  if (batch === undefined) return perRow * rows * Math.max(1, trainings - 1);
  // Starts are compared by the loss of all rows.
  const settled = restarts > 1 ? restarts * rows : 0;
  return trainings * (perRow * Math.min(batch, rows) + settled);
}

/** Evaluations of the loss over all restarts, and the questions they are asked in. */
function lossEvaluations(optimise: NonNullable<ResolvedPipeline['optimise']>): { losses: number; questions: number } {
  const { method, maxIterations, maxEvaluations = Number.POSITIVE_INFINITY, restarts } = optimise;
  const calibration = optimise.with['a'] === undefined && optimise.with['calibrate'] !== false ? 25 : 0;
  const [losses, questions] =
    method === 'spsa' ? [2 * (maxIterations + calibration) + 1, maxIterations + 2] : [maxIterations, maxIterations];
  return { losses: restarts * Math.min(losses, maxEvaluations), questions: restarts * questions };
}

/** Circuits that a row takes for one value of the loss, and for its gradient where the optimiser asks for that. */
function circuitsPerLoss(
  { backends, execution, optimise }: ResolvedPipeline,
  { circuit, parameters }: PlanFacts,
): number {
  const [first] = execution.chain;
  const backend = first && Object.hasOwn(backends, first.backend) ? backends[first.backend] : undefined;
  if (!optimise || !usesGradients(optimise.method) || !backend || !circuit || parameters === undefined) return 1;
  const features = circuit.parameters.length - parameters;
  const trained = Array.from({ length: parameters }, (_, index) => features + index);
  return circuitsPerGradient(gradientMethodOn(optimise, backend), circuit, trained);
}

function plannedBackend(
  name: string,
  backend: ResolvedBackend,
  qubits: number,
  evaluations: number,
  circuits: number,
  gates: number | undefined,
): PlannedBackend {
  const shots = circuits * (backend.shots ?? 0);
  const { price } = backend;
  const task = price?.perTask;
  const shot = price?.perShot;
  const currency = (task ?? shot ?? price?.perSecond)?.currency ?? 'USD';
  const free = backend.kind !== 'hardware' && !price;
  const known = free || task !== undefined || shot !== undefined;
  const amount = circuits * (task?.amount ?? 0) + shots * (shot?.amount ?? 0);
  const arithmetic = free
    ? 'free'
    : known
      ? [
          ...(task ? [`${circuits} circuits × ${task.amount} ${currency}`] : []),
          ...(shot ? [`${shots} shots × ${shot.amount} ${currency}`] : []),
        ].join(' + ')
      : 'no price per circuit or shot is given';
  return {
    name,
    adapter: backend.adapter,
    kind: backend.kind,
    circuits,
    shots,
    jobs: evaluations,
    ...(backend.adapter === 'builtin-simulator' && gates !== undefined
      ? { time: circuits * simulatedCircuitTime(qubits, gates) }
      : {}),
    ...(known ? { cost: { amount, currency } } : {}),
    arithmetic,
  };
}

/**
 * Milliseconds the embedded simulator takes for one circuit, roughly: an overhead, one per gate and one per amplitude
 * and gate, as measured on one core of a 2020s server.
 */
function simulatedCircuitTime(qubits: number, gates: number): number {
  return 0.003 + gates * (0.0002 + 2 ** qubits * 0.000004);
}
