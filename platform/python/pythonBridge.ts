import * as z from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { fingerprint } from '#core/base/fingerprint.ts';
import { fitsVersionPattern } from '#core/base/versionPattern.ts';
import type { Matrix } from '#core/learn/matrix.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type {
  InferAnswer,
  InferRequest,
  PredictAnswer,
  PredictRequest,
  PythonPort,
  TransformAnswer,
  TransformRequest,
} from '#core/pipeline/python/pythonPort.ts';
import {
  type OnnxProgram,
  type PythonCode,
  type PythonProgram,
  programTitle,
  type VersionPins,
} from '#core/pipeline/python/pythonProgram.ts';
import { decodeText } from '../inputFile.ts';
import { programEnvironment } from './interpreterEnvironment.ts';
import { PythonProcess } from './pythonProcess.ts';
import { bridgeScript, checkedAnswer, distributionsSchema, pythonVersions, startTimeout } from './pythonProtocol.ts';
import { type Interpreter, refusalFailure } from './pythonRefusal.ts';

export interface PythonBridgeOptions {
  /** A path, or a name on the search path. */
  readonly interpreter: string;
  readonly parameters?: readonly string[];
  /** The folder of the pipeline, in which the user's code runs. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The longest answer, bytes; {@link usualAnswerLimit} unless given. */
  readonly answerLimit?: number;
}

const usualAnswerLimit = 128 * 2 ** 20;

const loadedSchema = z.object({ distributions: distributionsSchema });
const matrixSchema = z
  .object({ rows: z.int().min(0), columns: z.int().min(0), doubles: z.string() })
  .refine(({ columns, doubles, rows }) => Buffer.byteLength(doubles, 'base64') === 8 * rows * columns)
  .transform(({ columns, doubles, rows }): Matrix => {
    const values = new Float64Array(rows * columns);
    Buffer.from(doubles, 'base64').copy(Buffer.from(values.buffer));
    return { rows, columns, values };
  });
const transformSchema = z.object({ parts: z.array(matrixSchema), names: z.array(z.string()).optional() });
const predictSchema = z.object({ predictions: z.array(z.number()), probabilities: matrixSchema.optional() });
const inferSchema = z.object({
  predictions: z.array(z.union([z.number(), z.string()])),
  probabilities: matrixSchema.optional(),
  columns: z.array(z.union([z.number(), z.string()])).optional(),
});

/** The user's Python interpreter, with the programs of one pipeline loaded. */
export class PythonBridge implements PythonPort {
  readonly #process: PythonProcess;
  readonly #interpreter: Interpreter;
  readonly #distributions: Readonly<Record<string, string>>;

  private constructor(process: PythonProcess, interpreter: Interpreter, distributions: Record<string, string>) {
    this.#process = process;
    this.#interpreter = interpreter;
    this.#distributions = distributions;
  }

  /**
   * Starts the interpreter, compares versions with the pins of the programs, and loads every program once, so that what
   * is missing shows before anything has run. The caller closes the bridge.
   * @param files where the files of the programs are read
   * @throws Failure `not-found` (interpreter, package, name), `unsupported` (a version that does not fit), those of the
   * files, `invalid-input` for code that fails while it is loaded, `timeout`, `cancelled`
   */
  static async open(
    programs: readonly PythonProgram[],
    files: PipelineFiles,
    options: PythonBridgeOptions,
    signal: CancellationSignal,
  ): Promise<PythonBridge> {
    const started = new PythonProcess({
      ...options,
      script: bridgeScript,
      environment: programEnvironment(options.environment),
      answerLimit: options.answerLimit ?? usualAnswerLimit,
    });
    try {
      const pinned = new Set(programs.flatMap(({ requires }) => Object.keys(requires)));
      pinned.delete('python');
      const { distributions, executable, python } = await pythonVersions(
        started,
        options.interpreter,
        [...pinned],
        signal,
      );
      const interpreter = { name: executable || options.interpreter, version: python };
      for (const program of programs) checkPins(program, interpreter, distributions);
      const used: Record<string, string> = { ...distributions };
      for (const program of programs) Object.assign(used, await load(started, program, files, interpreter, signal));
      return new PythonBridge(started, interpreter, used);
    } catch (thrown) {
      started.close();
      throw thrown;
    }
  }

