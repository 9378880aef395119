import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import type { AccessToken } from '#core/backends/accessTokens.ts';
import type { SecretSource } from '#core/backends/secrets.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { MonthlyBudgets } from '#core/protocol/configuredBackend.ts';
import {
  type RunnerAnswer,
  type RunnerInput,
  type RunnerOutput,
  type RunnerRequest,
  runnerOutputSchema,
  runnerProtocolVersion,
} from '#core/protocol/runner.ts';
import type { RunChoice, RunQuestion } from '#core/runs/runDecision.ts';
import type { RunProgress } from '#core/runs/runProgress.ts';
import { compiledCodeFolder } from '#platform/compiledCode.ts';
import { Disposables } from '../app/disposables.ts';
import type { Log } from '../app/log.ts';
import type { SignInRequest } from '../credentials/microsoftAccounts.ts';

export interface RunnerProcessOptions {
  /** The module to fork. */
  readonly module: string;
  readonly log: Log;
  readonly secrets: Pick<SecretSource, 'secret'>;
  /** The profile of credentials that is active now. */
  readonly profile: () => string;
  /** What all runs of the workspace may cost in a month. */
  readonly budget?: () => MonthlyBudgets | undefined;
  /** Gives tokens of Microsoft's sign-in; never rejects. */
  readonly signIn: (request: SignInRequest) => Promise<AccessToken | undefined>;
}

/** What somebody who sent a request hears before its answer. */
export interface RequestListener {
  /** Nobody waits for the answer, so that nobody is asked to sign in for it. */
  readonly isInBackground?: boolean;
  recorded?(runId: string): void;
  progress?(progress: RunProgress): void;
  /** The run asks whether to go on; without it the run is stopped. */
  question?(question: RunQuestion): Promise<RunChoice>;
}

interface PendingRequest {
  readonly listener: RequestListener;
  readonly resolve: (answer: RunnerAnswer) => void;
  readonly reject: (failure: Failure) => void;
}

/**
 * The process that executes runs, on the editor's own Node. It is started by the first request and again by the next
 * one after it ended; what it was doing then fails with a reason, and its runs can be resumed from the store.
 */
export class RunnerProcess extends Disposables {
  readonly #options: RunnerProcessOptions;
  readonly #pending = new Map<number, PendingRequest>();
  #process: ChildProcess | undefined;
  #lastId = 0;

  constructor(options: RunnerProcessOptions) {
    super();
    this.#options = options;
  }

  /** The process id while there is a process. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Sends a request and resolves with its answer.
   * @throws Failure as the runner gives it; `cancelled`; `unknown` when the process ends before it answers
   */
  async request(
    request: RunnerRequest,
    signal: CancellationSignal,
    listener: RequestListener = {},
  ): Promise<RunnerAnswer> {
    if (this.isDisposed) throw new Failure('cancelled', 'The editor is closing.');
    if (signal.isCancelled) throw new Failure('cancelled', 'Cancelled.');
    const budget = this.#options.budget?.();
    const child = this.#running();
    const id = ++this.#lastId;
    const answer = new Promise<RunnerAnswer>((resolve, reject) => {
      this.#pending.set(id, { listener, resolve, reject });
    });
    this.#send(child, { type: 'request', id, request, profile: this.#options.profile(), ...(budget && { budget }) });
    const stopListening = signal.onCancel(() => this.#send(child, { type: 'cancel', id }));
    try {
      return await answer;
    } finally {
      stopListening();
    }
  }

  override dispose(): void {
    const child = this.#process;
    super.dispose();
    this.#ended(child, new Failure('cancelled', 'The editor is closing.'));
    child?.kill();
  }

  #running(): ChildProcess {
    const present = this.#process;
    if (present !== undefined) return present;
    const child = fork(this.#options.module, [], {
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_COMPILE_CACHE: compiledCodeFolder() },
      serialization: 'json',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    this.#options.log.info(`The runner was started as process ${child.pid ?? '(none)'}.`);
    child.on('message', (message) => this.#receive(child, message));
    child.on('error', (error) => {
      this.#ended(child, new Failure('unknown', 'The runner could not be started.', { cause: error }));
    });
    child.on('exit', (code, signal) => {
      this.#ended(
        child,
        new Failure('unknown', `The runner ended unexpectedly (${signal ?? `exit code ${code}`}).`, {
          advice: 'Its runs are kept and can be resumed from the Runs view.',
        }),
      );
    });
    this.#logLines(child.stdout);
    this.#logLines(child.stderr);
    return child;
  }

