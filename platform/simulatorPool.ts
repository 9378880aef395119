import { availableParallelism } from 'node:os';
import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator, EvaluationRequest, EvaluationResult } from '#core/circuit/evaluation.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import { joinRows, requireValidRequest, splitRows, usageOf } from '#core/simulator/evaluationParts.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { requireSimulable, stateBytes } from '#core/simulator/stateVector/stateVector.ts';
import type { WorkerAnswer, WorkerTask } from './simulatorMessages.ts';
import { SimulatorThread } from './simulatorThread.ts';

/** More threads than this gain little: the kernels are bound by memory. */
const mostThreads = 4;

/** Amplitude updates below which a request is not divided: about as long as a message takes. */
const smallestPart = 200_000;

/** Bytes of the states that the threads together may work on. */
const stateMemory = 4 * 2 ** 30;

interface Job {
  readonly task: WorkerTask;
  /** The circuit of an evaluation, which a thread may still have. */
  readonly circuit: Circuit;
  readonly signal: CancellationSignal;
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (failure: Failure) => void;
}

/**
 * The embedded simulator in worker threads. Threads start when first needed, stay for later work and do not keep the
 * process alive while idle. A request is divided into rows; results are those of `createLocalEvaluator`, however many
 * threads there are. A thread that dies fails the task it had, and another takes its place.
 */
export class SimulatorPool implements CircuitEvaluator {
  readonly #workerFile: string;
  readonly #size: number;
  readonly #threads = new Set<SimulatorThread>();
  readonly #queue: Job[] = [];
  #closed = false;

  /** @param workerFile the bundle of `simulatorWorker.ts`, or that file itself where Node strips types */
  constructor(workerFile: string, threads = Math.min(mostThreads, availableParallelism())) {
    this.#workerFile = workerFile;
    this.#size = threads;
  }

  /** @throws Failure as `createLocalEvaluator`; `unknown` when a thread dies */
  async evaluate(request: EvaluationRequest, signal: CancellationSignal): Promise<EvaluationResult> {
    const started = performance.now();
    requireValidRequest(request);
    requireSimulable(request.circuit.qubitCount);
    const { circuit, ...rest } = request;
    const parts = splitRows(request, this.#partsOf(request));
    // One failed part makes the others useless.
    const shared = new CancellationSource();
    const stopListening = signal.onCancel(() => shared.cancel());
    try {
      const rows = await Promise.all(
        parts.map(async (range) => {
          const task: WorkerTask = { kind: 'evaluate', request: rest, rows: range };
          const answer = await this.#run(task, circuit, shared.signal);
          if (answer.kind !== 'rows') throw unexpected(answer);
          return split(answer.values, range.to - range.from);
        }),
      );
      return { rows: joinRows(request, rows), usage: usageOf(request, performance.now() - started) };
    } finally {
      stopListening();
      shared.cancel();
    }
  }

  /** `simulate` of the core, in a thread. @throws Failure as it does; `unknown` when the thread dies */
  async simulate(
    circuit: Circuit,
    options: SimulationOptions,
    signal: CancellationSignal = neverCancelled,
  ): Promise<SimulationResult> {
    const answer = await this.#run({ kind: 'simulate', circuit, options }, circuit, signal);
    if (answer.kind !== 'simulation') throw unexpected(answer);
    return answer.result;
  }

  /** Ends all threads; what is still running or waiting fails as cancelled, and so does everything after. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(closedFailure());
    await Promise.all([...this.#threads].map((thread) => thread.end(closedFailure())));
  }

  /** As many as there are threads, unless the parts would be too small or their states too much memory together. */
  #partsOf(request: EvaluationRequest): number {
    const fitting = Math.floor(stateMemory / stateBytes(request.circuit.qubitCount));
    return Math.max(1, Math.min(this.#size, fitting, Math.ceil(workOf(request) / smallestPart)));
  }

  #run(task: WorkerTask, circuit: Circuit, signal: CancellationSignal): Promise<WorkerAnswer> {
    if (this.#closed) return Promise.reject(closedFailure());
    if (signal.isCancelled) return Promise.reject(new Failure('cancelled', 'Cancelled.'));
    return new Promise((resolve, reject) => {
      const stopListening = signal.onCancel(() => {
        const place = this.#queue.indexOf(job);
        if (place < 0) return;
        this.#queue.splice(place, 1);
        reject(new Failure('cancelled', 'Cancelled.'));
      });
      const job: Job = {
        task,
        circuit,
        signal,
        resolve: (answer) => {
          stopListening();
          resolve(answer);
        },
        reject: (failure) => {
          stopListening();
          reject(failure);
        },
      };
      this.#queue.push(job);
      this.#assign();
    });
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idleThread();
      const job = thread && this.#queue.shift();
      if (!thread || !job) return;
      thread
        .run(job.task, job.circuit, job.signal)
        .then(job.resolve, (thrown) => job.reject(Failure.from(thrown)))
        .finally(() => this.#assign());
    }
  }

  #idleThread(): SimulatorThread | undefined {
    for (const thread of this.#threads) if (thread.isIdle) return thread;
    if (this.#closed || this.#threads.size >= this.#size) return undefined;
    const thread = new SimulatorThread(this.#workerFile, () => this.#threads.delete(thread));
    this.#threads.add(thread);
    return thread;
  }
}

/** A rough number of amplitude updates. */
function workOf({ bindings, circuit, output }: EvaluationRequest): number {
  const states = bindings.length + (output.kind === 'fidelity-kernel' ? (output.others?.length ?? 0) : 0);
  const overlaps =
    output.kind === 'fidelity-kernel' ? bindings.length * (output.others?.length ?? bindings.length / 2) : 0;
  return 2 ** circuit.qubitCount * (states * (circuit.operations.length + 1) + overlaps);
}

function split(values: Float64Array, rows: number): Float64Array[] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
}

function unexpected(answer: WorkerAnswer): Failure {
  return answer.kind === 'failed'
    ? new SourceFailure(answer.reason, answer.message, answer.source, answer.advice)
    : new Failure('unknown', `The simulator thread answered with ${answer.kind}.`);
}

function closedFailure(): Failure {
  return new Failure('cancelled', 'The simulator has been closed.');
}
