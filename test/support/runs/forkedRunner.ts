import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import {
  type RunnerAnswer,
  type RunnerFailure,
  type RunnerOutput,
  type RunnerRequest,
  runnerOutputSchema,
} from '#core/protocol/runner.ts';

type TokenRequest = Extract<RunnerOutput, { type: 'token-request' }>;

/** A runner in a process of its own, spoken to over IPC as the extension does. Its credentials are those given here. */
export class ForkedRunner {
  readonly child: ChildProcess;
  /** Everything it has sent. */
  readonly messages: RunnerOutput[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #ended: Promise<unknown>;
  #lastId = 0;
  /** What it has written to its output streams. */
  output = '';

  /** @param tokens gives those of Microsoft's sign-in; nobody is signed in without */
  constructor(
    secrets: Readonly<Record<string, string>> = {},
    tokens: (request: TokenRequest) => string | undefined = () => undefined,
  ) {
    this.child = fork(inject('runner'), [], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'] },
    });
    // Not `close`, which does not come after a disconnection.
    this.#ended = once(this.child, 'exit');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
    this.child.on('message', (received) => {
      const message = runnerOutputSchema.parse(received);
      this.messages.push(message);
      if (message.type === 'secret-request') {
        const value = secrets[message.name];
        this.send({ type: 'secret', id: message.id, ...(value === undefined ? {} : { value }) });
      }
      if (message.type === 'token-request') {
        const value = tokens(message);
        this.send({ type: 'token', id: message.id, ...(value === undefined ? {} : { token: { value } }) });
      }
      for (const watch of this.#watchers) watch();
    });
  }

  send(message: unknown): void {
    this.child.send(message as object);
  }

  /** Sends a request and returns its id. */
  begin(request: RunnerRequest): number {
    const id = ++this.#lastId;
    this.send({ type: 'request', id, request });
    return id;
  }

  /** The answer or failure of a request. */
  async end(id: number): Promise<RunnerAnswer | RunnerFailure> {
    const message = await this.first((sent) => (sent.type === 'answer' || sent.type === 'failure') && sent.id === id);
    if (message.type === 'answer') return message.answer;
    if (message.type === 'failure') return message.failure;
    throw new Error('Unreachable.');
  }

  async ask(request: RunnerRequest): Promise<RunnerAnswer | RunnerFailure> {
    return await this.end(this.begin(request));
  }

  /** The id of the run of a request, as soon as its record is stored. */
  async recorded(id: number): Promise<string> {
    const message = await this.first((sent) => sent.type === 'recorded' && sent.id === id);
    return message.type === 'recorded' ? message.runId : '';
  }

  /** The first message that fits, sent already or still to come. */
  async first(fits: (message: RunnerOutput) => boolean): Promise<RunnerOutput> {
    return await new Promise((resolve, reject) => {
      const watch = () => {
        const found = this.messages.find(fits);
        if (found === undefined) return;
        this.#watchers.delete(watch);
        resolve(found);
      };
      this.#watchers.add(watch);
      void this.#ended.then(() => reject(new Error(`The runner has ended: ${this.output}`)));
      watch();
    });
  }

  /** Ends the process without warning. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  /** Goes away as a closed window does, and waits for the process to follow. */
  async disconnect(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.#ended;
  }
}
