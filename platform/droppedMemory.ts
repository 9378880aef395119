import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that are collected at once. */
const much = 256 * 2 ** 20;

/** Bytes not worth a collection. */
const little = 8 * 2 ** 20;

/** Milliseconds of peace after which less than that is collected too. */
const peace = 1000;

/**
 * Gives memory back that a thread has dropped. V8 does so by itself when objects pile up, but memory that threads share
 * does not count for it, so that gigabytes may wait for an occasion.
 */
export class DroppedMemory {
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #collector: (() => void) | undefined;

  /** About so many bytes are not referred to any more. */
  add(bytes: number): void {
    this.#bytes += bytes;
    clearTimeout(this.#timer);
    if (this.#bytes >= much) this.#collect();
    else if (this.#bytes >= little) this.#timer = setTimeout(() => this.#collect(), peace).unref();
  }

  #collect(): void {
    this.#bytes = 0;
    this.#collector ??= garbageCollector();
    this.#collector();
  }
}

/** Takes some tens of milliseconds when called; does nothing where there is no such function. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return () => {
    if (typeof collect === 'function') collect();
  };
}
