import { describe, expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { adHocData, featureMapState } from '#core/learn/generators/adHocData.ts';
import { barsAndStripes, fourBitParity } from '#core/learn/generators/bitPatterns.ts';
import { blobs, circles, linearlySeparable, moons } from '#core/learn/generators/pointClouds.ts';
import { rowOf } from '#core/learn/matrix.ts';
import { classLabels, columnNamed, featureMatrix, featureNames, type Table } from '#core/learn/table.ts';

const stream = (seed: number) => randomStream(seed, 'data');

function rowsOf(table: Table): { features: number[]; label: string }[] {
  const matrix = featureMatrix(table, featureNames(table, 'all-numeric', 'label'));
  const { classes, labels } = classLabels(table, 'label');
  return labels.map((label, row) => ({ features: [...rowOf(matrix, row)], label: classes[label] ?? '' }));
}

describe('points without noise lie where their definition says', () => {
  test('moons', () => {
    for (const { features, label } of rowsOf(moons({ samples: 60, noise: 0 }, stream(1)))) {
      const [x = 0, y = 0] = features;
      const [dx, dy] = label === 'upper' ? [x, y] : [1 - x, 0.5 - y];
      expect(Math.hypot(dx, dy)).toBeCloseTo(1, 12);
      expect(dy).toBeGreaterThanOrEqual(0);
    }
  });

  test('circles', () => {
    for (const { features, label } of rowsOf(circles({ samples: 60, noise: 0, factor: 0.4 }, stream(2))))
      expect(Math.hypot(...features)).toBeCloseTo(label === 'outer' ? 1 : 0.4, 12);
  });

  test('linearly separable', () => {
    const rows = rowsOf(linearlySeparable({ samples: 200, features: 4, margin: 0.5 }, stream(3)));
    for (const { features, label } of rows) {
      const sum = features.reduce((total, value) => total + value, 0);
      expect(label === 'above' ? sum : -sum).toBeGreaterThanOrEqual(0.5);
      expect(features.every((value) => value >= -1 && value < 1)).toBe(true);
    }
  });

  test('bars and stripes', () => {
    for (const { features, label } of rowsOf(barsAndStripes({ samples: 40, size: 3, noise: 0 }, stream(4)))) {
      const at = (y: number, x: number) => features[3 * y + x];
      for (const a of [0, 1, 2])
        for (const b of [1, 2])
          expect(label === 'bars' ? at(b, a) : at(a, b)).toBe(label === 'bars' ? at(0, a) : at(a, 0));
      expect(new Set(features)).toEqual(new Set([-1, 1]));
    }
  });

  test('the parity of four bits, every string once', () => {
    const rows = rowsOf(fourBitParity());
    expect(new Set(rows.map(({ features }) => features.join('')))).toHaveProperty('size', 16);
    for (const { features, label } of rows) expect(Number(label)).toBe(features.reduce((total, bit) => total ^ bit, 0));
    expect(rows[0]?.features).toEqual([0, 0, 0, 1]);
    expect(rows[10]?.features).toEqual([0, 0, 0, 0]);
  });
});

test('blobs have the spread they are asked for around centres in the cube', () => {
  const table = blobs({ samples: 3000, features: 2, centers: 3, deviation: 0.5 }, stream(5));
  const rows = rowsOf(table);
  for (const label of ['0', '1', '2']) {
    const own = rows.filter((row) => row.label === label).map(({ features }) => features[0] ?? 0);
    expect(own).toHaveLength(1000);
    const mean = own.reduce((total, value) => total + value, 0) / own.length;
    const variance = own.reduce((total, value) => total + (value - mean) ** 2, 0) / own.length;
    expect(Math.abs(mean)).toBeLessThan(10.1);
    // Five standard errors of a variance of 1000 normal values.
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / 1000));
  }
});

test('the same seed draws the same rows and another seed others', () => {
  const draw = (seed: number) => rowsOf(moons({ samples: 10, noise: 0.1 }, stream(seed)));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

describe('ad hoc data', () => {
  test('the classes are even and within range', () => {
    const table = adHocData({ samples: 40, features: 2, gap: 0.3 }, stream(6));
    const labels = columnNamed(table, 'label').values as readonly string[];
    expect(labels.filter((label) => label === '1')).toHaveLength(20);
    for (const { features } of rowsOf(table))
      expect(features.every((value) => value >= 0 && value < 2 * Math.PI)).toBe(true);
  });

  test('one observable of the state of the feature map tells the classes apart', () => {
    // Density matrices of two qubits have 16 real dimensions, in which 60 random labels are as good as never separable
    // (Cover 1965): a perceptron that ends without a mistake has found the observable.
    const rows = rowsOf(adHocData({ samples: 60, features: 2, gap: 0.3 }, stream(9)));
    const kernel = rows.map((first) => rows.map((second) => fidelity(first.features, second.features)));
    const signs = rows.map(({ label }) => (label === '1' ? 1 : -1));
    const weights = signs.map(() => 0);
    let mistakes = -1;
    for (let pass = 0; pass < 2000 && mistakes !== 0; pass++) {
      mistakes = 0;
      signs.forEach((sign, row) => {
        const score = weights.reduce((total, weight, other) => total + weight * (kernel[row]?.[other] ?? 0), 0);
        if (sign * score > 0) return;
        weights[row] = (weights[row] ?? 0) + sign;
        mistakes++;
      });
    }
    expect(mistakes).toBe(0);
  });

  test('a gap that leaves nothing is refused', () => {
    expect(() => adHocData({ samples: 4, features: 1, gap: 0.999999999 }, stream(1))).toThrow('leaves no points');
  });
});

function fidelity(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [featureMapState(first), featureMapState(second)];
  let [re, im] = [0, 0];
  for (let index = 0; index < a.re.length; index++) {
    const [ar, ai, br, bi] = [a.re[index] ?? 0, a.im[index] ?? 0, b.re[index] ?? 0, b.im[index] ?? 0];
    re += ar * br + ai * bi;
    im += ar * bi - ai * br;
  }
  return re * re + im * im;
}
