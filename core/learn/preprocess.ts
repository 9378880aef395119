import { dot } from '#core/base/arithmetic/dotProduct.ts';
import { normOf } from '#core/base/elementary/length.ts';
import { Failure } from '#core/base/failure.ts';
import { columnDeviations, columnMaxima, columnMeans, columnMinima } from './columnStatistics.ts';
import { type Matrix, mapEntries, matrixFromRows, rowOf, selectColumns, selectRows, zeroMatrix } from './matrix.ts';
import { type FittedSelection, fitSelection } from './preprocessing/featureSelection.ts';
import {
  applyImputation,
  type FittedImputation,
  fitImputation,
  type ImputeSettings,
} from './preprocessing/imputation.ts';
import { applyOneHotEncoding, type FittedOneHotEncoding, fitOneHotEncoding } from './preprocessing/oneHotEncoding.ts';
import { applyRobustScaling, type FittedRobustScaling, fitRobustScaling } from './preprocessing/robustScaling.ts';
import type { Targets } from './preprocessing/targets.ts';
import { fitPrincipalComponents, type PrincipalComponents } from './principalComponents.ts';
import type { Categories } from './table.ts';

export type NumberRange = readonly [low: number, high: number];

/** What a preprocessing step does; angles are radians. */
export type PreprocessStep =
  /** To mean 0 and standard deviation 1 (divisor n). */
  | { readonly use: 'standardize' }
  /** Linearly from the extremes of the fitted rows to the range, by default [0, 1]. */
  | { readonly use: 'minmax'; readonly range?: NumberRange }
  | { readonly use: 'pca'; readonly components: number }
  /** Linearly to the range of angles, by default [0, π]; `from` names the extremes instead of taking them from the fitted rows. */
  | { readonly use: 'to-angle'; readonly range?: NumberRange; readonly from?: NumberRange }
  /** Moves values outside the range to its nearer end. */
  | { readonly use: 'clip'; readonly range: NumberRange }
  /** Scales every row to length 1; a row of zeros stays as it is. */
  | { readonly use: 'l2-normalize' }
  | { readonly use: 'select-columns'; readonly columns: readonly string[] }
  /** Fills in missing values. */
  | ImputeSettings
  /** Subtracts the median and divides by the distance of the quartiles. */
  | { readonly use: 'robust' }
  /** The k columns that tell most about the target by themselves. */
  | { readonly use: 'select-k-best'; readonly k: number }
  /** One column per value of the named columns, or of all. */
  | { readonly use: 'onehot'; readonly columns?: readonly string[] }
  /** Columns of one value behind the others, up to `width` of them; the value is 0 by default. */
  | { readonly use: 'pad'; readonly width: number; readonly value?: number };

/** A fitted step as plain JSON; it holds everything {@link applyStep} needs. */
export type FittedStep = { readonly outputs: readonly string[] } & (
  | { readonly use: 'standardize'; readonly means: readonly number[]; readonly deviations: readonly number[] }
  | {
      readonly use: 'minmax' | 'to-angle';
      readonly minima: readonly number[];
      readonly maxima: readonly number[];
      readonly range: NumberRange;
    }
  | ({ readonly use: 'pca' } & PrincipalComponents)
  | { readonly use: 'clip'; readonly range: NumberRange }
  | { readonly use: 'l2-normalize' }
  | { readonly use: 'select-columns'; readonly indices: readonly number[] }
  | FittedImputation
  | FittedRobustScaling
  | FittedSelection
  | FittedOneHotEncoding
  | { readonly use: 'pad'; readonly width: number; readonly value: number }
);

/** A step of a pipeline: what it does and which rows it learns from (`train` unless stated). */
export interface PipelineStep {
  readonly step: PreprocessStep;
  readonly fitOn?: 'train' | 'all';
}

/** Fitted steps in order, as plain JSON. */
export interface FittedPreprocessing {
  readonly steps: readonly FittedStep[];
  /** Names of the features after the last step. */
  readonly outputs: readonly string[];
}

