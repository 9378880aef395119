import * as z from 'zod';

/** What a program of the service takes besides its PUBs: what is not named is refused, as by the service. */

const decoupling = z.object({
  enable: z.boolean().optional(),
  sequence_type: z.enum(['XX', 'XpXm', 'XY4']).optional(),
  extra_slack_distribution: z.enum(['middle', 'edges']).optional(),
  scheduling_method: z.enum(['alap', 'asap']).optional(),
  skip_reset_qubits: z.boolean().optional(),
});

const randomizations = z.union([z.int().min(1), z.literal('auto')]).optional();

const twirling = z.object({
  enable_gates: z.boolean().nullish(),
  enable_measure: z.boolean().nullish(),
  num_randomizations: randomizations,
  shots_per_randomization: randomizations,
  strategy: z.enum(['active', 'active-accum', 'active-circuit', 'all']).optional(),
});

const sharedOptions = {
  dynamical_decoupling: decoupling.optional(),
  twirling: twirling.optional(),
  execution: z.object({ init_qubits: z.boolean().optional(), rep_delay: z.number().min(0).nullish() }).optional(),
  simulator: z.unknown().optional(),
  experimental: z.record(z.string(), z.unknown()).optional(),
};

const sharedParams = {
  pubs: z.array(z.array(z.unknown())).min(1),
  version: z.literal(2).optional(),
  support_qiskit: z.boolean().optional(),
};

const schemas = {
  sampler: z.strictObject({
    ...sharedParams,
    shots: z.int().min(1).optional(),
    options: z.strictObject({ ...sharedOptions, default_shots: z.int().min(1).optional() }).optional(),
  }),
  estimator: z.strictObject({
    ...sharedParams,
    precision: z.number().positive().optional(),
    resilience_level: z.int().min(0).max(2).optional(),
    options: z
      .strictObject({
        ...sharedOptions,
        default_precision: z.number().positive().optional(),
        default_shots: z.int().min(1).nullish(),
        seed_estimator: z.int().min(0).nullish(),
        resilience: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
  }),
};

/** What is wrong with what a job gives its program; undefined where nothing is. */
export function wrongParams(program: keyof typeof schemas, params: unknown): string | undefined {
  const [issue] = schemas[program].safeParse(params).error?.issues ?? [];
  return issue && `${['params', ...issue.path].join('.')}: ${issue.message}`;
}
