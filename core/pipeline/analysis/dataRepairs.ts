import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { featureNames } from '#core/learn/table.ts';
import { solversOf } from '../schema/options.ts';
import { judgedMetric, predictsNumbers } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';
import { add, type RepairedFile, type Repairs, remove, write, writeAll } from './repairEdits.ts';

/** Repairs of data, splits and comparisons: HP113–HP139. */
export const dataRepairs: Repairs = {
  HP120: (context, path) => write(context, path, 'train', 'Learn from the training rows'),
  HP121: (context, path) => {
    const step = path.slice(0, 2);
    const index = Number(path[1]);
    return context.definition.preprocess?.[index]?.fitOn === 'all'
      ? write(context, [...step, 'fitOn'], 'train', 'Learn inside of the folds')
      : undefined;
  },
  HP122: (context, path, _problem, instead) =>
    instead === undefined ? undefined : write(context, [...path, ...instead.at], instead.value, instead.title, false),
  HP123: (context) => write(context, ['data', 'split', 'method'], 'kfold', 'Test every row once, in folds', false),
  HP124: (context, path, column) => withoutFeature(context, path, column),
  HP125: (context) => {
    const metrics = context.definition.benchmark?.metrics;
    const index = metrics?.findIndex(({ name, primary }) => name === 'accuracy' && (primary ?? metrics.length === 1));
    const title = 'Make balanced-accuracy the primary metric';
    return index === undefined
      ? write(context, ['benchmark', 'metrics'], '[{ name: balanced-accuracy, primary: true }]', title)
      : write(context, ['benchmark', 'metrics', index, 'name'], 'balanced-accuracy', title);
  },
  HP126: (context) => {
    const { digest, lock } = context.facts;
    const { source, sha256 } = context.definition.data ?? {};
    // Of locked data the lock says what they were.
    const isLocked = sha256 === undefined && source?.path !== undefined && lock?.files[source.path] !== undefined;
    return digest === undefined || isLocked
      ? undefined
      : // Whether changed data are wanted, only their author knows.
        write(
          context,
          ['data', 'sha256'],
          JSON.stringify(digest),
          'State the digest of the file as it is now',
          sha256 === undefined,
        );
  },
  HP130: (context, path) => {
    const model = comparedModel(context);
    return write(context, path, `[{ use: ${model} }]`, `Compare with ${model}`);
  },
  HP131: (context, path, _problem) => {
    if (path.at(-1) === 'sameSplit') return write(context, path, 'true', 'Compare on the same split');
    if (path.at(-2) === 'with') return removeOption(context, path);
    const model = comparedModel(context);
    return write(context, path, model, `Compare with ${model}`, false);
  },
  HP132: (context, path) => remove(context, path, 'Do not tune it', false),
  HP133: (context, path) => write(context, path, 'true', 'Give baselines the same budget'),
  HP134: (context, path) =>
    path[0] === 'benchmark'
      ? write(context, path, '10', 'Repeat 10 times')
      : write(context, path, '5', 'Use 5 folds', false),
  HP135: (context, path, problem) => primaryMetric(context, path, problem),
  HP136: (context, path) => write(context, path, 'nadeau-bengio', 'Use the interval of Nadeau and Bengio'),
  HP137: (context, path) => add(context, path, 'no-entanglement', 'Add the ablation no-entanglement'),
  HP139: (context, path, id) => {
    const taken = new Set(context.pipeline.benchmark.baselines.map((baseline) => baseline.id));
    let number = 2;
    while (taken.has(`${id}-${number}`)) number++;
    return write(context, [...path.slice(0, -1), 'id'], `${id}-${number}`, `Name it ${id}-${number}`);
  },
};

/** What a pipeline of this task is compared with first. */
function comparedModel({ definition: { task } }: CheckContext): string {
  const [solver] = solversOf(task);
  return solver ?? (predictsNumbers(task) ? 'ridge' : 'logistic-regression');
}

/** A block `with` that would be left empty goes as a whole. */
function removeOption(file: RepairedFile, path: SourcePath): DiagnosticFix | undefined {
  const title = `Leave out ${String(path.at(-1))}`;
  return remove(file, path, title) ?? remove(file, path.slice(0, -1), title);
}

/** The features without one: taken out of the list, or listed where all numeric columns are meant. */
function withoutFeature(context: CheckContext, path: SourcePath, column: string): DiagnosticFix | undefined {
  const { data } = context.definition;
  const { table } = context.facts;
  const title = `Take ${column} out of the features`;
  if (Array.isArray(data?.features)) return remove(context, path, title);
  if (!data || !table || table instanceof Failure) return undefined;
  const others = featureNames(table, 'all-numeric', data.target, data.split?.group).filter((name) => name !== column);
  return others.length === 0
    ? undefined
    : write(context, ['data', 'features'], `[${others.map((name) => JSON.stringify(name)).join(', ')}]`, title);
}

function primaryMetric(context: CheckContext, path: SourcePath, problem: number | string): DiagnosticFix | undefined {
  const metrics = context.definition.benchmark?.metrics ?? [];
  if (problem === 0)
    return write(context, [...path, 0, 'primary'], 'true', 'Make the first metric the primary one', false);
  if (typeof problem === 'number') {
    const further = metrics.flatMap(({ primary }, index) => (primary === true ? [index] : [])).slice(1);
    const values = further.map((index) => [['benchmark', 'metrics', index, 'primary'], 'false'] as const);
    return writeAll(context, values, 'Leave only the first one primary', false);
  }
  const judged = metrics.findIndex(({ name }) => judgedMetric(name).part !== 'train');
  if (judged < 0) return undefined;
  const values = metrics.map(
    (_, index) => [['benchmark', 'metrics', index, 'primary'], String(index === judged)] as const,
  );
  return writeAll(context, values, `Make ${metrics[judged]?.name} the primary one`, false);
}
