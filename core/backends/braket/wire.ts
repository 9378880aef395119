import * as z from 'zod';
import { parsedJson } from '#core/base/parsedJson.ts';

/** Shapes of Amazon Braket's answers as far as we read them; unknown fields and enum members are let through. */

const date = z.union([z.date(), z.string()]).transform((value) => new Date(value).getTime());

export const braketSummarySchema = z.object({
  deviceArn: z.string(),
  deviceName: z.string(),
  providerName: z.string().nullish(),
  deviceType: z.string(),
  deviceStatus: z.string(),
});
export type BraketSummary = z.infer<typeof braketSummarySchema>;

export const braketDevicesSchema = z.object({ devices: z.array(braketSummarySchema), nextToken: z.string().nullish() });

/** What a device can do, a JSON document within the answer. */
const capabilitiesSchema = z.object({
  service: z.object({
    shotsRange: z.tuple([z.number(), z.number()]).nullish(),
    deviceCost: z.object({ price: z.number(), unit: z.string() }).nullish(),
    executionWindows: z
      .array(z.object({ executionDay: z.string(), windowStartHour: z.string(), windowEndHour: z.string() }))
      .nullish(),
    deviceLocation: z.string().nullish(),
    updatedAt: z.string().nullish(),
  }),
  action: z.record(z.string(), z.looseObject({ supportedOperations: z.array(z.string()).nullish() })).nullish(),
  paradigm: z
    .object({
      qubitCount: z.number().nullish(),
      nativeGateSet: z.array(z.string()).nullish(),
      connectivity: z
        .object({
          fullyConnected: z.boolean().nullish(),
          connectivityGraph: z.record(z.string(), z.array(z.string())).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  provider: z.unknown().optional(),
  standardized: z.unknown().optional(),
});
export type BraketCapabilities = z.infer<typeof capabilitiesSchema>;

export const braketDeviceSchema = braketSummarySchema.extend({
  deviceCapabilities: z.string().transform((text, context) => {
    const parsed = capabilitiesSchema.safeParse(parsedJson(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'It is not a document of capabilities.' });
    return z.NEVER;
  }),
  deviceQueueInfo: z.array(z.object({ queue: z.string(), queueSize: z.string() })).nullish(),
});
export type BraketDevice = z.infer<typeof braketDeviceSchema>;

export const createdTaskSchema = z.object({ quantumTaskArn: z.string() });

export const braketTaskSchema = z.object({
  quantumTaskArn: z.string(),
  status: z.string(),
  failureReason: z.string().nullish(),
  deviceArn: z.string(),
  shots: z.number(),
  outputS3Bucket: z.string(),
  outputS3Directory: z.string(),
  createdAt: date.nullish(),
  endedAt: date.nullish(),
  queueInfo: z.object({ position: z.string() }).nullish(),
});
export type BraketTaskState = z.infer<typeof braketTaskSchema>;

export const braketTasksSchema = z.object({
  quantumTasks: z.array(
    z.object({ quantumTaskArn: z.string(), status: z.string(), tags: z.record(z.string(), z.string()).nullish() }),
  ),
  nextToken: z.string().nullish(),
});

export const cancelledTaskSchema = z.object({ quantumTaskArn: z.string() });
export const bucketSchema = z.object({});
export const objectSchema = z.object({ body: z.string() });
export const identitySchema = z.object({ arn: z.string() });

/** The document `results.json` of a task of gates. */
export const gateResultSchema = z.object({
  measurements: z.array(z.array(z.union([z.literal(0), z.literal(1)]))).nullish(),
  measurementProbabilities: z.record(z.string().regex(/^[01]+$/), z.number()).nullish(),
  measuredQubits: z.array(z.number()),
  taskMetadata: z.object({ shots: z.number().nullish() }).nullish(),
  additionalMetadata: z
    .object({
      /** Milliseconds. */
      simulatorMetadata: z.object({ executionDuration: z.number().nullish() }).nullish(),
    })
    .nullish(),
});
export type GateResult = z.infer<typeof gateResultSchema>;
