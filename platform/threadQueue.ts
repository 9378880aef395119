import { Failure } from '#core/base/failure.ts';
import { HelperAssignment } from './helperAssignment.ts';
import type { WorkerAnswer } from './simulatorMessages.ts';
import { type Job, SimulatorThread, type ThreadOptions } from './simulatorThread.ts';

interface WaitingJob extends Job {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (failure: Failure) => void;
}

/** Milliseconds between two looks at how far tasks are. */
const progressInterval = 100;

/**
 * Threads that take jobs in the order they come. One that finds nothing to do helps those whose task is wide, until
 * there is a job for it. Jobs that together would take too much memory wait for each other; a single one never does.
 */
export class ThreadQueue {
  readonly #options: ThreadOptions;
  readonly #size: number;
  readonly #memoryLimit: number;
  readonly #helpers: HelperAssignment;
  readonly #threads = new Set<SimulatorThread>();
  readonly #running = new Map<SimulatorThread, Job>();
  readonly #waiting: WaitingJob[] = [];
  #closed = false;
  #progressTimer: NodeJS.Timeout | undefined;

  /** @param memoryLimit bytes that the jobs under way may take together */
  constructor(options: ThreadOptions, size: number, memoryLimit: number) {
    this.#options = options;
    this.#size = size;
    this.#memoryLimit = memoryLimit;
    this.#helpers = new HelperAssignment(options.helperCount);
  }

  /** @throws Failure `cancelled`, also when the queue is closed; `unknown` when the thread dies */
  run(job: Job): Promise<WorkerAnswer> {
    if (this.#closed) return Promise.reject(closedFailure());
    if (job.signal.isCancelled) return Promise.reject(new Failure('cancelled', 'Cancelled.'));
    return new Promise((resolve, reject) => {
      const stopListening = job.signal.onCancel(() => {
        const place = this.#waiting.indexOf(waiting);
        if (place < 0) return;
        this.#waiting.splice(place, 1);
        reject(new Failure('cancelled', 'Cancelled.'));
      });
      const waiting: WaitingJob = {
        ...job,
        resolve: (answer) => {
          stopListening();
          resolve(answer);
        },
        reject: (failure) => {
          stopListening();
          reject(failure);
        },
      };
      this.#waiting.push(waiting);
      this.#assign();
    });
  }

  /** Starts a thread, if there is none yet, so that the first job does not wait for it. */
  prepare(): void {
    if (this.#threads.size === 0) this.#startThread();
  }

  /** Ends all threads; what is still running or waiting fails as cancelled, and so does everything after. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#progressTimer);
    for (const job of this.#waiting.splice(0)) job.reject(closedFailure());
    await Promise.all([...this.#threads].map((thread) => thread.end(closedFailure())));
  }

  #assign(): void {
    for (let job = this.#waiting[0]; job && this.#hasMemoryFor(job); job = this.#waiting[0]) {
      const thread = this.#idleThread();
      if (!thread) {
        this.#helpers.recall(this.#waiting.length);
        return;
      }
      this.#waiting.shift();
      this.#start(thread, job);
    }
    // If jobs are left, they wait for the memory of those that are helped.
    while (this.#helpers.hasRoom) {
      const thread = this.#idleThread();
      if (!thread) return;
      this.#helpers.send(thread);
    }
  }

  #start(thread: SimulatorThread, job: WaitingJob): void {
    this.#running.set(thread, job);
    if (job.onProgress) this.#progressTimer ??= setInterval(() => this.#tellProgress(), progressInterval).unref();
    thread.run(job).then(job.resolve, (thrown: unknown) => job.reject(Failure.from(thrown)));
  }

  #hasMemoryFor(job: Job): boolean {
    const taken = [...this.#running.values()].reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    return taken === 0 || taken + job.memoryBytes <= this.#memoryLimit;
  }

  #idleThread(): SimulatorThread | undefined {
    for (const thread of this.#threads) if (thread.isIdle) return thread;
    return this.#threads.size < this.#size ? this.#startThread() : undefined;
  }

  #startThread(): SimulatorThread | undefined {
    if (this.#closed) return undefined;
    const thread = new SimulatorThread(this.#options, {
      seeksHelpers: (control) => {
        this.#helpers.open(thread, control);
        this.#assign();
      },
      endsSearch: () => this.#helpers.close(thread),
      isFree: () => this.#free(thread, false),
      hasEnded: () => {
        this.#threads.delete(thread);
        this.#free(thread, true);
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  #free(thread: SimulatorThread, died: boolean): void {
    this.#running.delete(thread);
    this.#helpers.close(thread);
    this.#helpers.release(thread, died);
    if (![...this.#running.values()].some(({ onProgress }) => onProgress)) {
      clearInterval(this.#progressTimer);
      this.#progressTimer = undefined;
    }
    if (!this.#closed) this.#assign();
  }

  #tellProgress(): void {
    for (const [thread, { onProgress, signal }] of this.#running) {
      if (onProgress && !signal.isCancelled && thread.progress) onProgress(thread.progress);
    }
  }
}

function closedFailure(): Failure {
  return new Failure('cancelled', 'The simulator has been closed.');
}
