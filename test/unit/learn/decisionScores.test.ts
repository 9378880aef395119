import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { type ClassifierSettings, fitClassifier, predictClasses } from '#core/learn/classifier.ts';
import { decisionScores } from '#core/learn/decisionScores.ts';
import { matrixFromRows, rowOf } from '#core/learn/matrix.ts';

const random = RandomStream.seeded(9);
const rows = Array.from({ length: 60 }, (_, index) => [(index % 3) + random.uniform(), random.uniform() * (index % 3)]);
const labels = rows.map((_, index) => index % 3);
const samples = matrixFromRows(rows);

test.each<ClassifierSettings>([{ use: 'svm', kernel: 'rbf' }, { use: 'svm', kernel: 'linear' }, { use: 'ridge' }])(
  '$use: the class with the largest score is the one that is predicted',
  (settings) => {
    const state = fitClassifier(settings, samples, labels, 3);
    const scores = decisionScores(state, samples);
    if (scores === undefined) throw new Error('There are scores.');
    const best = rows.map((_, row) => {
      const own = [...rowOf(scores, row)];
      return own.indexOf(Math.max(...own));
    });
    expect(best).toEqual(predictClasses(state, samples));
  },
);

test('of two classes the scores of a support vector machine are in the order of its decision values', () => {
  const two = labels.map((label) => (label === 0 ? 0 : 1));
  const state = fitClassifier({ use: 'svm', kernel: 'linear' }, samples, two, 2);
  const scores = decisionScores(state, samples);
  if (scores === undefined || state.use !== 'svm') throw new Error('There are scores.');
  for (let row = 0; row < scores.rows; row++) {
    const [first = 0, second = 0] = rowOf(scores, row);
    // 1 for the pair that is won, and less than a third for how clearly.
    expect(first + second).toBeCloseTo(1, 12);
  }
});

test('what has probabilities needs no scores, and a threshold has neither', () => {
  const two = labels.map((label) => (label === 0 ? 0 : 1));
  const single = matrixFromRows(rows.map(([value = 0]) => [value]));
  expect(decisionScores(fitClassifier({ use: 'logistic-regression' }, samples, labels, 3), samples)).toBeUndefined();
  expect(decisionScores(fitClassifier({ use: 'threshold' }, single, two, 2), single)).toBeUndefined();
});

test('a class that was not there while fitting is spoken for least', () => {
  const state = fitClassifier(
    { use: 'ridge' },
    samples,
    labels.map((label) => Math.min(label, 1)),
    3,
  );
  const [first = 0, second = 0, unseen = 0] = rowOf(decisionScores(state, samples) ?? samples, 0);
  expect(unseen).toBeLessThan(Math.min(first, second));
});
