import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Money } from '#core/runs/jobCharge.ts';
import type { RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import { type Happening, happeningOf } from '#core/runs/runEvent.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import type { HeldClaim } from './claimKeeper.ts';
import { jobsOfRun } from './jobsOfRun.ts';
import { joinedSignal } from './joinedSignal.ts';
import { RecordWriter } from './recordWriter.ts';
import type { ConfiguredBackends } from './runBackends.ts';
import type { RunnerServices } from './runnerServices.ts';

/** Hears what a run says before it ends. */
export interface RunListener {
  /** The record is in the store. */
  recorded(runId: string): void;
  progress(progress: RunProgress): void;
  /** Why the run is about to end early, with its cause for whoever searches for it. */
  ending?(failure: Failure): void;
  /** Asks the user whether and how to go on. Without it the run has nobody to ask. @throws Failure `cancelled` */
  ask?(question: RunQuestion, signal: CancellationSignal): Promise<Pick<RunDecision, 'choice' | 'via'>>;
}

/** A run while this process executes it. */
export interface RunExecution {
  readonly runId: string;
  readonly store: RunStore;
  readonly services: RunnerServices;
  readonly backends: ConfiguredBackends;
  /** The Python that whoever started the run named. */
  readonly interpreter: string | undefined;
  readonly writer: RecordWriter;
  /** Cancelled by the user, or when another process has taken the run over. */
  readonly signal: CancellationSignal;
  /** Cancelled only in the second case. */
  readonly lost: CancellationSignal;
  /** Tells whoever listens, and keeps in the event log what is of interest later. */
  report(progress: RunProgress): void;
  /** Keeps something in the event log. */
  log(happening: Happening): void;
  readonly ask: RunListener['ask'];
  readonly approved: Approval | undefined;
  /** The cost that was agreed to then, where it was known; a job that costs more is asked about. */
  readonly approvedCost: Money | undefined;
}

/** Where a person has agreed beforehand that a run costs money. */
export type Approval = Extract<RunDecision['via'], 'editor' | 'option'>;

/** What an execution is made of. */
export interface ExecutionContext {
  readonly store: RunStore;
  readonly services: RunnerServices;
  readonly backends: ConfiguredBackends;
  readonly interpreter?: string | undefined;
  readonly listener: RunListener;
  readonly signal: CancellationSignal;
  readonly approved?: Approval | undefined;
  readonly approvedCost?: Money | undefined;
}

/**
 * Does `work` on a run while this process holds the claim on it. When the work fails, the record takes the final state
 * that the failure means and is returned.
 * @throws Failure `conflict` when somebody else executes the run or has taken it over; what the store fails with; the
 * failure of the work when the run was in a final state and stays in it
 */
export async function executeRun(
  runId: string,
  context: ExecutionContext,
  work: (execution: RunExecution) => Promise<RunRecord>,
): Promise<RunRecord> {
  const { listener, services, store } = context;
  const claim = await services.claims.hold(store, runId);
  const joined = joinedSignal(context.signal, claim.lost);
  let failedStep: RunRecord['failedStep'];
  const execution: RunExecution = {
    runId,
    store,
    services,
    backends: context.backends,
    interpreter: context.interpreter,
    writer: new RecordWriter(store, runId),
    signal: joined.signal,
    lost: claim.lost,
    ask: listener.ask?.bind(listener),
    approved: context.approved,
    approvedCost: context.approvedCost,
    report: (progress) => {
      if (progress.kind === 'step' && progress.state === 'started') {
        const { id } = progress;
        execution.writer.later((to, run) => to.update(run, { step: id }));
      }
      failedStep = stepAfter(failedStep, progress);
      const clean = services.redactor.redactJson(progress);
      const happening = happeningOf(clean);
      if (happening !== undefined) execution.log(happening);
      listener.progress(clean);
    },
    log: (happening) => {
      execution.writer.log({ time: services.clock.now(), run: runId, ...services.redactor.redactJson(happening) });
    },
  };
  try {
    listener.recorded(runId);
    return await work(execution);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    listener.ending?.(failure);
    return await end(execution, failure, claim, failedStep);
  } finally {
    joined.leave();
    await claim.release();
  }
}

/** Where a run would end early now. */
function stepAfter(before: RunRecord['failedStep'], progress: RunProgress): RunRecord['failedStep'] {
  if (progress.kind === 'step') return progress.state === 'started' ? { id: progress.id } : undefined;
  if (progress.kind !== 'repeat' || progress.state !== 'interrupted') return before;
  const part = progress.parts?.at(-1)?.id;
  return { id: progress.id, repeat: progress.repeat, ...(part === undefined ? {} : { part }) };
}

async function end(
  execution: RunExecution,
  failure: Failure,
  claim: HeldClaim,
  failedStep: RunRecord['failedStep'],
): Promise<RunRecord> {
  const { runId, services, store, writer } = execution;
  if (claim.lost.isCancelled) {
    throw new Failure('conflict', `Run ${runId} was taken over by another process.`, { cause: failure });
  }
  const storing = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (thrown) {
      throw unkeptEnd(runId, Failure.from(thrown));
    }
  };
  const state = await storing(async () => {
    await writer.settled();
    return (await store.get(runId))?.state;
  });
  if (state === undefined || state === 'failed' || state === 'cancelled' || state === 'stopped') throw failure;
  const jobs = await storing(() => jobsOfRun(runId, store));
  const reached = { endedAt: services.clock.now(), ...jobs, ...(failedStep === undefined ? {} : { failedStep }) };
  if (failure.reason === 'cancelled') return await storing(() => writer.transition('cancelled', reached));
  const changes = { ...reached, failure: keptFailure(failure, services) };
  const stopped = failure.reason === 'budget' || failure.reason === 'gate';
  return await storing(() => writer.transition(stopped && state !== 'created' ? 'stopped' : 'failed', changes));
}

/** When it is the store that failed, there is nothing to write the end to: the run stays as it was stored last. */
function unkeptEnd(runId: string, failure: Failure): Failure {
  if (failure.reason !== 'unreadable') return failure;
  const { advice = 'Look after the disk.', message } = failure;
  return new Failure('unreadable', `Run ${runId} has ended early. ${message}`, {
    advice: `${advice} The run is not lost: hybridq runs resume ${runId}, or Resume Run in the editor, goes on from its last checkpoint.`,
    cause: failure,
  });
}

/** The failure as the record keeps it: the place is part of the message. */
function keptFailure(failure: Failure, { redactor }: RunnerServices): NonNullable<RunRecord['failure']> {
  const { advice, message, place, reason } = failure;
  const line = place?.line === undefined ? '' : `:${place.line + 1}:${(place.character ?? 0) + 1}`;
  const placed = place === undefined ? message : `${place.path}${line}: ${message}`;
  return redactor.redactJson({ reason, message: placed, ...(advice === undefined ? {} : { advice }) });
}
