import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { type Table, targetNumbers } from '#core/learn/table.ts';
import { isRunnableModel, modelsOf } from '../schema/options.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';
import { fewerFolds, isTestTooSmall, testedRows } from './dataChecks.ts';

/** Whether models, measurement, split and table fit a target of the task's kind: HP109, HP122, HP123, HP127. */
export function checkTarget(context: CheckContext): void {
  const { task } = context.pipeline;
  const numbers = predictsNumbers(task);
  if (!numbers && task !== 'classification') return;
  checkModels(context, numbers ? 'numbers' : 'classes');
  if (!numbers) return;
  checkClassKeys(context);
  checkReadout(context);
  const { table } = context.facts;
  if (table && !(table instanceof Failure)) checkNumbers(context, table);
}

function checkModels(context: CheckContext, kind: 'classes' | 'numbers'): void {
  const { definition, pipeline } = context;
  const models = modelsOf(kind);
  const check = (use: string | undefined, path: SourcePath) => {
    if (use !== undefined && isRunnableModel(use) && !models.includes(use))
      context.report(
        'HP109',
        path,
        `The model ${use} does not predict ${kind}, which the task ${pipeline.task} needs. Use one of ${models.join(', ')}.`,
        kind === 'numbers' ? 'ridge' : 'logistic-regression',
      );
  };
  check(definition.head?.use, ['head', 'use']);
  definition.benchmark?.baselines?.forEach(({ use }, index) => {
    check(use, ['benchmark', 'baselines', index, 'use']);
  });
}

/** Keys that only mean something where there are classes. */
function checkClassKeys(context: CheckContext): void {
  const { definition, pipeline } = context;
  for (const key of ['classes', 'positive'] as const)
    if (definition.data?.[key] !== undefined)
      context.reportKey('HP127', ['data', key], `The task ${pipeline.task} predicts numbers, so there are no classes.`);
  if (definition.data?.split?.stratify)
    context.report('HP122', ['data', 'split', 'stratify'], 'Numbers have no classes whose shares a split could keep.', {
      at: [],
      value: 'false',
      title: 'Do not stratify',
    });
}

function checkReadout(context: CheckContext): void {
  const { definition, pipeline } = context;
  if (pipeline.pattern !== 'variational-loop') return;
  const { measure } = definition.quantum;
  if (measure?.decision !== undefined)
    context.report(
      'HP109',
      ['quantum', 'measure', 'decision'],
      `The decision ${measure.decision} names a class, but the task ${pipeline.task} predicts a number. Leave it out.`,
    );
  if (measure?.observables && measure.observables.length !== 1)
    context.reportKey(
      'HP109',
      ['quantum', 'measure', 'observables'],
      `A number is read from one observable, not from ${measure.observables.length}.`,
    );
  const { kind } = pipeline.interface.output;
  if (kind !== 'expectation' && !definition.quantum.kernel)
    context.report(
      'HP109',
      ['interface', 'output', 'kind'],
      `A number is read from an expectation, not from ${kind}.`,
      'expectation',
    );
}

function checkNumbers(context: CheckContext, table: Table): void {
  const { data } = context.definition;
  // A missing column is reported with the table.
  if (!data || !table.columns.some((column) => column.name === data.target)) return;
  const path = ['data', 'target'];
  try {
    const [first, ...rest] = targetNumbers(table, data.target);
    if (rest.every((value) => value === first))
      context.report('HP127', path, `The column ${data.target} of ${table.path} holds only one number.`);
  } catch (thrown) {
    if (!Failure.is(thrown)) throw thrown;
    context.report('HP127', path, thrown.message);
    return;
  }
  checkParts(context, table.rowCount);
}

function checkParts(context: CheckContext, rowCount: number): void {
  const split = context.pipeline.data?.split;
  if ((split?.method === 'kfold' || split?.method === 'repeated-kfold') && split.folds > rowCount)
    context.report(
      'HP122',
      ['data', 'split', 'folds'],
      `${rowCount} rows are too few for ${split.folds} folds.`,
      fewerFolds(rowCount),
    );
  const rows = testedRows(context);
  if (rows !== undefined) isTestTooSmall(context, rows);
}
