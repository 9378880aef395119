import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { shotsForConfidence } from '#core/learn/shotsForConfidence.ts';
import { type FittingSettings, fittingSettings } from '../circuits/circuitFitter.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { type AskingContender, type PlannedBackend, type PlannedCircuit, plannedBackend } from './plannedBackend.ts';
import { type PlanFacts, plannedQuestions } from './plannedQuestions.ts';

/** What a run would do, at most; nothing is sent anywhere to find out. Plain JSON. */
export interface RunPlan {
  readonly name: string;
  readonly pattern: ResolvedPipeline['pattern'];
  readonly repeats: number;
  /** Rows of the table and of the parts of one split, at most; absent when the data were not looked at. */
  readonly rows?: PlannedRows;
  readonly circuit?: PlannedCircuit;
  /** How circuits are fitted to the backends, where they are. */
  readonly transpiler?: FittingSettings;
  /** On the first link of the chain. */
  readonly contenders: readonly PlannedContender[];
  /** One per link of the chain; each as if the whole run went there. */
  readonly backends: readonly PlannedBackend[];
  /** What happens when no link works. */
  readonly onExhausted: ResolvedPipeline['execution']['onExhausted'];
  readonly budget: ResolvedPipeline['budget'];
  /** How sure the pipeline wants to be of a measured value, and the shots that takes at worst. */
  readonly confidence?: NonNullable<ResolvedPipeline['confidence']> & { readonly shots?: number };
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

/** The plan of a run; counts are upper limits, for optimisers may stop early. */
export function planRun(pipeline: ResolvedPipeline, facts: PlanFacts): RunPlan {
  const rows = facts.rows === undefined ? undefined : plannedRows(pipeline, facts.rows, facts.split);
  const settings = fittingSettings(pipeline);
  const roles = contenderRoles(pipeline);
  const backends = pipeline.execution.chain.flatMap(({ backend: name }) => {
    const backend = Object.hasOwn(pipeline.backends, name) ? pipeline.backends[name] : undefined;
    if (!backend) return [];
    const circuit = circuitOn(name, facts);
    const own = circuit ? { ...facts, circuit } : facts;
    const questions = plannedQuestions(pipeline, rows ?? { train: 0, test: 0 }, own, backend);
    const asking = roles.filter(({ asks }) => asks).map(({ id }): AskingContender => ({ id, questions }));
    const perContender = pipeline.benchmark.repeats * questions.reduce((sum, one) => sum + one.questions, 0);
    const planned = plannedBackend(name, backend, pipeline, asking, circuit, facts.prices);
    const isFitted = circuit !== undefined && circuit !== facts.circuit;
    return [
      {
        plan: isFitted ? { ...planned, compiled: plannedCircuit(circuit, facts) } : planned,
        evaluations: perContender,
      },
    ];
  });
  const [first] = backends;
  const shots = confidenceShots(pipeline, facts);
  return {
    name: pipeline.name,
    pattern: pipeline.pattern,
    repeats: pipeline.benchmark.repeats,
    ...(rows ? { rows } : {}),
    ...(facts.circuit ? { circuit: plannedCircuit(facts.circuit, facts) } : {}),
    ...(settings ? { transpiler: settings } : {}),
    contenders: roles.map(({ asks, id, role }) => ({
      id,
      role,
      evaluations: asks ? (first?.evaluations ?? 0) : 0,
      circuits: (first?.plan.steps ?? []).reduce((sum, step) => (step.contender === id ? sum + step.circuits : sum), 0),
    })),
    backends: backends.map(({ plan }) => plan),
    onExhausted: pipeline.execution.onExhausted,
    budget: pipeline.budget,
    ...(pipeline.confidence
      ? { confidence: { ...pipeline.confidence, ...(shots === undefined ? {} : { shots }) } }
      : {}),
  };
}

/** The circuit as a backend gets it; as it is where circuits are not fitted, or this one does not fit. */
function circuitOn(backend: string, { circuit, fitter }: PlanFacts): Circuit | undefined {
  if (!circuit || !fitter) return circuit;
  try {
    return fitter.fitted(circuit, backend).circuit;
  } catch (thrown) {
    if (Failure.is(thrown)) return circuit;
    throw thrown;
  }
}

function plannedCircuit(circuit: Circuit, { parameters = 0 }: PlanFacts): PlannedCircuit {
  const { depth, gates, twoQubitGates } = circuitMetrics(circuit);
  return { qubits: circuit.qubitCount, parameters, depth, gates, twoQubitGates };
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
      // Of the largest parts: folds differ by a row.
      return { total, train: total - Math.floor(total / split.folds), test: Math.ceil(total / split.folds) };
    }
    case 'predefined':
      return predefined && { total, ...predefined };
    case undefined:
      return undefined;
  }
}

interface ContenderRole extends Pick<PlannedContender, 'id' | 'role'> {
  /** Whether it runs circuits. */
  readonly asks: boolean;
}

function contenderRoles({ benchmark, execution }: ResolvedPipeline): ContenderRole[] {
  const { state } = execution.quantum;
  return [
    { id: 'hybrid', role: 'hybrid', asks: state === 'active' },
    ...benchmark.baselines.map(({ id }) => ({ id, role: 'baseline', asks: false }) as const),
    ...benchmark.ablations.map(
      (id) => ({ id, role: 'ablation', asks: id === 'no-entanglement' && state !== 'disabled' }) as const,
    ),
    ...(state === 'shadow' ? [{ id: 'shadow', role: 'ablation', asks: true } as const] : []),
  ];
}

/** The shots for the confidence wanted at worst; undefined where an energy is meant whose terms are not known. */
function confidenceShots({ confidence }: ResolvedPipeline, { observable }: PlanFacts): number | undefined {
  if (!confidence) return undefined;
  const { halfWidth, level = 0.95, of, rule } = confidence;
  const goal = { level, halfWidth };
  switch (of) {
    case 'expectation':
      return shotsForConfidence(goal, { of, rule: rule === 'hoeffding' ? 'hoeffding' : 'normal' });
    case 'probability':
    case 'kernel':
      return shotsForConfidence(goal, { of, rule: rule === 'wilson' ? 'wilson' : 'normal' });
    case 'energy':
      return observable && shotsForConfidence(goal, { of, terms: observable.terms });
  }
}
