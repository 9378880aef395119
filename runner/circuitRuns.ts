import { basename, dirname, relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import type { Backend, BackendJob, CostEstimate, Money } from '#core/backends/backend.ts';
import { runJob } from '#core/backends/jobRunner.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { measuredCircuit } from '#core/circuit/measuredCircuit.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { type ConfiguredTranspiler, transpilerSchema } from '#core/protocol/configuredBackend.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import { createRunId } from '#core/runs/runId.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import { type QuantumUsage, type RunRecord, type RunResult, recordVersion } from '#core/runs/runRecord.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { pricedBackend } from './backendConfigurations.ts';
import { fitterOptions, fittingOf, transpilerOf } from './circuitFitting.ts';
import { type LoadedCircuit, loadCircuit } from './circuitProgram.ts';
import { resultOf, resultOfSimulation, shotOrderOf, usageOf } from './circuitResult.ts';
import { keepDevice, keptTarget, presentTarget, storedSnapshots } from './deviceSnapshots.ts';
import { expectedOutcomes } from './expectedOutcomes.ts';
import { fittedBackend, JobFitter } from './fittedBackend.ts';
import { keepFittedProgram } from './fittedPrograms.ts';
import { InputSnapshot, recordedFiles, recordedIncludePaths, withUnsavedText } from './inputSnapshot.ts';
import { jobPayments, type PaymentTerms } from './jobPayments.ts';
import { estimateOfJob } from './jobPrices.ts';
import { jobsOfRun } from './jobsOfRun.ts';
import { outcomeCounts, outcomeShots } from './outcomeCounts.ts';
import { placed } from './placedRun.ts';
import { isProgramRun, sampleLoadedProgram, sampleProgramFile } from './programRuns.ts';
import { accountOfBackend } from './recordedAccounts.ts';
import {
  type ConfiguredBackends,
  configuredCloudBackend,
  embeddedBackend,
  followJob,
  storeLedger,
} from './runBackends.ts';
import { runEnvironment } from './runEnvironment.ts';
import { type Approval, executeRun, type RunExecution, type RunListener } from './runExecution.ts';
import { type RunnerServices, recordedProfile } from './runnerServices.ts';
import { reportOfResult, type SimulationQuestions, simulationOptions } from './simulationRequest.ts';

/** A circuit file; `text` is its unsaved content. */
export interface CircuitSource {
  readonly path: string;
  readonly text?: string | undefined;
  /** Folders in which the files it includes are looked for after their own. */
  readonly includePaths?: readonly string[] | undefined;
}

/** What a circuit is run with. */
export interface CircuitSettings {
  readonly shots: number;
  /** Drawn at random unless given; reported either way. */
  readonly seed?: number | undefined;
  /** Values of its inputs by name; angles in radians. */
  readonly inputs: Readonly<Record<string, number>>;
  /** How it is fitted to a device that takes only its own gates; as the backend's settings say unless given. */
  readonly transpile?: ConfiguredTranspiler | undefined;
  /** What the embedded simulator is asked besides counts. */
  readonly questions?: SimulationQuestions;
}

/** The record keeps the order of the shots of a simulation of no more than this. */
const mostKeptShots = 4096;

/**
 * Runs a circuit on the embedded simulator and keeps nothing of it.
 * @param report told how far it is, a few times a second
 * @throws Failure of the file, `invalid-circuit`, `invalid-input` (inputs), `too-large`, `cancelled`
 */
export async function simulateCircuit(
  source: CircuitSource,
  settings: CircuitSettings,
  services: RunnerServices,
  signal: CancellationSignal,
  report: (progress: RunProgress) => void = () => {},
): Promise<SimulationReport> {
  if (isProgramRun(source, settings)) return (await sampleProgramFile(source, settings, services, signal)).report;
  services.simulator.prepare();
  const loaded = await loadSource(source, settings.inputs, services);
  return await simulateLoaded(loaded, settings, { services, signal, report });
}

/** As {@link simulateCircuit}, keeping the run; the report is there unless the run failed or was cancelled. */
export async function simulateAndKeep(
  source: CircuitSource,
  workspaceFolder: string,
  settings: CircuitSettings,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<{ readonly record: RunRecord; readonly report: SimulationReport | undefined }> {
  services.simulator.prepare();
  let report: SimulationReport | undefined;
  const kept: KeptCircuit = { source, workspaceFolder, backend: embeddedBackend, settings, backends: {} };
  const record = await keepCircuitRun(kept, services, listener, signal, async (execution, loaded, configuration) => {
    const kept = await simulateAndDescribe(loaded, configuration, execution);
    report = kept.report;
    return kept.result;
  });
  return { record, report };
}

/** What running a circuit on a cloud backend would cost, by the price that its job is paid by; submits nothing. */
export async function estimateCircuit(
  source: CircuitSource,
  id: string,
  backends: ConfiguredBackends,
  settings: CircuitSettings,
  services: RunnerServices,
  signal: CancellationSignal,
): Promise<CostEstimate> {
  const cloud = configuredCloudBackend(id, backends, services);
  const { circuit } = await loadSource(source, settings.inputs, services);
  const target = () => presentTarget(cloud, signal);
  const transpile = transpilerOf(settings.transpile, backends[id]);
  const fitted = fittedBackend(cloud, new JobFitter({ target, ...fitterOptions(transpile, settings.seed ?? 0) }));
  const terms = circuitTerms(id, fitted, backends, services);
  return await estimateOfJob(terms, jobOf('estimate', measuredCircuit(circuit), settings), signal);
}

/** Runs a circuit on a cloud backend and keeps the run. */
export async function runCircuitOnBackend(
  circuit: KeptCircuit,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunRecord> {
  return await keepCircuitRun(circuit, services, listener, signal, runOnCloud);
}

/**
 * Takes up the run of a circuit. On a cloud backend a job that was submitted before is waited for, not submitted again.
 */
export async function resumeCircuitRun(execution: RunExecution, record: RunRecord): Promise<RunRecord> {
  const configuration = circuitConfigurationSchema.safeParse(record.configuration);
  if (!configuration.success) {
    throw new Failure('conflict', `The settings of run ${record.id} are not known.`, { advice: 'Run it again.' });
  }
  const files = recordedFiles(record.inputs, execution.store);
  const { writer } = execution;
  if (record.state === 'created') await writer.transition('validating', { startedAt: record.createdAt });
  if (record.state === 'failed' || record.state === 'cancelled' || record.state === 'stopped') {
    await writer.transition('running', { endedAt: undefined, failure: undefined, failedStep: undefined });
  }
  return await loadAndRun(execution, record, files, configuration.data, workOf(record.backend));
}

/** A circuit whose run is kept. */
export interface KeptCircuit {
  readonly source: CircuitSource;
  readonly workspaceFolder: string;
  readonly backend: string;
  readonly settings: CircuitSettings;
  readonly backends: ConfiguredBackends;
  /** Where the user has agreed to the cost. */
  readonly approved?: Approval | undefined;
  /** The cost that was agreed to, where it was known. */
  readonly approvedCost?: Money | undefined;
}

const circuitConfigurationSchema = z.object({
  shots: z.number(),
  seed: z.number(),
  inputs: z.record(z.string(), z.number()),
  /** As it was asked for. */
  transpile: transpilerSchema.optional(),
});
type CircuitConfiguration = z.infer<typeof circuitConfigurationSchema>;

type CircuitWork = (
  execution: RunExecution,
  loaded: LoadedCircuit,
  configuration: CircuitConfiguration,
  backend: string,
) => Promise<RunResult>;

function workOf(backend: string): CircuitWork {
  if (backend !== embeddedBackend) return runOnCloud;
  return async (execution, loaded, configuration) =>
    (await simulateAndDescribe(loaded, configuration, execution)).result;
}

/** A simulation, and what the record keeps of it. The report is without the list of shots that nobody asked it for. */
async function simulateAndDescribe(
  loaded: LoadedCircuit,
  configuration: CircuitConfiguration,
  execution: RunExecution,
): Promise<{ readonly report: SimulationReport; readonly result: RunResult }> {
  const questions = configuration.shots <= mostKeptShots ? { memory: true } : {};
  const { memory, ...report } = await simulateLoaded(loaded, { ...configuration, questions }, execution);
  const { services, signal } = execution;
  const expected = loaded.program ? undefined : await expectedOutcomes(loaded.circuit, services, signal);
  const result = resultOfSimulation(loaded, { ...report, ...(memory && { memory }) }, services.version);
  return { report, result: { ...result, ...(expected && { expected }) } };
}

async function keepCircuitRun(
  kept: KeptCircuit,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
  work: CircuitWork,
): Promise<RunRecord> {
  const path = resolve(kept.source.path);
  const name = basename(path);
  const disk = withUnsavedText(folderFiles(dirname(path)), name, kept.source.text);
  // Before anything is stored: a circuit that cannot run leaves no run behind.
  const { includePaths } = kept.source;
  await loadCircuit(name, disk, () => services.clock.monotonic(), { includePaths, inputs: kept.settings.inputs });
  const store = await services.openStore(kept.workspaceFolder);
  try {
    const snapshot = new InputSnapshot(disk, store, services.redactor);
    await snapshot.read(name);
    const now = services.clock.now();
    const { inputs, seed, shots } = kept.settings;
    const transpile = transpilerOf(kept.settings.transpile, kept.backends[kept.backend]);
    const configuration: CircuitConfiguration = {
      ...{ shots, seed: seed ?? services.randomBits(), inputs },
      ...(transpile && { transpile }),
    };
    const record: RunRecord = {
      version: recordVersion,
      id: createRunId(now, services.randomBits()),
      kind: 'circuit',
      name,
      file: relative(resolve(kept.workspaceFolder), path).split(sep).join('/'),
      inputs: snapshot.digests(),
      ...recordedIncludePaths(includePaths),
      state: 'created',
      createdAt: now,
      environment: await runEnvironment(services.version, dirname(path)),
      configuration,
      seeds: { sampler: configuration.seed },
      backend: kept.backend,
      ...recordedProfile(services),
      ...accountOfBackend(kept.backend, kept.backends, services),
      tags: [],
    };
    await store.create(record);
    const { approved, approvedCost, backends } = kept;
    const context = { store, services, backends, listener, signal, approved, approvedCost };
    return await executeRun(record.id, context, async (execution) => {
      await execution.writer.transition('validating', { startedAt: now });
      return await loadAndRun(execution, { ...record, state: 'validating' }, snapshot, configuration, work);
    });
  } finally {
    store.close();
  }
}

async function loadAndRun(
  execution: RunExecution,
  record: RunRecord,
  files: PipelineFiles,
  configuration: CircuitConfiguration,
  work: CircuitWork,
): Promise<RunRecord> {
  const { services, writer } = execution;
  const { clock, redactor } = services;
  const title = record.backend === embeddedBackend ? 'Simulate' : `Run on ${record.backend}`;
  execution.report({ kind: 'plan', steps: [{ id: 'circuit', title }] });
  const { includePaths } = record;
  const wanted = { includePaths, inputs: configuration.inputs };
  const loaded = await loadCircuit(basename(record.file), files, () => clock.monotonic(), wanted);
  if (files instanceof InputSnapshot) {
    const inputs = files.digests();
    writer.later((store, runId) => store.update(runId, { inputs }));
  }
  if (record.state === 'created' || record.state === 'validating') await writer.transition('running');
  execution.report({ kind: 'step', id: 'circuit', state: 'started' });
  const begun = clock.monotonic();
  const result = await work(execution, loaded, configuration, record.backend);
  const duration = clock.monotonic() - begun;
  execution.report({ kind: 'step', id: 'circuit', state: 'finished', duration });
  return await writer.transition('succeeded', {
    endedAt: clock.now(),
    step: undefined,
    ...(await jobsOfRun(execution.runId, execution.store)),
    result: redactor.redactJson({ ...result, steps: [{ id: 'circuit', duration }] }),
  });
}

async function loadSource(
  { includePaths, path, text }: CircuitSource,
  inputs: CircuitSettings['inputs'],
  services: RunnerServices,
): Promise<LoadedCircuit> {
  const absolute = resolve(path);
  const files = folderFiles(dirname(absolute));
  return await loadCircuit(basename(absolute), files, () => services.clock.monotonic(), { includePaths, inputs, text });
}

async function simulateLoaded(
  { circuit, lines, notes, path, program, timing }: LoadedCircuit,
  settings: CircuitSettings,
  { report, services, signal }: Pick<RunExecution, 'report' | 'services' | 'signal'>,
): Promise<SimulationReport> {
  if (program && isProgramRun({ path }, settings)) {
    const loaded = { imported: program, lines, timing };
    return (await sampleLoadedProgram(loaded, settings, services, signal)).report;
  }
  const { questions = {}, seed = services.randomBits(), shots } = settings;
  const other = questions.fidelityWith && (await loadSource(questions.fidelityWith, {}, services));
  const fidelityWith = other && { fidelityWith: other.circuit };
  const options = simulationOptions(circuit, questions, { shots, seed, ...fidelityWith });
  const run = services.simulator.simulate(circuit, options, signal, ({ fraction, step }) => {
    const isReading = step === 'sample';
    report({
      kind: 'advance',
      fraction: isReading ? 1 : fraction,
      detail: isReading ? 'reading outcomes' : 'running gates',
    });
  });
  const result = reportOfResult(await placed(run, path, lines));
  return {
    ...result,
    timing: { ...timing, ...result.timing },
    ...(notes.length === 0
      ? {}
      : { notes: notes.map(({ range, what, why }) => ({ what, why, place: lines.positionAt(range.start) })) }),
  };
}

const runOnCloud: CircuitWork = async (execution, { circuit, inputCount }, configuration, id) => {
  const { backends, lost, runId, services, signal, store, writer } = execution;
  const cloud = configuredCloudBackend(id, backends, services);
  const description = await cloud.describe(signal);
  if (description.kind === 'hardware') await keepCalibration(execution, id, cloud);
  const options = fitterOptions(configuration.transpile, configuration.seed);
  const fitter = new JobFitter({ target: () => keptTarget(execution, id, cloud, signal), ...options });
  const backend = fittedBackend(cloud, fitter);
  const measured = measuredCircuit(circuit);
  const job = jobOf(`${runId}-circuit`, measured, configuration);
  const result = await runJob(
    {
      backend: {
        ...backend,
        submit: async (asked, asking) => {
          // Before it goes there: what a device refuses is looked at, too.
          const sent = await fitter.fitted(measured, asking);
          if (sent) await keepFittedProgram(execution, id, sent.circuit);
          return await backend.submit(asked, asking);
        },
        cancel: async (handle, cancelled) => {
          if (!lost.isCancelled) await cloud.cancel(handle, cancelled);
        },
      },
      ledger: storeLedger(store, runId, services.redactor),
      payments: jobPayments(execution, {
        ...circuitTerms(id, backend, backends, services),
        onEstimate: async (estimate, paid) => await keepEstimate(execution, id, estimate, paid),
      }),
      clock: services.clock,
      onPhase: (phase) => execution.report({ kind: 'phase', ...phase }),
      onNews: (news) => {
        if (!lost.isCancelled) followJob(writer, news);
        execution.report({ kind: 'job', ...news, provider: description.adapter });
      },
    },
    job,
    signal,
  );
  const fitted = await fitter.fitted(measured, signal);
  const calibration = await storedSnapshots((await store.get(runId)) ?? {}, store);
  const usage: QuantumUsage = {
    ...usageOf(circuit, inputCount, configuration.shots),
    ...(fitted && fittingOf(fitted, await fitter.target(), options, services.version)),
    backend: id,
    adapter: description.adapter,
    kind: description.kind,
    version: description.version,
    jobs: 1,
    queueTime: result.queueTime ?? 0,
    executionTime: result.executionTime ?? 0,
    cost: result.cost ?? { amount: 0, currency: 'USD' },
    ...(calibration.length === 0 ? {} : { calibration }),
  };
  const [outcome] = result.outcomes;
  if (outcome === undefined) throw new Failure('unknown', `${id} gave no result for the circuit.`);
  const expected = await expectedOutcomes(circuit, services, signal);
  const shots = outcomeShots(circuit, outcome);
  return {
    ...resultOf(usage, circuit, outcomeCounts(circuit, outcome, configuration.shots)),
    ...(shots && { shotOrder: shotOrderOf(shots) }),
    ...(expected && { expected }),
  };
};

/** Keeps the calibration of a device before its job, once for the run; a device that does not tell leaves a warning. */
async function keepCalibration(execution: RunExecution, id: string, device: Backend): Promise<void> {
  const { report, runId, signal, store } = execution;
  if ((await storedSnapshots((await store.get(runId)) ?? {}, store)).length > 0) return;
  try {
    await keepDevice(execution, id, device, signal);
  } catch (thrown) {
    const { message, reason } = Failure.from(thrown);
    if (reason === 'cancelled' || reason === 'unreadable') throw thrown;
    report({ kind: 'warning', message: `The run keeps no calibration of ${id}: ${message}` });
  }
}

/** Keeps in the record what its job is expected to cost. */
async function keepEstimate(
  { writer }: RunExecution,
  backend: string,
  { arithmetic, asOf, cost, source }: CostEstimate,
  { circuits: { length: circuits }, shots }: BackendJob,
): Promise<void> {
  const price = { arithmetic, asOf, source, ...(cost && { cost }) };
  const estimate = [{ backend, circuits, shots: circuits * shots, jobs: 1, ...price }];
  writer.later((to, run) => to.update(run, { estimate }));
  await writer.settled();
}

/** Who pays for the jobs of a circuit: there is no budget but that of the settings. */
function circuitTerms(
  id: string,
  backend: Backend,
  backends: ConfiguredBackends,
  { credentialProfile }: RunnerServices,
): PaymentTerms {
  const settings = pricedBackend(backends[id]);
  return {
    backend,
    provider: backends[id]?.adapter ?? id,
    price: settings?.price,
    priceSource: 'the settings',
    limits: [],
    profile: settings?.credentialProfile ?? credentialProfile,
  };
}

/** @param circuit with measurements */
function jobOf(key: string, circuit: Circuit, settings: CircuitSettings): BackendJob {
  return {
    key,
    circuits: [circuit],
    shots: settings.shots,
    ...(settings.seed === undefined ? {} : { seed: settings.seed }),
  };
}
