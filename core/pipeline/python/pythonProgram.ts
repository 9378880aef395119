import type * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import { modelOptions, stepOptions } from '../schema/options.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/** Python code that a step, head or baseline names: a class or function that returns an object to fit. */
export interface PythonCode {
  readonly kind: 'code';
  /** What it is to do: transform rows, or predict the target. */
  readonly role: 'transformer' | 'estimator';
  readonly source: PythonSource;
  /** Arguments by name. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly requires: VersionPins;
  /** The longest time of one request, milliseconds. */
  readonly timeout: number;
}

export type PythonSource =
  /** An installed class or function, by its dotted name. */
  | { readonly kind: 'import'; readonly path: string }
  /** A class or function in a file of the project, which may import the modules, files of the project too. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly entry: string;
      readonly modules: readonly string[];
    };

/** A model in the ONNX format, trained elsewhere. */
export interface OnnxProgram {
  readonly kind: 'onnx';
  readonly path: string;
  /** Names of the model's input and outputs, where it has several. */
  readonly input?: string;
  readonly output?: string;
  readonly probabilities?: string;
  /** What the model's classes 0, 1, … are called in the data. */
  readonly classes?: readonly (string | number | boolean)[];
  readonly requires: VersionPins;
  readonly timeout: number;
}

/** Everything of a pipeline that Python runs. */
export type PythonProgram = PythonCode | OnnxProgram;

/** Patterns of versions by the name of the distribution; `python` is the interpreter. */
export type VersionPins = Readonly<Record<string, string>>;

/** A block of a pipeline that names a program. */
interface ProgramBlock {
  readonly use: string;
  readonly with: Readonly<Record<string, unknown>>;
}

const usualTimeout = 5 * 60_000;

/** @throws Failure `invalid-input` when the options do not fit */
export function pythonStep({ use, with: options }: ProgramBlock): PythonCode {
  return codeOf('transformer', checked(stepOptions.python, options, `step ${use}`));
}

/** The number or the names of the columns that a step says it gives. */
export function declaredOutputs(step: ProgramBlock): number | readonly string[] | undefined {
  return checked(stepOptions.python, step.with, `step ${step.use}`).outputs;
}

/** @throws Failure `invalid-input` when the options do not fit */
export function pythonModel({ use, with: options }: ProgramBlock): PythonCode {
  return codeOf('estimator', checked(modelOptions.python, options, `model ${use}`));
}

/** @throws Failure `invalid-input` when the options do not fit */
export function onnxModel({ use, with: options }: ProgramBlock): OnnxProgram {
  const { classes, file, input, output, probabilities, requires, timeout } = checked(
    modelOptions.onnx,
    options,
    `model ${use}`,
  );
  return {
    kind: 'onnx',
    path: file,
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(classes === undefined ? {} : { classes }),
    requires: requires ?? {},
    timeout: milliseconds(timeout),
  };
}

/**
 * The programs of all steps, of the head and of the baselines of a pipeline, in this order.
 * @throws Failure `invalid-input` when options do not fit
 */
export function pythonPrograms({ benchmark, head, preprocess }: ResolvedPipeline): PythonProgram[] {
  const models = [...(head ? [head] : []), ...benchmark.baselines];
  return [
    ...preprocess.flatMap((step) => (step.use === 'python' ? [pythonStep(step)] : [])),
    ...models.flatMap((model): PythonProgram[] => {
      if (model.use === 'python') return [pythonModel(model)];
      return model.use === 'onnx' ? [onnxModel(model)] : [];
    }),
  ];
}

/** What a program is called in messages and tables. */
export function programTitle(program: PythonProgram): string {
  if (program.kind === 'onnx') return program.path;
  const { source } = program;
  return source.kind === 'import' ? source.path : `${source.entry} of ${source.path}`;
}

/** What a classical model is called in tables: its kind, or the program it stands for. */
export function modelTitle(model: ProgramBlock): string {
  if (model.use === 'python') return `${programTitle(pythonModel(model))} (Python)`;
  return model.use === 'onnx' ? `${onnxModel(model).path} (ONNX)` : model.use;
}

function codeOf(role: PythonCode['role'], options: z.infer<typeof modelOptions.python>): PythonCode {
  const { entry = '', file, import: imported = '', modules = [], params = {}, requires = {}, timeout } = options;
  return {
    kind: 'code',
    role,
    source: file === undefined ? { kind: 'import', path: imported } : { kind: 'file', path: file, entry, modules },
    params,
    requires,
    timeout: milliseconds(timeout),
  };
}

function milliseconds(timeout: string | undefined): number {
  return timeout === undefined ? usualTimeout : (durationMilliseconds(timeout) ?? usualTimeout);
}

function checked<Schema extends z.ZodType>(schema: Schema, options: unknown, what: string): z.infer<Schema> {
  const outcome = schema.safeParse(options);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  throw new Failure(
    'invalid-input',
    `The options of the ${what} do not fit: ${issue?.path.join('.') || (issue?.message ?? 'with')}.`,
  );
}
