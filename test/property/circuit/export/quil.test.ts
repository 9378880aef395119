import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineAngles, parameterAngle } from '#core/circuit/angle.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQuil } from '#core/circuit/export/quil.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { gateUnitary } from '#test/support/arbitraries/unitaries.ts';
import { circuit, controlled, gate, unitary } from '#test/support/circuitBuilder.ts';
import { imported } from '#test/support/importing.ts';
import { matrixDistance, operationsUnitary } from '#test/support/operationsUnitary.ts';
import {
  expectSameDistribution,
  expectSameProbabilities,
  outcomeDistribution,
} from '#test/support/outcomeDistribution.ts';
import { classicalProgram } from '#test/support/programs/classicalPrograms.ts';
import { circuitOf } from '#test/support/programUnitary.ts';

function throughText(input: Circuit): Circuit {
  const { omissions, text = '' } = exportQuil(input);
  expect(omissions).toEqual([]);
  const read = imported(text, 'quil');
  expect(read.notes).toEqual([]);
  return read.circuit;
}

describe('a circuit written in Quil and read back', () => {
  it('does the same up to a global phase', () => {
    fc.assert(
      fc.property(anyGates(4, 10), gateUnitary(2), fc.constantFrom<0 | 1>(0, 1), (gates, matrix, value) => {
        const operations = [...gates, controlled(unitary(matrix, [2, 0]), { qubit: 1, value })];
        const back = throughText(circuit(4, operations)).operations;
        expect(matrixDistance(operationsUnitary(back, 4), operationsUnitary(operations, 4), true)).toBeLessThan(1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same outcomes, whatever its conditions', () => {
    fc.assert(
      fc.property(anyMeasuredCircuit(3, 3), (input) => expectSameDistribution(throughText(input), input)),
      { numRuns: 200 },
    );
  });

  it('computes the same while it runs', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), (seed) => {
        const input = circuitOf(classicalProgram(seed, 'quil'));
        const { text = '' } = exportQuil(input);
        const found: Record<string, number> = {};
        // Flags and other bits of the program come before those of the circuit.
        for (const [bits, share] of Object.entries(outcomeDistribution(imported(text, 'quil').circuit))) {
          const own = bits.split(' ').slice(-2).join(' ');
          found[own] = (found[own] ?? 0) + share;
        }
        expectSameProbabilities(found, outcomeDistribution(input));
      }),
      { numRuns: 150 },
    );
  });

  it('has the same parameters', () => {
    const angle = fc
      .tuple(fc.constantFrom('add', 'subtract', 'multiply', 'divide'), fc.double({ min: 0.1, max: 3, noNaN: true }))
      .map(([op, value]) => combineAngles(op, parameterAngle(1), combineAngles('add', parameterAngle(0), value)));
    fc.assert(
      fc.property(
        angle,
        fc.tuple(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 3, noNaN: true })),
        (first, values) => {
          const input = circuit(1, [gate('rx', 0, first), gate('rz', 0, parameterAngle(0))], {
            parameters: ['a', 'pi'],
          });
          const [back, wanted] = [throughText(input), input].map((each) => bindCircuit(each, values).operations);
          expect(
            matrixDistance(operationsUnitary(back ?? [], 1), operationsUnitary(wanted ?? [], 1), true),
          ).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 100 },
    );
  });
});
