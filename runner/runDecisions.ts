import { throwIfCancelled } from '#core/base/cancellation.ts';
import type { EnginePorts } from '#core/pipeline/enginePorts.ts';
import type { RunChoice, RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import type { RunExecution } from './runExecution.ts';

/**
 * How a run asks whether to go on: as decided beforehand, else whoever listens. Every decision is in the record before
 * the run goes on, so that a resumed run does not ask the same again.
 * @param beforehand what the user has said when the run was started
 */
export async function runDecisions(
  execution: RunExecution,
  beforehand: RunChoice | undefined,
): Promise<Pick<EnginePorts, 'decided' | 'decide'>> {
  const { runId, services, store } = execution;
  const decided = (await store.get(runId))?.decisions ?? [];
  const { ask } = execution;
  if (beforehand === undefined && ask === undefined) return { decided };
  return {
    decided,
    decide: async (question, signal) => {
      const choice = beforehand === undefined ? await ask?.(question, signal) : undefined;
      throwIfCancelled(signal);
      const { topic, upTo } = question;
      const decision: RunDecision = services.redactor.redactJson({
        topic,
        choice: choice?.choice ?? decidedBeforehand(beforehand, question),
        by: services.user,
        via: choice?.via ?? 'option',
        time: services.clock.now(),
        message: question.message,
        ...(upTo === undefined ? {} : { upTo }),
      });
      await keepDecision(execution, decision);
      return decision;
    },
  };
}

/** Adds a decision to the record; it is durable when the promise resolves. */
export async function keepDecision(execution: RunExecution, decision: RunDecision): Promise<void> {
  const { report, services, writer } = execution;
  const clean = services.redactor.redactJson(decision);
  writer.later(async (store, runId) => {
    const { decisions = [] } = (await store.get(runId)) ?? {};
    await store.update(runId, { decisions: [...decisions, clean] });
  });
  await writer.settled();
  report({ kind: 'decision', ...clean });
}

/** Saying beforehand to go on raises limits; a backend that does not work is not tried without end. */
function decidedBeforehand(choice: RunChoice = 'stop', { topic }: RunQuestion): RunChoice {
  return choice === 'continue' && topic === 'chain.exhausted' ? 'stop' : choice;
}