/**
 * Fits the steps one after the other, each on the training rows of what the steps before it give (or on all rows where
 * it asks for that).
 * @param targets of all rows; only steps that select by them need them
 * @param categories what the numbers of columns of categories stand for
 * @throws Failure `invalid-input` for a step that cannot be fitted, e.g. more components than features
 */
export function fitPreprocessing(
  steps: readonly PipelineStep[],
  features: Matrix,
  names: readonly string[],
  trainRows: readonly number[],
  targets?: Targets,
  categories?: Categories,
): FittedPreprocessing {
  const fitted: FittedStep[] = [];
  let current = features;
  let currentNames = names;
  for (const { step, fitOn } of steps) {
    const [rows, told] =
      fitOn === 'all'
        ? [current, targets]
        : [
            selectRows(current, trainRows),
            targets && { ...targets, values: trainRows.map((row) => targets.values[row] as number) },
          ];
    const next = fitStep(step, rows, currentNames, told, categories);
    fitted.push(next);
    current = applyStep(next, current);
    currentNames = next.outputs;
  }
  return { steps: fitted, outputs: currentNames };
}

export function applyPreprocessing(preprocessing: FittedPreprocessing, features: Matrix): Matrix {
  return preprocessing.steps.reduce((current, step) => applyStep(step, current), features);
}

/**
 * Learns from the rows what the step needs.
 * @param names names of the columns of `rows` @param targets of the same rows
 * @throws Failure `invalid-input` for no rows, an empty range, an unknown column, or a bad number of components
 */
export function fitStep(
  step: PreprocessStep,
  rows: Matrix,
  names: readonly string[],
  targets?: Targets,
  categories?: Categories,
): FittedStep {
  if (rows.rows === 0) throw new Failure('invalid-input', `The step ${step.use} has no rows to learn from.`);
  switch (step.use) {
    case 'standardize':
      return { use: 'standardize', outputs: names, means: columnMeans(rows), deviations: columnDeviations(rows) };
    case 'minmax':
      return {
        use: 'minmax',
        outputs: names,
        minima: columnMinima(rows),
        maxima: columnMaxima(rows),
        range: checkedRange(step.use, step.range ?? [0, 1]),
      };
    case 'to-angle': {
      const from = step.from && checkedRange(step.use, step.from);
      return {
        use: 'to-angle',
        outputs: names,
        minima: from ? names.map(() => from[0]) : columnMinima(rows),
        maxima: from ? names.map(() => from[1]) : columnMaxima(rows),
        range: checkedRange(step.use, step.range ?? [0, Math.PI]),
      };
    }
    case 'pca': {
      const outputs = Array.from({ length: step.components }, (_, index) => `pc${index + 1}`);
      return { use: 'pca', outputs, ...fitPrincipalComponents(rows, step.components) };
    }
    case 'clip':
      return { use: 'clip', outputs: names, range: checkedRange(step.use, step.range) };
    case 'l2-normalize':
      return { use: 'l2-normalize', outputs: names };
    case 'select-columns':
      return {
        use: 'select-columns',
        outputs: step.columns,
        indices: step.columns.map((name) => indexOf(name, names)),
      };
    case 'impute':
      return { outputs: names, ...fitImputation(step, rows, names) };
    case 'robust':
      return { outputs: names, ...fitRobustScaling(rows) };
    case 'select-k-best': {
      const selection = fitSelection(step.k, rows, targets);
      return { outputs: selection.indices.map((column) => names[column] as string), ...selection };
    }
    case 'onehot':
      return fitOneHotEncoding(step.columns, rows, names, categories);
    case 'pad': {
      const { width, value = 0 } = step;
      if (!(Number.isInteger(width) && width >= rows.columns))
        throw new Failure('invalid-input', `The step pad cannot make ${rows.columns} columns ${width} wide.`, {
          advice: `Choose a whole number of at least ${rows.columns}.`,
        });
      const added = Array.from({ length: width - rows.columns }, (_, index) => `pad${index + 1}`);
      return { use: 'pad', outputs: [...names, ...added], width, value };
    }
  }
}

