import { join } from 'node:path';
import * as z from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { productFolder } from '../installation.ts';
import type { PythonProcess } from './pythonProcess.ts';
import { refusalFailure } from './pythonRefusal.ts';

/** The file that answers, and what it was made for: both sides change together. */
export const bridgeScript = join(productFolder, 'media', 'python', 'bridge.py');
const protocol = 1;

/** Starting an interpreter and loading packages for the first time takes its time, milliseconds. */
export const startTimeout = 2 * 60_000;

export const distributionsSchema = z.record(z.string(), z.string());

const versionsSchema = z.object({
  protocol: z.int(),
  python: z.string(),
  executable: z.string(),
  distributions: distributionsSchema,
});

/** What an interpreter says of itself and of packages. */
export interface PythonVersions {
  readonly python: string;
  /** Empty where the interpreter does not know its file. */
  readonly executable: string;
  /** Of what was asked for and is there. */
  readonly distributions: Record<string, string>;
}

/**
 * The first question to an interpreter that was started; loads no packages.
 * @param name of the interpreter
 * @throws Failure of {@link PythonProcess.ask}; `conflict` when the files of the other side are of another version
 */
export async function pythonVersions(
  started: PythonProcess,
  name: string,
  distributions: readonly string[],
  signal: CancellationSignal,
  timeout = startTimeout,
): Promise<PythonVersions> {
  const what = `Starting the Python interpreter ${name}`;
  const reply = await started.ask({ ask: 'versions', distributions }, what, timeout, signal).catch(neverStarted);
  if (reply.kind === 'refusal') throw refusalFailure(reply.refusal, name, { name, version: '3' });
  const { protocol: spoken, ...versions } = checkedAnswer(versionsSchema, reply.answer, name);
  if (spoken === protocol) return versions;
  throw new Failure('conflict', `The file ${bridgeScript} is of another version than this program.`, {
    advice: 'Install the product anew.',
  });
}

/** No option of a pipeline gives an interpreter more time to start. */
function neverStarted(thrown: unknown): never {
  const { cause, message, reason } = Failure.from(thrown);
  if (reason !== 'timeout') throw thrown;
  throw new Failure(reason, message, {
    cause,
    advice: 'Start it by hand to see what it waits for, or choose another interpreter.',
  });
}

/** @throws Failure `unknown` for an answer of another form */
export function checkedAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  title: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure('unknown', `Python's answer about ${title} is not of the expected form.`, {
    cause: parsed.error,
    advice: 'Install the packages anew, or choose another interpreter.',
  });
}
