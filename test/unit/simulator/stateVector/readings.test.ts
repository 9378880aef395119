import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import { type WorkSignal, withReport } from '#core/base/workSignal.ts';
import type { GateOperation } from '#core/circuit/circuit.ts';
import type { PauliFactor, PauliSum } from '#core/circuit/observable.ts';
import { reducedStatesOf } from '#core/simulator/readout/readableState.ts';
import { AmplitudeState } from '#core/simulator/stateVector/amplitudeState.ts';
import type { Precision } from '#core/simulator/stateVector/stateSize.ts';
import { StateSpace } from '#core/simulator/stateVector/stateSpace.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { createKernelInstance } from '#core/simulator/wasm/kernelInstance.ts';
import type { HelperThreads } from '#core/simulator/wasm/threadTeam.ts';
import { loadKernels } from '#platform/simulatorKernels.ts';
import { cx, gate } from '#test/support/circuitBuilder.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const qubits = 18;
const angle = (qubit: number) => 0.3 + 0.17 * qubit;

/** RY of every qubit, so that all expectation values are products; then swaps and flips, which move wires and frames. */
const turns = Array.from({ length: qubits }, (_, qubit) => gate('ry', qubit, angle(qubit)));
const moves = [gate('swap', [0, 17]), gate('swap', [3, 9]), gate('x', 5), gate('x', 16)];

/** The angle of a qubit after the moves: X turns θ to π − θ. */
function finalAngle(qubit: number): number {
  const from = new Map([
    [0, 17],
    [17, 0],
    [3, 9],
    [9, 3],
  ]).get(qubit);
  const before = angle(from ?? qubit);
  return qubit === 5 || qubit === 16 ? Math.PI - before : before;
}

/** A sum of many products, some of which flip the same qubits, and its mean in that state. */
function manyTerms(count: number): { readonly sum: PauliSum; readonly mean: number } {
  const stream = randomStream(4, 'terms');
  const terms = Array.from({ length: count }, () => ({
    coefficient: stream.uniform() - 0.5,
    factors: Array.from({ length: qubits }, (_, qubit) => qubit).flatMap((qubit): PauliFactor[] => {
      const draw = Math.floor(stream.uniform() * 8);
      if (draw >= 4) return [];
      return [{ qubit, axis: draw === 0 ? 'X' : 'Z' }];
    }),
  }));
  const mean = terms.reduce((sum, { coefficient, factors }) => {
    const values = factors.map(({ axis, qubit }) =>
      axis === 'X' ? Math.sin(finalAngle(qubit)) : Math.cos(finalAngle(qubit)),
    );
    return sum + values.reduce((product, value) => product * value, coefficient);
  }, 0);
  return { sum: { terms }, mean };
}

function movedState(space: StateSpace, precision: Precision): AmplitudeState {
  const state = new AmplitudeState(space);
  const { prepareGates } = stateVectorMethod(qubits, simulationContext, precision);
  state.apply(prepareGates([...turns, ...moves] as GateOperation[], {}), neverCancelled);
  return state;
}

describe.each(['double', 'single'] as const)('a state of 18 qubits in %s precision', (precision) => {
  const digits = precision === 'double' ? 10 : 4;
  const used = (read: (state: AmplitudeState) => void) => {
    const state = movedState(new StateSpace(simulationContext, qubits, precision), precision);
    try {
      read(state);
    } finally {
      state.release();
    }
  };

  it('has the mean and the variance of a sum of a thousand terms', () => {
    used((state) => {
      const { mean, sum } = manyTerms(1000);
      const [found] = state.expectations([sum], neverCancelled);
      expect(found).toBeCloseTo(mean, digits);
      // ⟨(aZ + bX)²⟩ = a² + b², of one qubit.
      const mixed: PauliSum = {
        terms: [
          { coefficient: 2, factors: [{ qubit: 16, axis: 'Z' }] },
          { coefficient: -3, factors: [{ qubit: 16, axis: 'X' }] },
        ],
      };
      const [moments] = state.moments([mixed], neverCancelled);
      const theta = finalAngle(16);
      const centre = 2 * Math.cos(theta) - 3 * Math.sin(theta);
      expect(moments?.mean).toBeCloseTo(centre, digits);
      expect(moments?.variance).toBeCloseTo(13 - centre * centre, digits);
    });
  });

  it('has product states of its qubits, read alone or together', () => {
    used((state) => {
      const sets = [[17], [5], [9, 16, 0, 3, 7]];
      const [one, two, five] = reducedStatesOf(state, sets, qubits, neverCancelled);
      for (const [matrix, qubit] of [
        [one, 17],
        [two, 5],
      ] as const) {
        const half = finalAngle(qubit) / 2;
        const [c, s] = [Math.cos(half), Math.sin(half)];
        [c * c, 0, c * s, 0, c * s, 0, s * s, 0].forEach((wanted, place) => {
          expect(matrix?.values[place]).toBeCloseTo(wanted, digits);
        });
      }
      const amplitude = (index: number) =>
        [9, 16, 0, 3, 7].reduce((product, qubit, place) => {
          const half = finalAngle(qubit) / 2;
          return product * ((index >> place) & 1 ? Math.sin(half) : Math.cos(half));
        }, 1);
      for (let row = 0; row < 32; row++) {
        for (let column = 0; column < 32; column++) {
          const entry = 2 * (row * 32 + column);
          expect(five?.values[entry]).toBeCloseTo(amplitude(row) * amplitude(column), digits);
          expect(five?.values[entry + 1]).toBeCloseTo(0, digits);
        }
      }
    });
  });

  it('has the probabilities of few qubits and of all of them', () => {
    used((state) => {
      const shares = Array.from({ length: qubits }, (_, qubit) => {
        const half = finalAngle(qubit) / 2;
        return [Math.cos(half) ** 2, Math.sin(half) ** 2] as const;
      });
      const probability = (names: readonly number[], values: Uint8Array) => {
        let product = 1;
        for (let place = 0; place < names.length; place++) {
          product *= shares[names[place] ?? 0]?.[values[place] === 1 ? 1 : 0] ?? 0;
        }
        return product;
      };
      for (const names of [[16, 2, 9], Array.from({ length: qubits }, (_, qubit) => qubit)]) {
        let sum = 0;
        let worst = 0;
        const found = (values: Uint8Array, value: number) => {
          sum += value;
          worst = Math.max(worst, Math.abs(value - probability(names, values)));
        };
        state.probabilities(names, found, neverCancelled);
        expect(sum).toBeCloseTo(1, digits);
        expect(worst).toBeLessThan(10 ** -digits);
      }
    });
  });

  it('has its fidelity with other states, in this memory and in another', () => {
    used((state) => {
      const wanted = Array.from({ length: qubits }, (_, qubit) => Math.cos(finalAngle(qubit) / 2) ** 2).reduce(
        (product, value) => product * value,
      );
      const zero = new AmplitudeState(new StateSpace(simulationContext, qubits, 'double'));
      expect(state.fidelity(zero, neverCancelled) / wanted).toBeCloseTo(1, 4);
      expect(zero.fidelity(state, neverCancelled) / wanted).toBeCloseTo(1, 4);
      expect(state.fidelity(state, neverCancelled)).toBeCloseTo(1, digits);
      zero.release();
    });
  });
});

