import { Failure } from '#core/base/failure.ts';
import { evidenceFiles } from '#core/benchmark/rolloutStage.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';

/**
 * The files that stages of a rollout name as evidence, as far as they are there. They are read, so that a run keeps the
 * evidence it was let through on with its other inputs.
 */
export async function presentEvidence(rollout: RolloutDefinition, files: PipelineFiles): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  for (const name of evidenceFiles(rollout)) {
    try {
      await files.read(name);
      present.add(name);
    } catch (thrown) {
      if (!Failure.is(thrown, 'not-found')) throw thrown;
    }
  }
  return present;
}