  #logLines(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => this.#options.log.warn(`runner: ${line}`));
  }

  #ended(child: ChildProcess | undefined, failure: Failure): void {
    if (child === undefined || this.#process !== child) return;
    this.#process = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    if (pending.length > 0 || !this.isDisposed) this.#options.log.failure('Runner', failure);
    for (const { reject } of pending) reject(failure);
  }

  #send(child: ChildProcess, message: RunnerInput): void {
    if (!child.connected) return;
    child.send(message, (error) => {
      // The exit handler tells everybody who waits; this is only for the log.
      if (error !== null) this.#options.log.failure(`Sending ${message.type} to the runner`, error);
    });
  }

  #receive(child: ChildProcess, received: unknown): void {
    const parsed = runnerOutputSchema.safeParse(received);
    if (!parsed.success) {
      this.#options.log.warn(`A message of the runner was ignored: ${z.prettifyError(parsed.error)}`);
      return;
    }
    this.#handle(child, parsed.data);
  }

  #handle(child: ChildProcess, message: RunnerOutput): void {
    switch (message.type) {
      case 'ready':
        if (message.protocol !== runnerProtocolVersion) {
          this.#ended(child, protocolMismatch(message.protocol));
          child.kill();
        }
        return;
      case 'recorded':
        this.#pending.get(message.id)?.listener.recorded?.(message.runId);
        return;
      case 'progress':
        this.#pending.get(message.id)?.listener.progress?.(message.progress);
        return;
      case 'answer':
        this.#take(message.id)?.resolve(message.answer);
        return;
      case 'failure': {
        const { reason, message: text, advice, place } = message.failure;
        const where = place === undefined ? {} : { place: withoutUndefined(place) };
        this.#take(message.id)?.reject(
          new Failure(reason, text, { ...(advice === undefined ? {} : { advice }), ...where }),
        );
        return;
      }
      case 'secret-request':
        void this.#answerSecretRequest(child, message);
        return;
      case 'token-request':
        void this.#answerTokenRequest(child, message);
        return;
      case 'question':
        void this.#answerQuestion(child, message.id, this.#pending.get(message.request)?.listener, message.question);
        return;
      case 'log':
        this.#log(message.level, message.message);
        return;
    }
  }

  #take(id: number): PendingRequest | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  async #answerSecretRequest(
    child: ChildProcess,
    { id, name, profile }: Extract<RunnerOutput, { type: 'secret-request' }>,
  ): Promise<void> {
    try {
      const value = await this.#options.secrets.secret(name, profile);
      this.#send(child, { type: 'secret', id, ...(value === undefined ? {} : { value }) });
    } catch (thrown) {
      this.#options.log.failure(`Reading the credential '${name}'`, thrown);
      const { advice, message, reason } = Failure.from(thrown);
      this.#send(child, {
        type: 'secret',
        id,
        failure: { reason, message, ...(advice === undefined ? {} : { advice }) },
      });
    }
  }

  async #answerTokenRequest(
    child: ChildProcess,
    { id, isRenewal, request, resource, tenant }: Extract<RunnerOutput, { type: 'token-request' }>,
  ): Promise<void> {
    const listener = this.#pending.get(request)?.listener;
    const isAwaited = listener !== undefined && listener.isInBackground !== true;
    const token = await this.#options.signIn({ resource, tenant, isRenewal, isAwaited });
    this.#send(child, { type: 'token', id, ...(token === undefined ? {} : { token }) });
  }

  async #answerQuestion(
    child: ChildProcess,
    id: number,
    listener: RequestListener | undefined,
    question: RunQuestion,
  ): Promise<void> {
    let choice: RunChoice = 'stop';
    try {
      choice = (await listener?.question?.(question)) ?? choice;
    } catch (thrown) {
      this.#options.log.failure('Asking whether to go on', thrown);
    }
    this.#send(child, { type: 'decision', id, choice });
  }

  #log(level: 'debug' | 'info' | 'warning' | 'error', message: string): void {
    const { log } = this.#options;
    if (level === 'debug') log.debug(`runner: ${message}`);
    else if (level === 'info') log.info(`runner: ${message}`);
    else log.warn(`runner: ${message}`);
  }
}

function protocolMismatch(version: number): Failure {
  return new Failure(
    'unsupported',
    `The runner speaks protocol ${version}, the extension ${runnerProtocolVersion}: they are of different builds.`,
    { advice: 'Install the extension again.' },
  );
}

/** The same place without properties that are present but undefined. */
function withoutUndefined(place: {
  readonly path: string;
  readonly line?: number | undefined;
  readonly character?: number | undefined;
}): { readonly path: string; readonly line?: number; readonly character?: number } {
  return {
    path: place.path,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.character === undefined ? {} : { character: place.character }),
  };
}