/**
 * Transforms any rows with what the step has learnt; the rows it was fitted on need not be among them.
 * @throws Failure `invalid-input` when the number of columns is not that of the fitted rows
 */
export function applyStep(step: FittedStep, rows: Matrix): Matrix {
  switch (step.use) {
    case 'standardize': {
      checkColumns(step.use, step.means.length, rows);
      return mapEntries(rows, (value, _, column) => {
        const deviation = step.deviations[column] as number;
        return (
          (value - (step.means[column] as number)) /
          (isConstant(deviation, step.means[column] as number) ? 1 : deviation)
        );
      });
    }
    case 'minmax':
    case 'to-angle': {
      checkColumns(step.use, step.minima.length, rows);
      const [low, high] = step.range;
      return mapEntries(rows, (value, _, column) => {
        const least = step.minima[column] as number;
        const width = (step.maxima[column] as number) - least;
        return low + ((value - least) / (width === 0 ? 1 : width)) * (high - low);
      });
    }
    case 'pca':
      return projected(step, rows);
    case 'clip':
      return mapEntries(rows, (value) => Math.min(step.range[1], Math.max(step.range[0], value)));
    case 'l2-normalize': {
      const lengths = Array.from({ length: rows.rows }, (_, row) => normOf(rowOf(rows, row)));
      return mapEntries(rows, (value, row) => (lengths[row] ? value / lengths[row] : value));
    }
    case 'select-columns':
      return selectColumns(rows, step.indices);
    case 'impute':
      checkColumns(step.use, step.replacements.length, rows);
      return applyImputation(step, rows);
    case 'robust':
      checkColumns(step.use, step.medians.length, rows);
      return applyRobustScaling(step, rows);
    case 'select-k-best':
      checkColumns(step.use, step.scores.length, rows);
      return selectColumns(rows, step.indices);
    case 'onehot':
      checkColumns(step.use, step.categories.length, rows);
      return applyOneHotEncoding(step, rows);
    case 'pad': {
      const added = new Array<number>(Math.max(0, step.width - rows.columns)).fill(step.value);
      return matrixFromRows(Array.from({ length: rows.rows }, (_, row) => [...rowOf(rows, row), ...added]));
    }
  }
}

function projected(step: PrincipalComponents, rows: Matrix): Matrix {
  checkColumns('pca', step.means.length, rows);
  const centred = mapEntries(rows, (value, _, column) => value - (step.means[column] as number));
  return mapEntries(zeroMatrix(rows.rows, step.components.length), (_, row, component) =>
    dot(rowOf(centred, row), step.components[component] ?? []),
  );
}

/** A column whose spread is rounding of its mean is constant: dividing by the spread would blow the rounding up. */
function isConstant(deviation: number, mean: number): boolean {
  return deviation <= 10 * Number.EPSILON * Math.abs(mean);
}

function checkedRange(use: string, range: NumberRange): NumberRange {
  if (!(Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] < range[1]))
    throw new Failure(
      'invalid-input',
      `The step ${use} needs a range from a smaller to a larger number, not [${range.join(', ')}].`,
    );
  return range;
}

function checkColumns(use: string, expected: number, rows: Matrix): void {
  if (rows.columns !== expected)
    throw new Failure(
      'invalid-input',
      `The step ${use} was fitted on ${expected} columns but is given ${rows.columns}.`,
    );
}

function indexOf(name: string, names: readonly string[]): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new Failure(
      'invalid-input',
      `The step select-columns names “${name}”, which is not a column at this point.`,
      {
        advice: `The columns here are: ${names.join(', ')}.`,
      },
    );
  return index;
}
