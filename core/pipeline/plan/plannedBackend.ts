import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitsPerJobOf } from '#core/circuit/circuitsPerJob.ts';
import { usualShots } from '#core/circuit/evaluation.ts';
import { groupByMeasurementBasis } from '#core/circuit/measurementBasis.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { ResolvedBackend, ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { type BackendPrices, type PlannedCost, plannedCost } from './plannedCost.ts';
import type { PlannedFactor, PlannedQuestions } from './plannedQuestions.ts';

/** What one contender runs for one purpose, over all repeats. */
export interface PlannedStep {
  /** Its id; `all` for what all contenders share. */
  readonly contender: string;
  readonly purpose: string;
  /** Their product is the number of circuits; factors of 1 are left out. */
  readonly factors: readonly PlannedFactor[];
  readonly circuits: number;
  /** Of all these circuits; 0 for exact values. */
  readonly shots: number;
  /** Requests to the backend. */
  readonly jobs: number;
  /** Whether these are usual numbers; they are upper limits otherwise. */
  readonly about: boolean;
}

/** The size of a circuit. */
export interface PlannedCircuit {
  readonly qubits: number;
  readonly parameters: number;
  readonly depth: number;
  readonly gates: number;
  readonly twoQubitGates: number;
}

export interface PlannedBackend extends PlannedCost {
  readonly name: string;
  readonly adapter: string;
  readonly kind: ResolvedBackend['kind'];
  /** The circuit as it is fitted to this backend, where it is. */
  readonly compiled?: PlannedCircuit;
  readonly steps: readonly PlannedStep[];
  readonly circuits: number;
  readonly shots: number;
  readonly jobs: number;
  /** Milliseconds of computing on the embedded simulator; absent where nobody can tell. */
  readonly time?: number;
}

/** The questions that a contender asks in each repeat. */
export interface AskingContender {
  readonly id: string;
  readonly questions: readonly PlannedQuestions[];
}

/**
 * What a run takes on one backend, were all of it to go there.
 * @param circuit as the backend gets it, where it is known
 * @param prices what is known of them beside the pipeline
 */
export function plannedBackend(
  name: string,
  backend: ResolvedBackend,
  pipeline: ResolvedPipeline,
  contenders: readonly AskingContender[],
  circuit: Circuit | undefined,
  prices: BackendPrices | undefined,
): PlannedBackend {
  const gates = circuit && circuitMetrics(circuit).gates;
  const asked = contenders.flatMap(({ id, questions }) =>
    questions.map((question) => ({ question, step: plannedStep(id, question, pipeline, backend) })),
  );
  const calibration = asked.length > 0 ? readoutCalibration(pipeline, backend) : [];
  const steps = [...calibration, ...asked.map(({ step }) => step)];
  const sum = (field: 'circuits' | 'shots' | 'jobs') => steps.reduce((total, step) => total + step[field], 0);
  const simulated = asked.reduce(
    (total, { question, step }) => total + simulatedStates(question, step, pipeline, backend),
    0,
  );
  const counts = { circuits: sum('circuits'), shots: sum('shots'), jobs: sum('jobs') };
  const size = circuit && gates !== undefined ? { circuit: { qubits: circuit.qubitCount, gates } } : {};
  return {
    name,
    adapter: backend.adapter,
    kind: backend.kind,
    steps,
    ...counts,
    ...(isHere(backend) && gates !== undefined
      ? {
          time:
            simulated * simulatedCircuitTime(circuit?.qubitCount ?? pipeline.quantum.qubits, gates, backend) +
            counts.shots * shotTime,
        }
      : {}),
    ...plannedCost(name, backend, { ...counts, ...size }, prices),
  };
}

