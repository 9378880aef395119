import * as z from 'zod';
import type { AccessToken } from '#core/backends/accessTokens.ts';
import { type CancellationSignal, CancellationSource, unlessCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import {
  type RunnerFailure,
  type RunnerInput,
  type RunnerOutput,
  runnerInputSchema,
  runnerProtocolVersion,
} from '#core/protocol/runner.ts';
import type { RunChoice, RunDecision, RunQuestion } from '#core/runs/runDecision.ts';
import { answerRequest } from './answerRequest.ts';
import type { MessageChannel } from './messageChannel.ts';
import type { RemoteSecrets } from './remoteSecrets.ts';
import type { RemoteTokens } from './remoteTokens.ts';
import { type RunnerServices, servicesInBudget, servicesInProfile } from './runnerServices.ts';

type Asked = Extract<RunnerInput, { type: 'request' }>;

/** Answers the requests of one channel, several at once. */
export class RunnerServer {
  readonly #channel: MessageChannel;
  readonly #services: Omit<RunnerServices, 'tokens'>;
  readonly #secrets: RemoteSecrets;
  readonly #tokens: RemoteTokens;
  readonly #requests = new Map<number, CancellationSource>();
  readonly #questions = new Map<number, (choice: RunChoice) => void>();
  #lastQuestion = 0;

  constructor(
    channel: MessageChannel,
    services: Omit<RunnerServices, 'tokens'>,
    secrets: RemoteSecrets,
    tokens: RemoteTokens,
  ) {
    this.#channel = channel;
    this.#services = services;
    this.#secrets = secrets;
    this.#tokens = tokens;
  }

  /** Begins to listen and says so. */
  start(): void {
    this.#channel.onMessage((message) => this.#receive(message));
    this.#send({ type: 'ready', protocol: runnerProtocolVersion, product: this.#services.version });
  }

  #receive(received: unknown): void {
    const parsed = runnerInputSchema.safeParse(received);
    if (!parsed.success) {
      this.#refuse(received, parsed.error);
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case 'request':
        void this.#answer(message);
        return;
      case 'cancel':
        this.#requests.get(message.id)?.cancel();
        return;
      case 'secret':
        this.#secrets.receive(message);
        return;
      case 'token':
        this.#tokens.receive(message.id, message.token && keptToken(message.token));
        return;
      case 'decision':
        this.#questions.get(message.id)?.(message.choice);
        this.#questions.delete(message.id);
        return;
    }
  }

  /** Never rejects: whatever goes wrong is the answer. */
  async #answer({ budget, id, profile, request }: Asked): Promise<void> {
    if (this.#requests.has(id)) {
      this.#send({
        type: 'log',
        level: 'error',
        message: `Request ${id} is under way already; the second is ignored.`,
      });
      return;
    }
    const source = new CancellationSource();
    this.#requests.set(id, source);
    const services = servicesInBudget({ ...this.#services, tokens: this.#tokens.ofRequest(id) }, budget);
    try {
      const answer = await answerRequest(
        request,
        profile === undefined ? services : servicesInProfile(services, profile),
        {
          recorded: (runId) => this.#send({ type: 'recorded', id, runId }),
          progress: (progress) => this.#send({ type: 'progress', id, progress }),
          ending: (failure) => this.#logFailure(request.kind, failure),
          ask: (question, signal) => this.#ask(id, question, signal),
        },
        source.signal,
      );
      this.#send({ type: 'answer', id, answer });
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (!(thrown instanceof Failure)) this.#logFailure(request.kind, failure);
      this.#send({ type: 'failure', id, failure: plainFailure(failure) });
    } finally {
      this.#requests.delete(id);
    }
  }

  async #ask(
    request: number,
    question: RunQuestion,
    signal: CancellationSignal,
  ): Promise<Pick<RunDecision, 'choice' | 'via'>> {
    const id = ++this.#lastQuestion;
    const answer = new Promise<RunChoice>((resolve) => {
      this.#questions.set(id, resolve);
    });
    this.#send({ type: 'question', id, request, question });
    try {
      return { choice: await unlessCancelled(answer, signal), via: 'editor' };
    } finally {
      this.#questions.delete(id);
    }
  }

  /** A request that cannot be understood still gets its answer, if it has an id. */
  #refuse(received: unknown, error: z.ZodError): void {
    const problem = z.prettifyError(error).replaceAll('\n', ' ');
    const request = z.object({ type: z.literal('request'), id: z.number().int() }).safeParse(received);
    if (request.success) {
      const failure = {
        reason: 'invalid-input' as const,
        message: `The runner does not understand the request: ${problem}`,
      };
      this.#send({ type: 'failure', id: request.data.id, failure });
    } else this.#send({ type: 'log', level: 'error', message: `A message was ignored: ${problem}` });
  }

  #logFailure(what: string, failure: Failure): void {
    const cause = failure.cause instanceof Error ? (failure.cause.stack ?? failure.cause.message) : undefined;
    const detail = cause === undefined ? failure.message : `${failure.message}\n${cause}`;
    const level = failure.reason === 'unknown' ? 'error' : 'info';
    this.#send({ type: 'log', level, message: `${what}: ${detail}` });
  }

  #send(message: RunnerOutput): void {
    this.#channel.send(this.#services.redactor.redactJson(message));
  }
}

/** The token without a property that is present but undefined. */
function keptToken({ expiresAt, value }: { value: string; expiresAt?: number | undefined }): AccessToken {
  return { value, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function plainFailure(failure: Failure): RunnerFailure {
  const { advice, message, place, reason } = failure;
  return {
    reason,
    message,
    ...(advice === undefined ? {} : { advice }),
    ...(place === undefined ? {} : { place: { ...place } }),
  };
}
