import * as z from 'zod';

/** What a run says of a job at a backend outside this machine, whenever something of it is new. */
export const jobNewsSchema = z.object({
  key: z.string(),
  backend: z.string(),
  /** The adapter of the backend. */
  provider: z.string().optional(),
  device: z.string().optional(),
  /**
   * On its way to the provider, in the queue, on the device, or on its way back; `done` once its result is here, `ended` when
   * the run waits for it no longer, without one.
   */
  state: z.enum(['submitting', 'queued', 'running', 'fetching', 'done', 'ended']),
  /** When that state was first heard of, milliseconds since 1970; absent where nobody has told. */
  since: z.number().optional(),
  /** The place in the queue. */
  position: z.number().optional(),
  /** Milliseconds. */
  expectedWait: z.number().optional(),
});
export type JobNews = z.infer<typeof jobNewsSchema>;

export const jobsOutSchema = z.object({
  /** Those a run waits for now, the first submitted first. */
  jobs: z.array(jobNewsSchema).readonly(),
  /** How many of the step have given their result. */
  done: z.number(),
});

/** The jobs of the step that a run is at. */
export type JobsOut = z.infer<typeof jobsOutSchema>;
