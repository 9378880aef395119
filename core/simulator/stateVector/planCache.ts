import type { StagePlan } from './stagePlan.ts';

/** Bytes that plans and their shapes may take together, unless told otherwise. */
const mostBytes = 16 * 2 ** 20;

interface Entry {
  readonly shape: Int32Array;
  readonly plan: StagePlan;
  readonly bytes: number;
}

/**
 * Plans by the shape of the circuits that they are for, of which only those used last are kept. Who runs many circuits has
 * one, and may use it with kernels of any memory, in one thread.
 */
export class PlanCache {
  readonly #mostBytes: number;
  /** By the hash of the shape, the one used last at the end. Shapes are compared word by word. */
  readonly #entries = new Map<number, Entry[]>();
  #bytes = 0;
  #size = 0;

  constructor(limit = mostBytes) {
    this.#mostBytes = limit;
  }

  /** How many plans it holds. */
  get size(): number {
    return this.#size;
  }

  /**
   * The plan of a shape, which is made if it is not there. What is too large for the cache is not kept.
   * @param shape which is not changed afterwards
   */
  planOf(shape: Int32Array, make: () => StagePlan): StagePlan {
    const key = hashOf(shape);
    const entries = this.#entries.get(key) ?? [];
    const known = entries.find((entry) => isEqual(entry.shape, shape));
    if (known) {
      this.#entries.delete(key);
      this.#entries.set(key, entries);
      return known.plan;
    }
    const plan = make();
    const bytes = plan.bytes.byteLength + shape.byteLength;
    if (bytes > this.#mostBytes) return plan;
    this.#entries.delete(key);
    this.#entries.set(key, [...entries, { shape, plan, bytes }]);
    this.#bytes += bytes;
    this.#size++;
    this.#forgetOldest();
    return plan;
  }

  #forgetOldest(): void {
    for (const [key, entries] of this.#entries) {
      while (this.#bytes > this.#mostBytes) {
        const oldest = entries.shift();
        if (oldest === undefined) break;
        this.#bytes -= oldest.bytes;
        this.#size--;
      }
      if (entries.length > 0) return;
      this.#entries.delete(key);
    }
  }
}

/** FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), with words in place of bytes. */
function hashOf(words: Int32Array): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < words.length; place++) hash = Math.imul(hash ^ (words[place] as number), 0x01000193);
  return hash;
}

function isEqual(left: Int32Array, right: Int32Array): boolean {
  if (left.length !== right.length) return false;
  for (let place = 0; place < left.length; place++) if (left[place] !== right[place]) return false;
  return true;
}
