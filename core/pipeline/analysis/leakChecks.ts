import { Failure } from '#core/base/failure.ts';
import { type Column, groupLabels, type Table } from '#core/learn/table.ts';
import { solvesProblem } from '../schema/options.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';

/** Ways in which a score can be of rows that were learnt, without looking at the table: HP120, HP121, HP124, HP128. */
export function checkLeaks(context: CheckContext): void {
  context.definition.preprocess?.forEach((step, index) => {
    if (step.fitOn === 'all') context.report('HP120', ['preprocess', index, 'fitOn'], step.id ?? step.use);
  });
  checkChoiceOfColumns(context);
  checkTrainedElsewhere(context);
  const { data } = context.definition;
  if (!data || !Array.isArray(data.features)) return;
  data.features.forEach((feature, index) => {
    if (feature === data.target) context.report('HP124', ['data', 'features', index], feature, data.target, 'itself');
  });
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

/** Parameters that were found before, on rows that nothing here shows. */
function checkTrainedElsewhere(context: CheckContext): void {
  const { parameters } = context.definition.interface ?? {};
  if (solvesProblem(context.definition.task) || parameters?.init !== 'file') return;
  context.report('HP128', ['interface', 'parameters', 'init'], parameters.file ?? 'The start of the parameters');
}

/**
 * Ways in which a table lets a score be of rows that were learnt: HP124, HP129.
 * @param features the columns that are learnt from
 */
export function checkTableLeaks(
  context: CheckContext,
  table: Table,
  target: Column,
  features: readonly string[],
): void {
  const columns = features.flatMap((name) => table.columns.find((column) => column.name === name) ?? []);
  for (const column of columns) {
    if (column.name === target.name) continue;
    const how = sameValues(column, target)
      ? 'copy'
      : columns.length > 1 && isRecoded(context, column, target)
        ? 'recoded'
        : undefined;
    if (how) context.report('HP124', placeOf(context, column.name), column.name, target.name, how);
  }
  checkCopies(context, table, [...columns, target]);
}

/** Where a feature is named; the list of them where it is not. */
function placeOf({ definition }: CheckContext, feature: string) {
  const { features } = definition.data ?? {};
  const index = Array.isArray(features) ? features.indexOf(feature) : -1;
  return index < 0 ? ['data', 'features'] : ['data', 'features', index];
}

function sameValues(left: Column, right: Column): boolean {
  return left.values.every((value, row) => String(value) === String(right.values[row]));
}

/** Fewer rows than this agree by chance too easily. */
const leastRows = 10;

/** Whether a column says the same as the target in other words: other names of the classes, or another unit. */
function isRecoded({ pipeline }: CheckContext, column: Column, target: Column): boolean {
  if (target.values.length < leastRows) return false;
  return predictsNumbers(pipeline.task) ? isOtherUnit(column, target) : isOtherNames(column, target);
}

function isOtherNames(column: Column, target: Column): boolean {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [row, value] of target.values.entries()) {
    const key = String(value);
    const own = String(column.values[row]);
    const known = names.get(key);
    if (known === own) continue;
    if (known !== undefined || taken.has(own)) return false;
    names.set(key, own);
    taken.add(own);
  }
  return names.size > 1;
}

/** Whether column = a · target + b in every row, to rounding. */
function isOtherUnit(column: Column, target: Column): boolean {
  if (column.kind !== 'number' || target.kind !== 'number') return false;
  const low = target.values.indexOf(Math.min(...target.values));
  const high = target.values.indexOf(Math.max(...target.values));
  const at = (row: number) => ({ x: target.values[row] as number, y: column.values[row] as number });
  const [first, last] = [at(low), at(high)];
  const width = last.x - first.x;
  const height = last.y - first.y;
  if (!(width > 0) || !(Math.abs(height) > 0)) return false;
  return target.values.every((value, row) => {
    const expected = first.y + ((value - first.x) / width) * height;
    return Math.abs((column.values[row] as number) - expected) <= 1e-9 * Math.abs(height);
  });
}

/** A share of copies below this is what any table may have. */
const tolerableCopies = 0.05;

/** Rows that are equal in all features and in the target are the same row; a split must not take them apart. */
function checkCopies(context: CheckContext, table: Table, columns: readonly Column[]): void {
  const { definition, facts, pipeline } = context;
  const keys = Array.from({ length: table.rowCount }, (_, row) =>
    JSON.stringify(columns.map(({ values }) => String(values[row]))),
  );
  if (pipeline.data?.split.method === 'predefined') {
    const { indices } = facts;
    if (!indices || indices instanceof Failure) return;
    // Rows that are not there are reported with the split.
    const learnt = new Set(indices.train.flatMap((row) => keys[row] ?? []));
    const copies = indices.test.filter((row) => learnt.has(keys[row] ?? '')).length;
    if (copies > 0) context.report('HP129', ['data', 'split', 'indices'], copies, indices.test.length, true);
    return;
  }
  // The data sets that come with the product are what they are.
  if (definition.data?.source.path === undefined) return;
  const groups = groupsOf(context, table);
  const firstGroup = new Map<string, string>();
  const copies = keys.filter((key, row) => {
    const group = groups?.[row] ?? String(row);
    const known = firstGroup.get(key);
    if (known === undefined) firstGroup.set(key, group);
    return known !== undefined && known !== group;
  }).length;
  if (copies >= 3 && copies >= tolerableCopies * table.rowCount)
    context.reportKey('HP129', ['data', 'source'], copies, table.rowCount, false);
}

function groupsOf({ pipeline }: CheckContext, table: Table): readonly string[] | undefined {
  const group = pipeline.data?.split.group;
  if (group === undefined) return undefined;
  try {
    return groupLabels(table, group);
  } catch (thrown) {
    // A column of groups that cannot be used is reported with the table.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
