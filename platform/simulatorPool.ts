import { availableParallelism } from 'node:os';
import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type { CircuitEvaluator, EvaluationRequest, EvaluationResult } from '#core/circuit/evaluation.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { joinRows, requireValidRequest, splitRows, usageOf } from '#core/simulator/evaluationParts.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { batchShots } from '#core/simulator/stabilizer/frameMachine.ts';
import {
  joinSamples,
  type ProgramSample,
  type ProgramSampling,
  programBytes,
} from '#core/simulator/stabilizer/sampleProgram.ts';
import { requireSimulable, stateBytes } from '#core/simulator/stateVector/stateSize.ts';
import type { KernelModule } from '#core/simulator/wasm/kernelInstance.ts';
import { canShareMemory } from '#core/simulator/wasm/webAssembly.ts';
import { expectedMemory } from './expectedMemory.ts';
import { memoryOfMachine } from './machineMemory.ts';
import { loadKernels } from './simulatorKernels.ts';
import type { WorkerAnswer, WorkerTask } from './simulatorMessages.ts';
import type { Job } from './simulatorThread.ts';
import type { TaskProgress } from './taskState.ts';
import { ThreadQueue } from './threadQueue.ts';

/** More threads than this gain little: the kernels are bound by memory. */
const mostThreads = 4;

/** Amplitude updates below which a request is not divided: about as long as a message takes. */
const smallestPart = 200_000;

/** The share of the machine's memory that tasks under way may take together. */
const memoryShare = 0.5;

const aloneNote = 'One thread did all of it, because threads cannot share memory here.';

export interface PoolOptions {
  readonly threads?: number;
  /** Bytes that tasks under way may take together; half of the machine's memory unless given. */
  readonly memoryLimit?: number;
  /**
   * Whether products and sums may be rounded once where the processor can: faster, with last digits that differ from
   * machine to machine.
   */
  readonly isRelaxed?: boolean;
  /** What runs in the threads; the variant for this host unless given. */
  readonly kernels?: () => Promise<KernelModule>;
}

/**
 * The embedded simulator in worker threads. Threads start when first needed, stay for later work and do not keep the
 * process alive while idle. A request is divided into rows, a wide circuit is worked on by all threads that have nothing
 * else to do; results are those of one thread. A thread that dies fails the task it had, or the one it helped with, and
 * another takes its place.
 */
export class SimulatorPool implements CircuitEvaluator {
  readonly #workerFile: string;
  readonly #size: number;
  readonly #memoryLimit: number;
  readonly #kernels: () => Promise<KernelModule>;
  #queue: Promise<ThreadQueue> | undefined;
  #closed = false;

  /** @param workerFile the bundle of `simulatorWorker.ts`, or that file itself where Node strips types */
  constructor(workerFile: string, options: PoolOptions = {}) {
    this.#workerFile = workerFile;
    this.#size = options.threads ?? Math.min(mostThreads, availableParallelism());
    this.#memoryLimit = options.memoryLimit ?? memoryOfMachine() * memoryShare;
    this.#kernels =
      options.kernels ?? (() => loadKernels({ isShared: canShareMemory(), isRelaxed: options.isRelaxed === true }));
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
          const memoryBytes = stateBytes(circuit.qubitCount);
          const answer = await this.#run({ task, circuit, memoryBytes, signal: shared.signal });
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

  /**
   * `simulate` of the core, in threads.
   * @param onProgress called a few times a second
   * @throws Failure as it does; `unknown` when a thread dies
   */
  async simulate(
    circuit: Circuit,
    options: SimulationOptions,
    signal: CancellationSignal = neverCancelled,
    onProgress?: (progress: TaskProgress) => void,
  ): Promise<SimulationResult> {
    const memoryBytes = expectedMemory(circuit, options);
    const task = { kind: 'simulate', circuit, options } as const;
    const answer = await this.#run({ task, circuit, memoryBytes, signal, onProgress });
    if (answer.kind !== 'simulation') throw unexpected(answer);
    const { result } = answer;
    if (this.#size === 1 || canShareMemory()) return result;
    return { ...result, why: `${result.why} ${aloneNote}` };
  }

  /**
   * `sampleProgram` of the core, the shots divided among threads.
   * @throws Failure as it does; `unknown` when a thread dies
   */
  async sampleProgram(
    program: StabilizerProgram,
    { firstShot = 0, seed, shots }: ProgramSampling,
    signal: CancellationSignal = neverCancelled,
  ): Promise<ProgramSample> {
    const batches = Math.ceil(shots / batchShots);
    const parts = Math.max(1, Math.min(this.#size, batches));
    const memoryBytes = Math.min(programBytes(program, Math.ceil(shots / parts)), this.#memoryLimit);
    const shared = new CancellationSource();
    const stopListening = signal.onCancel(() => shared.cancel());
    try {
      const samples = await Promise.all(
        Array.from({ length: parts }, async (_, part) => {
          const from = Math.min(shots, batchShots * Math.floor((batches * part) / parts));
          const to = Math.min(shots, batchShots * Math.floor((batches * (part + 1)) / parts));
          const sampling = { seed, shots: to - from, firstShot: firstShot + from };
          const task = { kind: 'sample-program', program, sampling } as const;
          const answer = await this.#run({ task, memoryBytes, signal: shared.signal });
          if (answer.kind !== 'program-sample') throw unexpected(answer);
          return answer.sample;
        }),
      );
      return joinSamples(samples);
    } finally {
      stopListening();
      shared.cancel();
    }
  }

  /** Starts a thread and loads what it runs, so that the first task does not wait for them. What fails, fails then. */
  prepare(): void {
    this.#started().then(
      (queue) => queue.prepare(),
      () => {},
    );
  }

  /** Ends all threads; what is still running or waiting fails as cancelled, and so does everything after. */
  async close(): Promise<void> {
    this.#closed = true;
    const queue = await this.#queue?.catch(() => undefined);
    await queue?.close();
  }

  /** As many as there are threads, unless the parts would be too small or their states too much memory together. */
  #partsOf(request: EvaluationRequest): number {
    const fitting = Math.floor(this.#memoryLimit / stateBytes(request.circuit.qubitCount));
    return Math.max(1, Math.min(this.#size, fitting, Math.ceil(workOf(request) / smallestPart)));
  }

  async #run(job: Job): Promise<WorkerAnswer> {
    const queue = await this.#started();
    return await queue.run(job);
  }

  async #started(): Promise<ThreadQueue> {
    if (this.#closed) throw new Failure('cancelled', 'The simulator has been closed.');
    this.#queue ??= this.#start();
    return await this.#queue;
  }

  async #start(): Promise<ThreadQueue> {
    try {
      const kernels = await this.#kernels();
      const helperCount = kernels.isShared ? this.#size - 1 : 0;
      const options = { workerFile: this.#workerFile, kernels, helperCount, isShared: canShareMemory() };
      return new ThreadQueue(options, this.#size, this.#memoryLimit);
    } catch (thrown) {
      // What is missing may be there the next time.
      this.#queue = undefined;
      throw thrown;
    }
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
