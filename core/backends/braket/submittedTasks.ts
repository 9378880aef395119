import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { BraketApi } from './braketApi.ts';
import { clientToken, placeOfTask, taskTags } from './taskTags.ts';
import { braketTasksSchema } from './wire.ts';

/** The tasks of one job that are known to be there, by the index of their circuit. */
interface KnownTasks {
  readonly usable: Map<number, string>;
  /** How many for this circuit were cancelled or failed. */
  readonly ended: Map<number, number>;
}

/** A submission under way: what is there already, and by what the rest is known again. */
export interface Submission {
  taskOf(index: number): string | undefined;
  tokenOf(index: number): string;
  tagsOf(index: number): Readonly<Record<string, string>>;
  made(index: number, arn: string): void;
  /** All that are there, also from an earlier submission. */
  madeTasks(): readonly string[];
}

const useless = new Set(['CANCELLED', 'CANCELLING', 'FAILED']);

/**
 * Keeps a job of several tasks from being submitted twice when it was submitted in part: what a search for its key has
 * found is not made again. Besides, every task has a token by which the service knows it again for a while.
 */
export class SubmittedTasks {
  readonly #api: BraketApi;
  readonly #known = new Map<string, KnownTasks>();

  constructor(api: BraketApi) {
    this.#api = api;
  }

  submission(key: string, count: number): Submission {
    const known = this.#known.get(key) ?? { usable: new Map(), ended: new Map() };
    this.#known.set(key, known);
    return {
      taskOf: (index) => known.usable.get(index),
      tokenOf: (index) => clientToken({ key, index, count }, known.ended.get(index) ?? 0),
      tagsOf: (index) => taskTags({ key, index, count }),
      made: (index, arn) => {
        known.usable.set(index, arn);
      },
      madeTasks: () => [...known.usable.values()],
    };
  }

  /** The tasks of a key in the order of their circuits, when all are there. */
  async find(
    key: string,
    deviceArn: string,
    region: string,
    signal: CancellationSignal,
  ): Promise<readonly string[] | undefined> {
    const usable = new Map<number, string>();
    const ended = new Map<number, string[]>();
    let count = Number.POSITIVE_INFINITY;
    let nextToken: string | undefined;
    do {
      const page = { ...(nextToken === undefined ? {} : { nextToken }) };
      const call = { operation: 'SearchQuantumTasks', deviceArn, ...page } as const;
      const answer = await this.#api.call(region, call, braketTasksSchema, signal);
      for (const { quantumTaskArn, status, tags } of answer.quantumTasks) {
        const place = placeOfTask(key, tags ?? {});
        if (place === undefined) continue;
        count = place.count;
        if (useless.has(status)) ended.set(place.index, [...(ended.get(place.index) ?? []), quantumTaskArn]);
        else usable.set(place.index, quantumTaskArn);
      }
      nextToken = answer.nextToken ?? undefined;
    } while (nextToken !== undefined && usable.size < count);
    if (!Number.isFinite(count)) return undefined;
    const arns = Array.from({ length: count }, (_, index) => usable.get(index) ?? ended.get(index)?.[0]);
    const all = arns.filter((arn) => arn !== undefined);
    if (all.length === count) return all;
    this.#known.set(key, { usable, ended: new Map([...ended].map(([index, tasks]) => [index, tasks.length])) });
    return undefined;
  }
}
