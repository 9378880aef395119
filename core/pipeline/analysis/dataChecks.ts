import { closestName } from '#core/base/closestName.ts';
import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { brokenGroup } from '#core/learn/groupedSplit.ts';
import { wilsonInterval } from '#core/learn/interval.ts';
import { predefinedSplit } from '#core/learn/split.ts';
import { type Column, featureMatrix, featureNames, groupLabels, type Table } from '#core/learn/table.ts';
import { categoryColumns } from '../data/categoryColumns.ts';
import { emptyCells } from '../data/learningData.ts';
import { dataFile } from '../data/loadTable.ts';
import { publishedSplit } from '../data/publishedSplit.ts';
import type { CheckContext } from './checkContext.ts';
import { checkLeaks, checkTableLeaks } from './leakChecks.ts';

/** Checks of the table, its split and what learns from it: HP120–HP129. */
export function checkData(context: CheckContext): void {
  checkLeaks(context);
  if (context.facts.problem instanceof Failure)
    context.report('HP127', ['problem', 'file'], context.facts.problem.message);
  const { data } = context.definition;
  if (!data) return;
  checkShares(context);
  checkIndices(context);
  const { table } = context.facts;
  checkDigest(context);
  if (!table) return;
  if (table instanceof Failure)
    context.report('HP127', ['data', 'source', data.source.path === undefined ? 'builtin' : 'path'], table.message);
  else checkTable(context, table);
}

function checkShares(context: CheckContext): void {
  const split = context.definition.data?.split;
  if (!split) return;
  const { method } = context.pipeline.data?.split ?? {};
  if (
    method === 'predefined' &&
    split.indices === undefined &&
    !publishedSplit(context.definition.data?.source.builtin)
  )
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
      complete ? completedShares(train, validation, test) : undefined,
    );
}

/** The training rows get what the other parts leave, or the test rows what training leaves. */
function completedShares(train: number, validation: number, test: number) {
  const rounded = (share: number) => Number(share.toFixed(6));
  const [forTest, forTrain] = [rounded(1 - train - validation), rounded(1 - validation - test)];
  if (forTest > 0) return { at: ['test'], value: String(forTest), title: `Test on ${forTest} of the rows` };
  return forTrain > 0
    ? { at: ['train'], value: String(forTrain), title: `Train on ${forTrain} of the rows` }
    : undefined;
}

