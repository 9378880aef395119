import { companionFiles, type SuiteDefinition, suiteFileSchema } from '#core/pipeline/schema/companionSchema.ts';
import { readDefinition } from './readDefinition.ts';

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
  return readDefinition(text, path, companionFiles.suite, suiteFileSchema);
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
