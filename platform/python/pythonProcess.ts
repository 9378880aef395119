import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import * as z from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { interpreterAdvice } from './findPython.ts';

export interface PythonProcessOptions {
  /** A path, or a name on the search path. */
  readonly interpreter: string;
  /** Of the interpreter, before those of ours. */
  readonly parameters?: readonly string[];
  /** The file that answers. */
  readonly script: string;
  /** The folder the user's code runs in. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The longest answer, bytes. */
  readonly answerLimit: number;
}

/** What the other side could not do, in its words. */
export interface PythonRefusal {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

export type PythonReply =
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly refusal: PythonRefusal };

const replySchema = z.union([
  z.object({ id: z.int(), answer: z.unknown() }).refine((reply) => reply.answer !== undefined),
  z.object({ id: z.int(), failure: z.looseObject({ kind: z.string() }) }),
]);

interface Pending {
  readonly resolve: (reply: PythonReply) => void;
  readonly reject: (failure: Failure) => void;
}

/** How much of what the user's code prints is kept for when the interpreter dies, characters. */
const keptOutput = 4000;

const lineBreak = 0x0a;

/**
 * One Python interpreter with a script of ours, which answers a JSON document a line. It runs in a process group of its
 * own without a shell, and ends with everything it started when it is closed, when an answer takes too long or is too
 * long, when a request is cancelled, and when this process ends in whatever way. After its end every request fails with
 * the reason of the end.
 */
export class PythonProcess {
  readonly #options: PythonProcessOptions;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #pending = new Map<number, Pending>();
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  #printed = '';
  #lastId = 0;
  #end: Failure | undefined;

  constructor(options: PythonProcessOptions) {
    this.#options = options;
    this.#child = spawn(options.interpreter, [...(options.parameters ?? []), '-X', 'utf8', '-u', options.script], {
      cwd: options.folder,
      env: { ...options.environment },
      // A process group of its own, so that all of it can be ended.
      detached: process.platform !== 'win32',
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.on('error', (cause) => this.#finish(startFailure(options, cause)));
    // What it started goes with it; only then do the pipes close, and everything that was printed is here.
    this.#child.on('exit', () => killGroup(this.#child));
    this.#child.on('close', (code, signal) => this.#finish(this.#deathFailure(code, signal)));
    this.#child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printed = (this.#printed + text).slice(-keptOutput);
    });
    // Writing to a process that has ended is told by its end.
    this.#child.stdin.on('error', () => {});
  }

  /**
   * Asks for something.
   * @param what is being done, to end the sentence “… took longer than”
   * @throws Failure `timeout`, `cancelled`, `too-large`, `not-found` when the interpreter cannot be started, `unknown` when it died
   */
  async ask(
    request: Readonly<Record<string, unknown>>,
    what: string,
    timeout: number,
    signal: CancellationSignal,
  ): Promise<PythonReply> {
    if (this.#end) throw this.#end;
    const id = ++this.#lastId;
    let timer: NodeJS.Timeout | undefined;
    let stopListening = () => {};
    try {
      return await new Promise<PythonReply>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        timer = setTimeout(() => this.#finish(timeoutFailure(what, timeout)), timeout);
        stopListening = signal.onCancel(() => this.#finish(new Failure('cancelled', 'Cancelled.')));
        if (!this.#end) this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
      });
    } finally {
      clearTimeout(timer);
      stopListening();
      this.#pending.delete(id);
    }
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Whether this process waits for the interpreter before it ends; it does unless told otherwise. */
  keepAwake(wanted: boolean): void {
    for (const part of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if (part !== this.#child && !(part instanceof Socket)) continue;
      if (wanted) part.ref();
      else part.unref();
    }
  }

  /** Ends the interpreter and everything it has started. */
  close(): void {
    this.#finish(new Failure('cancelled', 'The Python interpreter was closed.'));
  }

  #finish(failure: Failure): void {
    if (this.#end) return;
    this.#end = failure;
    this.#chunks = [];
    if (this.#child.exitCode === null && this.#child.signalCode === null) killGroup(this.#child);
    for (const { reject } of [...this.#pending.values()]) reject(failure);
  }

  #receive(chunk: Buffer): void {
    let rest = chunk;
    while (!this.#end) {
      const end = rest.indexOf(lineBreak);
      const part = end < 0 ? rest : rest.subarray(0, end);
      this.#chunks.push(part);
      this.#chunkBytes += part.length;
      if (this.#chunkBytes > this.#options.answerLimit) {
        this.#finish(answerTooLarge(this.#options.answerLimit));
        return;
      }
      if (end < 0) return;
      const line = Buffer.concat(this.#chunks).toString('utf8');
      this.#chunks = [];
      this.#chunkBytes = 0;
      this.#answer(line);
      rest = rest.subarray(end + 1);
      if (rest.length === 0) return;
    }
  }

  #answer(line: string): void {
    let reply: z.infer<typeof replySchema>;
    try {
      reply = replySchema.parse(JSON.parse(line));
    } catch (cause) {
      const message = `The Python interpreter ${this.#options.interpreter} answered something that is no answer.`;
      this.#finish(new Failure('unknown', message, { cause, advice: 'Check that it is a plain Python interpreter.' }));
      return;
    }
    const pending = this.#pending.get(reply.id);
    if ('failure' in reply) pending?.resolve({ kind: 'refusal', refusal: reply.failure });
    else pending?.resolve({ kind: 'answer', answer: reply.answer });
  }

  #deathFailure(code: number | null, signal: NodeJS.Signals | null): Failure {
    const how = signal === null ? `with code ${code ?? 0}` : `by ${signal}`;
    const last = this.#printed.trim().split('\n').at(-1)?.slice(0, 300);
    return new Failure(
      'unknown',
      `The Python interpreter ${this.#options.interpreter} ended ${how} before it had answered${last ? `: ${last}` : ''}.`,
      {
        advice:
          'A package that crashes, too little memory, or a file that is no Python 3 interpreter end it like that.',
        ...(this.#printed === '' ? {} : { cause: new Error(this.#printed) }),
      },
    );
  }
}

/** Ends a process that leads its group, with the group. */
function killGroup(child: ChildProcessWithoutNullStreams): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on('error', () =>
      child.kill(),
    );
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

function startFailure({ folder, interpreter }: PythonProcessOptions, cause: Error): Failure {
  const code = 'code' in cause ? cause.code : undefined;
  const advice = interpreterAdvice;
  if (code === 'ENOENT' && !existsSync(folder))
    return new Failure('not-found', `The folder ${folder}, in which Python is to run, is gone.`, { cause });
  if (code === 'ENOENT')
    return new Failure('not-found', `There is no Python interpreter ${interpreter}.`, { advice, cause });
  return new Failure('unreadable', `The Python interpreter ${interpreter} cannot be started: ${cause.message}.`, {
    advice,
    cause,
  });
}

function timeoutFailure(what: string, timeout: number): Failure {
  const limit = timeout % 1000 === 0 ? `${timeout / 1000} s` : `${timeout} ms`;
  return new Failure('timeout', `${what} took longer than ${limit} and was ended.`, {
    advice: 'Give it more time with timeout under with, such as timeout: 30m.',
  });
}

function answerTooLarge(limit: number): Failure {
  return new Failure('too-large', `An answer of Python is longer than ${Math.round(limit / 2 ** 20)} MB.`, {
    advice: 'Let the step or model give fewer columns, or use fewer rows.',
  });
}
