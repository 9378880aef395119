import * as z from 'zod';

/** Shapes of IonQ's REST API v0.4 as far as we read them; unknown fields and enum members are let through. */

export const ionqWhoamiSchema = z.object({ key_name: z.string().nullish(), project_id: z.string().nullish() });

export const ionqBackendSchema = z.object({
  backend: z.string(),
  status: z.string(),
  qubits: z.number(),
  /** Milliseconds. */
  average_queue_time: z.number().nullish(),
  characterization_id: z.string().nullish(),
  supported_gates: z.array(z.string()).nullish(),
  /** Absent for the simulator, which takes all. */
  supported_native_gates: z.array(z.string()).nullish(),
  last_updated: z.union([z.string(), z.number()]).nullish(),
});

export type IonqDevice = z.infer<typeof ionqBackendSchema>;
export const ionqBackendsSchema = z.array(ionqBackendSchema);

/** Fidelities and times of a device, as measured at the date. */
export const ionqCharacterizationsSchema = z.object({
  characterizations: z
    .array(z.looseObject({ id: z.string(), date: z.union([z.string(), z.number()]).nullish() }))
    .nullish(),
});

export const ionqSubmissionSchema = z.object({ id: z.string(), status: z.string() });

const ionqFailureSchema = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  error: z.string().nullish(),
});

export const ionqJobSchema = z.object({
  id: z.string(),
  status: z.string(),
  type: z.string().nullish(),
  name: z.string().nullish(),
  dry_run: z.boolean().nullish(),
  /** What there is of a completed job, by format; some are addresses and have no id. */
  results: z.record(z.string(), z.unknown()).nullish(),
  failure: ionqFailureSchema.nullish(),
  child_job_ids: z.array(z.string()).nullish(),
  predicted_wait_time_ms: z.number().nullish(),
  execution_duration_ms: z.number().nullish(),
  submitted_at: z.string().nullish(),
  started_at: z.string().nullish(),
  stats: z.object({ qubits: z.number().nullish() }).nullish(),
});
export type IonqJob = z.infer<typeof ionqJobSchema>;

export const ionqJobListSchema = z.object({ jobs: z.array(ionqJobSchema), next: z.string().nullish() });

export const ionqProbabilitiesSchema = z.record(z.string().regex(/^\d+$/), z.number());
export const ionqAggregatedProbabilitiesSchema = z.record(z.string(), ionqProbabilitiesSchema);

/** Of texts of the bits of each register, its first bit leftmost. */
const registersSchema = z.object({
  registers: z.record(z.string(), z.record(z.string().regex(/^[01]*$/), z.number())),
});
export const ionqHistogramSchema = z.object({ histogram: registersSchema });
export const ionqRegisterProbabilitiesSchema = z.object({ probabilities: registersSchema });
export const ionqShotsSchema = z.object({
  shots: z.array(
    z.object({
      registers: z.record(z.string(), z.array(z.union([z.literal(0), z.literal(1)]))),
      leakage_bits: z.array(z.number()).nullish(),
    }),
  ),
});
export type IonqShots = z.infer<typeof ionqShotsSchema>;

export const ionqArtifactSchema = z.object({ id: z.string() });
export const ionqSessionSchema = z.object({ id: z.string() });

export const ionqCostSchema = z.object({
  estimated_cost: z.object({ value: z.number(), unit: z.string() }).nullish(),
  cost: z.object({ value: z.number(), unit: z.string() }).nullish(),
});

export const ionqEstimateSchema = z.object({
  estimated_total_cost: z.number().nullish(),
  estimated_cost: z.number().nullish(),
  estimated_unit: z.string().nullish(),
  estimated_at: z.string().nullish(),
  /** Milliseconds. */
  current_predicted_queue_time: z.number().nullish(),
});

export const ionqErrorSchema = z.object({
  message: z.string().nullish(),
  error: z.union([z.string(), z.object({ type: z.string().nullish(), message: z.string().nullish() })]).nullish(),
});
