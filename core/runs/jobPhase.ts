import * as z from 'zod';
import { jobPhaseIds } from './jobPhaseIds.ts';

/** Whether a provider is asked for the bits of each shot, or for mean values of observables. */
export const primitives = ['sampler', 'estimator'] as const;
export type Primitive = (typeof primitives)[number];

/** How long a job was in a phase, as far as that is known. */
export const jobPhaseSchema = z.object({
  phase: z.enum(jobPhaseIds),
  backend: z.string(),
  /** The key of the job; absent where the phase is about all jobs of a question, the last of which it belongs to. */
  key: z.string().optional(),
  /** Milliseconds since 1970, and milliseconds. */
  start: z.number(),
  duration: z.number(),
  /** How many circuits are sent, with how many shots each; of an upload. */
  circuits: z.number().optional(),
  shots: z.number().optional(),
  /** Of an upload to a provider that has both. */
  primitive: z.enum(primitives).optional(),
  /** What else its provider was told of how to run it, in its words; of an upload. */
  options: z.record(z.string(), z.unknown()).optional(),
  /** The place in the queue, as the provider told it first. */
  position: z.number().optional(),
  /** What the provider charged; of a download. */
  cost: z.object({ amount: z.number(), currency: z.string() }).optional(),
});
export type JobPhase = z.infer<typeof jobPhaseSchema>;
