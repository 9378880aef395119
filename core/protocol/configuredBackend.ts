import * as z from 'zod';
import { credentialNameShape } from '#core/runs/credentialProfile.ts';

/** The name of a credential; its value is asked for with `secret-request`. */
const credentialSchema = z.string().min(1);
/** The profile of the credential, whichever is active. */
const credentialProfileSchema = z.string().regex(credentialNameShape).optional();
const deviceSchema = z.string().min(1);
/** Another address of the provider's interface, such as that of an emulator or a proxy. */
const endpointSchema = z.url({ protocol: /^https?$/ }).optional();

const moneySchema = z.object({ amount: z.number().min(0), currency: z.string().regex(/^[A-Z]{3}$/) });

/** What the device charges, where its provider does not tell or the account pays otherwise. */
const priceSchema = z
  .strictObject({
    perTask: moneySchema.optional(),
    perShot: moneySchema.optional(),
    perSecond: moneySchema.optional(),
    /** The day it was looked up, ISO 8601. */
    asOf: z.iso.date(),
  })
  .optional();

/** A price as the settings or a pipeline give it. */
export type ConfiguredPrice = NonNullable<z.infer<typeof priceSchema>>;

/** What all runs of a workspace may cost in a calendar month (UTC), in one currency or unit such as HQC. */
const monthlyBudgetSchema = z.strictObject({
  ...moneySchema.shape,
  /** The share from which on a warning is given. */
  alertAt: z.number().gt(0).max(1).optional(),
});
type MonthlyBudget = z.infer<typeof monthlyBudgetSchema>;

/** A budget, or a list with one for each currency or unit; a list either way. */
export const monthlyBudgetsSchema = z
  .union([monthlyBudgetSchema, z.array(monthlyBudgetSchema)])
  .transform((given): readonly MonthlyBudget[] => (Array.isArray(given) ? given : [given]))
  .refine((budgets) => new Set(budgets.map(({ currency }) => currency)).size === budgets.length, {
    error: 'one budget for each currency',
  });
export type MonthlyBudgets = z.infer<typeof monthlyBudgetsSchema>;

/** How runs of circuits are fitted to a device that takes only its own gates. */
export const transpilerSchema = z.strictObject({
  level: z.literal([0, 1, 2, 3]).optional(),
  /** That of the run unless given. */
  seed: z.int().min(-2147483648).max(4294967295).optional(),
  /** The qubit of the device for each qubit of the circuit; chosen unless given. */
  layout: z.array(z.int().min(0)).optional(),
});

/** What is asked of the transpiler, as far as somebody said. */
export type ConfiguredTranspiler = z.infer<typeof transpilerSchema>;

const ionqSchema = z.strictObject({
  adapter: z.literal('ionq'),
  device: deviceSchema,
  credential: credentialSchema,
  credentialProfile: credentialProfileSchema,
  endpoint: endpointSchema,
  price: priceSchema,
  /** Of the cloud simulator: a device it imitates, such as `aria-1`, and what draws its shots. */
  noise: z
    .strictObject({
      model: z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name of a model, such as aria-1'),
      seed: z.int().min(0).max(0x7fff_ffff).optional(),
    })
    .optional(),
  /** Jobs are compiled and priced, and not run. */
  dryRun: z.boolean().optional(),
  errorMitigation: z
    .strictObject({
      debiasing: z.boolean().optional(),
      symmetryVerification: z.boolean().optional(),
      /** The variants of a debiased circuit vote instead of being averaged. */
      sharpen: z.boolean().optional(),
    })
    .optional(),
  /** When the session of a pipeline ends by itself, besides its `maxTime`. */
  sessionLimits: z.strictObject({ jobs: z.int().min(1).optional(), cost: moneySchema.optional() }).optional(),
});

const randomizationsSchema = z.union([z.int().min(1), z.literal('auto')]).optional();

