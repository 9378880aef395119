import { tmpdir } from 'node:os';
import * as z from 'zod';
import type { LocalAdapter } from '#core/backends/backendConfiguration.ts';
import { localPackages } from '#core/backends/local/localPackages.ts';
import type { LocalAnswer, LocalInstallation, LocalSdk, LocalWork } from '#core/backends/local/localSdk.ts';
import { type CancellationSignal, unlessCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { memoryOfMachine } from '../machineMemory.ts';
import { findPython, type PythonCommand } from './findPython.ts';
import { packageEnvironment } from './interpreterEnvironment.ts';
import { PythonProcess } from './pythonProcess.ts';
import { bridgeScript, checkedAnswer, type PythonVersions, pythonVersions } from './pythonProtocol.ts';
import { type Interpreter, refusalFailure } from './pythonRefusal.ts';

export interface PythonSdksOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The longest a piece of work may take, milliseconds; an hour unless given. */
  readonly timeout?: number;
  /** The longest an interpreter may take to say what it has, milliseconds; two minutes unless given. */
  readonly startTimeout?: number;
  /** The longest answer, bytes; 128 MB unless given. */
  readonly answerLimit?: number;
  /** The file that answers; that of the product unless given. */
  readonly script?: string;
}

const usualTimeout = 60 * 60_000;
const usualAnswerLimit = 128 * 2 ** 20;

/** A process with its package loaded is kept for the next piece of work so long, milliseconds. */
const keptFor = 60_000;

const simulatedSchema = z.object({
  counts: z.array(z.record(z.string().regex(/^[01]*$/), z.int().min(0))),
  seconds: z.number().min(0),
});

/**
 * The simulators of Python packages, each package in a process of its own, which does one piece of work after the other.
 * Processes end with this one, when their work is cancelled or takes too long, and when there is nothing to do for a while.
 */
export class PythonSdks implements LocalSdk {
  readonly memory: number = memoryOfMachine();
  readonly #options: PythonSdksOptions;
  readonly #seats = new Map<string, Seat>();

  constructor(options: PythonSdksOptions) {
    this.#options = options;
  }

  async installation(
    named: string | undefined,
    distributions: readonly string[],
    signal: CancellationSignal,
  ): Promise<LocalInstallation> {
    // One of its own: an interpreter that has run for a while does not see what was installed meanwhile.
    const command = await findPython(named, this.#options.environment);
    const process = this.#start(command);
    try {
      const found = await pythonVersions(
        process,
        command.interpreter,
        distributions,
        signal,
        this.#options.startTimeout,
      );
      const interpreter = found.executable || command.interpreter;
      return { interpreter, version: found.python, distributions: found.distributions };
    } finally {
      process.close();
    }
  }

  async run(named: string | undefined, work: LocalWork, signal: CancellationSignal): Promise<LocalAnswer> {
    const command = await findPython(named, this.#options.environment);
    const seat = this.#seat(work.adapter, command);
    return await seat.use((opened) => this.#simulate(opened, command, work, signal), signal);
  }

  /** Ends all processes. */
  close(): void {
    for (const seat of this.#seats.values()) seat.close();
    this.#seats.clear();
  }

  #seat(adapter: LocalAdapter, command: PythonCommand): Seat {
    const key = JSON.stringify([adapter, command]);
    const seat = this.#seats.get(key) ?? new Seat(() => this.#start(command));
    this.#seats.set(key, seat);
    return seat;
  }

  #start({ interpreter, parameters }: PythonCommand): PythonProcess {
    const { answerLimit = usualAnswerLimit, environment, script = bridgeScript } = this.#options;
    return new PythonProcess({
      interpreter,
      parameters,
      script,
      folder: tmpdir(),
      environment: packageEnvironment(environment),
      answerLimit,
    });
  }

  async #simulate(
    opened: OpenedProcess,
    { interpreter: name }: PythonCommand,
    { adapter, circuits, device, shots }: LocalWork,
    signal: CancellationSignal,
  ): Promise<LocalAnswer> {
    opened.versions ??= await pythonVersions(opened.process, name, [], signal, this.#options.startTimeout);
    const { executable, python } = opened.versions;
    const interpreter: Interpreter = { name: executable || name, version: python };
    const { title } = localPackages[adapter];
    const request = {
      ask: 'simulate',
      package: adapter,
      device,
      shots,
      circuits: circuits.map(({ program, seed }) => ({ ...program, ...(seed === undefined ? {} : { seed }) })),
    };
    const { timeout = usualTimeout } = this.#options;
    const reply = await opened.process.ask(request, `Simulating with ${title}`, timeout, signal).catch(advised);
    if (reply.kind === 'refusal') throw refusalFailure(reply.refusal, title, interpreter);
    const { counts, seconds } = checkedAnswer(simulatedSchema, reply.answer, title);
    if (counts.length === circuits.length && counts.every((each) => sum(each) === shots))
      return { counts, duration: 1000 * seconds };
    throw new Failure('unknown', `${title} gave counts of other circuits or shots than it was asked for.`, {
      advice: 'Install the package anew, in a version that this product was made for.',
    });
  }
}

interface OpenedProcess {
  readonly process: PythonProcess;
  versions?: PythonVersions;
}

/** One process after another, for one piece of work after the other. */
class Seat {
  readonly #start: () => PythonProcess;
  #opened: OpenedProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(start: () => PythonProcess) {
    this.#start = start;
  }

  /** Lends the process when everybody who came before is done. */
  async use<T>(work: (opened: OpenedProcess) => Promise<T>, signal: CancellationSignal): Promise<T> {
    const before = this.#last;
    let leave = () => {};
    this.#last = Promise.all([before, new Promise<void>((resolve) => (leave = resolve))]);
    try {
      await unlessCancelled(before, signal);
      clearTimeout(this.#idle);
      if (this.#opened === undefined || this.#opened.process.hasEnded) this.#opened = { process: this.#start() };
      const { process } = this.#opened;
      process.keepAwake(true);
      try {
        return await work(this.#opened);
      } finally {
        process.keepAwake(false);
        this.#idle = setTimeout(() => process.close(), keptFor);
        this.#idle.unref();
      }
    } finally {
      leave();
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#opened?.process.close();
  }
}

/** What to do about work that takes too long or tells too much. */
function advised(thrown: unknown): never {
  const { cause, message, reason, ...failure } = Failure.from(thrown);
  const advice =
    reason === 'timeout'
      ? 'Use fewer qubits or shots, or split the work.'
      : reason === 'too-large'
        ? 'Use fewer shots, or measure fewer qubits.'
        : failure.advice;
  throw new Failure(reason, message, { cause, ...(advice === undefined ? {} : { advice }) });
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
