import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { shotRanges } from '#core/simulator/program/shotRanges.ts';
import { simulate } from '#core/simulator/simulate.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import { JointProgress } from '#platform/jointProgress.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import type { TaskProgress } from '#platform/taskState.ts';
import { circuit, cx, gate, measure, measureAll, when } from '#test/support/circuitBuilder.ts';
import { noiseModel, pauliWord } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

// Every test starts threads of its own, each of which reads the sources.
vi.setConfig({ testTimeout: 60_000 });

const workerFile = fileURLToPath(new URL('../../../platform/simulatorWorker.ts', import.meta.url));
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

function pool(threads: number): SimulatorPool {
  const created = new SimulatorPool(workerFile, { threads });
  pools.push(created);
  return created;
}

const relaxing = noiseModel(`
noise: 1
gates:
  - { on: one-qubit, depolarising: 0.02, duration: 5 us }
  - { on: two-qubit, depolarising: 0.05, duration: 10 us }
qubits: { all: { T1: 50 us, T2: 40 us, readout: { p10: 0.02, p01: 0.05 } } }
idle: relaxation
`);

const feedback = circuit(
  5,
  [
    ...[gate('h', 0), cx(0, 1), gate('ry', 2, 0.7), cx(1, 2), measure(0, 0), when([0], 1, [gate('x', 3)])],
    ...[gate('t', 3), gate('sx', 4), cx(3, 4), ...measureAll(5)],
  ],
  { bits: 5 },
);
const asked: SimulationOptions = {
  shots: 700,
  seed: 5,
  method: 'trajectories',
  noise: relaxing,
  observables: [pauliWord('ZZIIX')],
  bloch: [2],
};

/** Takes minutes. */
function endless(qubits: number): Circuit {
  const layers = Array.from({ length: 40 }, (_, layer) =>
    Array.from({ length: qubits }, (_, qubit) => [
      gate('rx', qubit, 0.1 * layer + qubit),
      cx(qubit, (qubit + 1) % qubits),
    ]),
  );
  return circuit(qubits, layers.flat(2));
}
const endlessRun: SimulationOptions = { shots: 20_000, seed: 1, method: 'trajectories', noise: relaxing };

/** Resolves when the endless run has told how far it is. */
async function underWay(used: SimulatorPool, signal = neverCancelled): Promise<{ readonly run: Promise<unknown> }> {
  return await new Promise((resolve, reject) => {
    const run = used.simulate(endless(12), endlessRun, signal, ({ fraction }) => fraction > 0 && resolve({ run }));
    run.catch(reject);
  });
}

describe('shots that run one by one', () => {
  it('give the same result in one call of the core and on any number of threads', async () => {
    const here = simulate(feedback, asked, simulationContext);
    for (const threads of [1, 3]) {
      const there = await pool(threads).simulate(feedback, asked);
      expect({ ...there, timing: here.timing }).toEqual(here);
      expect(workers.splice(0)).toHaveLength(threads);
    }
  });

  it('are left to one thread by methods that do all at once', async () => {
    const { method: _, ...open } = asked;
    const here = simulate(feedback, open, simulationContext);
    expect(here.method).toBe('density');
    const there = await pool(2).simulate(feedback, open);
    expect({ ...there, timing: here.timing }).toEqual(here);
  });

  it('fail together, and the pool goes on', async () => {
    const used = pool(2);
    await expect(used.simulate(feedback, { ...asked, marginals: [['nothing']] })).rejects.toMatchObject({
      reason: expect.stringMatching('invalid-input|unsupported|not-found'),
    });
    const here = simulate(feedback, asked, simulationContext);
    expect((await used.simulate(feedback, asked)).counts).toEqual(here.counts);
  });

  it('are cancelled together and leave their threads alive', async () => {
    const used = pool(2);
    const source = new CancellationSource();
    const { run } = await underWay(used, source.signal);
    source.cancel();
    await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
    const here = simulate(feedback, asked, simulationContext);
    expect((await used.simulate(feedback, asked)).counts).toEqual(here.counts);
    expect(workers).toHaveLength(2);
  });

  it.each([0, 1])('fail when thread %i is killed, and another takes its place', async (victim) => {
    const used = pool(2);
    const { run } = await underWay(used);
    await workers[victim]?.terminate();
    await expect(run).rejects.toMatchObject({ reason: 'unknown' });
    const here = simulate(feedback, asked, simulationContext);
    expect((await used.simulate(feedback, asked)).counts).toEqual(here.counts);
    expect(workers).toHaveLength(3);
  });
});

describe('ranges of shots', () => {
  it.each([0, 1, 63, 64, 127, 128, 700, 1023, 1024, 100_000_000])('of %i follow each other', (shots) => {
    const ranges = shotRanges(shots);
    let next = 0;
    for (const range of ranges) {
      expect(range.firstShot).toBe(next);
      next += range.shots;
    }
    expect(next).toBe(shots);
    expect(ranges.length).toBeLessThanOrEqual(16);
    const sizes = ranges.map((range) => range.shots);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

describe('the progress of several parts', () => {
  const at = (fraction: number, step: TaskProgress['step'] = 'simulate'): TaskProgress => ({ step, fraction });

  it('is their mean, without those that had nothing to do, and does not go back', () => {
    const told: TaskProgress[] = [];
    const progress = new JointProgress(3, (each) => told.push(each));
    progress.tell(0, at(0.6));
    progress.tell(1, at(0.3));
    progress.tell(1, at(0.1));
    progress.finish(2);
    progress.tell(1, at(0.4));
    progress.finish(0);
    progress.tell(1, at(0.5));
    expect(told.map(({ fraction }) => fraction.toFixed(2))).toEqual(['0.20', '0.30', '0.30', '0.50', '0.75']);
    progress.tell(1, at(0.1, 'sample'));
    expect(told.at(-1)?.step).toBe('sample');
  });
});
