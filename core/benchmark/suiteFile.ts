import * as z from 'zod';
import { scorecardSchema } from '#core/pipeline/schema/benchmarkSchema.ts';
import { nameSchema, seedSchema } from '#core/pipeline/schema/scalars.ts';
import { readDefinition } from './readDefinition.ts';

/** A `*.suite.yaml` file: pipelines × backends × seeds. */
const suiteSchema = z.strictObject({
  suite: z.literal(1).describe('Version of this format. Always 1.'),
  name: nameSchema.describe('Name of the suite.'),
  description: z.string().optional(),
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
export type SuiteDefinition = z.infer<typeof suiteSchema>;

/** One run of a suite. */
export interface SuiteCell {
  readonly pipeline: string;
  readonly backend?: string;
  readonly seed?: number;
}

/**
 * Reads a `*.suite.yaml` file.
 * @param path for messages
 * @throws Failure `invalid-input` that names the first mistake and its place
 */
export function readSuiteFile(text: string, path: string): SuiteDefinition {
  return readDefinition(
    text,
    path,
    {
      name: 'suite file',
      beginning: 'suite: 1',
      whenEmpty: 'A suite begins with `suite: 1` and needs name and pipelines.',
    },
    suiteSchema,
  );
}

/** The runs of a suite: pipelines in file order, for each its backends, for each of these its seeds; none twice. */
export function suiteCells({ backends, pipelines, seeds }: SuiteDefinition): SuiteCell[] {
  return [...new Set(pipelines)].flatMap((pipeline) =>
    [...new Set<string | undefined>(backends ?? [undefined])].flatMap((backend) =>
      [...new Set<number | undefined>(seeds ?? [undefined])].map((seed) => ({
        pipeline,
        ...(backend === undefined ? {} : { backend }),
        ...(seed === undefined ? {} : { seed }),
      })),
    ),
  );
}
