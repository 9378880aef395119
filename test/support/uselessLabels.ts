import { RandomStream } from '#core/base/random.ts';
import { wilsonInterval } from '#core/learn/interval.ts';

const rowCount = 160;

/** Two features and a class that has nothing to do with them, half the rows each. */
export function shuffledLabels(): string {
  const stream = RandomStream.seeded(20);
  const labels = stream.permutation(rowCount).map((place) => (place < rowCount / 2 ? 'yes' : 'no'));
  const rows = labels.map((label) => `${stream.uniform()},${stream.uniform()},${label}`);
  return `a,b,label\n${rows.join('\n')}\n`;
}

/** The same features with a class that one of them tells. */
export function toldLabels(): string {
  const [head = '', ...rows] = shuffledLabels().trim().split('\n');
  const told = rows.map((row) => {
    const [a = '', b = ''] = row.split(',');
    return `${a},${b},${Number(a) > 0.5 ? 'yes' : 'no'}`;
  });
  return `${[head, ...told].join('\n')}\n`;
}

/**
 * What guessing gives is nearly always as near to one half as this: the interval of half as many rows, because the folds of
 * one table share whatever chance has put into it.
 */
export const chance = wilsonInterval(rowCount / 4, rowCount / 2, 0.999);

/** Every row is judged once, by models that have not seen it. */
export const judgedOnce = {
  data: '{ source: { path: data.csv }, target: label, split: { method: kfold, folds: 4, shuffle: true } }',
  benchmark: '{ metrics: [{ name: accuracy, primary: true }], ablations: [], baselines: [] }',
};
