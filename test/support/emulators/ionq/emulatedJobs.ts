import type { CircuitRun } from './jobRun.ts';
import { registerNames, registerProbabilities, stateProbabilities } from './jobRun.ts';
import type { Submission } from './submission.ts';

export interface EmulatedJob {
  readonly id: string;
  readonly name: string;
  readonly submission: Submission;
  readonly children: readonly string[];
  readonly submittedAt: string;
  status: 'submitted' | 'ready' | 'started' | 'completed' | 'failed' | 'canceled';
  failure: { code: string; message: string; error: string } | null;
  /** Once it is completed; none for a dry run. */
  runs: readonly CircuitRun[];
}

const formats = {
  probabilities: 'ionq.result.probabilities.json.v1',
  aggregate: 'ionq.result.probabilities-aggregate.json.v1',
  registerProbabilities: 'ionq.result.probabilities.json.v2',
  registerHistogram: 'ionq.result.histogram.json.v2',
  registerShots: 'ionq.result.shots.json.v2',
} as const;

const price = 12.4166;

/** A job as `/jobs/{id}` tells of it. */
export function jobBody(job: EmulatedJob): Record<string, unknown> {
  const { children, submission } = job;
  const done = job.status === 'completed';
  const isSimulated = submission.device.backend === 'simulator';
  const { program } = submission;
  return {
    id: job.id,
    status: job.status,
    type: submission.type,
    backend: submission.device.backend,
    name: job.name,
    dry_run: submission.isDryRun,
    submitter_id: 'user-1',
    project_id: 'project-1',
    parent_job_id: null,
    child_job_ids: children.length > 0 ? children : null,
    session_id: submission.session ?? null,
    metadata: submission.metadata,
    submitted_at: job.submittedAt,
    started_at: job.status === 'started' || done ? job.submittedAt : null,
    completed_at: done ? job.submittedAt : null,
    predicted_wait_time_ms: 0,
    predicted_execution_duration_ms: 4,
    execution_duration_ms: done && !submission.isDryRun ? 3 : null,
    shots: submission.shots,
    ...(isSimulated ? { noise: submission.noise } : {}),
    failure: job.failure,
    settings: submission.settings ?? {},
    stats: {
      ...(program.kind === 'gates' ? { qubits: program.qubits } : done && { qubits: widthOf(job) }),
      circuits: program.kind === 'gates' ? program.circuits.length : 1,
      gate_counts: {},
    },
    output: {},
    results: done && !submission.isDryRun ? resultsOf(job) : null,
  };
}

function widthOf({ runs: [run] }: EmulatedJob): number {
  return run?.ends[0]?.registers['output_all']?.length ?? 0;
}

/** The artifacts of a completed job by their formats, and the addresses that official clients read. */
function resultsOf({ children, id, runs: [run] }: EmulatedJob): Record<string, unknown> {
  const url = `/v0.4/jobs/${id}/results/probabilities`;
  const artifact = (format: string) => ({ id: format, format, media_type: 'application/json' });
  if (children.length > 0) {
    return { probabilities: { url: `${url}/aggregated` }, [formats.aggregate]: artifact(formats.aggregate) };
  }
  const told = [formats.probabilities, formats.registerProbabilities];
  const drawn = run?.shots === undefined ? [] : [formats.registerHistogram, formats.registerShots];
  return {
    probabilities: { url },
    ...Object.fromEntries([...told, ...drawn].map((format) => [format, artifact(format)])),
  };
}

/** What an artifact of a completed job holds; undefined for none of that name. */
export function artifactOf(job: EmulatedJob, id: string): unknown {
  const [run] = job.runs;
  if (!run || !Object.hasOwn(resultsOf(job), id)) return undefined;
  const registers = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(registerNames(run).map((name) => [name, value(name)]));
  switch (id) {
    case formats.probabilities:
      return stateProbabilities(run);
    case formats.aggregate:
      return aggregated(job);
    case formats.registerProbabilities:
      return { probabilities: { registers: registers((name) => registerProbabilities(run, name)) } };
    case formats.registerHistogram:
      return {
        histogram: {
          registers: registers((name) => scaled(registerProbabilities(run, name), run.shots?.length ?? 0)),
        },
      };
    case formats.registerShots:
      return { shots: (run.shots ?? []).map((shot) => ({ registers: shot })) };
    default:
      return undefined;
  }
}

function scaled(probabilities: Readonly<Record<string, number>>, shots: number): Record<string, number> {
  return Object.fromEntries(Object.entries(probabilities).map(([key, value]) => [key, Math.round(value * shots)]));
}

/** Probabilities of the states of a job of one circuit, sharpened where that is asked for. */
export function probabilitiesOf({ runs: [run] }: EmulatedJob, isSharpened: boolean): Record<string, number> {
  const plain = run ? stateProbabilities(run) : {};
  if (!isSharpened) return plain;
  // Votes for what was found most often: the real way needs the variants of a debiased circuit.
  const sum = Object.values(plain).reduce((total, probability) => total + probability ** 2, 0);
  return Object.fromEntries(Object.entries(plain).map(([state, probability]) => [state, probability ** 2 / sum]));
}

/** Probabilities of the circuits of a job of several, by the ids of their jobs. */
export function aggregated({ children, runs }: EmulatedJob): Record<string, Record<string, number>> {
  return Object.fromEntries(
    children.map((child, index) => {
      const run = runs[index];
      return [child, run ? stateProbabilities(run) : {}];
    }),
  );
}

/** What a job costs: a dry run tells only the estimate. */
export function costOf({ submission: { device, isDryRun } }: EmulatedJob): Record<string, unknown> {
  const cost = { value: device.backend === 'simulator' ? 0 : price, unit: 'usd' };
  return { dry_run: isDryRun, estimated_cost: cost, ...(isDryRun ? {} : { cost }) };
}

/** What a job would cost. */
export function estimateOf(query: URLSearchParams): Record<string, unknown> {
  const shots = Number(query.get('shots') ?? 0);
  const gates = 0.00022 * Number(query.get('1q_gates') ?? 0) + 0.000975 * Number(query.get('2q_gates') ?? 0);
  return {
    estimate_context: Object.fromEntries(query),
    estimated_at: '2026-08-20T00:00:00Z',
    estimated_unit: 'usd',
    estimated_total_cost: query.get('backend') === 'simulator' ? 0 : Math.max(price, shots * gates),
    estimated_execution_time: 10,
    current_predicted_queue_time: 3_600_000,
  };
}