  /** Versions of the interpreter (`python`) and of the packages the programs use, by name. */
  versions(): Record<string, string> {
    const sorted = Object.entries(this.#distributions).sort(([a], [b]) => (a < b ? -1 : 1));
    return { python: this.#interpreter.version, ...Object.fromEntries(sorted) };
  }

  async transform(code: PythonCode, request: TransformRequest, signal: CancellationSignal): Promise<TransformAnswer> {
    const { fit, parts, ...rest } = request;
    const asked = { ask: 'transform', ...rest, fit: plain(fit), parts: parts.map(plain) };
    const { names, parts: answered } = await this.#ask(code, asked, transformSchema, signal);
    return { parts: answered, ...(names ? { names } : {}) };
  }

  async fitAndPredict(code: PythonCode, request: PredictRequest, signal: CancellationSignal): Promise<PredictAnswer> {
    const { test, train, ...rest } = request;
    const asked = { ask: 'predict', ...rest, train: plain(train), test: plain(test) };
    const { predictions, probabilities } = await this.#ask(code, asked, predictSchema, signal);
    return { predictions, ...(probabilities ? { probabilities } : {}) };
  }

  async infer(program: OnnxProgram, request: InferRequest, signal: CancellationSignal): Promise<InferAnswer> {
    const { input, output, probabilities: wanted } = program;
    const { rows, target } = request;
    const asked = { ask: 'infer', input, output, probabilities: wanted, target, rows: plain(rows) };
    const { columns, predictions, probabilities } = await this.#ask(program, asked, inferSchema, signal);
    return { predictions, ...(probabilities ? { probabilities } : {}), ...(columns ? { columns } : {}) };
  }

  /** Ends the interpreter with everything it has started. */
  close(): void {
    this.#process.close();
  }

  async #ask<Schema extends z.ZodType>(
    program: PythonProgram,
    request: Readonly<Record<string, unknown>>,
    schema: Schema,
    signal: CancellationSignal,
  ): Promise<z.infer<Schema>> {
    const params = program.kind === 'code' ? { params: program.params } : {};
    const asked = { ...request, ...params, program: keyOf(program) };
    const title = programTitle(program);
    const reply = await this.#process.ask(asked, title, program.timeout, signal);
    if (reply.kind === 'refusal') throw refusalFailure(reply.refusal, title, this.#interpreter);
    return checkedAnswer(schema, reply.answer, title);
  }
}

/** @throws Failure `not-found` for a package that is not installed, `unsupported` for another version than is wanted */
function checkPins(
  program: PythonProgram,
  interpreter: Interpreter,
  installed: Readonly<Record<string, string>>,
): void {
  const pins: VersionPins = program.requires;
  for (const [distribution, pattern] of Object.entries(pins)) {
    const version = distribution === 'python' ? interpreter.version : installed[distribution];
    const wanted = `${programTitle(program)} requires ${distribution} ${pattern}`;
    const advice = `Install it with “${interpreter.name} -m pip install ${distribution}”, use another interpreter, or change requires.`;
    if (version === undefined)
      throw new Failure('not-found', `${wanted}, which is not installed for ${interpreter.name}.`, { advice });
    if (!fitsVersionPattern(version, pattern))
      throw new Failure('unsupported', `${wanted}, but ${interpreter.name} has ${version}.`, {
        advice: distribution === 'python' ? 'Use another interpreter, or change requires.' : advice,
      });
  }
}

/** Versions of the packages the program uses. */
async function load(
  started: PythonProcess,
  program: PythonProgram,
  files: PipelineFiles,
  interpreter: Interpreter,
  signal: CancellationSignal,
): Promise<Record<string, string>> {
  const title = programTitle(program);
  const request = {
    ask: 'load',
    program: keyOf(program),
    source: await sourceOf(program, files),
    ...(program.kind === 'code' ? { params: program.params, role: program.role } : {}),
  };
  const timeout = Math.max(startTimeout, program.timeout);
  const reply = await started.ask(request, `Loading ${title}`, timeout, signal);
  if (reply.kind === 'refusal') throw refusalFailure(reply.refusal, title, interpreter);
  return checkedAnswer(loadedSchema, reply.answer, title).distributions;
}

/** Code and models are sent as the run has read and kept them; Python does not look at the files again. */
async function sourceOf(program: PythonProgram, files: PipelineFiles): Promise<Record<string, unknown>> {
  const text = async (path: string) => ({ path, text: decodeText(await files.read(path), path) });
  if (program.kind === 'onnx')
    return { kind: 'onnx', bytes: Buffer.from(await files.read(program.path)).toString('base64') };
  const { source } = program;
  if (source.kind === 'import') return { kind: 'import', path: source.path };
  const modules = await Promise.all(source.modules.map(text));
  return { kind: 'file', ...(await text(source.path)), entry: source.entry, modules };
}

/** Equal for programs that are loaded alike; parameters come with every request. */
function keyOf(program: PythonProgram): string {
  return program.kind === 'onnx' ? fingerprint([program.path]) : fingerprint([program.role, program.source]);
}

/** Doubles as their bytes, which takes a fraction of the time of decimal digits and keeps every bit. */
function plain({ columns, rows, values }: Matrix): { rows: number; columns: number; doubles: string } {
  const { buffer, byteLength, byteOffset } = values;
  return { rows, columns, doubles: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
}
