import fc from 'fast-check';
import { multiply } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { squareOf } from '#core/circuit/pauliProduct.ts';
import type { Amplitudes } from '#core/simulator/readout/amplitudes.ts';
import { momentsOf, reducedStatesOf } from '#core/simulator/readout/readableState.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyPauliSum } from '#test/support/arbitraries/observables.ts';
import { anyState } from '#test/support/arbitraries/states.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { readingOf } from '#test/support/heldState.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { columnOf, observableMatrix, partialTrace, sandwich } from '#test/support/observableMatrix.ts';

const pauliMoments = (state: Amplitudes, observables: readonly PauliSum[], signal = neverCancelled) =>
  readingOf(state, (held) => held.moments(observables, signal));

const pauliExpectations = (state: Amplitudes, observables: readonly PauliSum[], signal = neverCancelled) =>
  readingOf(state, (held) => held.expectations(observables, signal));

const reducedDensityMatrix = (state: Amplitudes, qubits: readonly number[]) => {
  const count = Math.log2(state.length) - 1;
  const [matrix] = readingOf(state, (held) => reducedStatesOf(held, [qubits], count, neverCancelled));
  return matrix ?? { dimension: 0, values: [] };
};

describe('Pauli sums', () => {
  it('have the mean and the variance of their matrix', () => {
    fc.assert(
      fc.property(
        anyGates(4, 12),
        fc.array(anyPauliSum(4), { minLength: 1, maxLength: 3 }),
        (operations, observables) => {
          const amplitudes = matrixAmplitudes(circuit(4, operations));
          const state = columnOf(amplitudes);
          const found = pauliMoments(Float64Array.from(amplitudes), observables, neverCancelled);
          observables.forEach((observable, index) => {
            const matrix = observableMatrix(observable, 4);
            const mean = sandwich(state, matrix);
            expect(found[index]?.mean).toBeCloseTo(mean, 10);
            expect(found[index]?.variance).toBeCloseTo(sandwich(state, multiply(matrix, matrix)) - mean * mean, 9);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('have the same values in states of several blocks, where squares are Pauli sums too', () => {
    // 2¹² amplitudes are four blocks; the oracle is the expectation of the square.
    fc.assert(
      fc.property(anyState(12), anyPauliSum(12), (state, observable) => {
        const [moments] = pauliMoments(state, [observable], neverCancelled);
        const [mean = 0, square = 0] = pauliExpectations(state, [observable, squareOf(observable)]);
        expect(moments?.mean).toBe(mean);
        expect(moments?.variance).toBeCloseTo(square - mean * mean, 9);
        const slow = observable.terms.reduce((sum, term) => sum + slowMean(state, { terms: [term] }), 0);
        expect(mean).toBeCloseTo(slow, 10);
      }),
      { numRuns: 20 },
    );
  });

  it('have squares that are the squares of their matrices', () => {
    fc.assert(
      fc.property(anyPauliSum(3), (observable) => {
        const matrix = observableMatrix(observable, 3);
        const wanted = multiply(matrix, matrix).toArray().flat() as never[];
        const found = observableMatrix(squareOf(observable), 3).toArray().flat() as never[];
        found.forEach((entry, index) => {
          expect(numbersOf(entry)[0]).toBeCloseTo(numbersOf(wanted[index] as never)[0], 9);
          expect(numbersOf(entry)[1]).toBeCloseTo(numbersOf(wanted[index] as never)[1], 9);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('reduced states', () => {
  it('are partial traces, for qubits in any order', () => {
    const qubits = fc.shuffledSubarray([0, 1, 2, 3, 4], { maxLength: 3 });
    fc.assert(
      fc.property(anyState(5), qubits, (state, chosen) => {
        const { values } = reducedDensityMatrix(state, chosen);
        const wanted = partialTrace(state, chosen).values;
        values.forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 12);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('and variances are the same from expectation values alone', () => {
    const qubits = fc.shuffledSubarray([0, 1, 2, 3], { maxLength: 3 });
    fc.assert(
      fc.property(anyState(4), qubits, anyPauliSum(4), (state, chosen, observable) => {
        const readable = {
          expectations: (observables: readonly PauliSum[]) => pauliExpectations(state, observables),
        };
        const wanted = reducedDensityMatrix(state, chosen).values;
        reducedStatesOf(readable, [chosen], 4, neverCancelled)[0]?.values.forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 12);
        });
        const [direct] = pauliMoments(state, [observable], neverCancelled);
        const [made] = momentsOf(readable, [observable], neverCancelled);
        expect(made?.variance).toBeCloseTo(direct?.variance ?? Number.NaN, 9);
      }),
      { numRuns: 60 },
    );
  });
});

/** ⟨P⟩ of a single term by applying its factors one by one. */
function slowMean(state: Float64Array, observable: PauliSum): number {
  let sum = 0;
  for (const { coefficient, factors } of observable.terms) {
    for (let index = 0; index < state.length / 2; index++) {
      let [re, im, to] = [state[2 * index] ?? 0, state[2 * index + 1] ?? 0, index];
      for (const { axis, qubit } of factors) {
        const one = (index >> qubit) & 1;
        if (axis === 'Z' && one) [re, im] = [-re, -im];
        if (axis === 'Y') [re, im] = one ? [im, -re] : [-im, re];
        if (axis !== 'Z') to ^= 1 << qubit;
      }
      sum += coefficient * ((state[2 * to] ?? 0) * re + (state[2 * to + 1] ?? 0) * im);
    }
  }
  return sum;
}

function numbersOf(value: number | { re: number; im: number }): readonly [number, number] {
  return typeof value === 'number' ? [value, 0] : [value.re, value.im];
}
