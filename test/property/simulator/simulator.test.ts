import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { randomStream } from '#core/base/random.ts';
import { bitStringLayout, formatBits, parseBits } from '#core/circuit/bitStrings.ts';
import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { inverseCircuit } from '#core/circuit/inverseCircuit.ts';
import { prepareState } from '#core/simulator/prepareState.ts';
import { compileProgram } from '#core/simulator/program/compileProgram.ts';
import { simulate } from '#core/simulator/simulate.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit, controlled, gate, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { readingOf } from '#test/support/heldState.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { partialTrace } from '#test/support/observableMatrix.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

function compiled(input: Circuit) {
  return compileProgram(input, stateVectorMethod(input.qubitCount, simulationContext).prepareGates);
}

function finalState(input: Circuit): Float64Array {
  const state = stateVectorMethod(input.qubitCount, simulationContext).createState();
  prepareState(compiled(input), [], state, neverCancelled);
  const amplitudes = Float64Array.from(state.vector);
  state.release();
  return amplitudes;
}

function exactProbabilities(input: Circuit): Map<string, number> {
  const { probabilities = {} } = simulate(input, { shots: 0, seed: 0, probabilities: true }, simulationContext);
  return new Map(Object.entries(probabilities));
}

function largestDifference(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  const keys = new Set([...left.keys(), ...right.keys()]);
  return Math.max(...[...keys].map((key) => Math.abs((left.get(key) ?? 0) - (right.get(key) ?? 0))));
}

describe('random circuits', () => {
  it('give the amplitudes of plain matrix multiplication', () => {
    fc.assert(
      fc.property(anyGates(3, 12), (operations) => {
        const wanted = matrixAmplitudes(circuit(3, operations));
        finalState(circuit(3, operations)).forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 10);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keep the norm', () => {
    fc.assert(
      fc.property(anyGates(6, 60), (operations) => {
        expect(readingOf(finalState(circuit(6, operations)), (state) => state.squaredNorm(neverCancelled))).toBeCloseTo(
          1,
          10,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('are undone by their inverse', () => {
    fc.assert(
      fc.property(anyGates(5), anyGates(5, 5), (operations, before) => {
        const forward = circuit(5, operations);
        const wanted = finalState(circuit(5, before));
        const returned = finalState(circuit(5, [...before, ...operations, ...inverseCircuit(forward).operations]));
        returned.forEach((value, index) => {
          expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 10);
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe('measurement', () => {
  it('in the middle equals measurement at the end with quantum controls', () => {
    // A measured qubit is not touched again, except that its value controls gates.
    fc.assert(
      fc.property(anyGates(4, 12), anyGate(3), anyGate(3), anyGates(3, 8), (before, first, second, after) => {
        const measured = 3;
        const followed: Operation = when([3], 1, [first, second]);
        const ends = [0, 1, 2].map((qubit) => measure(qubit, qubit));
        const dynamic = circuit(4, [...before, measure(measured, 3), followed, ...after, reset(measured), ...ends], {
          bits: 4,
        });
        const deferred = circuit(
          4,
          [
            ...before,
            controlled(first, measured),
            controlled(second, measured),
            ...after,
            measure(measured, 3),
            ...ends,
          ],
          { bits: 4 },
        );
        expect(compiled(dynamic).head.length).toBeGreaterThan(0);
        expect(compiled(deferred).head.length).toBe(0);
        expect(largestDifference(exactProbabilities(dynamic), exactProbabilities(deferred))).toBeLessThan(1e-10);
      }),
      { numRuns: 100 },
    );
  });

  it('branches as often as the exact probabilities say', () => {
    fc.assert(
      fc.property(fc.integer(), anyGates(2, 6), fc.double({ min: 0.2, max: 3, noNaN: true }), (seed, before, theta) => {
        const input = circuit(
          2,
          [...before, measure(0, 0), gate('ry', 0, theta), when([0], 1, [gate('x', 1)]), measure(0, 1), measure(1, 2)],
          { bits: 3 },
        );
        const shots = 4000;
        const { counts } = simulate(input, { shots, seed }, simulationContext);
        for (const [bits, probability] of exactProbabilities(input)) {
          const deviation = Math.sqrt(shots * probability * (1 - probability));
          // Six standard deviations, and room for cells with hardly any shots.
          expect(Math.abs((counts[bits] ?? 0) - shots * probability)).toBeLessThan(6 * deviation + 8);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('samples states with their probabilities (chi-squared)', () => {
    fc.assert(
      fc.property(fc.integer(), anyGates(4), (seed, operations) => {
        const input = circuit(4, operations);
        const shots = 20_000;
        const counts = new Map<number, number>();
        readingOf(finalState(input), (state) =>
          state.sampleIndices(15, shots, randomStream(seed, 'test'), neverCancelled, (index, count) =>
            counts.set(index, count),
          ),
        );
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(shots);
        let statistic = 0;
        let cells = 0;
        partialTrace(finalState(input), [0, 1, 2, 3]).values.forEach((probability, entry) => {
          const index = entry / 34;
          if (!Number.isInteger(index) || probability * shots < 5) return;
          statistic += ((counts.get(index) ?? 0) - probability * shots) ** 2 / (probability * shots);
          cells++;
        });
        // Mean about cells, variance 2·cells; seven standard deviations for hundreds of tries.
        expect(statistic).toBeLessThan(cells + 7 * Math.sqrt(2 * cells) + 5);
      }),
      { numRuns: 100 },
    );
  });
});

describe('bit strings', () => {
  it('are read back as they were written', () => {
    const registers = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }).map((sizes) => {
      let start = 0;
      return sizes.map((size, index) => {
        const register = { name: `r${index}`, start, size };
        start += size;
        return register;
      });
    });
    fc.assert(
      fc.property(
        registers,
        fc.integer({ min: 0, max: 3 }),
        fc.infiniteStream(fc.boolean()),
        (named, loose, values) => {
          const size = named.reduce((sum, register) => sum + register.size, loose);
          const bits = Uint8Array.from({ length: size }, () => (values.next().value ? 1 : 0));
          const layout = bitStringLayout(named, size);
          const text = formatBits(bits, layout);
          expect(parseBits(text, layout)).toEqual(bits);
          const groups = text === '' ? [] : text.split(' ');
          expect(groups.length).toBe(named.length + (loose > 0 ? 1 : 0));
          // The last register is leftmost, its lowest bit at its right end.
          const last = named.at(-1);
          if (last) expect(groups[0]?.at(-1)).toBe(String(bits[last.start]));
        },
      ),
    );
  });
});
