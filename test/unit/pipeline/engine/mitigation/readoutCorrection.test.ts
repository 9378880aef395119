import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calibrationOfReadings,
  nearestDistribution,
  readoutCorrection,
} from '#core/pipeline/engine/mitigation/readoutCorrection.ts';

/** What is read of a distribution over two qubits that err each by itself. */
function misread(true_: readonly number[], qubits: readonly { p10: number; p01: number }[]): number[] {
  return [0, 1, 2, 3].map((read) =>
    true_.reduce(
      (sum, probability, state) =>
        sum +
        probability *
          qubits.reduce((product, { p01, p10 }, qubit) => {
            const [was, is] = [(state >> qubit) & 1, (read >> qubit) & 1];
            return product * (was === 0 ? (is === 1 ? p10 : 1 - p10) : is === 0 ? p01 : 1 - p01);
          }, 1),
      0,
    ),
  );
}

const qubits = [
  { p10: 0.01, p01: 0.02 },
  { p10: 0.05, p01: 0.1 },
];
const basis = [0, 1, 2, 3].map((state) => [0, 1, 2, 3].map((other) => (other === state ? 1 : 0)));
const readings = basis.map((state) => misread(state, qubits));

describe('the inverse of a confusion matrix', () => {
  test.each(['tensored', 'full'] as const)('gives back the true distribution, calibrated %s', (method) => {
    const chosen = method === 'full' ? readings : [readings[0] ?? [], readings[3] ?? []];
    const correction = readoutCorrection(calibrationOfReadings(method, chosen, 2));
    const shares = [0.4, 0.1, 0.3, 0.2];
    const found = correction.corrected(misread(shares, qubits));
    shares.forEach((share, state) => {
      expect(found[state]).toBeCloseTo(share, 12);
    });
    // Of one qubit the largest column sum is (1 + |p10 − p01|)/(1 − p10 − p01).
    expect(correction.oneNorm).toBeCloseTo((1.01 / 0.97) * (1.05 / 0.85), 12);
  });

  test('undoes z (1 − p10 − p01) + (p01 − p10)', () => {
    const [zero] = [{ p10: 0.01, p01: 0.02 }];
    const correction = readoutCorrection({ method: 'tensored', qubits: [zero] });
    const z = 0.3;
    const measured = z * 0.97 + 0.01;
    const [up = 0, down = 0] = correction.inverted([(1 + measured) / 2, (1 - measured) / 2]);
    expect(up - down).toBeCloseTo(z, 12);
  });

  test('of readings that tell nothing is refused', () => {
    expect(() => readoutCorrection({ method: 'tensored', qubits: [{ p10: 0.5, p01: 0.5 }] })).toThrow(/tells nothing/);
    expect(() =>
      readoutCorrection({
        method: 'full',
        matrix: [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      }),
    ).toThrow(/tells nothing/);
  });
});

describe('the nearest distribution', () => {
  test('of the example of Smolin, Gambetta and Smith', () => {
    // 3/5, 1/2, 7/20, 1/10, −11/20 becomes 9/20, 7/20, 1/5, 0, 0.
    const found = nearestDistribution([0.6, 0.5, 0.35, 0.1, -0.55]);
    [0.45, 0.35, 0.2, 0, 0].forEach((value, index) => {
      expect(found[index]).toBeCloseTo(value, 12);
    });
  });

  test('is a distribution, no other one is nearer, and distributions stay', () => {
    const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(numbers, numbers, (values, direction) => {
        const shift = (1 - values.reduce((sum, value) => sum + value, 0)) / values.length;
        const quasi = values.map((value) => value + shift);
        const found = nearestDistribution(quasi);
        expect(Math.abs(found.reduce((sum, value) => sum + value, 0) - 1)).toBeLessThan(1e-12);
        expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
        const again = nearestDistribution(found);
        found.forEach((value, index) => {
          expect(again[index]).toBeCloseTo(value, 12);
        });
        const weights = quasi.map((_, index) => Math.abs(direction[index] ?? 1) + 1e-3);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const distance = (other: ArrayLike<number>) =>
          quasi.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
        expect(distance(found)).toBeLessThanOrEqual(distance(weights.map((weight) => weight / total)) + 1e-12);
      }),
    );
  });
});
