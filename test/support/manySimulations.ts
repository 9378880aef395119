import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CancellationSource } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import { parameterAngle } from '#core/circuit/angle.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { readNoiseModel } from '#core/simulator/noise/readNoiseModel.ts';
import { SimulatorPool } from '#platform/simulatorPool.ts';
import { circuit, cx, gate, measureAll } from './circuitBuilder.ts';

/**
 * `node --expose-gc test/support/manySimulations.ts 10000` runs so many simulations of mixed sizes and kinds on a pool and prints, as
 * JSON, the bytes the process holds after the first fifth, at most, and in the end.
 */
const workerFile = fileURLToPath(new URL('../../platform/simulatorWorker.ts', import.meta.url));

/** Mostly small circuits, and a few whose states take up to 64 MiB. */
function widthFrom(stream: RandomStream): number {
  const kind = stream.uniform();
  if (kind < 0.7) return 1 + stream.integerBelow(12);
  if (kind < 0.97) return 13 + stream.integerBelow(5);
  return 18 + stream.integerBelow(5);
}

function randomGates(qubits: number, count: number, stream: RandomStream): Operation[] {
  return Array.from({ length: count }, () => {
    const qubit = stream.integerBelow(qubits);
    const other = stream.integerBelow(qubits);
    return other === qubit ? gate('ry', qubit, 6 * stream.uniform()) : cx(qubit, other);
  });
}

/** One simulation, evaluation, or failure; some are cancelled. */
async function simulateSomething(pool: SimulatorPool, stream: RandomStream): Promise<void> {
  const source = new CancellationSource();
  const kind = stream.uniform();
  const seed = stream.integerBelow(1000);
  if (kind < 0.1) {
    const wide: Circuit = circuit(40, [...cliffordGates(40, stream), ...measureAll(40)], { bits: 40 });
    await pool.simulate(wide, { shots: 100, seed }, source.signal);
  } else if (kind < 0.3) {
    const qubits = 2 + stream.integerBelow(10);
    const turns = Array.from({ length: qubits }, (_, qubit) => gate('ry', qubit, parameterAngle(0)));
    const request = {
      circuit: circuit(qubits, [...turns, ...randomGates(qubits, 20, stream)], { parameters: ['a'] }),
      bindings: Array.from({ length: 50 }, (_, row) => [row / 9]),
      output: { kind: 'probabilities' },
      seed,
    } as const;
    await pool.evaluate(request, source.signal);
  } else if (kind < 0.32) {
    const qubits = 3 + stream.integerBelow(6);
    const noisy = circuit(qubits, [...randomGates(qubits, 20, stream), ...measureAll(qubits)], { bits: qubits });
    const method = (['density', 'trajectories', 'mps'] as const)[stream.integerBelow(3)];
    const options = { shots: 200, seed, ...(method && { method }), ...(method !== 'mps' && { noise }) };
    await pool.simulate(noisy, options, source.signal);
  } else if (kind < 0.34) {
    const ansatz = efficientSu2(2 + stream.integerBelow(17), 1, 'linear');
    const bindings = [1, 2, 3].map((row) => ansatz.parameters.map((_, index) => row * index));
    const observables = [{ terms: [{ coefficient: 1, factors: [{ qubit: 1, axis: 'Z' }] }] }] as const;
    await pool.gradient({ circuit: ansatz, bindings, observables, method: 'adjoint', seed }, source.signal);
  } else if (kind < 0.36) {
    await pool.simulate(
      circuit(90, [gate('t', 0), ...randomGates(90, 400, stream)]),
      { shots: 1, seed },
      source.signal,
    );
  } else {
    const qubits = widthFrom(stream);
    const gates = [...randomGates(qubits, 5 + stream.integerBelow(30), stream), ...measureAll(qubits)];
    const run = pool.simulate(circuit(qubits, gates, { bits: qubits }), { shots: 200, seed }, source.signal);
    if (kind > 0.95) setTimeout(() => source.cancel(), 10 * stream.uniform());
    await run;
  }
}

function cliffordGates(qubits: number, stream: RandomStream): Operation[] {
  return Array.from({ length: 100 }, () => {
    const qubit = stream.integerBelow(qubits);
    return stream.uniform() < 0.5
      ? gate('h', qubit)
      : cx(qubit, (qubit + 1 + stream.integerBelow(qubits - 1)) % qubits);
  });
}

const noise = readNoiseModel(
  'noise: 1\ngates: [{ on: two-qubit, depolarising: 0.05, duration: 10 us }]\nqubits: { all: { T1: 50 us } }\nidle: relaxation',
  'noise',
);
const count = Number(process.argv[2] ?? 1000);
const stream = randomStream(7, 'simulations');
const pool = new SimulatorPool(workerFile, { threads: 2 });
let peak = 0;
let failures = 0;

async function run(times: number): Promise<void> {
  let left = times;
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      while (left-- > 0) {
        await simulateSomething(pool, stream).catch((thrown: unknown) => {
          failures++;
          const { message, reason } = Failure.from(thrown);
          if (reason !== 'cancelled' && reason !== 'too-large') throw new Error(message, { cause: thrown });
        });
        peak = Math.max(peak, process.memoryUsage.rss());
      }
    }),
  );
}

/** After threads had the time to give memory back, and without what this thread has not collected yet. */
async function restingMemory(): Promise<number> {
  await delay(2500);
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

const first = Math.ceil(count / 5);
await run(first);
const baseline = await restingMemory();
await run(count - first);
const end = await restingMemory();
process.stdout.write(`${JSON.stringify({ count, failures, baseline, peak, end })}\n`);
await pool.close();
