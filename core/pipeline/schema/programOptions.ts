import * as z from 'zod';
import { isVersionPattern } from '#core/base/versionPattern.ts';
import { durationSchema, nameSchema } from './scalars.ts';

/** Options of what Python runs: steps and models whose code or parameters are not ours. */

/** What is run by the user's Python interpreter may be pinned and has a limit. */
export const limitOptions = {
  requires: z
    .record(
      z.string(),
      z.string().refine(isVersionPattern, { error: 'a pattern of versions such as "1.7.*" or ">=1.5, <2"' }),
    )
    .optional()
    .describe(
      'Versions by package, or by `python`, such as { scikit-learn: "1.7.*" }. Others are refused before a run.',
    ),
  timeout: durationSchema.optional().describe('Longest time of one fit with its answer. Default: 5m.'),
};

/** What names a class or function of Python, and what it is called with. */
export const codeOptions = {
  import: z
    .string()
    .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/, { error: 'a dotted name such as sklearn.decomposition.PCA' })
    .optional()
    .describe('Dotted name of an installed class or function, such as sklearn.decomposition.KernelPCA.'),
  file: nameSchema.optional().describe('Python file, relative to this file, instead of import.'),
  entry: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, { error: 'a name of Python' })
    .optional()
    .describe('Name of the class or function in the file.'),
  modules: z
    .array(nameSchema)
    .min(1)
    .optional()
    .describe('Further Python files, which the file can import by their names.'),
  params: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Arguments of the class or function by name. A random_state is added unless given.'),
  ...limitOptions,
};

/** Code is named in one of two ways. */
export function isOneProgram(code: { readonly [Key in 'import' | 'file' | 'entry' | 'modules']?: unknown }): boolean {
  if (code.import !== undefined)
    return code.file === undefined && code.entry === undefined && code.modules === undefined;
  return code.file !== undefined && code.entry !== undefined;
}

/** What is said of others. */
export const oneProgram = { error: 'a block with either import, or file and entry' };
