import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Operation } from '#core/circuit/circuit.ts';
import type { EvaluationOutput, EvaluationRequest } from '#core/circuit/evaluation.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { sampleProgram } from '#core/simulator/stabilizer/sampleProgram.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { circuit, cx, gate, measure, measureAll, reset, when } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulationContext } from '#test/support/simulationContext.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const workerFile = fileURLToPath(new URL('../../../platform/simulatorWorker.ts', import.meta.url));
const pools: SimulatorPool[] = [];

function pool(threads: number, file = workerFile): SimulatorPool {
  const created = new SimulatorPool(file, { threads });
  pools.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((created) => created.close()));
});

/** Wide enough for requests of all rows to be divided among threads. */
const qubits = 10;
const ansatz = circuit(
  qubits,
  [
    ...Array.from({ length: qubits }, (_, qubit) => gate('ry', qubit, parameterAngle(0))),
    ...Array.from({ length: qubits - 1 }, (_, qubit) => cx(qubit, qubit + 1)),
    ...Array.from({ length: qubits }, (_, qubit) => gate('rx', qubit, parameterAngle(1))),
  ],
  { parameters: ['a', 'b'] },
);
const bindings = Array.from({ length: 101 }, (_, row) => [row / 7, row / 3]);
const outputs: Record<string, EvaluationOutput> = {
  probabilities: { kind: 'probabilities' },
  expectations: {
    kind: 'expectations',
    observables: [{ terms: [{ coefficient: 1.5, factors: [{ qubit: 2, axis: 'Y' }] }] }],
  },
  'a kernel': { kind: 'fidelity-kernel' },
  'a kernel against others': { kind: 'fidelity-kernel', others: bindings.slice(0, 5) },
};

/** Some seconds of work. */
const endless = circuit(
  22,
  Array.from({ length: 2000 }, (_, index) => gate('rx', index % 22, 0.1 * index)).flatMap((operation, index) => [
    operation,
    cx(index % 22, (index + 1) % 22),
  ]),
);

/** Some of the endless work, on fewer qubits. */
function endlessOn(qubits: number, gates: number): Operation[] {
  const fits = (operation: Operation) => operationQubits(operation).every((qubit) => qubit < qubits);
  return endless.operations.slice(0, gates).filter(fits);
}

describe('a pool with noise', () => {
  const noisy = circuit(2, [gate('ry', 0, parameterAngle(0)), cx(0, 1), gate('ry', 1, parameterAngle(1))], {
    parameters: ['a', 'b'],
  });
  const model = noiseModel(
    'noise: 1\ngates: [{ on: two-qubit, depolarising: 0.1 }]\nqubits: { all: { readout: { p01: 0.2, p10: 0.1 } } }\n',
  );
  it.each(Object.entries(outputs).filter(([name]) => name === 'probabilities' || name === 'a kernel'))(
    'gives %s as one thread does, beside those without noise of the same circuit',
    async (_name, output) => {
      const threads = pool(2);
      const evaluator = threads.withNoise(model);
      for (const shots of [undefined, 100]) {
        const request = {
          circuit: noisy,
          bindings: bindings.slice(0, 12),
          output,
          seed: 3,
          ...(shots !== undefined && { shots }),
        };
        const clean = await threads.evaluate(request, neverCancelled);
        const { rows } = await evaluator.evaluate(request, neverCancelled);
        const alone = createLocalEvaluator(await simulatorKernels(), undefined, model);
        expect(rows).toEqual((await alone.evaluate(request, neverCancelled)).rows);
        expect(rows).not.toEqual(clean.rows);
      }
    },
  );
});

