import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { drawnMoments, executedAt } from '#core/circuit/drawing/drawnMoments.ts';
import { StateInspector } from '#core/simulator/readout/stateInspection.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { inspectedState } from '#test/support/inspectedState.ts';
import { matrixAmplitudes } from '#test/support/matrixSimulator.ts';
import { expectSameProbabilities, outcomeDistribution } from '#test/support/outcomeDistribution.ts';
import { simulationContext } from '#test/support/simulationContext.ts';

const automatic = { others: 'automatic', chosen: {} } as const;

function inspect(
  input: Circuit,
  executed: Uint32Array,
  from = 0,
  count = 64,
  order: 'probability' | 'basis' = 'basis',
) {
  return inspectedState(input, {
    executed,
    rows: { order, from, count },
    outcomes: { kind: 'shot', seed: 3 },
    wantsCorrelations: false,
  });
}

function outcomesOf(input: Circuit, executed: Uint32Array) {
  return inspect(input, executed).shot?.outcomes ?? [];
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
        for (const { amplitude, index } of rows) found.set([amplitude?.re ?? 0, amplitude?.im ?? 0], 2 * index);
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
      const final = outcomesOf(input, executedAt(moments, moments.count)).map(
        ({ qubit, value }) => `${qubit}=${value}`,
      );
      for (let moment = 0; moment < moments.count; moment++) {
        const outcomes = outcomesOf(input, executedAt(moments, moment));
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

it('all outcomes together hold bits as often as shots do, and average what each of them shows', () => {
  fc.assert(
    fc.property(anyMeasuredCircuit(3, 3), (input) => {
      const inspector = new StateInspector(input, simulationContext);
      const rows = { order: 'basis', from: 0, count: 64 } as const;
      const ask = (branch?: string) => {
        const outcomes = { kind: 'all', ...(branch !== undefined && { branch }) } as const;
        const executed = Uint32Array.from(input.operations.keys());
        const wanted = { wantsQubits: true, wantsCorrelations: false };
        return inspector.inspect({ executed, outcomes, rows, values: [], ...wanted }, neverCancelled);
      };
      const together = ask();
      const branches = together.branches?.all ?? [];
      const held: Record<string, number> = {};
      for (const { bits, probability } of branches) {
        const text = bits.toReversed().join('');
        held[text] = (held[text] ?? 0) + probability;
      }
      expectSameProbabilities(held, outcomeDistribution(input));

      const chances = new Float64Array(8);
      const vectors = Array.from({ length: 3 }, () => [0, 0, 0]);
      for (const { key, probability } of branches) {
        const { bloch, rows: own } = ask(key);
        for (const row of own) chances[row.index] = (chances[row.index] ?? 0) + probability * row.probability;
        bloch?.forEach((vector, qubit) => {
          vectors[qubit] = vector.map((part, axis) => (vectors[qubit]?.[axis] ?? 0) + probability * part);
        });
      }
      for (const { index, probability } of together.rows) expect(probability).toBeCloseTo(chances[index] ?? 0, 9);
      together.bloch?.forEach((vector, qubit) => {
        for (const [axis, part] of vector.entries()) expect(part).toBeCloseTo(vectors[qubit]?.[axis] ?? 0, 9);
      });
      inspector.release();
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
      const chance = ({ probability }: (typeof all)[number]) => Math.fround(probability);
      const sorted = all.toSorted((one, other) => chance(other) - chance(one) || one.index - other.index);
      const { rows } = inspect(input, executed, from, count, 'probability');
      expect(rows.map(({ index }) => index)).toEqual(sorted.slice(from, from + count).map(({ index }) => index));
    }),
    { numRuns: 100 },
  );
});
