import { availableParallelism } from 'node:os';
import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import type {
  CircuitEvaluator,
  EvaluationRequest,
  EvaluationResult,
  GradientAnswer,
  GradientRequest,
} from '#core/circuit/evaluation.ts';
import { SourceFailure } from '#core/circuit/sourceFailure.ts';
import type { StabilizerProgram } from '#core/circuit/stabilizerProgram.ts';
import { joinRows, requireValidRequest, splitRows, usageOf } from '#core/simulator/evaluationParts.ts';
import { gradientByEvaluator, noShots } from '#core/simulator/gradient/gradient.ts';
import { widestDensity } from '#core/simulator/method/chooseMethod.ts';
import { densityMatrixBytes } from '#core/simulator/noise/densityMatrix/densityMatrixMethod.ts';
import type { NoiseModel } from '#core/simulator/noise/noiseModel.ts';
import { trajectoryBytes } from '#core/simulator/noise/trajectories/waitingStates.ts';
import { shotRanges } from '#core/simulator/program/shotRanges.ts';
import { mostBranchesOf } from '#core/simulator/readout/outcomeBranches.ts';
import type { StateInspection, StateQuestion } from '#core/simulator/readout/stateInspection.ts';
import { joinSimulation } from '#core/simulator/simulatePart.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import type { SimulationResult } from '#core/simulator/simulationResult.ts';
import { reverseWork } from '#core/simulator/smallCircuits/runPasses.ts';
import { mostSmallQubits } from '#core/simulator/smallCircuits/smallCircuit.ts';
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
import { CallingThread } from './callingThread.ts';
import { expectedMemory } from './expectedMemory.ts';
import { JointProgress } from './jointProgress.ts';
import { memoryOfMachine } from './machineMemory.ts';
import { packRows, unpackGradients } from './packedRows.ts';
import { loadKernels } from './simulatorKernels.ts';
import type { WorkerAnswer, WorkerTask } from './simulatorMessages.ts';
import type { Job } from './simulatorThread.ts';
import type { TaskProgress } from './taskState.ts';
import { ThreadQueue } from './threadQueue.ts';

/** More threads than this gain little: the kernels are bound by memory. */
const mostThreads = 4;

/** Amplitude updates of a part below which a request is not divided: about as long as a message takes. */
const smallestPart = 200_000;

/** Amplitude updates, a millisecond or two, below which a request stays in this thread: rows have to be packed and copied. */
const smallestTask = 1_500_000;

/** How many amplitude updates take as long as a shot, and as an entry of a kernel that is estimated from shots. */
const shotWork = 16;
const drawnEntryWork = 2000;

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
 * The embedded simulator in worker threads, and in the calling thread for requests that are done before a message would
 * be there. Threads start when first needed, stay for later work and do not keep the
 * process alive while idle. A request is divided into rows, a wide circuit is worked on by all threads that have nothing
 * else to do, shots that are run one by one are shared; results are those of one thread. A thread that dies fails the task
 * it had, or the one it helped with, and another takes its place.
 */
