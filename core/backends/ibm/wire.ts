import * as z from 'zod';

/**
 * Shapes of IBM Quantum Platform's REST interface of 2026-04-15 as far as we read them; unknown fields and enum members
 * are let through.
 */
export const ibmApiVersion = '2026-04-15';

export const ibmTokenSchema = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
});

export const ibmTokenErrorSchema = z.object({ errorCode: z.string().nullish(), errorMessage: z.string().nullish() });

export const ibmErrorSchema = z.object({
  errors: z
    .array(
      z.object({
        code: z.union([z.number(), z.string()]).nullish(),
        message: z.string().nullish(),
        solution: z.string().nullish(),
      }),
    )
    .nullish(),
  error: z.union([z.string(), z.object({ message: z.string().nullish() })]).nullish(),
});

const ibmDeviceSchema = z.object({
  name: z.string(),
  status: z.object({ name: z.string(), reason: z.string().nullish() }).nullish(),
  is_simulator: z.boolean().nullish(),
  qubits: z.number().nullish(),
  queue_length: z.number().nullish(),
});
export type IbmDevice = z.infer<typeof ibmDeviceSchema>;
export const ibmDevicesSchema = z.object({ devices: z.array(ibmDeviceSchema) });

export const ibmConfigurationSchema = z.object({
  backend_name: z.string(),
  backend_version: z.string().nullish(),
  n_qubits: z.number(),
  basis_gates: z.array(z.string()),
  coupling_map: z.array(z.tuple([z.number(), z.number()])).nullish(),
  simulator: z.boolean().nullish(),
  supported_instructions: z.array(z.string()).nullish(),
  /** Microseconds. */
  default_rep_delay: z.number().nullish(),
});
export type IbmConfiguration = z.infer<typeof ibmConfigurationSchema>;

export const ibmStatusSchema = z.object({
  state: z.boolean(),
  status: z.string().nullish(),
  message: z.string().nullish(),
  length_queue: z.number().nullish(),
});
export type IbmStatus = z.infer<typeof ibmStatusSchema>;

/** Everything is kept as it is; only the date is read here. */
export const ibmPropertiesSchema = z.looseObject({
  backend_version: z.string().nullish(),
  last_update_date: z.string().nullish(),
});

export const ibmUsageSchema = z.object({
  usage_consumed_seconds: z.number().nullish(),
  usage_limit_seconds: z.number().nullish(),
  usage_allocation_seconds: z.number().nullish(),
  usage_limit_reached: z.boolean().nullish(),
});
export type IbmUsage = z.infer<typeof ibmUsageSchema>;

export const ibmSessionSchema = z.object({ id: z.string().min(1) });

export const ibmSubmissionSchema = z.object({ id: z.string().min(1) });

const ibmStateSchema = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  reason_code: z.union([z.number(), z.string()]).nullish(),
  reasonCode: z.union([z.number(), z.string()]).nullish(),
  reason_solution: z.string().nullish(),
});

export const ibmJobSchema = z.object({
  id: z.string(),
  state: ibmStateSchema.nullish(),
  status: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});
export type IbmJob = z.infer<typeof ibmJobSchema>;

export const ibmJobListSchema = z.object({ jobs: z.array(ibmJobSchema), count: z.number().nullish() });

export const ibmMetricsSchema = z.object({
  timestamps: z
    .object({ created: z.string().nullish(), running: z.string().nullish(), finished: z.string().nullish() })
    .nullish(),
  usage: z.object({ qpu_charge_time_seconds: z.number().nullish(), status: z.string().nullish() }).nullish(),
  position_in_queue: z.number().nullish(),
  estimated_start_time: z.string().nullish(),
});
export type IbmMetrics = z.infer<typeof ibmMetricsSchema>;

/** Of one circuit: for every classical register a hexadecimal number a shot, whose lowest bit is bit 0. */
const samplerDataSchema = z.record(
  z.string(),
  z.object({ samples: z.array(z.string().regex(/^0x[0-9a-f]+$/i)), num_bits: z.int().min(1) }),
);
export type SamplerData = z.infer<typeof samplerDataSchema>;
export const samplerResultSchema = z.object({ results: z.array(z.object({ data: samplerDataSchema })) });

const valuesSchema = z.union([z.number(), z.array(z.number())]);
/** Of one circuit: mean values of its observables, and their standard errors. */
const estimatorDataSchema = z.object({ evs: valuesSchema, stds: valuesSchema });
export type EstimatorData = z.infer<typeof estimatorDataSchema>;
export const estimatorResultSchema = z.object({ results: z.array(z.object({ data: estimatorDataSchema })) });
