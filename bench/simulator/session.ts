import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from '#core/base/failure.ts';
import { answerSchema, type SubjectAnswer, type SubjectRequest } from './conversation.ts';

/** How a subject is started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Seconds after which a subject that does not answer is given up, unless told. */
const patience = 600;

/** Somebody who is asked one thing after the other. */
export interface Conversation {
  /**
   * @param limit seconds
   * @throws Failure `timeout` when that takes longer, after which nothing can be asked any more, `unknown` when the subject
   * breaks
   */
  ask(request: SubjectRequest, limit?: number): Promise<SubjectAnswer>;
  close(): Promise<void>;
}

/** A subject as a process of its own. */
export class Session implements Conversation {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #name: string;
  #complaints = '';

  /** @param threads that it may use, by OMP_NUM_THREADS */
  constructor(name: string, { args, command }: Program, threads: number) {
    this.#name = name;
    this.#child = spawn(command, args, {
      env: { ...process.env, OMP_NUM_THREADS: String(threads), ...keptMemory },
      stdio: 'pipe',
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-2000);
    });
    // A subject that is gone cannot be written to; that it is gone shows in its output.
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ask(request: SubjectRequest, limit: number = patience): Promise<SubjectAnswer> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#child.kill('SIGKILL');
    }, limit * 1000);
    try {
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await this.#lines.next();
      if (isLate) throw new Failure('timeout', `${this.#name} took longer than ${limit} s to ${request.operation}.`);
      if (line.done) throw this.#broken(request);
      return answerSchema.parse(JSON.parse(line.value));
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => {
      if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.once('close', resolve);
      else resolve(undefined);
    });
    this.#child.stdin.end();
    await ended;
  }

  #broken({ operation }: SubjectRequest): Failure {
    const lines = this.#complaints.trim().split('\n');
    const reason = lines.findLast((line) => /Error|Failure/.test(line)) ?? lines.at(-1) ?? '';
    return new Failure('unknown', `${this.#name} ended when it was asked to ${operation}: ${reason.trim()}`);
  }
}

/** Lets C libraries keep the memory they free, so that no run of a peer pays again for what it had before. */
const keptMemory = { MALLOC_TRIM_THRESHOLD_: String(2 ** 34), MALLOC_MMAP_THRESHOLD_: String(2 ** 34) };