/** How IBM's sampler and estimator run circuits, in IBM's own words; what is absent is as IBM does it. */
export const ibmPrimitivesSchema = z.strictObject({
  /** Pulses on qubits that wait. */
  dynamicalDecoupling: z
    .strictObject({
      enable: z.boolean().optional(),
      sequenceType: z.enum(['XX', 'XpXm', 'XY4']).optional(),
      extraSlackDistribution: z.enum(['middle', 'edges']).optional(),
      schedulingMethod: z.enum(['alap', 'asap']).optional(),
      skipResetQubits: z.boolean().optional(),
    })
    .optional(),
  /** Random Pauli gates that average to none. */
  twirling: z
    .strictObject({
      enableGates: z.boolean().optional(),
      enableMeasure: z.boolean().optional(),
      numRandomizations: randomizationsSchema,
      shotsPerRandomization: randomizationsSchema,
      strategy: z.enum(['active', 'active-accum', 'active-circuit', 'all']).optional(),
    })
    .optional(),
  /** Whether circuits may use `rx` and `rzz` of devices that offer them, and no feedback then. */
  fractionalGates: z.boolean().optional(),
  /** Seconds on the device; IBM allows three hours. */
  maxExecutionTime: z.int().min(1).max(10_800).optional(),
  /** Of the estimator. */
  resilienceLevel: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  /** Where a pipeline names no shots. */
  defaultShots: z.int().min(1).optional(),
  /** Of the estimator, where neither shots are named: the standard error. */
  defaultPrecision: z.number().positive().max(1).optional(),
});

const ibmSchema = z.strictObject({
  adapter: z.literal('ibm'),
  device: deviceSchema,
  credential: credentialSchema,
  credentialProfile: credentialProfileSchema,
  /** The cloud resource name (CRN) of the instance, which also says the region. */
  instance: z.string().regex(/^crn:/),
  primitives: ibmPrimitivesSchema.optional(),
  endpoint: endpointSchema,
  /** Another address of the service that exchanges the API key for a token. */
  tokenEndpoint: endpointSchema,
  price: priceSchema,
  transpile: transpilerSchema.optional(),
});

const braketSchema = z.strictObject({
  adapter: z.literal('braket'),
  /** An ARN, or the last part of one, such as `sv1`. */
  device: deviceSchema,
  region: z.string().min(1).optional(),
  /** Where results are written: `s3://bucket/prefix`. */
  results: z.string().regex(/^s3:\/\/[^/]+/),
  /** Of the AWS configuration files; the default chain of credentials unless this or `credential` is given. */
  profile: z.string().min(1).optional(),
  credential: credentialSchema.optional(),
  credentialProfile: credentialProfileSchema,
  endpoint: endpointSchema,
  price: priceSchema,
});

const azureSchema = z.strictObject({
  adapter: z.literal('azure'),
  /** The target, such as `ionq.simulator`. */
  device: deviceSchema,
  /** The resource id of the workspace: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Quantum/Workspaces/…`. */
  workspace: z.string().regex(/^\/subscriptions\//),
  location: z.string().min(1),
  /** Names a connection string or a key; without, one signs in with Microsoft. */
  credential: credentialSchema.optional(),
  credentialProfile: credentialProfileSchema,
  tenant: z.string().min(1).optional(),
  endpoint: endpointSchema,
  price: priceSchema,
});

const qbraidSchema = z.strictObject({
  adapter: z.literal('qbraid'),
  device: deviceSchema,
  credential: credentialSchema,
  credentialProfile: credentialProfileSchema,
  endpoint: endpointSchema,
  price: priceSchema,
});

const localShape = {
  /** The simulator of the package; its usual one unless given. */
  device: deviceSchema.optional(),
  /** The Python interpreter that has the package; that of the settings unless given. */
  interpreter: z.string().min(1).optional(),
};

/** A backend as the settings of the editor and `hybridq.json` name it, by its adapter. */
export const configuredBackendSchema = z.discriminatedUnion('adapter', [
  ionqSchema,
  ibmSchema,
  braketSchema,
  azureSchema,
  qbraidSchema,
  z.strictObject({ adapter: z.literal('qiskit-aer'), ...localShape }),
  z.strictObject({ adapter: z.literal('cirq'), ...localShape }),
  z.strictObject({ adapter: z.literal('pennylane'), ...localShape }),
  z.strictObject({ adapter: z.literal('braket-local'), ...localShape }),
]);
export type ConfiguredBackend = z.infer<typeof configuredBackendSchema>;

export const configuredBackendsSchema = z.record(z.string(), configuredBackendSchema);
