import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { DecisionTopic, RunChoice, RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import type { EnginePorts } from '../enginePorts.ts';
import type { RaisedLimits } from './budgetLimits.ts';

/** The people who decide where a run may not go on by itself, and what they have said. */
export class AskedPeople {
  readonly #ports: Pick<EnginePorts, 'clock' | 'decide'>;
  /** Before an interruption and since. */
  readonly #decisions: RunDecision[];
  #waited = 0;

  constructor(ports: Pick<EnginePorts, 'clock' | 'decide' | 'decided'>) {
    this.#ports = ports;
    this.#decisions = [...(ports.decided ?? [])];
  }

  /** Milliseconds in which the run has waited for them. */
  get waited(): number {
    return this.#waited;
  }

  /** The limits that people have allowed, the last of each topic. */
  raisedLimits(): RaisedLimits {
    return new Map(
      this.#decisions.flatMap(({ choice, topic, upTo }): [DecisionTopic, number][] =>
        choice === 'continue' && upTo !== undefined ? [[topic, upTo]] : [],
      ),
    );
  }

  /** What a person says, or has said about the same before the run was interrupted; `nobody` when there is none. */
  async ask(question: RunQuestion, signal: CancellationSignal): Promise<RunChoice | 'nobody'> {
    const last = this.#decisions.findLast(({ topic }) => topic === question.topic);
    // Whoever resumes a run that was stopped is asked again.
    if (last?.choice === 'fallback') return last.choice;
    const { clock, decide } = this.#ports;
    if (!decide) return 'nobody';
    const asked = clock.monotonic();
    const decision = await decide(question, signal);
    this.#waited += clock.monotonic() - asked;
    this.#decisions.push(decision);
    return decision.choice;
  }
}

/** What to ask when no backend of a chain works. */
export function exhaustedQuestion(last: string, { advice, message }: Failure): RunQuestion {
  return {
    topic: 'chain.exhausted',
    message,
    facts: [
      { name: 'Last backend', value: last },
      ...(advice === undefined ? [] : [{ name: 'Advice', value: advice }]),
    ],
    continuing: `Going on tries ${last} again.`,
  };
}

/** The end of a run that was to ask: somebody has stopped it, or nobody could be asked. */
export function undecided(
  reason: FailureReason,
  message: string,
  advice: string | undefined,
  choice: 'stop' | 'nobody',
): Failure {
  if (choice === 'stop') return new Failure(reason, message, advice === undefined ? {} : { advice });
  return new Failure(reason, `${message} The pipeline says to ask, but nobody can be asked here.`, {
    advice: 'Run it in the editor or on a terminal, or decide beforehand with hybridq run --on-exceed.',
  });
}
