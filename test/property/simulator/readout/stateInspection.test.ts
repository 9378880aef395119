import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { drawnMoments, executedAt } from '#core/circuit/drawing/drawnMoments.ts';
import { StateInspector } from '#core/simulator/readout/stateInspection.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const automatic = { others: 'automatic', chosen: {} } as const;

function inspect(
  input: Circuit,
  executed: Uint32Array,
  from = 0,
  count = 64,
  order: 'probability' | 'basis' = 'basis',
) {
  const inspector = new StateInspector(input, simulationContext);
  const rows = { order, from, count };
  const rest = { values: [], seed: 3, wantsQubits: true, wantsCorrelations: false };
  const found = inspector.inspect({ executed, rows, ...rest }, neverCancelled);
  inspector.release();
  return found;
}

/** Of a qubit, summed over amplitudes as its definition says. */
function blochOf(amplitudes: readonly number[], qubit: number): number[] {
  let [x, y, z] = [0, 0, 0];
  for (let index = 0; index < amplitudes.length / 2; index++) {
    const [re = 0, im = 0] = amplitudes.slice(2 * index, 2 * index + 2);
    const other = index ^ (1 << qubit);
    const [otherRe = 0, otherIm = 0] = amplitudes.slice(2 * other, 2 * other + 2);
    const isOne = (index >> qubit) & 1;
    z += (isOne ? -1 : 1) * (re * re + im * im);
    if (isOne) continue;
    x += 2 * (re * otherRe + im * otherIm);
    y += 2 * (re * otherIm - im * otherRe);
  }
  return [x, y, z];
}

it('amplitudes and Bloch vectors at every moment are those of the operations left of it', () => {
  fc.assert(
    fc.property(anyGates(3, 10), (operations) => {
      const input = circuit(3, operations);
      const moments = drawnMoments(input, automatic);
      for (let moment = 0; moment <= moments.count; moment++) {
        const executed = executedAt(moments, moment);
        const before = [...executed].flatMap((place) => operations[place] ?? []);
        const expected = matrixAmplitudes(circuit(3, before));
        const { bloch, rows } = inspect(input, executed);
        const found = new Float64Array(expected.length);
        for (const { im, index, re } of rows) found.set([re, im], 2 * index);
        for (const [place, value] of expected.entries()) expect(found[place]).toBeCloseTo(value, 7);
        bloch?.forEach((vector, qubit) => {
          const naive = blochOf(expected, qubit);
          for (const [axis, value] of vector.entries()) expect(value).toBeCloseTo(naive[axis] ?? 0, 10);
        });
      }
    }),
    { numRuns: 40 },
  );
});

it('a measurement reads at every moment of a shot what it has read before', () => {
  fc.assert(
    fc.property(anyMeasuredCircuit(3, 3), (input) => {
      const moments = drawnMoments(input, automatic);
      const final = inspect(input, executedAt(moments, moments.count)).outcomes.map(
        ({ qubit, value }) => `${qubit}=${value}`,
      );
      for (let moment = 0; moment < moments.count; moment++) {
        const { outcomes } = inspect(input, executedAt(moments, moment));
        for (let qubit = 0; qubit < 3; qubit++) {
          const ofQubit = outcomes.filter((outcome) => outcome.qubit === qubit).map(({ value }) => `${qubit}=${value}`);
          const later = final.filter((outcome) => outcome.startsWith(`${qubit}=`));
          expect(later.slice(0, ofQubit.length)).toEqual(ofQubit);
        }
      }
    }),
    { numRuns: 60 },
  );
});

it('any stretch by probability is that of all states sorted', () => {
  fc.assert(
    fc.property(anyGates(4, 12), fc.nat({ max: 15 }), fc.integer({ min: 1, max: 16 }), (operations, from, count) => {
      const input = circuit(4, operations);
      const executed = Uint32Array.from(operations.keys());
      const all = inspect(input, executed).rows;
      const sorted = all.toSorted((one, other) => chance(other) - chance(one) || one.index - other.index);
      const { rows } = inspect(input, executed, from, count, 'probability');
      expect(rows.map(({ index }) => index)).toEqual(sorted.slice(from, from + count).map(({ index }) => index));
    }),
    { numRuns: 100 },
  );
});

/** As coarse as rounding does not show. */
function chance({ im, re }: { readonly re: number; readonly im: number }): number {
  return Math.fround(re * re + im * im);
}
