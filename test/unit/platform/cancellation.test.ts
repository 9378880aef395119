import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type CancellationSignal, CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import type { SimulationOptions } from '#core/simulator/simulationOptions.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { circuit, cx, gate, measure, measureAll, when } from '#test/support/circuitBuilder.ts';
import { noiseModel, pauliWord } from '#test/support/noisyRuns.ts';

const workerFile = fileURLToPath(new URL('../../../platform/simulatorWorker.ts', import.meta.url));

const relaxing = noiseModel(`
noise: 1
gates: [{ on: two-qubit, depolarising: 0.05, duration: 10 us }]
qubits: { all: { T1: 50 us, T2: 40 us } }
idle: relaxation
`);
const depolarising = noiseModel('noise: 1\ngates: [{ on: two-qubit, depolarising: 0.05 }]');

function layers(qubits: number, count: number) {
  const gates = Array.from({ length: count }, (_, layer) =>
    Array.from({ length: qubits }, (_unused, qubit) => [
      gate('ry', qubit, 0.3 * layer + qubit),
      cx(qubit, (qubit + 1) % qubits),
    ]),
  );
  return circuit(qubits, [...gates.flat(2), ...measureAll(qubits)], { bits: qubits });
}

function clifford(qubits: number, count: number) {
  const gates = Array.from({ length: count }, (_, index) => {
    const qubit = (7 * index) % qubits;
    return [gate('h', qubit), cx(qubit, (qubit + 3) % qubits)];
  });
  const feedback = [measure(0, 0), when([0], 1, [gate('x', 1)])];
  return circuit(qubits, [...gates.flat(), ...feedback, ...measureAll(qubits)], { bits: qubits });
}

function repetitionCode() {
  const read = importStimProgram('REPEAT 200 {\nH 0\nDEPOLARIZE2(0.1) 0 1\nM(0.01) 0 1\nDETECTOR rec[-1]\n}');
  if (!read.ok) throw new Error(read.error[0]?.message);
  return read.value.program;
}

type Task = (pool: SimulatorPool, signal: CancellationSignal) => Promise<unknown>;

function simulation(input: ReturnType<typeof circuit>, options: Partial<SimulationOptions>): Task {
  return async (pool, signal) => {
    const { timing: _, ...result } = await pool.simulate(input, { shots: 100, seed: 5, ...options }, signal);
    return result;
  };
}

const ansatz = efficientSu2(8, 2, 'linear');
const bindings = Array.from({ length: 60 }, (_, row) => ansatz.parameters.map((_parameter, index) => row + index));
const program = repetitionCode();

/** Every method, and every kind of question. */
const tasks: readonly Task[] = [
  simulation(layers(14, 8), { method: 'statevector' }),
  simulation(layers(10, 2), { method: 'statevector', shots: 300_000 }),
  simulation(layers(13, 3), { method: 'statevector', observables: [pauliWord('XYZXYZXYZXYZX')], bloch: [2, 5] }),
  simulation(layers(6, 4), { method: 'density', noise: relaxing }),
  simulation(layers(8, 3), { method: 'trajectories', noise: relaxing, shots: 500 }),
  simulation(layers(14, 3), { method: 'mps', bondLimit: 16 }),
  simulation(clifford(200, 1000), { method: 'stabilizer' }),
  simulation(clifford(30, 200), { method: 'stabilizer', noise: depolarising, shots: 3000 }),
  async (pool, signal) =>
    (await pool.evaluate({ circuit: ansatz, bindings, output: { kind: 'fidelity-kernel' }, seed: 0 }, signal)).rows,
  async (pool, signal) => {
    const observables = [pauliWord('XIIIIIIZ'), pauliWord('IIZZIIII')];
    return (await pool.gradient({ circuit: ansatz, bindings, observables, method: 'adjoint', seed: 0 }, signal)).rows;
  },
  async (pool, signal) => await pool.sampleProgram(program, { shots: 20_000, seed: 2 }, signal),
];

it('at 200 random moments of every method is told at once and leaves the pool healthy', async () => {
  let started = 0;
  const count = () => started++;
  process.on('worker', count);
  const used = new SimulatorPool(workerFile, { threads: 2 });
  try {
    const before = await Promise.all(tasks.map((task) => task(used, neverCancelled)));
    const stream = randomStream(1, 'moments');
    let cancelled = 0;
    for (let time = 0; time < 200; time++) {
      const source = new CancellationSource();
      const chosen = [time % tasks.length, stream.integerBelow(tasks.length)];
      let settled = 0;
      const work = chosen.map(async (index) => {
        try {
          expect(await tasks[index]?.(used, source.signal)).toEqual(before[index]);
        } catch (thrown) {
          expect(thrown).toMatchObject({ reason: 'cancelled' });
          cancelled++;
        } finally {
          settled++;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 30 * stream.uniform()));
      source.cancel();
      // Nothing is waited for but the listeners of the promises.
      await new Promise(setImmediate);
      expect(settled).toBe(work.length);
      await Promise.all(work);
    }
    expect(cancelled).toBeGreaterThan(100);
    for (const [index, task] of tasks.entries()) expect(await task(used, neverCancelled)).toEqual(before[index]);
    expect(started).toBe(2);
  } finally {
    process.off('worker', count);
    await used.close();
  }
}, 120_000);
