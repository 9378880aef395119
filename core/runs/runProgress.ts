import * as z from 'zod';
import { jobNewsSchema } from './jobNews.ts';
import { jobPhaseSchema } from './jobPhase.ts';
import { runDecisionSchema } from './runDecision.ts';
import { fallbackEventSchema, repeatPartSchema, traceEntrySchema } from './runRecord.ts';

/** What a run says while it works. Told to views and terminals; never stored as such. */
export const runProgressSchema = z.discriminatedUnion('kind', [
  /** All steps the run will take, once, before the first. */
  z.object({ kind: z.literal('plan'), steps: z.array(z.object({ id: z.string(), title: z.string() })) }),
  z.object({
    kind: z.literal('step'),
    id: z.string(),
    state: z.enum(['started', 'finished']),
    /** Milliseconds; with `finished`. */
    duration: z.number().optional(),
    detail: z.string().optional(),
  }),
  /** A repeat of a step; `interrupted` when the run ends early in it. */
  z.object({
    kind: z.literal('repeat'),
    id: z.string(),
    repeat: z.number(),
    state: z.enum(['started', 'finished', 'interrupted']),
    /** Milliseconds of work, and what they were spent on; with the latter two. */
    duration: z.number().optional(),
    parts: z.array(repeatPartSchema).optional(),
  }),
  /** Where a job at a backend outside this machine is now, when that is new. */
  z.object({ kind: z.literal('job'), ...jobNewsSchema.shape }),
  /** A part of the time of a job at a backend outside this machine, when it is over. */
  z.object({ kind: z.literal('phase'), ...jobPhaseSchema.shape }),
  /** How far the whole run is, 0…1, with a phrase such as `repeat 3 of 10, iteration 41 of 100, loss 0.412`. */
  z.object({ kind: z.literal('advance'), fraction: z.number(), detail: z.string() }),
  z.object({ kind: z.literal('trace'), entry: traceEntrySchema }),
  /** What was asked and answered; it is in the record. */
  z.object({ kind: z.literal('decision'), ...runDecisionSchema.shape }),
  z.object({
    kind: z.literal('warning'),
    message: z.string(),
    /** The change to another backend that the message tells of. */
    fallback: fallbackEventSchema.optional(),
    /** That a share of a budget is used: for people to hear at once, wherever they look. */
    alert: z.literal(true).optional(),
  }),
]);
export type RunProgress = z.infer<typeof runProgressSchema>;
