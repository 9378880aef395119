import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { configuredBackendsSchema, monthlyBudgetsSchema } from '#core/protocol/configuredBackend.ts';
import { isPythonPackage } from '#core/protocol/pythonPackage.ts';
import { credentialNameShape } from '#core/runs/credentialProfile.ts';
import { readInputText } from '#platform/inputFile.ts';
import { writtenInterpreter } from '#platform/python/writtenInterpreter.ts';
import type { CommandContext } from './commandContext.ts';

/** The file that names cloud backends for the command line, in the current folder or the nearest one above. */
const configurationFile = 'hybridq.json';

const configurationSchema = z.strictObject({
  /** The profile of credentials where neither the command line nor the environment names one. */
  profile: z.string().regex(credentialNameShape).optional(),
  credentials: z
    .strictObject({
      /** The program that is asked for credentials, with its arguments; never through a shell. */
      helper: z.tuple([z.string().min(1)], z.string()).optional(),
      /** Seconds it may take. */
      timeout: z.number().positive().max(3600).optional(),
    })
    .optional(),
  backends: configuredBackendsSchema.default({}),
  /** What all runs of a workspace may cost in a calendar month, in one currency or in several. */
  budget: z.strictObject({ monthly: monthlyBudgetsSchema.optional() }).optional(),
});
export interface Configuration extends z.infer<typeof configurationSchema> {
  /** The folder of the file; the current one where there is none. */
  readonly folder: string;
}

/**
 * The configuration of the command line; an empty one when there is no file.
 * @param path the file given with --config, which then must exist
 * @throws Failure `invalid-input` when the file does not fit
 */
export async function readConfiguration(path: string | undefined, context: CommandContext): Promise<Configuration> {
  if (path !== undefined) {
    const file = resolve(context.folder, path);
    return placed(parse(await readInputText(file, { name: path }), path), dirname(file), context);
  }
  for (let folder = context.folder; ; folder = dirname(folder)) {
    const candidate = join(folder, configurationFile);
    try {
      return placed(parse(await readInputText(candidate), candidate), folder, context);
    } catch (thrown) {
      if (!Failure.is(thrown, 'not-found')) throw thrown;
    }
    if (dirname(folder) === folder) return { backends: {}, folder: context.folder };
  }
}

/** With the interpreters of backends, whose paths start from the folder of the file. */
function placed(
  written: z.infer<typeof configurationSchema>,
  folder: string,
  { environment }: CommandContext,
): Configuration {
  const backends = Object.entries(written.backends).map(([id, backend]) => {
    if (!isPythonPackage(backend) || backend.interpreter === undefined) return [id, backend];
    return [id, { ...backend, interpreter: writtenInterpreter(backend.interpreter, { folder, environment }) }];
  });
  return { ...written, backends: Object.fromEntries(backends), folder };
}

function parse(text: string, path: string): z.infer<typeof configurationSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw new Failure('invalid-input', 'This is not valid JSON.', {
      place: { path },
      advice: 'Correct it; the message of the parser is shown with --debug.',
      cause: thrown,
    });
  }
  const parsed = configurationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'invalid-input',
    `${issue?.path.join('.') || 'The file'}: ${issue?.message ?? 'it does not fit'}.`,
    {
      place: { path },
      advice: 'It holds { "backends": { "<name>": { "adapter": "ionq", "device": …, "credential": <name> } } }.',
    },
  );
}
