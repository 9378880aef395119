import { basename, dirname, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import type { Backend } from '#core/backends/backend.ts';
import { builtinAdapter } from '#core/backends/backendRegistry.ts';
import { type CancellationSignal, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { runPipeline } from '#core/benchmark/runPipeline.ts';
import { usualFittingLevel } from '#core/pipeline/circuits/circuitFitter.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { PythonPort } from '#core/pipeline/python/pythonPort.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { ChangedPipelineText } from '#core/pipeline/source/changedPipelineText.ts';
import { type RunOptions, runOptionsSchema } from '#core/protocol/runner.ts';
import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { SpendingLimit } from '#core/runs/jobCharge.ts';
import type { JobNews } from '#core/runs/jobNews.ts';
import type { JobPhase } from '#core/runs/jobPhase.ts';
import type { RunChoice } from '#core/runs/runDecision.ts';
import { createRunId } from '#core/runs/runId.ts';
import { type RunRecord, recordVersion } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { gradientByEvaluator } from '#core/simulator/gradient/gradient.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { decodeText } from '#platform/inputFile.ts';
import { isAttachedRun, takeAttachedJob } from './attachedJobs.ts';
import { pricedBackend, priceInForce } from './backendConfigurations.ts';
import { backendNoise } from './backendNoise.ts';
import { changedPipelineFiles } from './changedPipeline.ts';
import { circuitLoader } from './circuitLoader.ts';
import { resumeCircuitRun } from './circuitRuns.ts';
import { requireAgreement } from './costAgreement.ts';
import { DeviceSnapshots, keptTarget } from './deviceSnapshots.ts';
import { JobFitter } from './fittedBackend.ts';
import { keepFittedProgram } from './fittedPrograms.ts';
import { InputSnapshot, recordedFiles, recordedIncludePaths, withFallback } from './inputSnapshot.ts';
import { jobPayments, type PaymentTerms } from './jobPayments.ts';
import { jobsOfRun } from './jobsOfRun.ts';
import { type LockContext, requireLock } from './pipelineLocking.ts';
import { pipelineName } from './pipelineName.ts';
import {
  type PipelineInputs,
  type PreparedPipeline,
  preparePipeline,
  refuseLiteralCredentials,
} from './preparePipeline.ts';
import { withPython } from './pythonRuns.ts';
import { accountsOfPipeline, inRecordedAccounts } from './recordedAccounts.ts';
import { type PassedGate, passRolloutGate } from './rolloutGate.ts';
import {
  backendFacts,
  type ConfiguredBackends,
  type NamedBackend,
  pipelineBackend,
  pipelineEvaluator,
  spentThisMonth,
  storeLedger,
} from './runBackends.ts';
import { runDecisions } from './runDecisions.ts';
import { runEnvironment } from './runEnvironment.ts';
import { runEstimate } from './runEstimate.ts';
import { type Approval, executeRun, type RunExecution, type RunListener } from './runExecution.ts';
import { type RunnerServices, recordedProfile, servicesInProfile } from './runnerServices.ts';
import { trackRun } from './trackRun.ts';

export interface PipelineRunRequest {
  /** Absolute, or relative to the current folder. */
  readonly pipeline: string;
  /** Folders in which files that circuits include are looked for after their own. */
  readonly includePaths?: readonly string[] | undefined;
  readonly workspaceFolder: string;
  readonly options: RunOptions;
  /** Where the user agreed to the cost, if the options say so; by an option unless given. */
  readonly approvedIn?: Approval;
  readonly backends: ConfiguredBackends;
  /** The Python interpreter for what the pipeline names in Python. */
  readonly python?: string | undefined;
}

export interface ResumeRequest {
  readonly runId: string;
  /** Answers beforehand what the run would ask. */
  readonly onExceed?: RunChoice | undefined;
  /** Where the user has agreed to what it costs to go on. */
  readonly approved?: Approval | undefined;
  readonly workspaceFolder: string;
  readonly backends: ConfiguredBackends;
  /** The Python interpreter for what the pipeline names in Python. */
  readonly python?: string | undefined;
}

/**
 * Runs a pipeline to its end and returns its record, which is then in a final state. Once the record exists, whatever
 * goes wrong is kept in it rather than thrown.
 * @throws Failure before there is a record: the pipeline file or the run store cannot be read, or
 * the file holds a credential. Also `conflict` when another process takes the run over, and `unreadable` when the store
 * fails during the run
 */
export async function runPipelineFile(
  request: PipelineRunRequest,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunRecord> {
  const path = resolve(request.pipeline);
  const folder = dirname(path);
  const { options } = request;
  const { changed, files: disk } = await changedPipelineFiles(
    basename(path),
    folderFiles(folder),
    options.values,
    services.environment,
  );
  // Before anything is stored: a file that cannot be read or holds a credential leaves no run behind.
  const text = decodeText(await disk.read(basename(path)), basename(path));
  if (changed) refuseLiteralCredentials(basename(path), changed.fileText);
  refuseLiteralCredentials(basename(path), text, changed);
  const store = await services.openStore(request.workspaceFolder);
  try {
    const snapshot = new InputSnapshot(disk, store, services.redactor);
    await snapshot.read(basename(path));
    const now = services.clock.now();
    const record: RunRecord = {
      version: recordVersion,
      id: createRunId(now, services.randomBits()),
      kind: 'pipeline',
      name: services.redactor.redactJson(pipelineName(path, text)),
      file: relative(resolve(request.workspaceFolder), path).split(sep).join('/'),
      inputs: snapshot.digests(),
      ...recordedIncludePaths(request.includePaths),
      state: 'created',
      createdAt: now,
      environment: await runEnvironment(services.version, folder),
      configuration: services.redactor.redactJson({ options }),
      ...(changed === undefined ? {} : { changes: services.redactor.redactJson([...changed.changes]) }),
      seeds: {},
      backend: request.options.backend ?? '',
      ...recordedProfile(services),
      tags: [],
    };
    await store.create(record);
    const { backends, python: interpreter } = request;
    const approved = request.options.approved === true ? (request.approvedIn ?? 'option') : undefined;
    const context = { store, services, backends, interpreter, listener, signal, approved };
    const ended = await executeRun(record.id, context, async (execution) => {
      await execution.writer.transition('validating', { startedAt: now });
      return await validateAndRun(execution, record, snapshot, options, folder, changed);
    });
    await trackRun(ended, context);
    return ended;
  } finally {
    store.close();
  }
}

/**
 * Takes up a run that was interrupted, failed, was cancelled or stopped, at its last checkpoint and on the files as they
 * were when it began. Its metrics are those an uninterrupted run would have had.
 * @throws Failure `not-found`, `conflict` when it has succeeded, is being executed or never passed validation
 */
export async function resumeRun(
  request: ResumeRequest,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunRecord> {
  const store = await services.openStore(request.workspaceFolder);
  try {
    const begun = await resumable(store, request.runId);
    // Its jobs belong to the accounts it began with.
    const own = servicesInProfile(services, begun.credentialProfile ?? defaultProfile);
    const backends = inRecordedAccounts(request.backends, begun);
    const { python: interpreter } = request;
    const { approved } = request;
    const context = { store, services: own, backends, interpreter, listener, signal, approved };
    const ended = await executeRun(request.runId, context, async (execution) => {
      // Again, now that nobody else can change it.
      const record = await resumable(store, request.runId);
      execution.log({ event: 'resumed', product: services.version });
      if (isAttachedRun(record)) return await takeAttachedJob(execution, record);
      return record.kind === 'circuit'
        ? await resumeCircuitRun(execution, record)
        : await resumePipelineRun(execution, record, request);
    });
    await trackRun(ended, context);
    return ended;
  } finally {
    store.close();
  }
}

async function resumable(store: RunStore, runId: string): Promise<RunRecord> {
  const record = await store.get(runId);
  if (record === undefined) {
    throw new Failure('not-found', `There is no run ${runId}.`, { advice: 'List the runs to see which there are.' });
  }
  if (record.state === 'succeeded') {
    throw new Failure('conflict', `Run ${runId} has succeeded, so there is nothing to resume.`, {
      advice: 'Run the pipeline again for another run.',
    });
  }
  return record;
}

async function resumePipelineRun(
  execution: RunExecution,
  record: RunRecord,
  request: ResumeRequest,
): Promise<RunRecord> {
  const { services, store, writer } = execution;
  const folder = dirname(resolve(request.workspaceFolder, record.file));
  const recorded = recordedFiles(record.inputs, store);
  const { configuration } = record;
  const pipeline = resolvedConfiguration(configuration);
  const begun = record.state !== 'created' && record.state !== 'validating';
  // A run that repeats another knows its configuration from the beginning.
  if (!begun && pipeline === undefined) {
    // Interrupted before it was known what it would read: what it has read stays as it was, the rest is read now.
    const disk = folderFiles(folder);
    const snapshot = new InputSnapshot(withFallback(recorded, disk), store, services.redactor);
    if (record.state === 'created') await writer.transition('validating', { startedAt: record.createdAt });
    const options = storedOptions(configuration);
    const { onExceed = options.onExceed } = request;
    return await validateAndRun(execution, record, snapshot, { ...options, ...(onExceed && { onExceed }) }, folder);
  }
  if (pipeline === undefined) {
    throw new Failure('conflict', `Run ${record.id} did not pass validation, so there is nothing to resume.`, {
      advice: 'Correct the pipeline and run it again.',
    });
  }
  warnAboutVersion(execution, record, services.version);
  if (!begun) {
    const estimate = await runEstimate(pipeline, inputsOf(record, recorded), execution.backends);
    await requireAgreement(execution, pipeline, estimate);
  }
  return await withPython(execution, record, pipeline, recorded, folder, async (python) => {
    if (record.state === 'created') await writer.transition('validating', { startedAt: record.createdAt });
    if (record.state !== 'running')
      await writer.transition('running', { endedAt: undefined, failure: undefined, failedStep: undefined });
    return await runResolved(execution, pipeline, inputsOf(record, recorded), request.onExceed, python);
  });
}

/** Says that a run was begun, or is repeated, by another version. */
export function warnAboutVersion(execution: RunExecution, record: RunRecord, version: string): void {
  const { product } = record.environment;
  if (product === version) return;
  const message = `Run ${record.id} was begun by version ${product}; results of version ${version} may differ in the last digits.`;
  execution.report({ kind: 'warning', message });
}

async function validateAndRun(
  execution: RunExecution,
  record: RunRecord,
  snapshot: InputSnapshot,
  options: RunOptions,
  folder: string,
  changed?: ChangedPipelineText,
): Promise<RunRecord> {
  const { backends, services, writer } = execution;
  const inputs: PipelineInputs = {
    ...inputsOf(record, snapshot),
    changed,
    // Secrets and profiles are asked for where the backend is reached.
    hasCredential: async (kind, name) => kind !== 'env' || (services.environment[name] ?? '') !== '',
  };
  let prepared: PreparedPipeline;
  let gate: PassedGate;
  try {
    prepared = await preparePipeline(basename(record.file), inputs, options, backends, services.environment);
    if (options.locked === true) {
      const isChanged = options.values !== undefined;
      await requireLock(basename(record.file), lockContext(record, snapshot, services), isChanged);
    }
    const { store } = execution;
    gate = await passRolloutGate(prepared.pipeline, record.file, snapshot, store, options, services.clock.now());
  } finally {
    const digests = snapshot.digests();
    writer.later((store, runId) => store.update(runId, { inputs: digests }));
  }
  const { pipeline } = gate;
  for (const message of [...prepared.warnings, ...gate.warnings]) execution.report({ kind: 'warning', message });
  const estimate = await runEstimate(pipeline, inputs, backends);
  await requireAgreement(execution, pipeline, estimate);
  return await withPython(execution, record, pipeline, snapshot, folder, async (python) => {
    await writer.transition('running', {
      name: pipeline.name,
      tags: [...pipeline.tags],
      configuration: services.redactor.redactJson(pipeline),
      seeds: pipeline.seeds,
      backend: pipeline.execution.chain[0]?.backend ?? '',
      ...(estimate === undefined ? {} : { estimate }),
      ...accountsOfPipeline(pipeline, backends, services),
    });
    return await runResolved(execution, pipeline, inputs, options.onExceed, python);
  });
}

function lockContext({ includePaths }: RunRecord, files: PipelineFiles, services: RunnerServices): LockContext {
  return { files, includePaths, environment: services.environment, product: services.version };
}

/** Where a recorded run reads what it names. */
export function inputsOf({ includePaths }: RunRecord, files: PipelineFiles): PipelineInputs {
  return { files, circuits: circuitLoader(files, includePaths) };
}

/** Runs a pipeline that may run, from its checkpoint if there is one, to its end. */
export async function runResolved(
  execution: RunExecution,
  pipeline: ResolvedPipeline,
  inputs: PipelineInputs,
  onExceed: RunChoice | undefined,
  python: PythonPort | undefined,
): Promise<RunRecord> {
  const { backends: configured, interpreter, lost, runId, services, signal, store, writer } = execution;
  const ledger = storeLedger(store, runId, services.redactor);
  const keeps = pipeline.execution.resume;
  const named = async (id: string) => {
    const backend = Object.hasOwn(pipeline.backends, id) ? pipeline.backends[id] : undefined;
    if (backend === undefined) throw new Failure('not-found', `The pipeline has no backend '${id}'.`);
    return { id, backend, configured, interpreter, services, noise: await backendNoise(id, backend, inputs.files) };
  };
  const snapshots = new DeviceSnapshots(execution, pipeline);
  const fitters = new Map<string, JobFitter>();
  const fitterOf = (use: NamedBackend) => {
    const known = fitters.get(use.id);
    if (known) return known;
    const fitter = new JobFitter({
      target: () => keptTarget(execution, use.id, pipelineBackend(use), signal),
      level: usualFittingLevel,
      seed: pipeline.seeds.transpiler,
    });
    fitters.set(use.id, fitter);
    return fitter;
  };
  const inUse: Backend[] = [];
  const running = runPipeline({
    pipeline,
    ...inputs,
    ports: {
      clock: services.clock,
      evaluator: async (id) => {
        const use = await named(id);
        await snapshots.take(use, signal);
        const onPhase = (phase: JobPhase) => execution.report({ kind: 'phase', ...phase });
        const payments = (backend: Backend) => jobPayments(execution, termsOf(use, backend, pipeline, services));
        const onBackend = (backend: Backend) => inUse.push(backend);
        const onNews = (news: JobNews) => execution.report({ kind: 'job', ...news });
        const fitter = fitterOf(use);
        return pipelineEvaluator({ ...use, ledger, payments, writer, lost, onBackend, onNews, onPhase, fitter });
      },
      target: async (id) => {
        const use = await named(id);
        return use.backend.adapter === builtinAdapter ? undefined : await fitterOf(use).target();
      },
      shiftGradient: gradientByEvaluator,
      facts: async (id, asked) => await backendFacts(await named(id), asked),
      spentThisMonth: async (currency) => await spentThisMonth(store, runId, services.clock.now(), currency),
      ...(await runDecisions(execution, onExceed)),
      ...(python === undefined ? {} : { python }),
      keepFitted: async (id, circuit) => await keepFittedProgram(execution, id, circuit),
      report: (progress) => execution.report(progress),
      saveCheckpoint: async (checkpoint) => {
        if (keeps) await writer.saveCheckpoint(services.redactor.redactJson(checkpoint));
      },
      loadCheckpoint: async () => (keeps ? await store.loadCheckpoint(runId) : undefined),
    },
    signal,
  });
  const result = await running.finally(() => closed(inUse, execution));
  await writer.settled();
  return await writer.transition('succeeded', {
    endedAt: services.clock.now(),
    step: undefined,
    ...(await jobsOfRun(runId, store)),
    result: services.redactor.redactJson(await snapshots.linkedTo(result)),
  });
}

/** Gives up what backends keep for the run, such as sessions, however it ended. */
async function closed(backends: readonly Backend[], execution: RunExecution): Promise<void> {
  for (const backend of backends) {
    try {
      await backend.close?.(neverCancelled);
    } catch (thrown) {
      const { message } = Failure.from(thrown);
      execution.report({ kind: 'warning', message: `The session on ${backend.id} could not be closed: ${message}` });
    }
  }
}

/** Who pays for the jobs of a pipeline on one of its backends, and how much at most. */
function termsOf(
  { backend: { adapter, credentials, price }, configured, id }: NamedBackend,
  backend: Backend,
  { budget }: ResolvedPipeline,
  { credentialProfile }: RunnerServices,
): PaymentTerms {
  const settings = pricedBackend(configured[id]);
  const { alertAt, perMonth, perRun } = budget.cost ?? {};
  const limit = (period: SpendingLimit['period'], money: typeof perRun): SpendingLimit[] =>
    money === undefined
      ? []
      : [{ ...money, period, by: 'pipeline', ...(alertAt === undefined || price !== undefined ? {} : { alertAt }) }];
  return {
    backend,
    provider: adapter,
    ...priceInForce(configured[id], price),
    limits: [...limit('run', perRun), ...limit('month', perMonth)],
    profile: credentials?.profile ?? settings?.credentialProfile ?? credentialProfile,
  };
}

function storedOptions(configuration: unknown): RunOptions {
  const stored = z.object({ options: runOptionsSchema }).safeParse(configuration);
  return stored.success ? stored.data.options : {};
}

/** The configuration of a run that passed validation. This product wrote it, so its form is only recognised. */
export function resolvedConfiguration(configuration: unknown): ResolvedPipeline | undefined {
  const recognised = z.looseObject({ hybrid: z.literal(1), backends: z.looseObject({}), execution: z.looseObject({}) });
  return recognised.safeParse(configuration).success ? (configuration as ResolvedPipeline) : undefined;
}
