import * as z from 'zod';
import type { FileKind } from '#core/base/yaml/parseYaml.ts';
import { scorecardSchema } from './benchmarkSchema.ts';
import { nameSchema, seedSchema } from './scalars.ts';

/** The files beside pipelines that are about several of them: suites and scorecards. */

/** A `*.suite.yaml` file: pipelines × backends × seeds. */
export const suiteFileSchema = z.strictObject({
  suite: z.literal(1).describe('Version of this format. Always 1.'),
  name: nameSchema.describe('Name of the suite.'),
  description: z.string().optional().describe('What the suite is for.'),
  pipelines: z.array(nameSchema).min(1).describe('Pipeline files, relative to this file.'),
  backends: z
    .array(nameSchema)
    .min(1)
    .optional()
    .describe('Backends each is run on. Default: the chain of each pipeline.'),
  seeds: z
    .array(seedSchema)
    .min(1)
    .optional()
    .describe('Root seeds each is run with. Default: the one of each pipeline.'),
  parallel: z.int().min(1).max(64).optional().describe('Cells that run at once. Default: the cores of the machine.'),
  scorecard: scorecardSchema.optional().describe('Review over the runs of all pipelines.'),
});
export type SuiteDefinition = z.infer<typeof suiteFileSchema>;

/** A `*.scorecard.yaml` file: a scorecard over several pipelines. */
export const scorecardFileSchema = z.strictObject({
  scorecard: z.literal(1).describe('Version of this format. Always 1.'),
  name: nameSchema.describe('What is reviewed, such as the vendor.'),
  pipelines: z.array(nameSchema).min(1).describe('Pipeline files whose runs count, relative to this file.'),
  ...scorecardSchema.shape,
});
export type ScorecardFile = z.infer<typeof scorecardFileSchema>;

export type CompanionKind = 'suite' | 'scorecard';

/** How each kind of file is called and begins. */
export const companionFiles: Readonly<Record<CompanionKind, FileKind>> = {
  suite: {
    name: 'suite file',
    beginning: 'suite: 1',
    whenEmpty: 'A suite begins with `suite: 1` and needs name and pipelines.',
  },
  scorecard: {
    name: 'scorecard file',
    beginning: 'scorecard: 1',
    whenEmpty: 'A scorecard begins with `scorecard: 1` and needs name, pipelines, version, reviewers and dimensions.',
  },
};

/** What a file is by its name: `vendor.suite.yaml`, `vendor.scorecard.yaml`; undefined for others. */
export function companionKind(path: string): CompanionKind | undefined {
  const kind = /\.(suite|scorecard)\.(?:ya?ml|json)$/i.exec(path)?.[1]?.toLowerCase();
  return kind === 'suite' || kind === 'scorecard' ? kind : undefined;
}
