import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cosineOf } from '#core/base/elementary/sine.ts';
import { type RandomStream, randomStream } from '#core/base/random.ts';
import { parseTable } from '#core/learn/table.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** What the samples learn from, as far as it was drawn or computed for them; the files are compared with it. */

/**
 * 240 readings of pumps. One is in trouble where vibration and load do not go together, and a little where temperature
 * and flow do not: the sign of 2 cos(πu₀) cos(πu₁) + cos(πu₂) cos(πu₃) with normal noise of deviation 0.3, for readings
 * uᵢ drawn evenly between 0 and 1 and then brought to their units.
 */
export function pumpReadings(): string {
  const stream = randomStream(20260515, 'pumps');
  const lines = Array.from({ length: 240 }, () => pump(stream));
  return ['vibration,load,temperature,flow,state', ...lines, ''].join('\n');
}

const units = [
  [0.5, 9.5],
  [20, 100],
  [40, 95],
  [10, 60],
] as const;

function pump(stream: RandomStream): string {
  const drawn = units.map(() => stream.uniform());
  const [first = 0, second = 0, third = 0, fourth = 0] = drawn.map((value) => cosineOf(Math.PI * value));
  const health = 2 * first * second + third * fourth + 0.3 * stream.normal();
  const readings = units.map(([low, high], index) => (low + (high - low) * (drawn[index] ?? 0)).toFixed(2));
  return [...readings, health > 0 ? 'sound' : 'worn'].join(',');
}

/** Correlations of the ten mean values of the breast cancer data with each other, and with the tumour being malignant. */
export function tumourCorrelations(): string {
  const path = 'media/datasets/breast-cancer.csv';
  const { columns, rowCount } = parseTable(readFileSync(join(projectRoot, path), 'utf8'), path);
  const features = columns.flatMap(({ kind, name, values }) =>
    kind === 'number' && name.startsWith('mean_') ? [{ name, values: [...values] }] : [],
  );
  const diagnosis = columns.find(({ name }) => name === 'diagnosis');
  const malignant = Array.from({ length: rowCount }, (_, row) => (diagnosis?.values[row] === 'malignant' ? 1 : 0));
  const lines = features.map(({ name, values }) =>
    [
      name,
      ...[...features.map((other) => other.values), malignant].map((other) => correlation(values, other).toFixed(6)),
    ].join(','),
  );
  return [['feature', ...features.map(({ name }) => name), 'malignant'].join(','), ...lines, ''].join('\n');
}

function correlation(left: readonly number[], right: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [product, leftSquare, rightSquare] = [0, 0, 0];
  left.forEach((value, row) => {
    const [one, other] = [value - leftMean, (right[row] ?? 0) - rightMean];
    product += one * other;
    leftSquare += one * one;
    rightSquare += other * other;
  });
  return product / Math.sqrt(leftSquare * rightSquare);
}
