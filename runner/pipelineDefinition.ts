import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import { readPipeline } from '#core/pipeline/source/readPipeline.ts';

/**
 * What a pipeline file says, by its form alone: nothing it names is read.
 * @throws Failure `invalid-input` with the place of the first mistake
 */
export function pipelineDefinition(
  text: string,
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): PipelineDefinition {
  const { definition, diagnostics } = readPipeline(text, path, (variable) => environment[variable]);
  if (definition !== undefined) return definition;
  const first = diagnostics.find(({ severity }) => severity === 'error');
  const { character, line } = new LineTable(text).positionAt(first?.range.start ?? 0);
  throw new Failure('invalid-input', first ? `${first.code} ${first.message}` : 'This is no pipeline.', {
    place: { path, line, character },
    advice: 'See hybridq check.',
  });
}
