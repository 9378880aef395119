import { Worker } from 'node:worker_threads';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { WorkerAnswer, WorkerStart, WorkerTask } from './simulatorMessages.ts';

/** How long a cancelled task may take to notice, in milliseconds, before its thread is ended. */
const patience = 1000;

interface Task {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (failure: Failure) => void;
  readonly stopListening: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** One worker thread of the pool, with at most one task. It keeps the process alive only while it has one. */
export class SimulatorThread {
  readonly #worker: Worker;
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #onEnd: () => void;
  #task: Task | undefined;
  #ended = false;
  /** The circuit the thread compiled last. */
  #known: WeakRef<Circuit> | undefined;

  /** @param onEnd called once, when the thread has ended or must not be used again */
  constructor(workerFile: string, onEnd: () => void) {
    this.#onEnd = onEnd;
    const start: WorkerStart = { cancelled: this.#cancelled };
    // The simulator needs nothing from the environment, where credentials may be.
    this.#worker = new Worker(workerFile, { workerData: start, env: {}, execArgv: [], name: 'simulator' });
    this.#worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'failed') this.#known = undefined;
      this.#settle((task) => task.resolve(answer));
    });
    this.#worker.on('error', (error) => this.#end(diedFailure(error)));
    this.#worker.on('exit', () => this.#end(diedFailure(undefined)));
    this.#worker.unref();
  }

  get isIdle(): boolean {
    return this.#task === undefined && !this.#ended;
  }

  /**
   * Runs a task on an idle thread.
   * @throws Failure `cancelled`, or `unknown` when the thread dies
   */
  run(task: WorkerTask, circuit: Circuit, signal: CancellationSignal): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      Atomics.store(this.#cancelled, 0, 0);
      this.#task = { resolve, reject, stopListening: () => {}, timer: undefined };
      this.#worker.ref();
      this.#worker.postMessage(this.#withCircuit(task, circuit));
      const stopListening = signal.onCancel(() => this.#cancel());
      if (this.#task) this.#task = { ...this.#task, stopListening };
    });
  }

  /** Ends the thread; its task fails with the given failure. */
  async end(failure: Failure): Promise<void> {
    this.#end(failure);
    await this.#worker.terminate();
  }

  /** Leaves the circuit out when the thread still has it from the evaluation before. */
  #withCircuit(task: WorkerTask, circuit: Circuit): WorkerTask {
    if (task.kind !== 'evaluate' || this.#known?.deref() === circuit) return task;
    this.#known = new WeakRef(circuit);
    return { ...task, circuit };
  }

  #cancel(): void {
    Atomics.store(this.#cancelled, 0, 1);
    if (this.#task) {
      this.#task.timer = setTimeout(() => void this.end(new Failure('cancelled', 'Cancelled.')), patience);
    }
  }

  #settle(how: (task: Task) => void): void {
    const task = this.#task;
    if (!task) return;
    this.#task = undefined;
    clearTimeout(task.timer);
    task.stopListening();
    this.#worker.unref();
    how(task);
  }

  #end(failure: Failure): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#onEnd();
    }
    this.#settle((task) => task.reject(failure));
  }
}

function diedFailure(error: unknown): Failure {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new Failure('too-large', 'The simulator ran out of memory.', {
      advice: 'Use fewer qubits or fewer shots.',
      cause: error,
    });
  }
  return new Failure('unknown', `The simulator thread ended unexpectedly${describe(error)}.`, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? ` (${error.message})` : '';
}
