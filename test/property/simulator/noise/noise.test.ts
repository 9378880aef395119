import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '#core/circuit/circuit.ts';
import {
  adjoint,
  type DenseMatrix,
  denseMatrix,
  identityMatrix,
  largestEntry,
  product,
  sum,
} from '#core/circuit/matrices/denseMatrix.ts';
import { multiplyPlaced, operationsMatrix } from '#core/circuit/matrices/operationsMatrix.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import { type Channel, composed, krausOperators, superoperator, traceError } from '#core/simulator/noise/channel.ts';
import { circuitNoise } from '#core/simulator/noise/placeNoise.ts';
import {
  averageFidelity,
  depolarising,
  depolarisingOfErrorRate,
  pauliChannel,
  remainingDepolarising,
  thermalRelaxation,
} from '#core/simulator/noise/standardChannels.ts';
import { anyGates } from '#test/support/arbitraries/circuits.ts';
import { anyMeasuredCircuit } from '#test/support/arbitraries/measuredCircuits.ts';
import { anyNoiseModel } from '#test/support/arbitraries/noiseModels.ts';
import { expectDistribution } from '#test/support/chiSquared.ts';
import { circuit } from '#test/support/circuitBuilder.ts';
import { countsOf, finalDensity, noisyProbabilities, trajectories } from '#test/support/noisyRuns.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });

/** Every measurement makes two ways through the circuit; besides those at the end there are at most four. */
const fewMeasurements = anyMeasuredCircuit(3, 3).filter((input) => circuitMetrics(input).measurements <= 7);

const relaxation = fc
  .record({
    t1: fc.double({ min: 1e-6, max: 1e-3, noNaN: true }),
    share: fc.double({ min: 0.01, max: 2, noNaN: true }),
    excitedPopulation: probability,
    duration: fc.double({ min: 0, max: 1e-2, noNaN: true }),
  })
  .map(({ duration, excitedPopulation, share, t1 }) =>
    thermalRelaxation(duration, { t1, t2: t1 * share, excitedPopulation }),
  );

const oneQubitChannel: fc.Arbitrary<Channel> = fc.oneof(
  probability.map((p) => depolarising(1, p)),
  fc.tuple(probability, probability).map(([x, z]) => pauliChannel(1, { X: x / 2, Z: z / 2 })),
  relaxation,
);

describe('channels', () => {
  it('keep the trace and are completely positive', () => {
    fc.assert(
      fc.property(oneQubitChannel, oneQubitChannel, (first, second) => {
        for (const channel of [first, second, composed(first, second)]) {
          // A sum of K ρ K† is completely positive; that the superoperator is that sum is checked below.
          expect(traceError(krausOperators(channel))).toBeLessThan(1e-9);
          expect(largestEntry(choiDefect(superoperator(channel)))).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('compose like their superoperators', () => {
    fc.assert(
      fc.property(oneQubitChannel, oneQubitChannel, (first, second) => {
        const wanted = product(superoperator(second), superoperator(first));
        expect(largestEntry(difference(superoperator(composed(first, second)), wanted))).toBeLessThan(1e-12);
      }),
      { numRuns: 100 },
    );
  });

  it('have the error rate they are made for, relaxation included', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.4, noNaN: true }), relaxation, (rate, relaxing) => {
        expect(1 - averageFidelity(depolarising(1, depolarisingOfErrorRate(1, rate)))).toBeCloseTo(rate, 12);
        const remaining = remainingDepolarising(rate, [relaxing]);
        const achieved = 1 - averageFidelity(composed(depolarising(1, remaining), relaxing));
        if (remaining > 0 && remaining < 1) expect(achieved).toBeCloseTo(rate, 10);
        else expect(achieved).toBeGreaterThanOrEqual(rate - 1e-12);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the density matrix', () => {
  it('is the sum over Kraus operators written out as matrices', () => {
    fc.assert(
      fc.property(anyGates(3, 8), anyNoiseModel, (operations, model) => {
        const input = circuit(3, operations);
        const wanted = byKrausSums(circuitNoise(model, input).place(operations, true), 3);
        const { dimension, values } = finalDensity(input, model).reducedDensityMatrix([0, 1, 2]);
        const found: DenseMatrix = {
          dimension,
          re: Float64Array.from({ length: dimension ** 2 }, (_, entry) => values[2 * entry] ?? Number.NaN),
          im: Float64Array.from({ length: dimension ** 2 }, (_, entry) => values[2 * entry + 1] ?? Number.NaN),
        };
        expect(largestEntry(difference(found, wanted))).toBeLessThan(1e-11);
      }),
      { numRuns: 60 },
    );
  });

  it('gives probabilities that add up to 1, whatever the circuit measures on its way', () => {
    fc.assert(
      fc.property(fewMeasurements, anyNoiseModel, (input, model) => {
        const total = Object.values(noisyProbabilities(input, model)).reduce((all, each) => all + each, 0);
        expect(total).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('trajectories', () => {
  it('are distributed as the density matrix says', () => {
    fc.assert(
      fc.property(fewMeasurements, anyNoiseModel, fc.nat({ max: 1e6 }), (input, model, seed) => {
        const counts = countsOf(trajectories(input, model, { shots: 1000, seed }));
        expectDistribution(counts, noisyProbabilities(input, model));
      }),
      { numRuns: 25, seed: 20261126 },
    );
  });
});

/** ρ from |0…0⟩⟨0…0|, every operation as a matrix on all qubits. */
function byKrausSums(
  operations: readonly (Operation | { kind: 'channel'; channel: Channel; qubits: readonly number[] })[],
  qubitCount: number,
): DenseMatrix {
  const all = Array.from({ length: qubitCount }, (_, qubit) => qubit);
  let rho = denseMatrix(2 ** qubitCount);
  rho.re[0] = 1;
  for (const operation of operations) {
    const operators =
      operation.kind === 'channel'
        ? krausOperators(operation.channel).map((operator) => {
            const whole = identityMatrix(2 ** qubitCount);
            multiplyPlaced(whole, operator, operation.qubits);
            return whole;
          })
        : [operationsMatrix([operation], all) ?? denseMatrix(2 ** qubitCount)];
    rho = operators.map((operator) => product(product(operator, rho), adjoint(operator))).reduce(sum);
  }
  return rho;
}

function difference(left: DenseMatrix, right: DenseMatrix): DenseMatrix {
  return sum(left, { ...right, re: right.re.map((value) => -value), im: right.im.map((value) => -value) });
}

/** How far a one-qubit superoperator is from one whose Choi matrix is Hermitian. */
function choiDefect(map: DenseMatrix): DenseMatrix {
  const defect = denseMatrix(4);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      // Exchanging the roles of row and column of ρ on both sides conjugates the map.
      const swapped = (index: number) => ((index & 1) << 1) | (index >> 1);
      const [one, other] = [row * 4 + column, swapped(row) * 4 + swapped(column)];
      defect.re[one] = (map.re[one] ?? 0) - (map.re[other] ?? 0);
      defect.im[one] = (map.im[one] ?? 0) + (map.im[other] ?? 0);
    }
  }
  return defect;
}
