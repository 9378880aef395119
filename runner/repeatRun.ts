import { dirname, resolve } from 'node:path';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { RunChoice } from '#core/runs/runDecision.ts';
import { createRunId } from '#core/runs/runId.ts';
import { type RunRecord, recordVersion } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { isAttachedRun } from './attachedJobs.ts';
import { resumeCircuitRun } from './circuitRuns.ts';
import { requireAgreement } from './costAgreement.ts';
import { recordedFiles } from './inputSnapshot.ts';
import { withPython } from './pythonRuns.ts';
import { accountOfBackend, accountsOfPipeline } from './recordedAccounts.ts';
import { passRolloutGate } from './rolloutGate.ts';
import type { ConfiguredBackends } from './runBackends.ts';
import { runEnvironment } from './runEnvironment.ts';
import { runEstimate } from './runEstimate.ts';
import { type Approval, executeRun, type RunExecution, type RunListener } from './runExecution.ts';
import { type RunnerServices, recordedProfile } from './runnerServices.ts';
import { inputsOf, resolvedConfiguration, runResolved, warnAboutVersion } from './runSession.ts';
import { trackRun } from './trackRun.ts';

export interface RepeatRequest {
  /** The run to repeat. */
  readonly runId: string;
  readonly workspaceFolder: string;
  readonly backends: ConfiguredBackends;
  /** The user has agreed to the cost. */
  readonly approved: Approval | undefined;
  /** What is chosen when the run asks because its budget is used up. */
  readonly onExceed?: RunChoice | undefined;
  /** The interpreter of Python steps and models. */
  readonly python?: string | undefined;
}

/**
 * Runs a pipeline or circuit again as a recorded run says: with its settings, its seeds and the files as they were. On the embedded
 * simulator the numbers are those of that run. The new run names it as its parent.
 * @throws Failure `not-found`; `conflict` for a job from elsewhere and a run whose configuration was never known; as
 * `runPipelineFile` otherwise
 */
export async function repeatRun(
  request: RepeatRequest,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunRecord> {
  const { backends, runId, workspaceFolder } = request;
  const store = await services.openStore(workspaceFolder);
  try {
    const parent = await repeatable(store, runId);
    const now = services.clock.now();
    const folder = dirname(resolve(workspaceFolder, parent.file));
    const record: RunRecord = {
      version: recordVersion,
      id: createRunId(now, services.randomBits()),
      kind: parent.kind,
      name: parent.name,
      file: parent.file,
      parent: parent.id,
      inputs: parent.inputs,
      ...(parent.includePaths === undefined ? {} : { includePaths: parent.includePaths }),
      state: 'created',
      createdAt: now,
      environment: await runEnvironment(services.version, folder),
      configuration: parent.configuration,
      ...(parent.changes === undefined ? {} : { changes: parent.changes }),
      seeds: parent.seeds,
      backend: parent.backend,
      ...recordedProfile(services),
      ...(parent.kind === 'circuit' ? accountOfBackend(parent.backend, backends, services) : {}),
      tags: parent.tags,
      ...(parent.estimate === undefined ? {} : { estimate: parent.estimate }),
    };
    await store.create(record);
    const { approved, python: interpreter } = request;
    const context = { store, services, backends, interpreter, listener, signal, approved };
    const ended = await executeRun(record.id, context, (execution) =>
      record.kind === 'circuit'
        ? resumeCircuitRun(execution, record)
        : repeated(execution, record, parent, folder, request),
    );
    await trackRun(ended, context);
    return ended;
  } finally {
    store.close();
  }
}

async function repeatable(store: RunStore, id: string): Promise<RunRecord> {
  const record = await store.get(id);
  if (record === undefined) {
    throw new Failure('not-found', `There is no run ${id}.`, { advice: 'List the runs to see which there are.' });
  }
  const isKnown =
    record.kind === 'circuit' ? !isAttachedRun(record) : resolvedConfiguration(record.configuration) !== undefined;
  if (isKnown) return record;
  const why = record.kind === 'circuit' ? 'is a job that was submitted elsewhere' : 'did not pass validation';
  throw new Failure('conflict', `Run ${id} ${why}, so there is nothing to repeat.`, {
    advice: 'Run its file again.',
  });
}

async function repeated(
  execution: RunExecution,
  record: RunRecord,
  parent: RunRecord,
  folder: string,
  { onExceed }: RepeatRequest,
): Promise<RunRecord> {
  const { services, store, writer } = execution;
  const wanted = resolvedConfiguration(record.configuration);
  if (wanted === undefined) throw new Failure('conflict', `Run ${parent.id} did not pass validation.`);
  await writer.transition('validating', { startedAt: record.createdAt });
  const now = services.clock.now();
  // Whether the stage was reached, and the quantum step is on, is decided by what holds now.
  const gate = await passRolloutGate(wanted, record.file, folderFiles(folder), store, {}, now);
  for (const message of gate.warnings) execution.report({ kind: 'warning', message });
  warnAboutVersion(execution, parent, services.version);
  const files = recordedFiles(record.inputs, store);
  const inputs = inputsOf(record, files);
  const estimate = await runEstimate(gate.pipeline, inputs, execution.backends);
  await requireAgreement(execution, gate.pipeline, estimate);
  return await withPython(execution, record, gate.pipeline, files, folder, async (bridge) => {
    await writer.transition('running', {
      configuration: services.redactor.redactJson(gate.pipeline),
      ...accountsOfPipeline(gate.pipeline, execution.backends, services),
      ...(estimate === undefined ? {} : { estimate }),
    });
    return await runResolved(execution, gate.pipeline, inputs, onExceed, bridge);
  });
}
