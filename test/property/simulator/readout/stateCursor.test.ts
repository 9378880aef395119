import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Circuit } from '#core/circuit/circuit.ts';
import { circuitMoments } from '#core/circuit/moments.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import { StateCursor } from '#core/simulator/readout/stateCursor.ts';
import { stateVectorMethod } from '#core/simulator/stateVector/stateVectorMethod.ts';
import { anyGate, anyGates } from '#test/support/arbitraries/circuits.ts';
import { circuit, measure, reset, when } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

/** A cursor that keeps few states, so that steps back run some moments again. */
function cursorOf(input: Circuit, seed = 1, stateBytes = 2 ** 26) {
  return new StateCursor(input, { ...stateVectorMethod(input.qubitCount, simulationContext), stateBytes }, { seed });
}

describe('moments', () => {
  it('hold operations on different qubits, and in order are the circuit', () => {
    fc.assert(
      fc.property(anyGates(5, 30), (operations) => {
        const moments = circuitMoments(operations);
        for (const moment of moments) {
          const qubits = moment.flatMap(operationQubits);
          expect(new Set(qubits).size).toBe(qubits.length);
        }
        expect(moments.flat().length).toBe(operations.length);
        const ordered = matrixAmplitudes(circuit(5, moments.flat()));
        matrixAmplitudes(circuit(5, operations)).forEach((value, index) => {
          expect(ordered[index]).toBeCloseTo(value, 10);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe('a cursor', () => {
  it('shows after every moment the state of the circuit up to there, wherever it came from', () => {
    const walk = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyGates(3, 15), walk, (operations, steps) => {
        const cursor = cursorOf(circuit(3, operations));
        const moments = circuitMoments(operations);
        expect(cursor.momentCount).toBe(moments.length);
        for (const step of steps) {
          const position = step % (moments.length + 1);
          const facts = cursor.moveTo(position);
          expect(facts).toMatchObject({ position, operations: moments[position - 1] ?? [], outcomes: [] });
          const wanted = matrixAmplitudes(circuit(3, moments.slice(0, position).flat()));
          cursor.amplitudes().forEach(([re, im], index) => {
            expect(re).toBeCloseTo(wanted[2 * index] ?? Number.NaN, 10);
            expect(im).toBeCloseTo(wanted[2 * index + 1] ?? Number.NaN, 10);
          });
        }
        cursor.release();
      }),
      { numRuns: 60 },
    );
  });

  it('follows the same shot in both directions, however many states it keeps', () => {
    const operation = fc.oneof(
      anyGate(3),
      fc.nat({ max: 2 }).map((qubit) => measure(qubit, qubit)),
      fc.nat({ max: 2 }).map(reset),
      anyGate(3).map((inner) => when([0, 1], 1, [inner])),
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 20 }), fc.integer(), (operations, seed) => {
        const input = circuit(3, operations, { bits: 3 });
        const every = cursorOf(input, seed, 128);
        const few = cursorOf(input, seed);
        const seen = Array.from({ length: every.momentCount + 1 }, (_, position) => ({
          facts: every.moveTo(position),
          probabilities: every.probabilities(),
        }));
        for (let position = every.momentCount; position >= 0; position--) {
          for (const cursor of [every, few]) {
            expect(cursor.moveTo(position)).toEqual(seen[position]?.facts);
            expect(cursor.probabilities()).toEqual(seen[position]?.probabilities);
          }
        }
        for (const { facts } of seen) {
          for (const { probability } of facts.outcomes) expect(probability).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
