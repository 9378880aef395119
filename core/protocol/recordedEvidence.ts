import * as z from 'zod';
import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';

/*
 * What recorded runs show of a pipeline: the language server asks the extension, which asks the runner, who has the store.
 * Times are milliseconds since 1970.
 */

/** What the evidence depends on besides runs. The rollout is that of the text in the editor; the runner checks its form. */
export const evidenceQuestionSchema = z.object({
  rollout: z.unknown().optional(),
  scorecardVersion: z.string().optional(),
});

export const recordedEvidenceSchema: z.ZodType<RecordedEvidence> = z.object({
  openStages: z.array(z.object({ stage: z.string(), lacks: z.string() })),
  liftAtLeast: z.number().optional(),
  newestRun: z.number().optional(),
  scorecardKept: z.number().optional(),
  devices: z
    .array(
      z.object({
        backend: z.string(),
        device: z.string(),
        seenAt: z.number(),
        calibratedAt: z.number().optional(),
        qubits: z.number(),
        maximumShots: z.number().optional(),
        version: z.string(),
      }),
    )
    .optional(),
});
