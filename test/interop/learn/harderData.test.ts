import { beforeAll, describe, expect, test } from 'vitest';
import {
  type ClassifierSettings,
  fitClassifier,
  predictClasses,
  predictProbabilities,
} from '#core/learn/classifier.ts';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { fitRegressor, predictNumbers, type RegressorSettings } from '#core/learn/regressor.ts';
import { pythonAnswer } from '#test/support/pythonAnswer.ts';

interface Case<Settings> {
  readonly name: string;
  readonly settings: Settings;
  readonly train: number[][];
  readonly targets: number[];
  readonly test: number[][];
  readonly truth?: number[];
  readonly predictions: number[];
  readonly probabilities?: number[][];
}

let answers: { readonly classes: Case<ClassifierSettings>[]; readonly numbers: Case<RegressorSettings>[] };

beforeAll(async () => {
  answers = (await pythonAnswer('learn/harderData.py', null)) as typeof answers;
}, 300_000);

function judged({ settings, targets, test: rows, train }: Case<ClassifierSettings>) {
  const state = fitClassifier(settings, matrixFromRows(train), targets, Math.max(...targets) + 1, 1);
  const probabilities = predictProbabilities(state, matrixFromRows(rows));
  return { predictions: predictClasses(state, matrixFromRows(rows)), probabilities };
}

/** Where one of equally good divisions, or the columns to look at, are drawn. */
const isDrawn = ({ settings }: Case<ClassifierSettings>) =>
  settings.use === 'random-forest' || settings.use === 'gradient-boosting';

describe('on raw, wide, repeated, uneven and tied data', () => {
  test('classes and probabilities are those of scikit-learn', () => {
    const cases = answers.classes.filter((one) => !isDrawn(one));
    expect(cases).toHaveLength(21);
    for (const one of cases) {
      const { predictions, probabilities } = judged(one);
      expect(predictions, one.name).toEqual(one.predictions);
      if (!one.probabilities) continue;
      const ours = probabilities ? matrixToRows(probabilities) : [];
      const worst = one.probabilities.flatMap((row, index) =>
        row.map((share, label) => Math.abs(share - (ours[index]?.[label] ?? Number.NaN))),
      );
      expect(Math.max(...worst), one.name).toBeLessThan(1e-7);
    }
  });

  test('trees and forests, which draw, differ in few rows and are as accurate', () => {
    const cases = answers.classes.filter(isDrawn);
    expect(cases).toHaveLength(3);
    for (const one of cases) {
      const { predictions } = judged(one);
      const other = predictions.filter((label, row) => label !== one.predictions[row]).length;
      expect(other / predictions.length, one.name).toBeLessThan(0.035);
      const [ours, theirs] = [predictions, one.predictions].map((said) => accuracy(one.truth ?? [], said));
      expect(Math.abs((ours ?? 0) - (theirs ?? 1)), one.name).toBeLessThan(0.02);
    }
  });

  test('numbers of ridge regressions are those of scikit-learn, also where columns repeat each other', () => {
    expect(answers.numbers).toHaveLength(9);
    for (const { name, predictions, settings, targets, test: rows, train } of answers.numbers) {
      const ours = predictNumbers(fitRegressor(settings, matrixFromRows(train), targets, 1), matrixFromRows(rows));
      const size = Math.max(...predictions.map(Math.abs));
      for (const [row, told] of ours.entries())
        expect(Math.abs(told - (predictions[row] ?? Number.NaN)) / size, name).toBeLessThan(1e-9);
    }
  });
});