describe('cancelling in the middle', () => {
  it.each([
    ['Pauli sums', (state: AmplitudeState, signal: WorkSignal) => state.expectations([manyTerms(200).sum], signal)],
    ['variances', (state: AmplitudeState, signal: WorkSignal) => state.moments([manyTerms(20).sum], signal)],
    ['density matrices', (state: AmplitudeState, signal: WorkSignal) => state.reducedDensityMatrix([0, 5, 9], signal)],
    ['probabilities', (state: AmplitudeState, signal: WorkSignal) => state.probabilities([1, 2], () => {}, signal)],
    [
      'shots',
      (state: AmplitudeState, signal: WorkSignal) =>
        state.sampleIndices(7, 200_000, randomStream(1, 'x'), signal, () => {}),
    ],
  ] as const)('ends the reading of %s, and the state can be read again', (_, read) => {
    const state = movedState(new StateSpace(simulationContext, qubits, 'double'), 'double');
    state.restoreOrder(neverCancelled);
    let looks = 0;
    const impatient = {
      onCancel: () => () => {},
      get isCancelled() {
        looks++;
        return looks > 5;
      },
    };
    expect(() => read(state, impatient)).toThrow(expect.objectContaining({ reason: 'cancelled' }));
    expect(looks).toBe(6);
    expect(state.squaredNorm(neverCancelled)).toBeCloseTo(1, 12);
    const fractions: number[] = [];
    read(
      state,
      withReport(neverCancelled, (fraction) => fractions.push(fraction)),
    );
    expect(fractions).toEqual([...fractions].sort((left, right) => left - right));
    expect(fractions.at(-1)).toBe(1);
    state.release();
  });
});

describe('with two threads', () => {
  let worker: Worker;

  beforeAll(() => {
    worker = new Worker(new URL('../../../support/fixtures/helperWorker.ts', import.meta.url), { env: {} });
  });

  afterAll(async () => {
    await worker.terminate();
  });

  it.each(['double', 'single'] as const)('readings have the bits of one, in %s precision', async (precision) => {
    const kernels = createKernelInstance(await loadKernels());
    const helpers: HelperThreads = {
      count: 1,
      seek: (invitation) => {
        worker.postMessage(invitation);
        return { admit: () => {}, end: () => {} };
      },
    };
    const entangle = Array.from({ length: qubits - 1 }, (_, qubit) => cx(qubit, qubit + 1));
    const read = async (context: ConstructorParameters<typeof StateSpace>[0], threads: number) => {
      const space = new StateSpace(context, qubits, precision);
      const state = new AmplitudeState(space);
      const { prepareGates } = stateVectorMethod(qubits, context, precision);
      while (space.team.present < threads) await nextTurn();
      state.apply(prepareGates([...turns, ...entangle, ...moves] as GateOperation[], {}), neverCancelled);
      const shots: number[] = [];
      const probabilities: number[] = [];
      const { sum } = manyTerms(50);
      state.probabilities([4, 11], (_, value) => probabilities.push(value), neverCancelled);
      const found = {
        moments: state.moments([sum, manyTerms(3).sum], neverCancelled),
        reduced: state.reducedDensityMatrix([2, 13, 8], neverCancelled).values,
        norm: state.squaredNorm(neverCancelled),
        probabilities,
        shots,
      };
      state.sampleIndices(2 ** qubits - 1, 100_000, randomStream(2, 'shots'), neverCancelled, (index, count) =>
        shots.push(index, count),
      );
      expect(space.team.present).toBe(threads);
      state.release();
      return found;
    };
    const alone = await read({ kernels }, 1);
    const together = await read({ kernels, helpers }, 2);
    expect(together).toEqual(alone);
  });
});
