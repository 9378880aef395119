import { describe, expect, it } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import type { PauliSum } from '#core/circuit/observable.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import type { Amplitudes } from '#core/simulator/readout/amplitudes.ts';
import { momentsOf } from '#core/simulator/readout/readableState.ts';
import { randomState } from '#test/support/arbitraries/states.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { readingOf } from '#test/support/heldState.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';

const pauliMoments = (state: Amplitudes, observables: readonly PauliSum[], signal = neverCancelled) =>
  readingOf(state, (held) => held.moments(observables, signal));

const pauliExpectations = (state: Amplitudes, observables: readonly PauliSum[], signal = neverCancelled) =>
  readingOf(state, (held) => held.expectations(observables, signal));

function moments(state: Float64Array, text: string) {
  const qubitCount = Math.log2(state.length) - 1;
  const [found] = pauliMoments(state, [parseObservable(text, { qubitCount, qubitRegisters: [] })], neverCancelled);
  return found ?? { mean: Number.NaN, variance: Number.NaN };
}

describe('closed forms', () => {
  it('a rotated qubit has mean cos θ and variance sin² θ along Z', () => {
    for (const theta of [0, 0.3, 1.1, Math.PI / 2, 3]) {
      const state = Float64Array.from(matrixAmplitudes(circuit(1, [gate('ry', 0, theta)])));
      const { mean, variance } = moments(state, 'Z0');
      expect(mean).toBeCloseTo(Math.cos(theta), 12);
      expect(variance).toBeCloseTo(Math.sin(theta) ** 2, 12);
    }
  });

  it('the magnetisation of a GHZ state has mean 0 and variance n²', () => {
    const operations = [gate('h', 0), cx(0, 1), cx(1, 2), cx(2, 3)];
    const state = Float64Array.from(matrixAmplitudes(circuit(4, operations)));
    const { mean, variance } = moments(state, 'Z0 + Z1 + Z2 + Z3');
    expect(mean).toBeCloseTo(0, 12);
    expect(variance).toBeCloseTo(16, 12);
    expect(moments(state, 'XXXX').variance).toBeCloseTo(0, 12);
    expect(moments(state, 'XXXX').mean).toBeCloseTo(1, 12);
    expect(moments(state, 'YYXX').mean).toBeCloseTo(-1, 12);
  });

  it('a constant has no variance, and none beside a large constant is lost', () => {
    const state = randomState(3, 4);
    expect(moments(state, '1e9')).toEqual({ mean: expect.closeTo(1e9, 4), variance: expect.closeTo(0, 6) });
    expect(moments(state, '1e9 + X0').variance).toBeCloseTo(moments(state, 'X0').variance, 6);
  });

  it('the empty sum is 0', () => {
    expect(moments(randomState(2, 1), '0')).toEqual({ mean: 0, variance: 0 });
  });
});

it('states of single precision give the numbers of double precision as far as it goes', () => {
  const state = randomState(11, 4);
  const observable = parseObservable('Z0 Z10 + 2 X3 Y7 - 0.5 Y10', { qubitCount: 11, qubitRegisters: [] });
  const [wanted] = pauliMoments(state, [observable], neverCancelled);
  const [found] = pauliMoments(Float32Array.from(state), [observable], neverCancelled);
  expect(found?.mean).toBeCloseTo(wanted?.mean ?? Number.NaN, 6);
  expect(found?.variance).toBeCloseTo(wanted?.variance ?? Number.NaN, 5);
});

it('a cancelled request ends', () => {
  const source = new CancellationSource();
  source.cancel();
  const observable = parseObservable('X0', { qubitCount: 3, qubitRegisters: [] });
  expect(() => pauliExpectations(randomState(3, 1), [observable], source.signal)).toThrow(Failure);
  expect(() => pauliMoments(randomState(3, 1), [observable], source.signal)).toThrow('Cancelled.');
});

it('squares of many terms are not taken where a method has only expectation values', () => {
  const terms = Array.from({ length: 25 }, () => ({ coefficient: 1, factors: [] }));
  const state = { expectations: (sums: readonly unknown[]) => new Float64Array(sums.length).fill(2) };
  const short = { terms: terms.slice(0, 2) };
  expect(momentsOf(state, [{ terms }, short], neverCancelled)).toEqual([{ mean: 2 }, { mean: 2, variance: 0 }]);
});
