import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { logarithmOfOnePlus } from '#core/base/elementary/exponential.ts';
import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import type { KernelInstance } from '../wasm/kernelInstance.ts';
import type { FrameChannel, FrameCode } from './frameCode.ts';
import { shotStride } from './shotBits.ts';

/** Shots that are simulated together, a bit of a row for each. */
export const batchShots = 1024;

const rowBytes = batchShots / 8;
const machineBytes = 192;
const channelBytes = 160;

/** The largest set of rows. */
const maximumBytes = 2 ** 30;

/** Words of code between two looks at the cancellation signal: about a millisecond. */
const patience = 20_000;

/** Rows of a batch, a bit for each shot. */
type RowSet = 'measurements' | 'detectors' | 'observables';

/**
 * Pauli frames of one program at work in the memory of the kernels. A batch of 1,024 shots depends on the seed and its
 * number alone, so batches can be divided among machines in any way. Belongs to one thread.
 */
export class FrameMachine {
  readonly #code: FrameCode;
  readonly #kernels: KernelInstance;
  readonly #allocated: number[] = [];
  readonly #machine: number;
  readonly #rows: Readonly<Record<RowSet, number>>;
  readonly #counts: Readonly<Record<RowSet, number>>;
  readonly #flags: number;
  #target: { readonly address: number; readonly bytes: number } | undefined;

  /**
   * @param reference the record of the shot that the frames differ from; without one, of a shot of zeros
   * @throws Failure `too-large`
   */
  constructor(code: FrameCode, kernels: KernelInstance, reference?: Uint8Array) {
    this.#code = code;
    this.#kernels = kernels;
    const { channels, loopDepth, qubitCount, size, words } = code;
    this.#counts = size;
    requireFrames(code);
    try {
      const x = this.#allocateRows(qubitCount);
      const z = this.#allocateRows(qubitCount);
      this.#rows = {
        measurements: this.#allocateRows(size.measurements),
        detectors: this.#allocateRows(size.detectors),
        observables: this.#allocateRows(size.observables),
      };
      const codeAddress = this.#allocate(4 * words.length);
      const channelAddress = this.#allocate(channelBytes * channels.length);
      const scratch = this.#allocate(2 * rowBytes);
      const loops = this.#allocate(8 * loopDepth);
      this.#machine = this.#allocate(machineBytes);
      this.#flags = this.#allocate(size.measurements);
      const { memory } = kernels;
      new Uint32Array(memory.memory.buffer, codeAddress, words.length).set(words);
      channels.forEach((channel, index) => {
        this.#writeChannel(channel, channelAddress + channelBytes * index);
      });
      const { detectors, measurements, observables } = this.#rows;
      memory
        .int32(this.#machine, 16)
        .set([codeAddress, x, z, measurements, detectors, observables, channelAddress, scratch, 0, 0, 0, 0, loops]);
      const flags = memory.uint8(this.#flags, size.measurements);
      if (reference) flags.set(reference);
      else flags.fill(0);
    } catch (thrown) {
      this.release();
      throw thrown;
    }
  }

  /** Gives its memory back; the machine is not used any more. */
  release(): void {
    for (const address of this.#allocated.splice(0)) this.#kernels.memory.release(address);
  }

  /** Runs a batch; what it gave can be read until the next one. @throws Failure `cancelled` */
  run(seed: number, batch: number, signal: CancellationSignal): void {
    const { exports, memory } = this.#kernels;
    const stream = randomStream(seed, 'frames', batch);
    const header = memory.int32(this.#machine, 16);
    header.fill(0, 8, 12);
    // The states of the generators of single words and of rows.
    writeRandom(memory.int32(this.#machine + 64, 8), stream);
    writeRandom(memory.int32(this.#machine + 128, 16), stream);
    exports.startFrames(this.#machine, this.#code.qubitCount, this.#code.size.observables);
    exports.startChannels(this.#machine, this.#code.channels.length);
    while (exports.runFrames(this.#machine, patience) !== 0) throwIfCancelled(signal);
    exports.invertRows(this.#rows.measurements, this.#counts.measurements, this.#flags);
  }

  /** What the first `shots` of the latest batch gave, written to `target` from `start` on, shot by shot. */
  read(rows: RowSet, shots: number, target: Uint8Array, start: number): void {
    const { exports, memory } = this.#kernels;
    const count = this.#counts[rows];
    const stride = shotStride(count);
    if (this.#target === undefined || this.#target.bytes < stride * batchShots) {
      this.#target = { address: this.#allocate(stride * batchShots), bytes: stride * batchShots };
    }
    const { address } = this.#target;
    exports.shotsOfRows(this.#rows[rows], count, address, stride);
    target.set(memory.uint8(address, stride * shots), start);
  }

  #writeChannel({ cases, probability, weights }: FrameChannel, address: number): void {
    const { memory } = this.#kernels;
    memory.float64(address, 1)[0] = 1 / logarithmOfOnePlus(-probability);
    memory.int32(address + 16, 2).set([cases, weights === undefined ? 1 : 0]);
    const bounds = memory.float64(address + 24, 16);
    const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? 1;
    let sum = 0;
    weights?.forEach((weight, index) => {
      sum += weight;
      bounds[index] = sum / total;
    });
  }

  /** As many as asked for, up to a multiple of 16, the rest of which stays 0. */
  #allocateRows(count: number): number {
    const bytes = rowBytes * 16 * Math.ceil(Math.max(1, count) / 16);
    const address = this.#allocate(bytes);
    this.#kernels.memory.uint8(address, bytes).fill(0);
    return address;
  }

  #allocate(bytes: number): number {
    const address = this.#kernels.memory.allocate(bytes);
    this.#allocated.push(address);
    return address;
  }
}

/** @throws Failure `too-large` before any memory is asked for */
function requireFrames({ qubitCount, size }: FrameCode): void {
  const rows = 2 * qubitCount + size.measurements + size.detectors + size.observables;
  if (rows * rowBytes <= maximumBytes) return;
  throw new Failure(
    'too-large',
    `The program has ${size.measurements} measurements and ${size.detectors} detectors on ${qubitCount} qubits, and ${batchShots} shots of it need ${formatBytes(rows * rowBytes)}, more than the limit of ${formatBytes(maximumBytes)}.`,
    { advice: 'Repeat fewer rounds.' },
  );
}

function writeRandom(target: Int32Array, stream: RandomStream): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (stream.integerBelow(65_536) << 16) | stream.integerBelow(65_536);
  }
}