/** As many folds as there are members of what has to be in each; undefined where that is no division. */
export function fewerFolds(members: number) {
  return members < 2 ? undefined : { at: [], value: String(members), title: `Use ${members} folds` };
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
  const { data, intent = 'learning', rollout } = context.definition;
  const file = data && dataFile(data.source);
  // Data that are drawn depend on the seed alone.
  if (!data || file === undefined) return;
  const { digest, lock } = context.facts;
  const locked = lock && Object.hasOwn(lock.files, file) ? lock.files[file] : undefined;
  if (data.sha256 === undefined) {
    if (locked !== undefined && digest !== undefined && digest !== locked)
      context.reportKey(
        'HP126',
        ['data', 'source'],
        `The digest of ${file} is not the one in ${lock?.name}, but ${digest}: the data have changed.`,
      );
    else if (locked === undefined && data.source.path !== undefined && (intent !== 'learning' || rollout))
      context.reportKey(
        'HP126',
        ['data', 'source'],
        'Without data.sha256 or a lock file a run cannot tell whether it saw the same data. Add the digest of the file.',
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
  if (!target) {
    context.report('HP127', ['data', 'target'], noColumn(table, data.target));
    return;
  }
  if (!checkGroups(context, table)) return;
  let features: string[];
  if (Array.isArray(data.features)) {
    const missing = data.features.flatMap((feature, index) =>
      table.columns.some((column) => column.name === feature) ? [] : [{ feature, index }],
    );
    for (const { feature, index } of missing)
      context.report('HP127', ['data', 'features', index], noColumn(table, feature));
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
  checkTableLeaks(context, table, target, features);
  if (context.pipeline.task === 'classification') checkClasses(context, table, target);
}

function noColumn({ columns, path }: Table, name: string): string {
  const names = columns.map((column) => column.name);
  const meant = closestName(name, names);
  return `${path} has no column ${name}.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`} Its columns are: ${names.join(', ')}.`;
}

/** Whether the groups of the split are such that the other checks make sense. */
function checkGroups(context: CheckContext, table: Table): boolean {
  const { group, ...split } = context.pipeline.data?.split ?? {};
  if (group === undefined) return true;
  const path = ['data', 'split', 'group'];
  let groups: number;
  try {
    const labels = groupLabels(table, group);
    groups = new Set(labels).size;
    const { indices } = context.facts;
    const broken =
      indices && !(indices instanceof Failure) ? brokenGroup(labels, { validation: [], ...indices }) : undefined;
    if (broken !== undefined)
      context.report(
        'HP122',
        ['data', 'split', 'indices'],
        `The split has rows of the group “${broken}” in two parts.`,
      );
  } catch (thrown) {
    if (!Failure.is(thrown)) throw thrown;
    context.report('HP127', path, thrown.message);
    return false;
  }
  const folds = 'folds' in split ? split.folds : undefined;
  if (folds !== undefined && folds > groups)
    context.report(
      'HP122',
      ['data', 'split', 'folds'],
      `There are ${groups} groups, too few for ${folds} folds.`,
      fewerFolds(groups),
    );
  const parts = 'train' in split ? [split.train, split.validation, split.test].filter((share) => share > 0).length : 0;
  if (parts > groups)
    context.report('HP122', path, `The column ${group} has ${groups} groups, too few for ${parts} parts.`);
  return true;
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
  checkTestSize(context, Math.min(...counts.values()));
}

function checkTestSize(context: CheckContext, smallestClass: number): void {
  const split = context.pipeline.data?.split;
  const { minimumEffect } = context.definition.benchmark ?? {};
  if (!split) return;
  if (split.method === 'kfold' || split.method === 'repeated-kfold') {
    if (split.stratify && split.folds > smallestClass)
      context.report(
        'HP122',
        ['data', 'split', 'folds'],
        `The smallest class has ${smallestClass} rows, too few for ${split.folds} folds.`,
        fewerFolds(smallestClass),
      );
    // Every row is tested once, so the folds together are the test part.
    return;
  }
  const rows = testedRows(context);
  if (rows === undefined || isTestTooSmall(context, rows)) return;
  const half = testHalfWidth(context);
  if (minimumEffect !== undefined && minimumEffect > 0 && half !== undefined && half > minimumEffect)
    context.report(
      'HP123',
      testPath(context),
      `With ${rows} test rows an accuracy is known to about ±${half.toFixed(3)}, which hides an effect of ${minimumEffect}. Use kfold or more data.`,
    );
}

/** Whether a test part has too few rows, which is reported. */
export function isTestTooSmall(context: CheckContext, rows: number): boolean {
  if (rows >= 30) return false;
  context.report(
    'HP123',
    testPath(context),
    `The test part has ${rows} rows; fewer than 30 cannot tell models apart. Use kfold or more data.`,
  );
  return true;
}

function testPath({ pipeline }: CheckContext): SourcePath {
  return ['data', 'split', pipeline.data?.split.method === 'predefined' ? 'indices' : 'test'];
}

/** The rows that one split judges on; undefined where they are not known, and for folds, which judge on all. */
export function testedRows({ facts, pipeline }: CheckContext): number | undefined {
  const split = pipeline.data?.split;
  const { indices, table } = facts;
  if (split?.method === 'predefined') return indices && !(indices instanceof Failure) ? indices.test.length : undefined;
  if (split?.method !== 'holdout' || !table || table instanceof Failure) return undefined;
  return Math.round(split.test * table.rowCount);
}

/**
 * Half the width of the 95 % interval of an accuracy of 90 %, where most comparisons happen, on the test rows of one
 * split; undefined where the rows are not known or all are tested.
 */
export function testHalfWidth(context: CheckContext): number | undefined {
  const rows = testedRows(context) ?? 0;
  if (rows < 1 || context.pipeline.task !== 'classification') return undefined;
  const { low, high } = wilsonInterval(Math.round(0.9 * rows), rows, 0.95);
  return (high - low) / 2;
}
