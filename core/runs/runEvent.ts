import * as z from 'zod';
import { failureReasons } from '#core/base/failure.ts';
import { jobPhaseSchema } from './jobPhase.ts';
import { runDecisionSchema } from './runDecision.ts';
import type { RunProgress } from './runProgress.ts';
import { fallbackEventSchema, repeatPartSchema, traceEntrySchema } from './runRecord.ts';
import { runStates } from './runState.ts';
import { jobStates, type StoredJob } from './runStore.ts';

const happeningSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('state'),
    state: z.enum(runStates),
    /** Why, when the run ended early. */
    reason: z.enum(failureReasons).optional(),
    message: z.string().optional(),
  }),
  /** A process goes on with a run that was interrupted or had ended early. */
  z.object({ event: z.literal('resumed'), product: z.string() }),
  z.object({
    event: z.literal('step'),
    id: z.string(),
    state: z.enum(['started', 'finished']),
    /** Milliseconds; with `finished`. */
    duration: z.number().optional(),
  }),
  /** A repeat of the step `id`, and what its time was spent on. */
  z.object({
    event: z.literal('repeat'),
    id: z.string(),
    repeat: z.number(),
    state: z.enum(['started', 'finished', 'interrupted']),
    duration: z.number().optional(),
    parts: z.array(repeatPartSchema).optional(),
  }),
  /** A part of the time of a job, told when it is over. */
  z.object({ event: z.literal('phase'), ...jobPhaseSchema.shape }),
  z.object({
    event: z.literal('job'),
    key: z.string(),
    backend: z.string(),
    state: z.enum(jobStates),
    /** The provider's id, once there is one. */
    handle: z.string().optional(),
  }),
  z.object({ event: z.literal('fallback'), ...fallbackEventSchema.omit({ time: true }).shape }),
  z.object({ event: z.literal('decision'), ...runDecisionSchema.omit({ time: true }).shape }),
  z.object({ event: z.literal('warning'), message: z.string() }),
  z.object({ event: z.literal('trace'), ...traceEntrySchema.shape }),
]);

/** Something that happened in a run. */
export type Happening = z.infer<typeof happeningSchema>;

/**
 * A line of a run's event log: when, in milliseconds since 1970, in which run, and what. Lines are in the order in which
 * they happened; iterations after the last checkpoint of an interrupted run happen again when it is resumed.
 */
export const runEventSchema = z.intersection(z.object({ time: z.number(), run: z.string() }), happeningSchema);
export type RunEvent = z.infer<typeof runEventSchema>;

/** What the log keeps of something a run said; undefined for what is only of use while the run works. */
export function happeningOf(progress: RunProgress): Happening | undefined {
  switch (progress.kind) {
    case 'plan':
    case 'advance':
    // The states of jobs are logged as they are stored.
    case 'job':
      return undefined;
    case 'step': {
      const { duration, id, state } = progress;
      return { event: 'step', id, state, ...(duration === undefined ? {} : { duration }) };
    }
    case 'repeat': {
      const { kind: _kind, ...repeat } = progress;
      return { event: 'repeat', ...repeat };
    }
    case 'phase': {
      const { kind: _kind, ...phase } = progress;
      return { event: 'phase', ...phase };
    }
    case 'trace':
      return { event: 'trace', ...progress.entry };
    case 'decision': {
      const { kind: _kind, time: _logged, ...decision } = progress;
      return { event: 'decision', ...decision };
    }
    case 'warning': {
      const { fallback, message } = progress;
      if (fallback === undefined) return { event: 'warning', message };
      const { time: _logged, ...event } = fallback;
      return { event: 'fallback', ...event };
    }
  }
}

/** What the log keeps of a job at each of its states. */
export function happeningOfJob({ backend, handle, key, state }: StoredJob): Happening {
  return { event: 'job', key, backend, state, ...(handle === undefined ? {} : { handle }) };
}

/** The log as a text of JSON documents, one a line. */
export function eventLines(events: readonly RunEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** Reads {@link eventLines}. What an interrupted writer left unfinished, or a newer version wrote, is left out. */
export function parseEventLines(text: string): RunEvent[] {
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = runEventSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