describe('the pool', () => {
  const single = new SimulatorPool(workerFile, { threads: 1 });
  const triple = new SimulatorPool(workerFile, { threads: 3 });
  afterAll(() => Promise.all([single.close(), triple.close()]));

  it.each(Object.entries(outputs))('gives the values of the local evaluator: %s', async (_name, output) => {
    const request: EvaluationRequest = { circuit: ansatz, bindings, output, seed: 3, shots: 50 };
    const local = await createLocalEvaluator(await simulatorKernels()).evaluate(request, neverCancelled);
    for (const used of [single, triple]) {
      const { rows, usage } = await used.evaluate(request, neverCancelled);
      expect(rows).toEqual(local.rows);
      expect({ ...usage, executionTime: 0 }).toEqual(local.usage);
    }
  });

  it('answers small requests in the calling thread, and starts none for them', async () => {
    let started = 0;
    const count = () => started++;
    process.on('worker', count);
    try {
      const used = pool(2);
      const alone = createLocalEvaluator(await simulatorKernels());
      for (const output of Object.values(outputs)) {
        const request: EvaluationRequest = { circuit: ansatz, bindings: bindings.slice(0, 6), output, seed: 3 };
        expect((await used.evaluate(request, neverCancelled)).rows).toEqual(
          (await alone.evaluate(request, neverCancelled)).rows,
        );
      }
      const narrow = { circuit: circuit(2, [gate('ry', 0, parameterAngle(0)), cx(0, 1)], { parameters: ['a'] }) };
      const observables = [{ terms: [{ coefficient: 1, factors: [{ qubit: 1, axis: 'Z' as const }] }] }];
      const asked = { ...narrow, bindings: [[0.4]], observables, method: 'adjoint' as const, seed: 0 };
      const [row] = (await used.gradient(asked, neverCancelled)).rows;
      expect(row?.gradients[0]?.[0]).toBeCloseTo(-Math.sin(0.4), 12);
      const cancelled = new CancellationSource();
      cancelled.cancel();
      await expect(used.gradient(asked, cancelled.signal)).rejects.toMatchObject({ reason: 'cancelled' });
      expect(started).toBe(0);
      await used.close();
      await expect(used.gradient(asked, neverCancelled)).rejects.toMatchObject({ reason: 'cancelled' });
    } finally {
      process.off('worker', count);
    }
  });

  it('samples a stabilizer program as one call of the core does, however many threads share it', async () => {
    const read = importStimProgram(
      'H 0\nDEPOLARIZE2(0.1) 0 1\nM(0.01) 0 1\nDETECTOR rec[-1]\nOBSERVABLE_INCLUDE(0) rec[-2]',
    );
    if (!read.ok) throw new Error(read.error[0]?.message);
    const { program } = read.value;
    for (const shots of [0, 1, 5000]) {
      const sampling = { shots, seed: 8 };
      const whole = sampleProgram(program, sampling, await simulatorKernels(), neverCancelled);
      expect(await single.sampleProgram(program, sampling)).toEqual(whole);
      expect(await triple.sampleProgram(program, sampling)).toEqual(whole);
    }
    const loop = importStimProgram('REPEAT 1000000000 {\nH 0\n}\nM 0');
    if (!loop.ok) throw new Error(loop.error[0]?.message);
    const source = new CancellationSource();
    const running = triple.sampleProgram(loop.value.program, { shots: 3000, seed: 8 }, source.signal);
    source.cancel();
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  });

  it('answers many requests on few threads, each with its own circuit', async () => {
    const requests = Array.from({ length: 20 }, (_, index): EvaluationRequest => {
      const own = circuit(1, [gate('ry', 0, index / 10)]);
      return { circuit: own, bindings: [[]], output: { kind: 'probabilities' }, seed: 0 };
    });
    const results = await Promise.all(requests.map((request) => triple.evaluate(request, neverCancelled)));
    results.forEach(({ rows }, index) => {
      expect(rows[0]?.[0]).toBeCloseTo(Math.cos(index / 20) ** 2, 12);
    });
  });

  it('answers a request without rows', async () => {
    const request: EvaluationRequest = { circuit: ansatz, bindings: [], output: { kind: 'probabilities' }, seed: 0 };
    expect((await single.evaluate(request, neverCancelled)).rows).toEqual([]);
  });

  it('simulates as in this thread', async () => {
    const input = circuit(2, [gate('h', 0), cx(0, 1), measure(0, 0), reset(0), ...measureAll(2)], { bits: 2 });
    const options = { shots: 500, seed: 4, probabilities: true };
    const here = simulate(input, options, simulationContext);
    const there = await single.simulate(input, options);
    expect({ ...there, timing: here.timing }).toEqual(here);
  });

  it.each([16, 18])('gives the same shots and amplitudes with one and with three threads: %i qubits', async (width) => {
    const turns = endlessOn(width, 150);
    const feedback = [measure(3, 0), when([0], 1, [gate('ry', 4, 0.3), cx(4, 9)]), ...endlessOn(width, 20)];
    const states = [1, 2 ** width - 2].map((state) => state.toString(2).padStart(width, '0'));
    for (const input of [
      circuit(width, [...turns, ...measureAll(width)], { bits: width }),
      circuit(width, [...turns, ...feedback, ...measureAll(width)], { bits: width }),
    ]) {
      const wantsAmplitudes = !input.operations.some(({ kind }) => kind === 'conditional');
      const options = {
        shots: 3000,
        seed: 11,
        method: 'statevector',
        ...(wantsAmplitudes && { amplitudesOf: states }),
      } as const;
      const alone = await single.simulate(input, options);
      for (let time = 0; time < 3; time++) {
        const together = await triple.simulate(input, options);
        expect({ ...together, timing: alone.timing }).toEqual(alone);
      }
    }
  });

  it('simulates in one thread and says so where memory cannot be shared', async () => {
    const input = circuit(16, [...endlessOn(16, 100), ...measureAll(16)], { bits: 16 });
    const options = { shots: 1000, seed: 11, method: 'statevector' } as const;
    const shared = await triple.simulate(input, options);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    try {
      const used = pool(2);
      const { why, ...result } = await used.simulate(input, options);
      expect(why).toBe(`${shared.why} One thread did all of it, because threads cannot share memory here.`);
      expect({ ...result, timing: shared.timing, why: shared.why }).toEqual(shared);
      // There is no flag to look at, so the thread is ended.
      const source = new CancellationSource();
      const work = used.simulate(endless, options, source.signal);
      source.cancel();
      await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
      expect((await used.simulate(circuit(1, []), { shots: 3, seed: 0 })).counts).toEqual({ '0': 3 });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('passes failures on with reason and advice', async () => {
    const unbound: EvaluationRequest = { circuit: ansatz, bindings: [[1]], output: { kind: 'probabilities' }, seed: 0 };
    await expect(single.evaluate(unbound, neverCancelled)).rejects.toMatchObject({ reason: 'invalid-input' });
    const dynamic = circuit(1, [gate('h', 0), reset(0)]);
    const refused: EvaluationRequest = { circuit: dynamic, bindings: [[]], output: { kind: 'probabilities' }, seed: 0 };
    // The second time too, although the thread has seen the circuit.
    for (let time = 0; time < 2; time++) {
      await expect(single.evaluate(refused, neverCancelled)).rejects.toMatchObject({
        reason: 'invalid-circuit',
        advice: 'Use a circuit of gates only, or simulate it with shots.',
      });
    }
    await expect(single.simulate(circuit(40, []), { shots: 1, seed: 0, method: 'statevector' })).rejects.toMatchObject({
      reason: 'too-large',
    });
    expect((await single.simulate(circuit(1, []), { shots: 1, seed: 0 })).counts).toEqual({ '0': 1 });
  });
});

describe('cancelling', () => {
  it('stops work in a thread, which then takes other work', async () => {
    const used = pool(1);
    const source = new CancellationSource();
    const work = used.simulate(endless, { shots: 1, seed: 0 }, source.signal);
    const waiting = used.simulate(circuit(1, []), { shots: 3, seed: 0 });
    source.cancel();
    await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
    expect((await waiting).counts).toEqual({ '0': 3 });
  });

  it('reaches a thread in the middle of its work and leaves it alive', async () => {
    let started = 0;
    const count = () => started++;
    process.on('worker', count);
    const used = pool(1);
    await used.simulate(circuit(1, []), { shots: 1, seed: 0 });
    const source = new CancellationSource();
    const work = used.simulate(endless, { shots: 1, seed: 0 }, source.signal);
    // Meanwhile another thread does something shorter, so that the first is under way.
    await pool(1).simulate(circuit(18, endlessOn(18, 30)), { shots: 1, seed: 0 });
    source.cancel();
    await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
    expect((await used.simulate(circuit(1, []), { shots: 3, seed: 0 })).counts).toEqual({ '0': 3 });
    process.off('worker', count);
    expect(started).toBe(2);
  });

  it('takes waiting work out of the queue', async () => {
    const used = pool(1);
    const running = new CancellationSource();
    const first = used.simulate(endless, { shots: 1, seed: 0 }, running.signal);
    const source = new CancellationSource();
    const second = used.simulate(endless, { shots: 1, seed: 0 }, source.signal);
    source.cancel();
    await expect(second).rejects.toMatchObject({ reason: 'cancelled' });
    running.cancel();
    await expect(first).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(used.simulate(endless, { shots: 1, seed: 0 }, source.signal)).rejects.toMatchObject({
      reason: 'cancelled',
    });
  });

  it('happens to all when the pool is closed', async () => {
    const used = pool(1);
    const work = [1, 2].map((seed) => used.simulate(endless, { shots: 1, seed }));
    const settled = Promise.allSettled(work);
    await used.close();
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'cancelled' } });
    }
    await expect(used.simulate(circuit(1, []), { shots: 1, seed: 0 })).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

/** A worker that misbehaves as told by the width of the circuit, and otherwise answers. */
const misbehaving = `
  import { parentPort } from 'node:worker_threads';
  parentPort.postMessage({ kind: 'ready' });
  parentPort.on('message', ({ task: { circuit } }) => {
    if (circuit.qubitCount === 1) process.exit(3);
    if (circuit.qubitCount === 2) throw new Error('broken');
    if (circuit.qubitCount === 3) for (;;);
    parentPort.postMessage({ kind: 'simulation', result: 'answer' });
  });`;

async function withMisbehavingThread(work: (used: SimulatorPool) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'misbehaving.mjs');
    await writeFile(file, misbehaving);
    await work(pool(1, file));
  });
}

describe('a thread that', () => {
  const options = { shots: 1, seed: 0 };

  it('dies fails its task, and another takes its place', async () => {
    await withMisbehavingThread(async (used) => {
      await expect(used.simulate(circuit(1, []), options)).rejects.toMatchObject({ reason: 'unknown' });
      await expect(used.simulate(circuit(2, []), options)).rejects.toMatchObject({
        reason: 'unknown',
        message: 'The simulator thread ended unexpectedly (broken).',
      });
      expect(await used.simulate(circuit(4, []), options)).toBe('answer');
    });
  });

  it('does not notice that its work is cancelled is ended', async () => {
    await withMisbehavingThread(async (used) => {
      const source = new CancellationSource();
      const work = used.simulate(circuit(3, []), options, source.signal);
      source.cancel();
      await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
      expect(await used.simulate(circuit(4, []), options)).toBe('answer');
    });
  });

  it('has no program fails with the reason', async () => {
    const work = pool(1, join(workerFile, '..', 'noSuchWorker.cjs')).simulate(circuit(1, []), options);
    await expect(work).rejects.toMatchObject({ reason: 'unknown' });
  });
});
