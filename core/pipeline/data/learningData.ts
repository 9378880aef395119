import * as z from 'zod';
import { decodeUtf8 } from '#core/base/decodeUtf8.ts';
import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import {
  brokenGroup,
  groupedFoldSplits,
  groupedHoldoutSplit,
  repeatedGroupedFoldSplits,
} from '#core/learn/groupedSplit.ts';
import type { Matrix } from '#core/learn/matrix.ts';
import { foldSplits, holdoutSplit, predefinedSplit, repeatedFoldSplits, type SplitIndices } from '#core/learn/split.ts';
import {
  type Categories,
  classLabels,
  featureMatrix,
  featureNames,
  groupLabels,
  targetNumbers,
} from '#core/learn/table.ts';
import type { PipelineFiles } from '../enginePorts.ts';
import type { ResolvedData, ResolvedPipeline, ResolvedStep } from '../schema/resolvedPipeline.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import { categoryColumns } from './categoryColumns.ts';
import { loadTable } from './loadTable.ts';
import { publishedSplit, type SplitParts } from './publishedSplit.ts';

/** What a pipeline that learns from a table predicts: one of some classes, or a number. */
export type LearningTarget =
  | { readonly kind: 'classes'; readonly classes: readonly string[] }
  | { readonly kind: 'numbers' };

/** The table of a pipeline that learns, ready to be split. */
export interface LearningData {
  readonly features: Matrix;
  readonly names: readonly string[];
  /** What the numbers of columns of categories stand for. */
  readonly categories?: Categories;
  readonly target: LearningTarget;
  /** One per row: the position of its class among the classes, or its number. */
  readonly targets: readonly number[];
  /** The group of every row, where rows of one group must stay in one part of a split. */
  readonly groups?: readonly string[];
}

/**
 * Reads the data of a pipeline: for `classification` with the classes of the target column, for `regression` and
 * `ranking` with its numbers.
 * @throws Failure of the file, or `invalid-input` with the place in it, or `unsupported` for a source this version cannot read
 */
export async function loadLearningData(
  task: ResolvedPipeline['task'],
  data: ResolvedData,
  preprocess: readonly Pick<ResolvedStep, 'use' | 'with'>[],
  files: PipelineFiles,
): Promise<LearningData> {
  const table = await loadTable(data, files);
  const { group } = data.split;
  const names = featureNames(table, data.features, data.target, group);
  const groups = group === undefined ? {} : { groups: groupLabels(table, group) };
  const categories = categoryColumns(table, names, preprocess);
  const features = featureMatrix(table, names, emptyCells(preprocess), categories);
  const known = { features, names, categories, ...groups };
  if (predictsNumbers(task))
    return { ...known, target: { kind: 'numbers' }, targets: targetNumbers(table, data.target) };
  const { classes, labels } = classLabels(table, data.target, orderedClasses(data));
  return { ...known, target: { kind: 'classes', classes }, targets: labels };
}

/** Empty cells are missing values where the first step that learns from rows fills them in, else mistakes. */
export function emptyCells(preprocess: readonly Pick<ResolvedStep, 'use' | 'with'>[]): 'refused' | 'missing' {
  const first = preprocess.find(({ use }) => use !== 'select-columns');
  const fills = first?.use === 'impute' || (first?.use === 'python' && first.with['accepts'] === 'missing');
  return fills ? 'missing' : 'refused';
}

/** With `positive`, that class is the second of the two. */
function orderedClasses(data: ResolvedData): readonly (string | number | boolean)[] | undefined {
  const { classes, positive } = data;
  if (!classes || positive === undefined || classes.length !== 2) return classes;
  return [...classes.filter((name) => name !== positive), positive];
}

const indicesSchema = z.object({
  train: z.array(z.int()),
  validation: z.array(z.int()).optional(),
  test: z.array(z.int()),
});

/**
 * The splits of all repeats. Every contender is judged on these very rows, so comparisons are paired by construction.
 * @throws Failure `invalid-input` when the data cannot be split as asked
 */
export async function pipelineSplits(
  pipeline: ResolvedPipeline,
  data: LearningData,
  files: PipelineFiles,
): Promise<SplitIndices[]> {
  const split = pipeline.data?.split;
  if (!split) throw new Failure('invalid-input', 'The pipeline has no data to split.');
  const rowCount = data.targets.length;
  if (split.stratify && data.target.kind === 'numbers')
    throw new Failure('invalid-input', 'A split cannot keep the shares of classes where the target is a number.', {
      advice: 'Leave out data.split.stratify.',
    });
  const stratified = split.stratify ? { stratifyBy: data.targets } : {};
  const stream = (repeat: number) => randomStream(pipeline.seeds.split, 'split', repeat);
  const { repeats } = pipeline.benchmark;
  const { groups } = data;
  switch (split.method) {
    case 'holdout':
      return Array.from({ length: repeats }, (_, repeat) => {
        const options = {
          train: split.train,
          validation: split.validation,
          test: split.test,
          ...stratified,
          ...(split.shuffle ? { shuffleWith: stream(repeat) } : {}),
        };
        return groups ? groupedHoldoutSplit(groups, options) : holdoutSplit(rowCount, options);
      });
    case 'kfold': {
      const options = { folds: split.folds, ...stratified, ...(split.shuffle ? { shuffleWith: stream(0) } : {}) };
      return groups ? groupedFoldSplits(groups, options) : foldSplits(rowCount, options);
    }
    case 'repeated-kfold': {
      const options = { folds: split.folds, repeats: split.repeats, ...stratified, shuffleWith: stream(0) };
      return groups ? repeatedGroupedFoldSplits(groups, options) : repeatedFoldSplits(rowCount, options);
    }
    case 'predefined': {
      const parts = await predefinedParts(pipeline.data, files);
      if (!parts)
        throw new Failure(
          'invalid-input',
          'A predefined split needs data.split.indices, a JSON file with train and test.',
        );
      const one = predefinedSplit(rowCount, parts);
      const broken = groups && brokenGroup(groups, one);
      if (broken !== undefined)
        throw new Failure('invalid-input', `The split has rows of the group “${broken}” in two parts.`, {
          advice: `Keep equal values of ${split.group} in one part of ${split.indices ?? 'the split'}.`,
        });
      return Array.from({ length: repeats }, () => one);
    }
  }
}

/**
 * The rows of a predefined split: those its file names, or else those that a built-in data set was published with;
 * undefined where there are neither, and for other splits.
 * @throws Failure as {@link readSplitIndices}
 */
export async function predefinedParts(
  { source, split }: ResolvedData,
  files: PipelineFiles,
): Promise<SplitParts | undefined> {
  if (split.method !== 'predefined') return undefined;
  return split.indices === undefined ? publishedSplit(source.builtin) : await readSplitIndices(split.indices, files);
}

/**
 * The rows that the file of a predefined split names (`train`, `test` and perhaps `validation`), not compared with a table.
 * @throws Failure of the file, or `invalid-input` when it does not hold them
 */
async function readSplitIndices(path: string, files: PipelineFiles): Promise<SplitParts> {
  const problem = (cause: unknown) =>
    new Failure('invalid-input', `${path} does not hold row numbers under train, validation and test.`, {
      place: { path },
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(await files.read(path), path));
  } catch (thrown) {
    throw thrown instanceof SyntaxError ? problem(thrown) : thrown;
  }
  const parsed = indicesSchema.safeParse(json);
  if (!parsed.success) throw problem(parsed.error);
  const { train, validation, test } = parsed.data;
  return validation ? { train, validation, test } : { train, test };
}
