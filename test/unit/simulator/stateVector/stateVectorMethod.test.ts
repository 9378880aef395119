import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { withReport } from '#core/base/workSignal.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import type { DenseMatrix } from '#core/circuit/matrices/denseMatrix.ts';
import { sparseSweep } from '#core/simulator/noise/densityMatrix/sparseSweep.ts';
import { AmplitudeState } from '#core/simulator/stateVector/amplitudeState.ts';
import { stateBytes } from '#core/simulator/stateVector/stateSize.ts';
import { StateSpace } from '#core/simulator/stateVector/stateSpace.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import type { HelperThreads } from '#core/simulator/wasm/threadTeam.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { controlled, cx, gate } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const signal = neverCancelled;

/** A real 2×2 matrix. */
function denseMatrixOf(entries: readonly number[]): DenseMatrix {
  return { dimension: 2, re: Float64Array.from(entries), im: new Float64Array(4) };
}

/** Rotations of all qubits and controlled phases between neighbours, a few layers of them. */
function layers(qubits: number, count = 4): GateOperation[] {
  return Array.from({ length: count }, (_, layer) => [
    ...Array.from({ length: qubits }, (_unused, qubit) => gate('u', qubit, 0.3 * qubit + layer, 0.7 * layer, 1.1)),
    ...Array.from({ length: qubits - 1 }, (_unused, qubit) => controlled(gate('p', qubit + 1, 0.4), qubit)),
  ]).flat() as GateOperation[];
}

describe('with two threads', () => {
  let worker: Worker;

  beforeAll(() => {
    worker = new Worker(new URL('../../../support/fixtures/helperWorker.ts', import.meta.url), { env: {} });
  });

  afterAll(async () => {
    await worker.terminate();
  });

  it.each([
    [18, 'double'],
    [18, 'single'],
    [16, 'single'],
  ] as const)('results of %i qubits are those of one, bit for bit, in %s precision', async (qubits, precision) => {
    const kernels = createKernelInstance(await loadKernels());
    const helpers: HelperThreads = {
      count: 1,
      seek: (invitation) => {
        worker.postMessage(invitation);
        return { admit: () => {}, end: () => {} };
      },
    };
    const run = async (context: ConstructorParameters<typeof StateSpace>[0], threads: number) => {
      const space = new StateSpace(context, qubits, precision);
      const state = new AmplitudeState(space);
      const { prepareGates } = stateVectorMethod(qubits, context, precision);
      while (space.team.present < threads) await nextTurn();
      state.apply(prepareGates(layers(qubits, 1), {}), signal);
      state.clear();
      state.apply(prepareGates(layers(qubits), {}), signal);
      const found: [string, number][] = [];
      state.sample([3, qubits - 1, 0, 9, 12, 5], 20_000, randomStream(1, 'shots'), signal, (bits, count) => {
        found.push([bits.join(''), count]);
      });
      const ones = state.probabilityOfOne(15);
      expect(space.team.present).toBe(threads);
      const amplitudes = state.vector.slice();
      state.release();
      return { amplitudes, found, ones };
    };
    const alone = await run({ kernels }, 1);
    const together = await run({ kernels, helpers }, 2);
    expect(together.found).toEqual(alone.found);
    expect(together.ones).toBe(alone.ones);
    expect(Buffer.from(together.amplitudes.buffer).equals(Buffer.from(alone.amplitudes.buffer))).toBe(true);
  });
});

describe('large states', () => {
  it.each([
    [28, 'double', 'at most 27 in double precision (2 GiB; 28 would need 4 GiB)', /single precision/],
    [29, 'single', 'at most 28 in single precision (2 GiB; 29 would need 4 GiB)', /stabilizer.*matrix product/],
  ] as const)(
    'of %i qubits in %s precision are refused before memory is asked for',
    (qubits, precision, message, advice) => {
      try {
        stateVectorMethod(qubits, simulationContext, precision);
        expect.unreachable();
      } catch (thrown) {
        expect(Failure.is(thrown, 'too-large')).toBe(true);
        expect((thrown as Failure).message).toContain(message);
        expect((thrown as Failure).advice).toMatch(advice);
      }
    },
  );

  it('take 16 bytes for each amplitude and at most 5 % more', () => {
    const space = new StateSpace(simulationContext, 22, 'double');
    const state = new AmplitudeState(space);
    state.apply(stateVectorMethod(22, simulationContext).prepareGates(layers(22, 1), {}), signal);
    state.sample([0, 21], 1000, randomStream(1, 'shots'), signal, () => {});
    expect(space.kernels.memory.size).toBeLessThan(1.05 * stateBytes(22));
    state.release();
  });
});

