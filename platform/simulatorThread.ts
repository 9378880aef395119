import { type MessagePort, Worker } from 'node:worker_threads';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import type {
  HelpMessage,
  TaskMessage,
  WorkerAnswer,
  WorkerNotice,
  WorkerStart,
  WorkerTask,
} from './simulatorMessages.ts';
import { type TaskProgress, TaskState } from './taskState.ts';

/** Milliseconds after which a thread that does not notice that its task is cancelled is ended. */
const patience = 3000;

/** A task for a thread. */
export interface Job {
  readonly task: WorkerTask;
  /** The circuit of an evaluation, gradient or inspection, which a thread may still have. */
  readonly circuit?: Circuit;
  /** What it is expected to take. */
  readonly memoryBytes: number;
  readonly signal: CancellationSignal;
  readonly onProgress?: ((progress: TaskProgress) => void) | undefined;
}

interface Task {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (failure: Failure) => void;
  readonly stopListening: () => void;
  readonly timers: NodeJS.Timeout[];
}

/** MiB for objects that live shortly; without a limit a busy thread keeps more than 100 for good. */
const youngObjects = 16;

export interface ThreadOptions {
  /** The bundle of `simulatorWorker.ts`, or that file itself where Node strips types. */
  readonly workerFile: string;
  readonly kernels: KernelModule;
  /** How many other threads may help it. */
  readonly helperCount: number;
  /** Whether threads may share memory. */
  readonly isShared: boolean;
}

/** What a thread tells the pool besides the outcome of its tasks. */
export interface ThreadListener {
  /** Its task can use helpers, who are brought together by the control. */
  seeksHelpers(control: SharedArrayBuffer): void;
  /** Its task needs no more helpers. */
  endsSearch(): void;
  /** It can take a task again. */
  isFree(): void;
  /** Called once, when it has ended or must not be used any more. */
  hasEnded(): void;
}

/** One worker thread of the pool. It has a task, or helps another thread, or is idle; it keeps the process alive only with a task. */
export class SimulatorThread {
  readonly #worker: Worker;
  readonly #state: TaskState | undefined;
  readonly #listener: ThreadListener;
  #task: Task | undefined;
  #occupation: 'none' | 'task' | 'help' = 'none';
  #isReady = false;
  #ended = false;
  /** The circuit the thread compiled last. */
  #known: WeakRef<Circuit> | undefined;

  constructor({ helperCount, isShared, kernels, workerFile }: ThreadOptions, listener: ThreadListener) {
    this.#listener = listener;
    const buffer = isShared ? new SharedArrayBuffer(TaskState.bytes) : undefined;
    this.#state = buffer && new TaskState(buffer);
    const start: WorkerStart = { state: buffer, kernels, helperCount };
    // The simulator needs nothing from the environment, where credentials may be.
    this.#worker = new Worker(workerFile, {
      workerData: start,
      env: {},
      execArgv: [],
      name: 'simulator',
      resourceLimits: { maxYoungGenerationSizeMb: youngObjects },
    });
    this.#worker.on('message', (answer: WorkerAnswer | WorkerNotice) => this.#hear(answer));
    this.#worker.on('error', (error) => this.#end(diedFailure(error)));
    this.#worker.on('exit', () => this.#end(diedFailure(undefined)));
    this.#worker.unref();
  }

  get isIdle(): boolean {
    return this.#occupation === 'none' && !this.#ended;
  }

  /** Of the task at hand. */
  get progress(): TaskProgress | undefined {
    return this.#state?.progress;
  }

  /**
   * Runs a task on an idle thread. Cancelled, it fails at once; the thread is idle again when it has noticed.
   * @throws Failure `cancelled`, or `unknown` when the thread dies
   */
  run({ circuit, memoryBytes, signal, task }: Job): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      this.#state?.reset();
      this.#occupation = 'task';
      this.#task = { resolve, reject, stopListening: () => {}, timers: [] };
      this.#worker.ref();
      const message: TaskMessage = { kind: 'task', task: this.#withCircuit(task, circuit), memoryBytes };
      this.#worker.postMessage(message);
      const stopListening = signal.onCancel(() => this.#cancel());
      if (this.#task) this.#task = { ...this.#task, stopListening };
    });
  }

  /** Sends an idle thread to help another one, whom it hears of through the port. */
  help(port: MessagePort, seat: number): void {
    this.#occupation = 'help';
    this.#send({ kind: 'help', port, seat }, [port]);
  }

  /** Asks it to come back from helping. */
  callBack(): void {
    this.#send({ kind: 'return' });
  }

  /** Tells the thread, while it works, of a helper that waits at the other end of the port. */
  announceHelper(port: MessagePort): void {
    this.#send({ kind: 'helper', port }, [port]);
    this.#state?.announceHelper();
  }

  /** Ends the thread; its task fails with the given failure. */
  async end(failure: Failure): Promise<void> {
    this.#end(failure);
    await this.#worker.terminate();
  }

  #send(message: HelpMessage, transfer: readonly MessagePort[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #hear(answer: WorkerAnswer | WorkerNotice): void {
    switch (answer.kind) {
      case 'ready':
        this.#isReady = true;
        // A thread that starts slowly is not to blame for not noticing.
        if (this.#task && this.#state?.isCancelled) this.#endUnlessNoticed(this.#task);
        return;
      case 'seek-helpers':
        this.#listener.seeksHelpers(answer.control);
        return;
      case 'end-search':
        this.#listener.endsSearch();
        return;
      case 'helped':
        this.#occupation = 'none';
        this.#listener.isFree();
        return;
      default:
        if (answer.kind === 'failed') this.#known = undefined;
        this.#occupation = 'none';
        this.#settle((task) => task.resolve(answer));
        this.#listener.isFree();
    }
  }

  /** Leaves the circuit out when the thread still has it from the task before. */
  #withCircuit(task: WorkerTask, circuit: Circuit | undefined): WorkerTask {
    if (task.kind === 'simulate' || task.kind === 'sample-program') return task;
    if (circuit === undefined || this.#known?.deref() === circuit) return task;
    this.#known = new WeakRef(circuit);
    return { ...task, circuit };
  }

  #cancel(): void {
    const task = this.#task;
    if (!task) return;
    const cancelled = new Failure('cancelled', 'Cancelled.');
    if (!this.#state) {
      // There is no way to tell it.
      void this.end(cancelled);
      return;
    }
    this.#state.cancel();
    // It no longer has the circuit, as far as anybody knows.
    this.#known = undefined;
    task.reject(cancelled);
    if (this.#isReady) this.#endUnlessNoticed(task);
  }

  #endUnlessNoticed(task: Task): void {
    const end = () => void this.end(new Failure('cancelled', 'Cancelled.'));
    task.timers.push(setTimeout(end, patience));
  }

  #settle(how: (task: Task) => void): void {
    const task = this.#task;
    if (!task) return;
    this.#task = undefined;
    for (const timer of task.timers) clearTimeout(timer);
    task.stopListening();
    this.#worker.unref();
    how(task);
  }

  #end(failure: Failure): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#listener.hasEnded();
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
