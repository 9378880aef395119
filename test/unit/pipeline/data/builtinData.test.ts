import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fitClassifier, predictClasses } from '#core/learn/classifier.ts';
import { featureMapState } from '#core/learn/generators/adHocData.ts';
import { type Matrix, matrixFromRows, rowOf, selectRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { classLabels, featureMatrix, featureNames } from '#core/learn/table.ts';
import { builtinFile, builtinFileName } from '#core/pipeline/data/builtinFile.ts';
import { loadTable } from '#core/pipeline/data/loadTable.ts';
import { type BuiltinDataSet, builtinDataSets, isGeneratedDataSet } from '#core/pipeline/schema/options.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

const files = folderFiles('/nowhere');
const load = (builtin: BuiltinDataSet) => loadTable({ source: { builtin }, format: 'csv', seed: 1 }, files);

describe('data sets that come as files', () => {
  test.each([
    ['iris', 'species', 4, [50, 50, 50], 5.843333],
    ['wine', 'cultivar', 13, [59, 71, 48], 13.000618],
    ['breast-cancer', 'diagnosis', 30, [357, 212], 14.127292],
    ['digits', 'digit', 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180], 0],
  ] as const)(
    '%s has the published classes and mean of its first column',
    async (name, target, width, counts, mean) => {
      const table = await load(name);
      const { labels, classes } = classLabels(table, target);
      expect(classes.map((_, own) => labels.filter((label) => label === own).length)).toEqual(counts);
      const features = featureMatrix(table, featureNames(table, 'all-numeric', target));
      expect(features.columns).toBe(width);
      const sum = Array.from({ length: features.rows }, (_, row) => rowOf(features, row)[0] ?? 0).reduce(
        (a, b) => a + b,
      );
      expect(sum / features.rows).toBeCloseTo(mean, 6);
    },
  );

  test('iris has the rows of Fisher, not those of the UCI file', async () => {
    const table = await load('iris');
    const features = featureMatrix(table, featureNames(table, 'all-numeric', 'species'));
    expect([...rowOf(features, 34)]).toEqual([4.9, 3.1, 1.5, 0.2]);
    expect([...rowOf(features, 37)]).toEqual([4.9, 3.6, 1.4, 0.1]);
  });

  test('every file belongs to a data set and the other way round', () => {
    const stored = readdirSync(join(projectRoot, 'media', 'datasets')).filter((name) => name.endsWith('.csv'));
    const named = builtinDataSets.filter((name) => !isGeneratedDataSet(name)).map((name) => `${name}.csv`);
    expect(stored.sort()).toEqual([...named].sort());
  });
});

test('every data set that is drawn has a column label', async () => {
  for (const name of builtinDataSets.filter(isGeneratedDataSet)) {
    const table = await load(name);
    expect(classLabels(table, 'label').labels).toHaveLength(table.rowCount);
  }
});

test('nothing but the name of a data set reaches the disk', () => {
  expect(builtinFileName(builtinFile('iris'))).toBe('iris.csv');
  for (const path of ['iris.csv', 'builtin:../secret.csv', 'builtin:/etc/passwd', 'builtin:a/b.csv', 'builtin:'])
    expect(builtinFileName(path)).toBeUndefined();
});

test('options that do not fit are refused where a run reads them', async () => {
  const source = { builtin: 'moons' as const, with: { samples: 1.5 } };
  await expect(loadTable({ source, format: 'csv', seed: 1 }, files)).rejects.toThrow('(samples)');
  const many = { builtin: 'blobs' as const, with: { samples: 1e9 } };
  await expect(loadTable({ source: many, format: 'csv', seed: 1 }, files)).rejects.toThrow('too many to draw');
});

test('a quantum kernel separates the reference draws and a radial kernel does not (W4)', async () => {
  const table = await load('ad-hoc-reference');
  const features = featureMatrix(table, ['x0', 'x1']);
  const { labels } = classLabels(table, 'label');
  const rows = labels.map((_, row) => row);
  const [train, test_] = [rows.slice(0, 40), rows.slice(40)];
  const pick = (part: readonly number[]) => part.map((row) => labels[row] ?? 0);
  const kernel = fitClassifier({ use: 'svm', kernel: 'precomputed' }, gram(features, train, train), pick(train), 2);
  expect(accuracy(pick(test_), predictClasses(kernel, gram(features, test_, train)))).toBe(1);
  const radial = fitClassifier({ use: 'svm' }, selectRows(features, train), pick(train), 2);
  expect(accuracy(pick(test_), predictClasses(radial, selectRows(features, test_)))).toBeCloseTo(0.7, 12);
});

/** Fidelities of the states of the ZZ feature map. */
function gram(features: Matrix, left: readonly number[], right: readonly number[]): Matrix {
  const state = (row: number) => featureMapState([...rowOf(features, row)]);
  return matrixFromRows(
    left.map((row) => {
      const a = state(row);
      return right.map((other) => {
        const b = state(other);
        let [re, im] = [0, 0];
        for (let index = 0; index < a.re.length; index++) {
          const [ar, ai, br, bi] = [a.re[index] ?? 0, a.im[index] ?? 0, b.re[index] ?? 0, b.im[index] ?? 0];
          re += ar * br + ai * bi;
          im += ar * bi - ai * br;
        }
        return re * re + im * im;
      });
    }),
  );
}
