import type { StagePlan } from './stagePlan.ts';

/** Bytes that plans and their shapes may take together, unless told otherwise. */
const mostBytes = 16 * 2 ** 20;

interface Entry {
  readonly plan: StagePlan;
  readonly bytes: number;
}

/**
 * Plans by the shape of the circuits that they are for, of which only those used last are kept. Who runs many circuits has
 * one, and may use it with kernels of any memory, in one thread.
 */
export class PlanCache {
  readonly #mostBytes: number;
  /** The one used last at the end. Keys are all words of the shape, so that no two shapes have the same. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(limit = mostBytes) {
    this.#mostBytes = limit;
  }

  /** How many plans it holds. */
  get size(): number {
    return this.#entries.size;
  }

  /** The plan of a shape, which is made if it is not there. What is too large for the cache is not kept. */
  planOf(shape: Int32Array, make: () => StagePlan): StagePlan {
    const bytesOfShape = shape.byteLength;
    if (bytesOfShape > this.#mostBytes) return make();
    const key = keyOf(shape);
    const known = this.#entries.get(key);
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.plan;
    }
    const plan = make();
    const bytes = plan.bytes.byteLength + bytesOfShape;
    if (bytes > this.#mostBytes) return plan;
    this.#entries.set(key, { plan, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
    return plan;
  }
}

/** So many characters at a time: arguments of a call are limited. */
const piece = 8192;

function keyOf(shape: Int32Array): string {
  const halves = new Uint16Array(shape.buffer, shape.byteOffset, 2 * shape.length);
  let key = '';
  for (let from = 0; from < halves.length; from += piece) {
    key += String.fromCharCode(...halves.subarray(from, from + piece));
  }
  return key;
}
