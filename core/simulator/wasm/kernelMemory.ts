import { Failure } from '#core/base/failure.ts';
import { formatBytes } from '#core/base/formatBytes.ts';
import { type WebAssemblyMemory, webAssembly } from './webAssembly.ts';

const pageSize = 65_536;

/** All that 32-bit addresses reach: 4 GiB. */
const maximumKernelMemory = 65_536 * pageSize;

/** Blocks begin at multiples of a cache line. */
const alignment = 64;

/** The module's own data fits into the first page. */
const firstAddress = pageSize;

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/**
 * The memory that kernels work in, grown when it is needed. WebAssembly memory never shrinks: what a large run took comes
 * back to the system when the object is dropped. Only the thread that made it allocates; others may use what it hands
 * them.
 */
export class KernelMemory {
  readonly memory: WebAssemblyMemory;
  readonly #used = new Map<number, number>();
  /** In order of address, never adjacent. */
  #free: Block[] = [];
  /** The first byte after the last block. */
  #top = firstAddress;

  constructor(isShared: boolean) {
    const maximum = maximumKernelMemory / pageSize;
    this.memory = new (webAssembly().Memory)({ initial: 1, maximum, shared: isShared });
  }

  /** How many bytes the memory has, used or not. */
  get size(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * Makes room for `bytes`, whose content is arbitrary.
   * @returns the address, a multiple of 64
   * @throws Failure `too-large` when the limit of 4 GiB or the memory of the machine is exceeded
   */
  allocate(bytes: number): number {
    const size = Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
    const place = this.#free.findIndex((block) => block.bytes >= size);
    const block = this.#free[place];
    if (block) {
      const rest = { address: block.address + size, bytes: block.bytes - size };
      this.#free.splice(place, 1, ...(rest.bytes > 0 ? [rest] : []));
      this.#used.set(block.address, size);
      return block.address;
    }
    // The last free block may touch the end and grow with it.
    const last = this.#free.at(-1);
    const address = last && last.address + last.bytes === this.#top ? last.address : this.#top;
    this.#growTo(address + size);
    if (address !== this.#top) this.#free.pop();
    this.#top = address + size;
    this.#used.set(address, size);
    return address;
  }

  /** As {@link allocate}, and all bytes are 0. Memory that is new from the system is so already. */
  allocateZeros(bytes: number): number {
    const fresh = this.#top;
    const address = this.allocate(bytes);
    const dirty = Math.min(bytes, fresh - address);
    if (dirty > 0) this.uint8(address, dirty).fill(0);
    return address;
  }

  /** Gives back what {@link allocate} gave. */
  release(address: number): void {
    const bytes = this.#used.get(address);
    if (bytes === undefined) throw new RangeError(`Nothing is allocated at ${address}.`);
    this.#used.delete(address);
    const sorted = [...this.#free, { address, bytes }].sort((left, right) => left.address - right.address);
    const merged: Block[] = [];
    for (const block of sorted) {
      const before = merged.at(-1);
      if (before && before.address + before.bytes === block.address) {
        merged[merged.length - 1] = { address: before.address, bytes: before.bytes + block.bytes };
      } else merged.push(block);
    }
    this.#free = merged;
  }

  /** Views of the memory hold until it grows, so take them anew after every {@link allocate}. */
  float64(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  float32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  int32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  uint32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  uint8(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  #growTo(bytes: number): void {
    const missing = Math.ceil((bytes - this.size) / pageSize);
    if (missing <= 0) return;
    if (bytes > maximumKernelMemory)
      throw tooLarge(bytes, `more than the ${formatBytes(maximumKernelMemory)} it can use`);
    try {
      this.memory.grow(missing);
    } catch (thrown) {
      throw tooLarge(bytes, 'more than the system gives it', thrown);
    }
  }
}

function tooLarge(bytes: number, why: string, cause?: unknown): Failure {
  return new Failure('too-large', `The embedded simulator needs ${formatBytes(bytes)} of memory, ${why}.`, {
    advice: 'Use fewer qubits, single precision, or another method; or close other programs.',
    cause,
  });
}
