import type { KernelContext } from '../simulationContext.ts';
import { createKernelInstance, type KernelInstance } from '../wasm/kernelInstance.ts';
import { ThreadTeam } from '../wasm/threadTeam.ts';
import type { WrittenStages } from './stageWriter.ts';
import { type Precision, stateBytes } from './stateSize.ts';

/** States from this size on get a memory of their own, which goes back to the system with them, and helpers. */
const largeState = 2 ** 20;

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
  #loaded: { readonly stages: WrittenStages; readonly version: number; readonly address: number } | undefined;

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
    this.#team ??= new ThreadTeam(this.kernels, this.#isLarge ? this.#context.helpers : undefined);
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
    if (this.#loaded) memory.release(this.#loaded.address);
    this.#work = undefined;
    this.#loaded = undefined;
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

  /** Copies stages to where the kernels find them, and returns the address. @throws Failure `too-large` */
  load(stages: WrittenStages): number {
    const { memory } = this.kernels;
    if (this.#loaded?.stages === stages && this.#loaded.version === stages.version) return this.#loaded.address;
    if (this.#loaded) memory.release(this.#loaded.address);
    this.#loaded = undefined;
    const address = memory.allocate(stages.totalBytes);
    memory.uint8(address, stages.bytes.length).set(stages.bytes);
    this.#loaded = { stages, version: stages.version, address };
    return address;
  }

  get #isLarge(): boolean {
    return stateBytes(this.qubitCount, this.precision) >= largeState;
  }
}
