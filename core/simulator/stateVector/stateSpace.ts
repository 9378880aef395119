import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { KernelContext } from '../simulationContext.ts';
import { createKernelInstance, type KernelInstance } from '../wasm/kernelInstance.ts';
import { ThreadTeam } from '../wasm/threadTeam.ts';
import type { StagedGates } from './stagedGates.ts';
import type { StagePlan } from './stagePlan.ts';
import { type Precision, stateBytes } from './stateSize.ts';

/** States from this size on get a memory of their own, which goes back to the system with them. */
const largeState = 2 ** 20;

/** States from this size on get helpers: two chunks, each of which takes much longer than to wake a thread. */
const sharedState = 2 ** 19;

/** Bytes of plans that are kept where the kernels find them: gates between measurements come again and again. */
const mostLoaded = 4 * 2 ** 20;

/** A plan in the memory of the kernels, with the numbers of some gates. */
interface LoadedPlan {
  readonly address: number;
  gates: StagedGates | undefined;
  /** Which binding of the gates, and which frames before them, the numbers are of. */
  version: number;
  entryFrame: number;
  exitFrame: number;
}

/** Gates as the kernels find them. */
export interface LoadedGates {
  readonly plan: StagePlan;
  readonly address: number;
  /** The frames after them. */
  readonly exitFrame: number;
}

/**
 * What the states of one run share: the kernels, and room for the gates and for the chunk that is worked on. The room is
 * there as long as there are states.
 */
export class StateSpace {
  readonly qubitCount: number;
  readonly precision: Precision;
  readonly #context: Pick<KernelContext, 'kernels' | 'helpers'>;
  #own: KernelInstance | undefined;
  #team: ThreadTeam | undefined;
  #states = 0;
  #work: { readonly address: number; readonly bytes: number } | undefined;
  /** The one used last at the end. */
  readonly #loaded = new Map<StagePlan, LoadedPlan>();
  #loadedBytes = 0;

  constructor(context: Pick<KernelContext, 'kernels' | 'helpers'>, qubitCount: number, precision: Precision) {
    this.#context = context;
    this.qubitCount = qubitCount;
    this.precision = precision;
  }

  get kernels(): KernelInstance {
    if (!this.#isLarge) return this.#context.kernels;
    this.#own ??= createKernelInstance(this.#context.kernels.module);
    return this.#own;
  }

  /** Who works on chunks. */
  get team(): ThreadTeam {
    this.#team ??= new ThreadTeam(this.kernels, this.#stateBytes >= sharedState ? this.#context.helpers : undefined);
    return this.#team;
  }

  /** Bytes of zeros. @throws Failure `too-large` */
  allocateState(bytes: number): number {
    const address = this.kernels.memory.allocateZeros(bytes);
    this.#states++;
    return address;
  }

  releaseState(address: number): void {
    const { memory } = this.kernels;
    memory.release(address);
    this.#states--;
    if (this.#states > 0) return;
    this.#team?.close();
    this.#team = undefined;
    if (this.#work) memory.release(this.#work.address);
    this.#unloadTo(0);
    this.#work = undefined;
    this.#own = undefined;
  }

  /** The address of at least so many bytes to work in. @throws Failure `too-large` */
  work(bytes: number): number {
    if (this.#work && this.#work.bytes >= bytes) return this.#work.address;
    const { memory } = this.kernels;
    if (this.#work) memory.release(this.#work.address);
    this.#work = undefined;
    const address = memory.allocate(bytes);
    this.#work = { address, bytes };
    return address;
  }

  /**
   * Brings gates to where the kernels find them, for a state in these frames whose qubits are on these wires.
   * @throws Failure `cancelled`, `too-large`
   */
  load(gates: StagedGates, wires: readonly number[], entryFrame: number, signal: CancellationSignal): LoadedGates {
    const { exports, memory } = this.kernels;
    const plan = gates.planFor(wires, this.#context.kernels, signal);
    const loaded = this.#loaded.get(plan) ?? this.#copy(plan);
    this.#loaded.delete(plan);
    this.#loaded.set(plan, loaded);
    if (loaded.gates !== gates || loaded.version !== gates.version || loaded.entryFrame !== entryFrame) {
      const { numbers } = gates;
      memory.float64(loaded.address + plan.numbersOffset, numbers.length).set(numbers);
      loaded.exitFrame = exports.bindPlan(loaded.address, entryFrame);
      loaded.gates = gates;
      loaded.version = gates.version;
      loaded.entryFrame = entryFrame;
    }
    return { plan, address: loaded.address, exitFrame: loaded.exitFrame };
  }

  #copy(plan: StagePlan): LoadedPlan {
    const { memory } = this.kernels;
    this.#unloadTo(mostLoaded - plan.totalBytes);
    const address = memory.allocate(plan.totalBytes);
    this.#loadedBytes += plan.totalBytes;
    memory.uint8(address, plan.bytes.length).set(plan.bytes);
    return { address, gates: undefined, version: -1, entryFrame: 0, exitFrame: 0 };
  }

  /** Forgets what was not used for longest, until all that is left takes no more than so many bytes. */
  #unloadTo(bytes: number): void {
    for (const [plan, { address }] of this.#loaded) {
      if (this.#loadedBytes <= bytes) break;
      this.kernels.memory.release(address);
      this.#loaded.delete(plan);
      this.#loadedBytes -= plan.totalBytes;
    }
  }

  get #isLarge(): boolean {
    return this.#stateBytes >= largeState;
  }

  get #stateBytes(): number {
    return stateBytes(this.qubitCount, this.precision);
  }
}
