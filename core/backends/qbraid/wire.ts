import * as z from 'zod';

/** Shapes of qBraid's REST API v2 as far as we read them; unknown fields and enum members are let through. */

/** Every answer is in an envelope. */
export function qbraidEnvelope<T>(data: z.ZodType<T>) {
  return z.object({ data });
}

/** Credits; the service writes some as text. */
const creditsSchema = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number);

const pricingSchema = z.object({
  perTask: creditsSchema.nullish(),
  perShot: creditsSchema.nullish(),
  perMinute: creditsSchema.nullish(),
});

export const qbraidDeviceSchema = z.object({
  qrn: z.string(),
  name: z.string().nullish(),
  vendor: z.string().nullish(),
  deviceType: z.string().nullish(),
  status: z.string().nullish(),
  statusMsg: z.string().nullish(),
  numberQubits: z.number().nullish(),
  runInputTypes: z.array(z.string()).nullish(),
  queueDepth: z.number().nullish(),
  /** Minutes. */
  avgQueueTime: z.number().nullish(),
  maxShots: z.number().nullish(),
  pricing: pricingSchema.nullish(),
  directAccess: z.boolean().nullish(),
  batchJobSupport: z.boolean().nullish(),
});
export type QbraidDevice = z.infer<typeof qbraidDeviceSchema>;

export const qbraidUserSchema = z.looseObject({ userName: z.string().nullish(), email: z.string().nullish() });

export const qbraidCalibrationSchema = z.looseObject({ lastCalibrated: z.string().nullish() }).nullish();

export const qbraidJobSchema = z.object({
  jobQrn: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  statusMsg: z.string().nullish(),
  queuePosition: z.number().nullish(),
  tags: z.record(z.string(), z.unknown()).nullish(),
});
export type QbraidJob = z.infer<typeof qbraidJobSchema>;

export const qbraidJobPageSchema = z.object({
  data: z.array(qbraidJobSchema),
  pagination: z.object({ hasNext: z.boolean().nullish() }).nullish(),
});

const resultSchema = z.object({
  cost: creditsSchema.nullish(),
  timeStamps: z.object({ executionDuration: z.number().nullish() }).nullish(),
  resultData: z.object({ measurementCounts: z.record(z.string(), z.number()).nullish() }).nullish(),
});

/** Of a job of one circuit, or of several. */
export const qbraidResultSchema = resultSchema.extend({ results: z.array(resultSchema).nullish() });
export type QbraidResult = z.infer<typeof qbraidResultSchema>;

export const qbraidEstimateSchema = z.object({
  pricingAvailable: z.boolean(),
  estimatedCost: creditsSchema.nullish(),
  reason: z.string().nullish(),
});

export const qbraidErrorSchema = z.object({
  message: z.string().nullish(),
  error: z.union([z.string(), z.object({ message: z.string().nullish(), code: z.string().nullish() })]).nullish(),
  detail: z.unknown().optional(),
});