describe('memory', () => {
  it('is given back by small states, whatever they were used for', () => {
    const { memory } = simulationContext.kernels;
    const use = () => {
      const method = stateVectorMethod(10, simulationContext);
      const [state, copy] = [method.createState(), method.createState()];
      state.apply(method.prepareGates(layers(10), {}), signal);
      copy.copyFrom(state);
      copy.sample([0, 1], 100, randomStream(1, 'shots'), signal, () => {});
      state.release();
      copy.release();
    };
    use();
    const { size } = memory;
    for (let time = 0; time < 50; time++) use();
    expect(memory.size).toBe(size);
  });
});

describe('clearing', () => {
  // 18 qubits are cleared in several chunks.
  const gates = (method: ReturnType<typeof stateVectorMethod>) => method.prepareGates(layers(18, 2), {});
  const changes: readonly [string, (state: AmplitudeState, method: ReturnType<typeof stateVectorMethod>) => void][] = [
    ['gates', (state, method) => state.apply(gates(method), signal)],
    ['noise', (state) => state.sweep(sparseSweep(denseMatrixOf([0.6, 0.8, -0.8, 0.6]), [2]), signal)],
    ['a factor', (state) => state.scale(0.5, signal)],
    [
      'a flip whose amplitudes were put in order',
      (state) => {
        state.lower(3);
        state.restoreOrder(signal);
      },
    ],
    ['a write to its vector', (state) => state.vector.set([0.5], 2 ** 18)],
    ['a collapse', (state) => state.collapse(5, 0, 0.25)],
    [
      'a copy',
      (state, method) => {
        const other = method.createState();
        other.apply(gates(method), signal);
        state.copyFrom(other);
        other.release();
      },
    ],
    ['nothing', () => {}],
  ];

  it.each(changes)('leaves |0…0⟩ after %s', (_, change) => {
    const method = stateVectorMethod(18, simulationContext);
    const state = method.createState();
    const blank = new Float64Array(2 ** 19);
    blank[0] = 1;
    for (let time = 0; time < 2; time++) {
      change(state, method);
      state.clear();
      // The vector itself is looked at last: whoever has it may change it.
      expect(state.amplitudes([new Uint8Array(18)])).toEqual(Float64Array.of(1, 0));
      change(state, method);
      state.clear();
      expect(Buffer.from(Float64Array.from(state.vector).buffer).equals(Buffer.from(blank.buffer))).toBe(true);
    }
    state.release();
  });
});

describe('cancelling', () => {
  it('stops between two chunks and leaves a state that can be used again', () => {
    const method = stateVectorMethod(18, simulationContext);
    const state = method.createState();
    const gates = method.prepareGates(layers(18, 6), {});
    for (const patience of [1, 5, 9]) {
      let looks = 0;
      const impatient = {
        onCancel: () => () => {},
        get isCancelled() {
          looks++;
          return looks > patience;
        },
      };
      expect(() => state.apply(gates, impatient)).toThrow(expect.objectContaining({ reason: 'cancelled' }));
      expect(looks).toBe(patience + 1);
    }
    state.clear();
    state.apply(method.prepareGates([gate('x', 3), cx(3, 17)] as GateOperation[], {}), signal);
    expect(
      state.amplitudes([Uint8Array.from({ length: 18 }, (_, qubit) => (qubit === 3 || qubit === 17 ? 1 : 0))]),
    ).toEqual(Float64Array.of(1, 0));
    state.release();
  });
});

it('reports how far it has come', () => {
  const method = stateVectorMethod(18, simulationContext);
  const state = method.createState();
  const fractions: number[] = [];
  state.apply(
    method.prepareGates(layers(18), {}),
    withReport(signal, (fraction) => fractions.push(fraction)),
  );
  state.release();
  expect(fractions.length).toBeGreaterThan(1);
  expect(fractions).toEqual([...fractions].sort((left, right) => left - right));
  expect(fractions.at(-1)).toBe(1);
});
