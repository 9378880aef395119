import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { type PoolOptions, SimulatorPool } from '#platform/simulatorPool.ts';
import type { TaskProgress } from '#platform/taskState.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import type { NormResult } from '#test/support/fixtures/normWorker.ts';

const workerFile = fileURLToPath(new URL('../../support/fixtures/normWorker.ts', import.meta.url));
const pools: SimulatorPool[] = [];
const workers: Worker[] = [];
const remember = (worker: Worker) => workers.push(worker);

beforeEach(() => {
  process.on('worker', remember);
});

afterEach(async () => {
  process.off('worker', remember);
  workers.length = 0;
  await Promise.all(pools.splice(0).map((created) => created.close()));
});

function pool(options: PoolOptions): SimulatorPool {
  const created = new SimulatorPool(workerFile, options);
  pools.push(created);
  return created;
}

interface Work {
  readonly qubits: number;
  readonly chunkBits: number;
  readonly times: number;
  readonly threads: number;
}

/** Takes minutes, with chunks of a few hundred microseconds. */
const endless: Work = { qubits: 20, chunkBits: 2, times: 500_000, threads: 2 };

async function norms(
  used: SimulatorPool,
  { chunkBits, qubits, threads, times }: Work,
  signal = neverCancelled,
  onProgress?: (progress: TaskProgress) => void,
): Promise<NormResult> {
  const options = { shots: times, seed: 0, bindings: [chunkBits, threads] };
  const result: unknown = await used.simulate(circuit(qubits, []), options, signal, onProgress);
  return result as NormResult;
}

/** Resolves when two threads do the endless work. */
async function underWay(used: SimulatorPool, signal = neverCancelled): Promise<{ readonly work: Promise<NormResult> }> {
  return await new Promise((resolve, reject) => {
    const work = norms(used, endless, signal, ({ fraction }) => fraction > 0 && resolve({ work }));
    work.catch(reject);
  });
}

/** Σ sin² over the parts of a chunk, added as the kernel adds them. */
function expectedNorms({ chunkBits, qubits }: Work): number[] {
  const length = 2 ** (qubits + 1 - chunkBits);
  return Array.from({ length: 2 ** chunkBits }, (_, chunk) => {
    const sums = [0, 0];
    for (let index = 0; index < length; index++) {
      const value = Math.sin(chunk * length + index);
      sums[index % 2] = (sums[index % 2] ?? 0) + value * value;
    }
    return (sums[0] ?? 0) + (sums[1] ?? 0);
  });
}

describe('a team', () => {
  it.each([1, 2, 3])('of %i threads computes every chunk once in every stage', async (threads) => {
    const work: Work = { qubits: 10, chunkBits: 3, times: 3000, threads };
    const result = await norms(pool({ threads }), work);
    expect(result.norms).toEqual(expectedNorms(work));
    expect(result.threads).toBe(threads);
  });

  it('is one thread where memory is not shared', async () => {
    const kernels = () => loadKernels({ isShared: false });
    const work: Work = { qubits: 6, chunkBits: 3, times: 10, threads: 1 };
    const result = await norms(pool({ threads: 2, kernels }), work);
    expect(result).toEqual({ norms: expectedNorms(work), threads: 1 });
  });

  it('gives its helpers to other tasks and gets them back', async () => {
    const used = pool({ threads: 2 });
    const source = new CancellationSource();
    const { work } = await underWay(used, source.signal);
    const small: Work = { qubits: 4, chunkBits: 0, times: 1, threads: 1 };
    for (let time = 0; time < 20; time++) expect((await norms(used, small)).norms).toEqual(expectedNorms(small));
    source.cancel();
    await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
    // Waits for the second thread.
    expect((await norms(used, { ...small, threads: 2 })).threads).toBe(2);
    expect(workers).toHaveLength(2);
  });

  it('has the help of threads for whose next task there is no memory yet', async () => {
    const used = pool({ threads: 2, memoryLimit: 1 });
    const work: Work = { qubits: 6, chunkBits: 2, times: 5, threads: 2 };
    // At the same time, each of them would wait for the thread of the other.
    const results = await Promise.all([1, 2, 3].map(() => norms(used, work)));
    for (const result of results) expect(result).toEqual({ norms: expectedNorms(work), threads: 2 });
  });

  it('fails when a helper dies at its work, and the next one is whole again', async () => {
    const used = pool({ threads: 2 });
    // Enough chunks that there is one of the number at which helpers die.
    const deadly: Work = { qubits: 10, chunkBits: 4, times: 500_000, threads: 2 };
    await expect(norms(used, deadly)).rejects.toMatchObject({
      reason: 'unknown',
      message: 'A thread of the simulator ended unexpectedly in the middle of its work.',
    });
    const again: Work = { qubits: 10, chunkBits: 3, times: 5, threads: 2 };
    expect((await norms(used, again)).norms).toEqual(expectedNorms(again));
  });

  it('is given up when its leader dies, and its helpers take other work', async () => {
    const used = pool({ threads: 2 });
    const { work } = await underWay(used);
    await workers[0]?.terminate();
    await expect(work).rejects.toMatchObject({ reason: 'unknown' });
    const again: Work = { qubits: 10, chunkBits: 3, times: 5, threads: 2 };
    expect((await norms(used, again)).norms).toEqual(expectedNorms(again));
    expect(workers).toHaveLength(3);
  });
});