export class SimulatorPool implements CircuitEvaluator {
  readonly #workerFile: string;
  readonly #size: number;
  readonly #memoryLimit: number;
  readonly #kernels: () => Promise<KernelModule>;
  #module: Promise<KernelModule> | undefined;
  #queue: Promise<ThreadQueue> | undefined;
  #callingThread: CallingThread | undefined;
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
    requireValidRequest(request);
    requireSimulable(request.circuit.qubitCount);
    return await this.#evaluate(request, stateBytes(request.circuit.qubitCount), workOf(request), signal);
  }

  /**
   * The evaluator of a device with this noise: exact averages without shots, on the density matrix; shot by shot where that is too large.
   * Its functions throw Failure as `createLocalEvaluator`; `unsupported` for gradients by the adjoint method.
   */
  withNoise(noise: NoiseModel): CircuitEvaluator {
    // A thread knows a circuit by its identity, and compiles it anew for every noise.
    const twins = new WeakMap<Circuit, Circuit>();
    const evaluate = async (request: EvaluationRequest, signal: CancellationSignal): Promise<EvaluationResult> => {
      requireValidRequest(request);
      const circuit = twins.get(request.circuit) ?? { ...request.circuit };
      twins.set(request.circuit, circuit);
      const width = circuit.qubitCount;
      // The density matrix and one that is turned to other axes; or states of shots to which different things happened.
      const bytes =
        width > widestDensity ? trajectoryBytes(stateBytes(width), request.shots ?? 1) : 2 * densityMatrixBytes(width);
      const factor = width > widestDensity ? (request.shots ?? 1) : 2 ** width;
      return await this.#evaluate({ ...request, circuit }, bytes, factor * stateWorkOf(request), signal, noise);
    };
    return { evaluate, gradient: (request, signal) => gradientByEvaluator({ evaluate }, request, signal) };
  }

  async #evaluate(
    request: EvaluationRequest,
    memoryBytes: number,
    work: number,
    signal: CancellationSignal,
    noise?: NoiseModel,
  ): Promise<EvaluationResult> {
    const started = performance.now();
    const { bindings, circuit, ...rest } = request;
    const here = noise ? undefined : await this.#hereFor(circuit, work);
    if (here) {
      const rows = joinRows(request, [here.evaluate(request, signal)]);
      return { rows, usage: usageOf(request, performance.now() - started) };
    }
    const sent = { ...rest, bindings: packRows(bindings) };
    const ranges = splitRows(request, this.#mostParts(memoryBytes, Math.ceil(work / smallestPart)));
    const tasks = ranges.map(
      (rows): WorkerTask => ({ kind: 'evaluate', request: sent, rows, ...(noise && { noise }) }),
    );
    const answers = await this.#runAll(tasks, { circuit, memoryBytes, signal });
    const rows = answers.map((answer, part) => {
      if (answer.kind !== 'rows') throw unexpected(answer);
      const { from, to } = ranges[part] ?? { from: 0, to: 0 };
      return split(answer.values, to - from);
    });
    return { rows: joinRows(request, rows), usage: usageOf(request, performance.now() - started) };
  }

  /**
   * `gradient` of the core, the rows or the values at shifted angles divided among threads.
   * @throws Failure as it does; `unknown` when a thread dies
   */
  async gradient(request: GradientRequest, signal: CancellationSignal): Promise<GradientAnswer> {
    if (request.method !== 'adjoint') return await gradientByEvaluator(this, request, signal);
    const started = performance.now();
    const { bindings, circuit, observables, shots } = request;
    const values: EvaluationRequest = { ...request, output: { kind: 'expectations', observables } };
    requireValidRequest(values);
    requireSimulable(circuit.qubitCount);
    if (shots !== undefined) throw noShots();
    // The state, the bra, and the state again for the next observable.
    const memoryBytes = stateBytes(circuit.qubitCount) * (observables.length > 1 ? 3 : 2);
    const work = workOf(values) * (1 + reverseWork * observables.length);
    const here = await this.#hereFor(circuit, work);
    if (here) {
      const rows = here.differentiate(request, signal);
      return { rows, usage: usageOf(values, performance.now() - started) };
    }
    const ranges = splitRows(values, this.#mostParts(memoryBytes, Math.ceil(work / smallestPart)));
    const sent = { bindings: packRows(bindings), observables };
    const tasks = ranges.map((rows): WorkerTask => ({ kind: 'gradient', request: sent, rows }));
    const answers = await this.#runAll(tasks, { circuit, memoryBytes, signal });
    const rows = answers.flatMap((answer, part) => {
      if (answer.kind !== 'gradients') throw unexpected(answer);
      const { from, to } = ranges[part] ?? { from: 0, to: 0 };
      return unpackGradients(answer, to - from);
    });
    return { rows, usage: usageOf(values, performance.now() - started) };
  }

  /**
   * The state of a circuit at one of its moments. The next question about the same circuit is answered sooner.
   * @throws Failure as `StateInspector`; `unknown` when a thread dies
   */
  async inspect(circuit: Circuit, question: StateQuestion, signal: CancellationSignal): Promise<StateInspection> {
    requireSimulable(circuit.qubitCount);
    const bytes = stateBytes(circuit.qubitCount);
    // The states there may be, a copy of one, and what orders the basis states.
    const memoryBytes = ((question.outcomes.kind === 'all' ? mostBranchesOf(bytes) : 1) + 2) * bytes;
    const [answer] = await this.#runAll([{ kind: 'inspect', question }], { circuit, memoryBytes, signal });
    if (answer?.kind !== 'inspection') throw unexpected(answer);
    return answer.inspection;
  }

  /**
   * `simulate` of the core, in threads. Where shots are run one by one, threads share them.
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
    const count = runsShots(options) ? this.#mostParts(memoryBytes, shotRanges(options.shots).length) : 1;
    if (count > 1) {
      const tasks = Array.from(
        { length: count },
        (_, index): WorkerTask => ({ kind: 'simulate', circuit, options, part: { index, count } }),
      );
      const answers = await this.#runAll(tasks, { memoryBytes, signal, onProgress });
      const parts = answers.map((answer) => {
        if (answer.kind !== 'part') throw unexpected(answer);
        return answer.part;
      });
      return this.#noted(joinSimulation(circuit, options, parts));
    }
    const [answer] = await this.#runAll([{ kind: 'simulate', circuit, options }], { memoryBytes, signal, onProgress });
    if (answer?.kind !== 'simulation') throw unexpected(answer);
    return this.#noted(answer.result);
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
    const tasks = Array.from({ length: parts }, (_, part): WorkerTask => {
      const from = Math.min(shots, batchShots * Math.floor((batches * part) / parts));
      const to = Math.min(shots, batchShots * Math.floor((batches * (part + 1)) / parts));
      const sampling = { seed, shots: to - from, firstShot: firstShot + from };
      return { kind: 'sample-program', program, sampling };
    });
    const answers = await this.#runAll(tasks, { memoryBytes, signal });
    return joinSamples(
      answers.map((answer) => {
        if (answer.kind !== 'program-sample') throw unexpected(answer);
        return answer.sample;
      }),
    );
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

  /** How many parts a task is cut into at most: one for each thread, unless they take too much memory together. */
  #mostParts(memoryBytes: number, most: number): number {
    const fitting = Math.floor(this.#memoryLimit / memoryBytes);
    return Math.max(1, Math.min(this.#size, fitting, most));
  }

  /**
   * Runs the parts of one task. One that fails makes the others useless, so they are cancelled; progress is that of all.
   * @returns the answers in order of the parts
   */
  async #runAll(
    tasks: readonly WorkerTask[],
    { onProgress, signal, ...rest }: Omit<Job, 'task'>,
  ): Promise<WorkerAnswer[]> {
    const shared = new CancellationSource();
    const stopListening = signal.onCancel(() => shared.cancel());
    const progress = onProgress && new JointProgress(tasks.length, onProgress);
    try {
      return await Promise.all(
        tasks.map(async (task, part) => {
          const tell = progress && ((own: TaskProgress) => progress.tell(part, own));
          const answer = await this.#run({ task, signal: shared.signal, onProgress: tell, ...rest });
          if (answer.kind === 'failed') throw unexpected(answer);
          progress?.finish(part);
          return answer;
        }),
      );
    } finally {
      stopListening();
      shared.cancel();
    }
  }

  /** The simulator in this thread, where work on a small circuit is little. */
  async #hereFor({ qubitCount }: Circuit, work: number): Promise<CallingThread | undefined> {
    if (qubitCount > mostSmallQubits || work >= smallestTask) return undefined;
    if (this.#closed) throw closedFailure();
    const module = await this.#loaded();
    this.#callingThread ??= new CallingThread(module);
    return this.#callingThread;
  }

  async #run(job: Job): Promise<WorkerAnswer> {
    const queue = await this.#started();
    return await queue.run(job);
  }

  /** Says so where a result did without the help it could have had. */
  #noted(result: SimulationResult): SimulationResult {
    if (this.#size === 1 || canShareMemory()) return result;
    return { ...result, why: `${result.why} ${aloneNote}` };
  }

  async #started(): Promise<ThreadQueue> {
    if (this.#closed) throw closedFailure();
    this.#queue ??= this.#start();
    return await this.#queue;
  }

  async #loaded(): Promise<KernelModule> {
    this.#module ??= this.#kernels();
    try {
      return await this.#module;
    } catch (thrown) {
      // What is missing may be there the next time.
      this.#module = undefined;
      throw thrown;
    }
  }

  async #start(): Promise<ThreadQueue> {
    try {
      const kernels = await this.#loaded();
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

/** A rough number of amplitude updates, shots among them. */
function workOf(request: EvaluationRequest): number {
  const { bindings, output, shots } = request;
  const states = stateWorkOf(request);
  if (shots === undefined) return states;
  const drawn =
    output.kind === 'fidelity-kernel' ? drawnEntryWork * overlapsOf(request) : shotWork * shots * bindings.length;
  return states + drawn;
}

/** A rough number of amplitude updates for the states and their overlaps. */
function stateWorkOf(request: EvaluationRequest): number {
  const { bindings, circuit, output } = request;
  const states = bindings.length + (output.kind === 'fidelity-kernel' ? (output.others?.length ?? 0) : 0);
  return 2 ** circuit.qubitCount * (states * (circuit.operations.length + 1) + overlapsOf(request));
}

/** Entries of a kernel that are computed. */
function overlapsOf({ bindings, output }: EvaluationRequest): number {
  if (output.kind !== 'fidelity-kernel') return 0;
  return bindings.length * (output.others?.length ?? bindings.length / 2);
}

function split(values: Float64Array, rows: number): Float64Array[] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.slice(row * width, (row + 1) * width));
}

/** Whether the simulation may be one of shots that are run one by one; how it is done, the threads find out. */
function runsShots({ method = 'auto', noise }: SimulationOptions): boolean {
  return method === 'trajectories' || (noise !== undefined && (method === 'auto' || method === 'stabilizer'));
}

function closedFailure(): Failure {
  return new Failure('cancelled', 'The simulator has been closed.');
}

function unexpected(answer: WorkerAnswer | undefined): Failure {
  return answer?.kind === 'failed'
    ? new SourceFailure(answer.reason, answer.message, answer.source, answer.advice)
    : new Failure('unknown', `The simulator thread answered with ${answer?.kind}.`);
}
