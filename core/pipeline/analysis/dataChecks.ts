import { Failure } from '#core/base/failure.ts';
import { wilsonInterval } from '#core/learn/interval.ts';
import { predefinedSplit } from '#core/learn/split.ts';
import { type Column, featureMatrix, featureNames, groupLabels, type Table } from '#core/learn/table.ts';
import { categoryColumns } from '../data/categoryColumns.ts';
import { emptyCells } from '../data/learningData.ts';
import { dataFile } from '../data/loadTable.ts';
import type { CheckContext } from './checkContext.ts';

/** Checks of the table, its split and what learns from it: HP120–HP127. */
export function checkData(context: CheckContext): void {
  context.definition.preprocess?.forEach((step, index) => {
    if (step.fitOn === 'all') context.report('HP120', ['preprocess', index, 'fitOn'], step.id ?? step.use);
  });
  checkChoiceOfColumns(context);
  const { data } = context.definition;
  if (!data) return;
  if (Array.isArray(data.features)) {
    data.features.forEach((feature, index) => {
      if (feature === data.target) context.report('HP124', ['data', 'features', index], feature, data.target);
    });
  }
  checkShares(context);
  checkIndices(context);
  checkDigest(context);
  const { table } = context.facts;
  if (!table) return;
  if (table instanceof Failure)
    context.report('HP127', ['data', 'source', data.source.path === undefined ? 'builtin' : 'path'], table.message);
  else checkTable(context, table);
}

/** Steps that choose columns, or may do so, are part of what folds test, so they must learn inside of each. */
function checkChoiceOfColumns(context: CheckContext): void {
  const { benchmark, head, preprocess } = context.definition;
  const { method } = context.pipeline.data?.split ?? {};
  const folds = method === 'kfold' || method === 'repeated-kfold';
  const chosenFrom = (inputs: string | undefined) => inputs !== 'raw' && inputs !== 'standardized';
  const tuned =
    head?.tune !== undefined || benchmark?.baselines?.some(({ inputs, tune }) => tune && chosenFrom(inputs));
  preprocess?.forEach(({ fitOn, id, use }, index) => {
    if (use !== 'pca' && use !== 'select-k-best' && use !== 'python') return;
    const where = folds && fitOn === 'all' ? 'the folds' : tuned ? 'the folds of tune' : undefined;
    if (where) context.report('HP121', ['preprocess', index, 'use'], id ?? use, where);
  });
}

function checkShares(context: CheckContext): void {
  const split = context.definition.data?.split;
  if (!split) return;
  const { method } = context.pipeline.data?.split ?? {};
  if (method === 'predefined' && split.indices === undefined)
    context.report(
      'HP122',
      ['data', 'split', 'method'],
      'A predefined split needs `indices`, a JSON file with the rows of train and test.',
    );
  if (method !== 'holdout') return;
  const { train, validation = 0, test } = split;
  if (train === undefined && test === undefined) return;
  const sum = train !== undefined && test !== undefined ? train + validation + test : (train ?? test ?? 0) + validation;
  const complete = train !== undefined && test !== undefined;
  if (complete ? Math.abs(sum - 1) > 1e-9 : sum >= 1)
    context.reportKey(
      'HP122',
      ['data', 'split'],
      complete
        ? `The shares train, validation and test add up to ${Number(sum.toFixed(6))} instead of 1.`
        : 'The shares of the split leave no rows for the part that is not named.',
    );
}

/** The rows that a predefined split names, against the table. */
function checkIndices(context: CheckContext): void {
  const { indices, table } = context.facts;
  const path = ['data', 'split', 'indices'];
  if (indices instanceof Failure) context.report('HP122', path, indices.message);
  else if (indices && table && !(table instanceof Failure)) {
    try {
      predefinedSplit(table.rowCount, indices);
    } catch (thrown) {
      if (!Failure.is(thrown)) throw thrown;
      context.report('HP122', path, thrown.message);
    }
  }
}

function checkDigest(context: CheckContext): void {
  const { data, intent } = context.definition;
  const file = data && dataFile(data.source);
  // Data that are drawn depend on the seed alone.
  if (!data || file === undefined) return;
  const { digest } = context.facts;
  if (data.sha256 === undefined) {
    if (data.source.path !== undefined && intent !== undefined && intent !== 'learning')
      context.reportKey(
        'HP126',
        ['data', 'source'],
        'Without data.sha256 a run cannot tell whether it saw the same data. Add the digest of the file.',
      );
  } else if (digest !== undefined && digest !== data.sha256.toLowerCase())
    context.report(
      'HP126',
      ['data', 'sha256'],
      `This is not the digest of ${file}, which is ${digest}: the data have changed.`,
    );
}

