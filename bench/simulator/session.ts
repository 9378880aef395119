import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Failure } from '#core/base/failure.ts';
import { answerSchema, type SubjectAnswer, type SubjectRequest } from './conversation.ts';

/** How a subject is started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Seconds after which a subject that does not answer is given up. */
const patience = 600;

/** A running subject, asked one thing after the other. */
export class Session {
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

  /** @throws Failure `unknown` when the subject breaks or takes too long */
  async ask(request: SubjectRequest): Promise<SubjectAnswer> {
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), patience * 1000);
    try {
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await this.#lines.next();
      if (line.done) throw this.#broken(request);
      return answerSchema.parse(JSON.parse(line.value));
    } finally {
      clearTimeout(limit);
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