function plannedStep(
  contender: string,
  { about, adaptive, factors, kernel, observables, purpose, questions }: PlannedQuestions,
  pipeline: ResolvedPipeline,
  backend: ResolvedBackend,
): PlannedStep {
  const corrected = correctsReadout(pipeline, backend);
  const inBases = isSampled(backend) || corrected;
  const bases = inBases ? Math.max(1, groupByMeasurementBasis(observables).length) : 1;
  const scales = isNoisy(backend) ? (pipeline.mitigation?.zne?.scales.length ?? 1) : 1;
  const batches = adaptive ? shotBatches(pipeline, backend) : undefined;
  const all = [
    { count: pipeline.benchmark.repeats, of: 'repeats' },
    ...factors,
    { count: bases, of: 'measurement bases' },
    { count: scales, of: 'noise scales' },
  ];
  const once = product(all);
  const perCircuit = batches?.most ?? shotsPerCircuit(backend);
  // Corrected readings are asked for basis by basis, and corrected kernels row by row.
  const parts = corrected ? (kernel?.rows ?? bases) : 1;
  const requests = pipeline.benchmark.repeats * questions * parts * scales * (batches?.count ?? 1);
  const perRequest = requests === 0 ? 0 : (once * (batches?.count ?? 1)) / requests;
  return {
    contender,
    purpose,
    factors: [...all, { count: batches?.count ?? 1, of: 'batches of shots' }].filter(({ count }) => count !== 1),
    circuits: once * (batches?.count ?? 1),
    shots: once * perCircuit,
    jobs: requests * (isHere(backend) ? 1 : Math.max(1, Math.ceil(perRequest / circuitsPerJobOf(backend.adapter)))),
    about,
  };
}

function product(factors: readonly PlannedFactor[]): number {
  return factors.reduce((value, { count }) => value * count, 1);
}

/** With `confidence.adaptive`: how often shots are added at most, and how many there are then. */
function shotBatches(
  { confidence }: ResolvedPipeline,
  { shots }: ResolvedBackend,
): { readonly count: number; readonly most: number } | undefined {
  const { adaptive } = confidence ?? {};
  if (!adaptive || shots === undefined) return undefined;
  let count = 1;
  for (let reached = Math.min(adaptive.start, adaptive.max); reached < adaptive.max; reached *= 2) count++;
  return { count, most: adaptive.max };
}

/** The circuits that measure how bits are misread, once; again whenever they are older than `maxAge`. */
function readoutCalibration(pipeline: ResolvedPipeline, backend: ResolvedBackend): PlannedStep[] {
  const { readout } = pipeline.mitigation ?? {};
  if (!readout || !correctsReadout(pipeline, backend)) return [];
  const states = readout.method === 'full' ? 2 ** pipeline.quantum.qubits : 2;
  return [
    {
      contender: 'all',
      purpose: 'readout calibration',
      factors: [{ count: states, of: 'prepared states' }],
      circuits: states,
      shots: states * readout.shots,
      jobs: states,
      about: false,
    },
  ];
}

function correctsReadout({ mitigation }: ResolvedPipeline, backend: ResolvedBackend): boolean {
  return isNoisy(backend) && mitigation?.readout !== undefined && mitigation.readout.method !== 'none';
}

function isHere({ adapter }: ResolvedBackend): boolean {
  return adapter === 'builtin-simulator';
}

function isNoisy({ kind }: ResolvedBackend): boolean {
  return kind !== 'simulator';
}

/** Whether observables are read in measurement bases, a circuit each, instead of from the state. */
function isSampled(backend: ResolvedBackend): boolean {
  return backend.shots !== undefined || !isHere(backend);
}

function shotsPerCircuit(backend: ResolvedBackend): number {
  return backend.shots ?? (isHere(backend) ? 0 : usualShots);
}

/** States the embedded simulator computes; exact kernels are products of the states of rows. */
function simulatedStates(
  { kernel }: PlannedQuestions,
  { circuits }: PlannedStep,
  { benchmark }: ResolvedPipeline,
  backend: ResolvedBackend,
): number {
  return kernel && isHere(backend) && !isSampled(backend) && !isNoisy(backend)
    ? benchmark.repeats * kernel.states
    : circuits;
}

/** Milliseconds to draw a shot, roughly. */
const shotTime = 0.0002;

/**
 * Milliseconds the embedded simulator takes for one circuit, roughly: an overhead, one per gate and one per amplitude
 * and gate, as measured on one core of a 2020s server. Noise is simulated on density matrices, of 4ⁿ entries.
 */
function simulatedCircuitTime(qubits: number, gates: number, { noise }: ResolvedBackend): number {
  return noise ? 0.02 + gates * (0.02 + 4 ** qubits * 0.002) : 0.003 + gates * (0.0002 + 2 ** qubits * 0.000004);
}
