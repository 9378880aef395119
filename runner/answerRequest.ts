import { basename, dirname, join, resolve } from 'node:path';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { lockFileName } from '#core/pipeline/lock/pipelineLock.ts';
import type { RunnerAnswer, RunnerRequest } from '#core/protocol/runner.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { attachJob } from './attachedJobs.ts';
import { estimateCircuit, runCircuitOnBackend, simulateAndKeep, simulateCircuit } from './circuitRuns.ts';
import { comparisonReport } from './comparisonReport.ts';
import { compareLock, keepLock, lockContent } from './pipelineLocking.ts';
import { planAnswer } from './planRequest.ts';
import { repeatRun } from './repeatRun.ts';
import {
  decideRollout,
  evidenceReport,
  keepScorecardNow,
  rolloutReport,
  scorecardDocument,
  scorecardReport,
} from './reportRequests.ts';
import { configuredCloudBackend } from './runBackends.ts';
import type { Approval, RunListener } from './runExecution.ts';
import type { RunnerServices } from './runnerServices.ts';
import { resumeRun, runPipelineFile } from './runSession.ts';
import { enterMeasure } from './scorecardEntries.ts';
import { inspectState } from './stateRequest.ts';
import { cancelJob } from './storedJobs.ts';
import { suiteAnswer, suiteResultAnswer } from './suiteRequests.ts';
import { findTarget, transpileLines, transpileSource } from './transpileRequest.ts';
import { watchJobs } from './watchJobs.ts';

/**
 * Does what a request asks for.
 * @throws Failure with the reason it could not be done. The end of a run in any final state is an answer, no failure
 */
export async function answerRequest(
  request: RunnerRequest,
  services: RunnerServices,
  listener: RunListener,
  signal: CancellationSignal,
): Promise<RunnerAnswer> {
  switch (request.kind) {
    case 'run':
      return endOfRun(await runPipelineFile({ ...request, approvedIn: 'editor' }, services, listener, signal));
    case 'resume':
      return endOfRun(await resumeRun({ ...request, approved: approvalOf(request) }, services, listener, signal));
    case 'repeat':
      return endOfRun(await repeatRun({ ...request, approved: approvalOf(request) }, services, listener, signal));
    case 'lock':
      return await lockAnswer(request, services);
    case 'plan':
      return await planAnswer(request, services);
    case 'suite':
      return await suiteAnswer(request);
    case 'suite-result':
      return await suiteResultAnswer(request, services);
    case 'simulate': {
      const { source, workspaceFolder } = request;
      if (workspaceFolder === undefined) {
        return { kind: 'simulation', report: await simulateCircuit(source, request, services, signal) };
      }
      const kept = await simulateAndKeep(source, workspaceFolder, request, services, listener, signal);
      if (kept.report === undefined) throw failureOf(kept.record);
      return { kind: 'simulation', report: kept.report, runId: kept.record.id };
    }
    case 'inspect-state': {
      const { opening, question, source } = request;
      return { kind: 'state', view: await inspectState(source, opening, question, services, signal) };
    }
    case 'estimate-circuit': {
      const { backend, backends, source } = request;
      const estimate = await estimateCircuit(source, backend, backends, request, services, signal);
      return { kind: 'estimate', estimate };
    }
    case 'transpile': {
      const { backends, basis, source, target } = request;
      const found = await findTarget(target, basis, backends, services, signal);
      const report = await transpileSource(source, found, request, signal);
      return { kind: 'transpiled', report, lines: transpileLines(report) };
    }
    case 'run-circuit': {
      const { approvedCost, backend, backends, source, workspaceFolder } = request;
      const approved = approvalOf(request);
      const circuit = { source, workspaceFolder, backend, settings: request, backends, approved, approvedCost };
      return endOfRun(await runCircuitOnBackend(circuit, services, listener, signal));
    }
    case 'watch-jobs':
      await watchJobs(request, services, signal);
      return { kind: 'done' };
    case 'cancel-job':
      await cancelJob(request, services, signal);
      return { kind: 'done' };
    case 'attach-job':
      return endOfRun(await attachJob(request, services, listener, signal));
    case 'scorecard':
      return { kind: 'scorecard', report: await scorecardReport(request, services) };
    case 'scorecard-markdown':
      return { kind: 'scorecard-markdown', ...(await scorecardDocument(request, services)) };
    case 'keep-scorecard':
      return { kind: 'kept-scorecard', ...(await keepScorecardNow(request, services)) };
    case 'enter-measure':
      await enterMeasure(resolve(request.file), request.measure, request.entry, services);
      return { kind: 'entered' };
    case 'compare-runs':
      return { kind: 'run-comparison', report: await comparisonReport(request, services) };
    case 'rollout':
      return { kind: 'rollout', report: await rolloutReport(request, services) };
    case 'evidence':
      return { kind: 'evidence', evidence: await evidenceReport(request, services) };
    case 'decide-rollout':
      return { kind: 'decided', stage: await decideRollout(request, services) };
    case 'test-backend': {
      const backend = configuredCloudBackend(request.backend, request.backends, services);
      return { kind: 'backend-check', ...(await backend.test(signal)) };
    }
    case 'list-devices': {
      const backend = configuredCloudBackend(request.backend, request.backends, services);
      const devices = await backend.devices(signal);
      return {
        kind: 'devices',
        devices: devices.map(({ device, kind, notice, qubits, status, title }) => ({
          device,
          kind,
          status,
          ...(title === undefined ? {} : { title }),
          ...(qubits === undefined ? {} : { qubits }),
          ...(notice === undefined ? {} : { notice }),
        })),
      };
    }
  }
}

function approvalOf({ approved }: { readonly approved?: boolean | undefined }): Approval | undefined {
  return approved === true ? 'editor' : undefined;
}

function endOfRun(record: RunRecord): RunnerAnswer {
  switch (record.state) {
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'stopped':
      return { kind: 'run', runId: record.id, state: record.state };
    case 'created':
    case 'validating':
    case 'running':
    case 'waiting':
      throw new Failure('unknown', `Run ${record.id} was left in the state ${record.state}.`);
  }
}

function failureOf(record: RunRecord): Failure {
  if (record.failure === undefined) return new Failure('cancelled', 'Cancelled.');
  const { advice, message, reason } = record.failure;
  return new Failure(reason, message, advice === undefined ? {} : { advice });
}

async function lockAnswer(
  { includePaths, pipeline, write }: Extract<RunnerRequest, { kind: 'lock' }>,
  { environment, version }: RunnerServices,
): Promise<RunnerAnswer> {
  const path = resolve(pipeline);
  const files = folderFiles(dirname(path));
  const { differences, lock } = await compareLock(basename(path), {
    files,
    includePaths,
    environment,
    product: version,
  });
  const kept = write ? await keepLock(path, lock) : join(dirname(path), lockFileName(basename(path)));
  return {
    kind: 'lock',
    path: kept,
    content: lockContent(lock),
    ...(differences === undefined ? {} : { differences: [...differences] }),
  };
}