function checkTable(context: CheckContext, table: Table): void {
  const { data } = context.definition;
  if (!data) return;
  const target = table.columns.find((column) => column.name === data.target);
  const names = table.columns.map((column) => column.name).join(', ');
  if (!target) {
    context.report(
      'HP127',
      ['data', 'target'],
      `${table.path} has no column ${data.target}. Its columns are: ${names}.`,
    );
    return;
  }
  if (!checkGroups(context, table)) return;
  let features: string[];
  if (Array.isArray(data.features)) {
    const missing = data.features.flatMap((feature, index) =>
      table.columns.some((column) => column.name === feature) ? [] : [{ feature, index }],
    );
    for (const { feature, index } of missing)
      context.report(
        'HP127',
        ['data', 'features', index],
        `${table.path} has no column ${feature}. Its columns are: ${names}.`,
      );
    if (missing.length > 0) return;
  }
  try {
    features = featureNames(table, data.features ?? 'all-numeric', data.target, data.split?.group);
    const { preprocess } = context.pipeline;
    featureMatrix(table, features, emptyCells(preprocess), categoryColumns(table, features, preprocess));
  } catch (thrown) {
    if (!Failure.is(thrown)) throw thrown;
    context.report('HP127', ['data', 'features'], thrown.message);
    return;
  }
  for (const feature of features) {
    const column = table.columns.find((candidate) => candidate.name === feature);
    if (column && feature !== data.target && sameValues(column, target))
      context.report('HP124', ['data', 'features'], feature, data.target);
  }
  if (context.pipeline.task === 'classification') checkClasses(context, table, target);
}

/** Whether the groups of the split are such that the other checks make sense. */
function checkGroups(context: CheckContext, table: Table): boolean {
  const { group, ...split } = context.pipeline.data?.split ?? {};
  if (group === undefined) return true;
  const path = ['data', 'split', 'group'];
  let groups: number;
  try {
    groups = new Set(groupLabels(table, group)).size;
  } catch (thrown) {
    if (!Failure.is(thrown)) throw thrown;
    context.report('HP127', path, thrown.message);
    return false;
  }
  const folds = 'folds' in split ? split.folds : undefined;
  if (folds !== undefined && folds > groups)
    context.report('HP122', ['data', 'split', 'folds'], `There are ${groups} groups, too few for ${folds} folds.`);
  const parts = 'train' in split ? [split.train, split.validation, split.test].filter((share) => share > 0).length : 0;
  if (parts > groups)
    context.report('HP122', path, `The column ${group} has ${groups} groups, too few for ${parts} parts.`);
  return true;
}

function sameValues(left: Column, right: Column): boolean {
  return left.values.every((value, row) => String(value) === String(right.values[row]));
}

function checkClasses(context: CheckContext, table: Table, target: Column): void {
  const { data } = context.definition;
  if (!data) return;
  const counts = new Map<string, number>();
  for (const value of target.values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const unknown =
    data.classes && [...counts.keys()].filter((name) => !data.classes?.some((known) => String(known) === name));
  if (unknown && unknown.length > 0) {
    context.reportKey(
      'HP127',
      ['data', 'classes'],
      `The column ${data.target} also holds ${unknown.slice(0, 5).join(', ')}, not listed as a class.`,
    );
    return;
  }
  if (counts.size < 2) {
    context.report('HP127', ['data', 'target'], `The column ${data.target} of ${table.path} holds only one class.`);
    return;
  }
  const [largest] = [...counts].sort((a, b) => b[1] - a[1]);
  const primary = context.pipeline.benchmark.metrics.find((metric) => metric.primary);
  if (largest && largest[1] >= 0.8 * table.rowCount && primary?.name === 'accuracy')
    context.report('HP125', ['data', 'target'], largest[0], largest[1] / table.rowCount);
  checkTestSize(context, table, Math.min(...counts.values()));
}

function checkTestSize(context: CheckContext, table: Table, smallestClass: number): void {
  const split = context.pipeline.data?.split;
  const { minimumEffect } = context.definition.benchmark ?? {};
  if (!split) return;
  if (split.method === 'kfold' || split.method === 'repeated-kfold') {
    if (split.stratify && split.folds > smallestClass)
      context.report(
        'HP122',
        ['data', 'split', 'folds'],
        `The smallest class has ${smallestClass} rows, too few for ${split.folds} folds.`,
      );
    // Every row is tested once, so the folds together are the test part.
    return;
  }
  if (split.method !== 'holdout') return;
  const rows = Math.round(split.test * table.rowCount);
  const path = ['data', 'split', 'test'];
  if (rows < 30) {
    context.report(
      'HP123',
      path,
      `The test part has ${rows} rows; fewer than 30 cannot tell models apart. Use kfold or more data.`,
    );
    return;
  }
  const half = testHalfWidth(context);
  if (minimumEffect !== undefined && minimumEffect > 0 && half !== undefined && half > minimumEffect)
    context.report(
      'HP123',
      path,
      `With ${rows} test rows an accuracy is known to about ±${half.toFixed(3)}, which hides an effect of ${minimumEffect}. Use kfold or more data.`,
    );
}

/**
 * Half the width of the 95 % interval of an accuracy of 90 %, where most comparisons happen, on the test rows of one
 * split; undefined where the rows are not known or all are tested.
 */
export function testHalfWidth({ facts, pipeline }: CheckContext): number | undefined {
  const split = pipeline.data?.split;
  if (split?.method !== 'holdout' || !facts.table || facts.table instanceof Failure) return undefined;
  const rows = Math.round(split.test * facts.table.rowCount);
  if (rows < 1 || pipeline.task !== 'classification') return undefined;
  const { low, high } = wilsonInterval(Math.round(0.9 * rows), rows, 0.95);
  return (high - low) / 2;
}
