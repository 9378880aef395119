import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matrix } from '#core/learn/matrix.ts';
import { classLabels, featureMatrix, featureNames, parseTable } from '#core/learn/table.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

export interface LabelledSample {
  readonly features: Matrix;
  readonly names: readonly string[];
  readonly labels: readonly number[];
  readonly classes: readonly string[];
}

export const irisPath = join(projectRoot, 'samples', 'iris-classifier', 'data', 'iris.csv');

/** The iris data of the sample project. */
export function irisSample(): LabelledSample {
  const table = parseTable(readFileSync(irisPath, 'utf8'), 'iris.csv');
  const names = featureNames(table, 'all-numeric', 'species');
  return { features: featureMatrix(table, names), names, ...classLabels(table, 'species') };
}

/** The test rows of `train_test_split(train_size=0.8, random_state=123)` on iris. */
export const publishedTestRows = [
  72, 112, 132, 88, 37, 138, 87, 42, 8, 90, 141, 33, 59, 116, 135, 104, 36, 13, 63, 45, 28, 133, 24, 127, 46, 20, 31,
  121, 117, 4,
] as const;
