import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { kernelPictureSchema, predictedNumbersSchema } from '#core/runs/recordedCharts.ts';
import {
  fallbackEventSchema,
  problemResultSchema,
  repeatPartSchema,
  stepTimingSchema,
  traceEntrySchema,
} from '#core/runs/runRecord.ts';

const moneySchema = z.object({ amount: z.number(), currency: z.string() });

const rowCountsSchema = z.object({ row: z.number(), counts: z.record(z.string(), z.number()) });

const finishedRepeatSchema = z.object({
  contender: z.string(),
  repeat: z.number(),
  metrics: z.record(z.string(), z.number()),
  /** Of each test row whether it was judged right, `1` or `0`; for McNemar's test only. */
  right: z.string().optional(),
  /** Where the target is a class. */
  confusion: z.array(z.array(z.number())).optional(),
  /** By class; null where nothing is to tell. */
  receiver: z.array(z.object({ area: z.number(), rates: z.array(z.number()) }).nullable()).optional(),
  kernel: kernelPictureSchema.optional(),
  /** Where the target is a number. */
  predicted: predictedNumbersSchema.omit({ repeat: true }).optional(),
  answer: problemResultSchema.omit({ repeat: true }).optional(),
  counts: z.record(z.string(), z.number()).optional(),
  rowCounts: z.array(rowCountsSchema).optional(),
  /** What training ended with. */
  parameters: z.array(z.number()).optional(),
  duration: z.number(),
  shots: z.number(),
  cost: z.number(),
  /** Whether the classical stand-in worked instead of the quantum step. */
  standIn: z.boolean(),
  /** The backends that ran its circuits. */
  backends: z.array(z.string()).optional(),
});
/** What is known of one contender in one repeat. */
export type FinishedRepeat = z.infer<typeof finishedRepeatSchema>;

const calibrationSchema = z.object({
  qubits: z.number(),
  deviceQubits: z.array(z.number()).readonly().optional(),
  time: z.number(),
  calibration: z.discriminatedUnion('method', [
    z.object({
      method: z.literal('tensored'),
      qubits: z.array(z.object({ p10: z.number(), p01: z.number() })).readonly(),
    }),
    z.object({ method: z.literal('full'), matrix: z.array(z.array(z.number()).readonly()).readonly() }),
  ]),
});

const usageSchema = z.object({
  circuits: z.number(),
  shots: z.number(),
  jobs: z.number(),
  queueTime: z.number(),
  executionTime: z.number(),
  cost: moneySchema,
  version: z.string().optional(),
});

const chainStateSchema = z.object({
  position: z.number(),
  fallbacks: z.array(fallbackEventSchema),
  usage: usageSchema,
  usageOf: z.record(z.string(), usageSchema).optional(),
  elapsed: z.number(),
  sentJobs: z.number().optional(),
  notices: z.array(z.string()).optional(),
  calibrations: z.record(z.string(), z.array(calibrationSchema).readonly()).readonly().optional(),
});

/** Everything a run needs to go on where it was interrupted; plain JSON, written by us and read back by the same version. */
export const checkpointSchema = z.object({
  version: z.literal(1),
  /** Of the configuration the checkpoint belongs to. */
  fingerprint: z.string(),
  finished: z.array(finishedRepeatSchema),
  /** The repeat that was being worked on, with what its contender kept. */
  active: z
    .object({
      contender: z.string(),
      repeat: z.number(),
      elapsed: z.number(),
      /** What all work before this repeat had used. */
      shotsBefore: z.number(),
      costBefore: z.number(),
      circuitsBefore: z.record(z.string(), z.number()).optional(),
      /** What the time before was spent on. */
      parts: z.array(repeatPartSchema).optional(),
      kept: z.unknown().optional(),
    })
    .optional(),
  trace: z.array(traceEntrySchema),
  steps: z.array(stepTimingSchema),
  chain: chainStateSchema.optional(),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** @throws Failure `conflict` when the checkpoint is of another configuration or version */
export function readCheckpoint(stored: unknown, fingerprint: string): Checkpoint | undefined {
  if (stored === undefined || stored === null) return undefined;
  const parsed = checkpointSchema.safeParse(stored);
  if (parsed.success && parsed.data.fingerprint === fingerprint) return parsed.data;
  throw new Failure('conflict', 'The checkpoint of this run belongs to another version of the pipeline.', {
    advice: 'Start a new run.',
  });
}
