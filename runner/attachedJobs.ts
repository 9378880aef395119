import * as z from 'zod';
import type { CircuitOutcome } from '#core/backends/backend.ts';
import { takeJob } from '#core/backends/jobRunner.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { createRunId } from '#core/runs/runId.ts';
import { type QuantumUsage, type RunRecord, type RunResult, recordVersion } from '#core/runs/runRecord.ts';
import { roundedCounts } from './outcomeCounts.ts';
import { accountOfBackend } from './recordedAccounts.ts';
import { type ConfiguredBackends, configuredCloudBackend, followJob, storeLedger } from './runBackends.ts';
import { runEnvironment } from './runEnvironment.ts';
import { executeRun, type RunExecution, type RunListener } from './runExecution.ts';
import { type RunnerServices, recordedProfile } from './runnerServices.ts';

export interface AttachRequest {
  /** A configured backend, and the provider's id of a job on it. */
  readonly backend: string;
  readonly job: string;
  readonly workspaceFolder: string;
  readonly backends: ConfiguredBackends;
}

const attachedSchema = z.object({ attached: z.object({ backend: z.string(), job: z.string() }) });

/** Whether a run stands for a job that was submitted elsewhere. */
export function isAttachedRun({ configuration }: Pick<RunRecord, 'configuration'>): boolean {
  return attachedSchema.safeParse(configuration).success;
}

/**
 * Makes a job that was submitted elsewhere a run of this workspace, and waits for its result. Nothing is submitted, and
 * nothing cancelled when the waiting is.
 * @throws Failure `not-found` for a backend that is not configured or a job it does not have, `conflict` when the workspace
 * has the job already
 */
export async function attachJob(
  request: AttachRequest,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunRecord> {
  const { backend: id, backends, job, workspaceFolder } = request;
  const backend = configuredCloudBackend(id, backends, services);
  // Before anything is stored: an id that is mistyped leaves no run behind.
  await backend.status({ backend: id, id: job }, signal);
  const store = await services.openStore(workspaceFolder);
  try {
    const known = (await store.allJobs({})).find((each) => each.backend === id && each.handle === job);
    if (known !== undefined) {
      throw new Failure('conflict', `Job ${job} belongs to run ${known.runId} already.`, {
        advice: 'Open that run, or resume it.',
      });
    }
    const now = services.clock.now();
    const record: RunRecord = {
      version: recordVersion,
      id: createRunId(now, services.randomBits()),
      kind: 'circuit',
      name: `job ${job}`,
      file: '',
      inputs: {},
      state: 'created',
      createdAt: now,
      environment: await runEnvironment(services.version, workspaceFolder),
      configuration: { attached: { backend: id, job } },
      seeds: {},
      backend: id,
      ...recordedProfile(services),
      ...accountOfBackend(id, backends, services),
      tags: [],
    };
    await store.create(record);
    const context = { store, services, backends, interpreter: undefined, listener, signal };
    return await executeRun(record.id, context, (execution) => takeAttachedJob(execution, record));
  } finally {
    store.close();
  }
}

/** Waits for the job of a run of {@link attachJob}, also when that was interrupted. */
export async function takeAttachedJob(execution: RunExecution, record: RunRecord): Promise<RunRecord> {
  const { backends, lost, runId, services, signal, store, writer } = execution;
  const { attached } = attachedSchema.parse(record.configuration);
  const { backend: id, job } = attached;
  execution.report({ kind: 'plan', steps: [{ id: 'job', title: `Job ${job} on ${id}` }] });
  const { clock } = services;
  if (record.state === 'created') await writer.transition('validating', { startedAt: record.createdAt });
  if (record.state !== 'running' && record.state !== 'waiting') {
    await writer.transition('running', { endedAt: undefined, failure: undefined, failedStep: undefined });
  }
  execution.report({ kind: 'step', id: 'job', state: 'started' });
  const begun = clock.monotonic();
  const backend = configuredCloudBackend(id, backends, services);
  const key = `${runId}-attached`;
  const [known] = await store.jobs(runId);
  const stored = {
    key,
    runId,
    backend: id,
    ...(backend.device === undefined ? {} : { device: backend.device }),
    submittedAt: record.createdAt,
    ...known,
    state: 'queued',
    handle: job,
  } as const;
  await store.saveJob(stored);
  const result = await takeJob(
    {
      // Whoever submitted it decides about its end.
      backend: { ...backend, cancel: async () => {} },
      ledger: storeLedger(store, runId, services.redactor),
      clock,
      onPhase: (phase) => execution.report({ kind: 'phase', ...phase }),
      onNews: (news) => {
        if (!lost.isCancelled) followJob(writer, news);
        const provider = backends[id]?.adapter;
        execution.report({ kind: 'job', ...news, ...(provider === undefined ? {} : { provider }) });
      },
    },
    stored,
    signal,
  );
  if (result.estimates !== undefined) {
    throw new Failure(
      'unsupported',
      `Job ${job} is one of an estimator: it has mean values, and nobody knows here of what.`,
      {
        advice: 'Attach jobs of a sampler; mean values belong to the run that asked for them.',
      },
    );
  }
  const { adapter, kind, version } = await backend.describe(signal);
  const duration = clock.monotonic() - begun;
  execution.report({ kind: 'step', id: 'job', state: 'finished', duration });
  const [first] = result.outcomes;
  const usage: QuantumUsage = {
    backend: id,
    adapter,
    kind,
    version,
    // Nothing is known of its circuits but how many bits they measure.
    qubits: Object.keys(first?.probabilities ?? {})[0]?.length ?? 0,
    parameters: 0,
    depth: 0,
    gates: 0,
    twoQubitGates: 0,
    circuits: result.outcomes.length,
    shots: 0,
    jobs: 1,
    queueTime: result.queueTime ?? 0,
    executionTime: result.executionTime ?? 0,
    cost: result.cost ?? { amount: 0, currency: 'USD' },
  };
  return await writer.transition('succeeded', {
    endedAt: clock.now(),
    step: undefined,
    result: services.redactor.redactJson({
      ...resultOfOutcomes(usage, result.outcomes),
      steps: [{ id: 'job', duration }],
    }),
  });
}

/** Where a provider tells probabilities only, counts are those of so many shots. */
const assumedShots = 1_000_000;

function resultOfOutcomes(quantum: QuantumUsage, outcomes: readonly CircuitOutcome[]): RunResult {
  const all = outcomes.map(({ counts, probabilities }) => ({
    ...(counts ?? roundedCounts(probabilities, assumedShots)),
  }));
  const [only = {}] = all;
  const hasCounts = outcomes.every(({ counts }) => counts !== undefined);
  return {
    contenders: [],
    verdicts: [],
    quantum,
    trace: [],
    steps: [],
    fallbacks: [],
    warnings: [
      'The job was submitted elsewhere: its circuits are not known, and bits are as the provider numbers them.',
      ...(hasCounts ? [] : [`The provider tells probabilities only; counts are of ${assumedShots} shots.`]),
    ],
    ...(all.length === 1 ? { counts: only } : { rowCounts: all.map((counts, row) => ({ repeat: 0, row, counts })) }),
  };
}
