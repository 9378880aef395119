import * as z from 'zod';

/**
 * Shapes of the data plane of Azure Quantum, API version 2026-01-15-preview, as far as we read them; unknown fields and
 * enum members are let through.
 */
export const azureApiVersion = '2026-01-15-preview';

const targetSchema = z.object({
  id: z.string(),
  currentAvailability: z.string().nullish(),
  /** Seconds. */
  averageQueueTime: z.number().nullish(),
  statusPage: z.string().nullish(),
  numQubits: z.number().nullish(),
});

const providerSchema = z.object({
  id: z.string(),
  currentAvailability: z.string().nullish(),
  targets: z.array(targetSchema).nullish(),
});

export const azureProvidersSchema = z.object({ value: z.array(providerSchema), nextLink: z.string().nullish() });
export type AzureProvider = z.infer<typeof providerSchema>;

export const azureSasSchema = z.object({ sasUri: z.string() });

const costSchema = z.object({ currencyCode: z.string().nullish(), estimatedTotal: z.number().nullish() });

const errorSchema = z.object({ code: z.string().nullish(), message: z.string().nullish() });

export const azureJobSchema = z.object({
  id: z.string(),
  status: z.string(),
  target: z.string().nullish(),
  outputDataFormat: z.string().nullish(),
  outputDataUri: z.string().nullish(),
  containerUri: z.string().nullish(),
  creationTime: z.string().nullish(),
  beginExecutionTime: z.string().nullish(),
  endExecutionTime: z.string().nullish(),
  costEstimate: costSchema.nullish(),
  errorData: errorSchema.nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type AzureJob = z.infer<typeof azureJobSchema>;

export const azureErrorSchema = z.object({ error: errorSchema });

/** One text per shot of each classical register, its highest bit leftmost. */
export const quantinuumResultsSchema = z.record(z.string(), z.array(z.string()));

/** Probabilities by decimal number. */
export const ionqHistogramSchema = z.object({ histogram: z.record(z.string().regex(/^\d+$/), z.number()) });

/** One list per shot of each memory region, in order of its bits. */
export const rigettiResultsSchema = z.record(z.string(), z.array(z.array(z.number())));
