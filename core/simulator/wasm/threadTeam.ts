import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type Kernel, kernelsInOrder } from './helpTeam.ts';
import type { KernelExports } from './kernelExports.ts';
import type { KernelInstance, KernelModule } from './kernelInstance.ts';
import { mostSeats, TeamControl } from './teamControl.ts';
import type { WebAssemblyMemory } from './webAssembly.ts';

/**
 * The arguments of a kernel that a team can run, without the last two, which are the number of the chunk and that of the
 * thread, by which it finds scratch space of its own. It returns nothing.
 */
type ChunkArguments<Name extends keyof KernelExports> = KernelExports[Name] extends (
  ...values: [...infer Values extends number[], chunk: number, thread: number]
) => infer Result
  ? undefined extends Result
    ? Values
    : never
  : never;

/** What a thread needs in order to help; see `helpTeam`. It can be sent to other threads. */
export interface TeamInvitation {
  readonly module: KernelModule;
  readonly memory: WebAssemblyMemory;
  readonly control: SharedArrayBuffer;
}

/** Other threads that may help; the platform has them. */
export interface HelperThreads {
  /** How many at most. */
  readonly count: number;
  /** Begins to look for helpers, who come when they are free, and never if none is. */
  seek(invitation: TeamInvitation): HelperSearch;
}

export interface HelperSearch {
  /** Sends the invitation to those found meanwhile. Called before every stage, so it has to be cheap. */
  admit(): void;
  /** Looks no longer; helpers are told by the control. */
  end(): void;
}

/**
 * Threads that run kernels on one memory together. The thread that opens a team leads it and works too. Helpers come and
 * go between chunks, so results must not depend on which thread runs a chunk, or when: what is summed up over chunks
 * goes into a place for each, and is added in order afterwards. Belongs to one task; close it at its end.
 */
export class ThreadTeam {
  /** One more than the greatest number of a thread. */
  readonly size: number;
  readonly #kernels: readonly Kernel[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #help: { readonly control: TeamControl; readonly search: HelperSearch } | undefined;

  /** @param helpers absent, or without shared memory, the leader works alone */
  constructor({ exports, memory, module }: KernelInstance, helpers?: HelperThreads) {
    const { kernels, names } = kernelsInOrder(exports);
    this.#kernels = kernels;
    this.#numbers = new Map(names.map((name, number) => [name, number]));
    const seats = module.isShared ? Math.min(mostSeats, helpers?.count ?? 0) : 0;
    this.size = 1 + seats;
    if (helpers === undefined || seats === 0) return;
    const control = new TeamControl();
    this.#help = { control, search: helpers.seek({ module, memory: memory.memory, control: control.buffer }) };
  }

  /** How many threads there are at the moment, the leader included. */
  get present(): number {
    return 1 + (this.#help?.control.helperCount ?? 0);
  }

  /**
   * Calls a kernel once for each chunk 0 … `chunks` − 1, and returns when all have been worked on.
   * @throws Failure `cancelled`, or `unknown` when a helper's thread died at it; the memory is then half done
   */
  run<Name extends keyof KernelExports>(
    name: Name,
    values: ChunkArguments<Name>,
    chunks: number,
    signal: CancellationSignal,
  ): void {
    throwIfCancelled(signal);
    const number = this.#numbers.get(name) ?? -1;
    const kernel = this.#kernels[number];
    if (kernel === undefined) throw new RangeError(`There is no kernel ${name}.`);
    this.#help?.search.admit();
    if (chunks > 1 && this.#help && this.#help.control.helperCount > 0) {
      runTogether(this.#help.control, number, kernel, values, chunks, signal);
      return;
    }
    for (let chunk = 0; chunk < chunks; chunk++) {
      if (chunk > 0) throwIfCancelled(signal);
      kernel(...values, chunk, 0);
    }
  }

  /** Sends the helpers away. */
  close(): void {
    this.#help?.search.end();
    this.#help?.control.close();
  }
}

function runTogether(
  control: TeamControl,
  number: number,
  kernel: Kernel,
  values: readonly number[],
  chunks: number,
  signal: CancellationSignal,
): void {
  let failure: ReturnType<TeamControl['shutGate']> = 'none';
  control.openGate({ kernel: number, values, chunks });
  try {
    for (let chunk = control.takeChunk(); chunk < chunks; chunk = control.takeChunk()) {
      kernel(...values, chunk, 0);
      throwIfCancelled(signal);
    }
  } finally {
    // Whatever ended the loop, nobody works on the memory any more when this returns.
    control.endChunks();
    failure = control.shutGate();
  }
  if (failure !== 'none') {
    const what = failure === 'lost' ? 'ended unexpectedly' : 'failed';
    throw new Failure('unknown', `A thread of the simulator ${what} in the middle of its work.`, {
      advice: 'Run it again; if it happens again, report it.',
    });
  }
}
