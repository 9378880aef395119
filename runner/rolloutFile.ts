import { basename } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { nodeAt } from '#core/base/yaml/sourceNode.ts';
import { rolloutHistoryName } from '#core/benchmark/rolloutHistory.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { parsePipelineText } from '#core/pipeline/source/parsePipelineText.ts';
import { readInputText } from '#platform/inputFile.ts';
import { pipelineDefinition } from './pipelineDefinition.ts';

/** A pipeline with a rollout. */
export interface Rollout {
  readonly name: string;
  /** Absolute, of the pipeline. */
  readonly path: string;
  readonly text: string;
  readonly definition: RolloutDefinition;
  /** Where what people decided is kept. */
  readonly historyPath: string;
}

/**
 * @param path absolute, of the pipeline
 * @throws Failure of the file; `invalid-input` when the pipeline has no rollout
 */
export async function readRollout(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Rollout> {
  const text = await readInputText(path, { name: basename(path) });
  const { name, rollout } = pipelineDefinition(text, basename(path), environment);
  if (rollout === undefined) {
    throw new Failure('invalid-input', 'This pipeline has no rollout.', {
      place: { path: basename(path) },
      advice: 'Add a rollout block with its stages.',
    });
  }
  return { name, path, text, definition: rollout, historyPath: rolloutHistoryName(path) };
}

/**
 * The text of the pipeline with another stage, every other character as it was.
 * @throws Failure `unsupported` when the stage does not stand there as it is
 */
export function withStage({ definition, text }: Rollout, stage: RolloutDefinition['stage']): string {
  const node = nodeAt(parsePipelineText(text).root, ['rollout', 'stage']);
  const written = node && text.slice(node.range.start, node.range.end);
  if (node === undefined || written?.replace(/^(["'])(.*)\1$/, '$2') !== definition.stage) {
    throw new Failure('unsupported', 'The stage is not written as a plain word under rollout.stage.', {
      advice: `Write ${definition.stage} there, and advance again.`,
    });
  }
  const { start, end } = node.range;
  return text.slice(0, start) + written.replace(definition.stage, stage) + text.slice(end);
}
