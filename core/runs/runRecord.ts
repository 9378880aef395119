import * as z from 'zod';
import { failureReasons } from '#core/base/failure.ts';
import { changedValueSchema } from './changedValue.ts';
import { primitives } from './jobPhase.ts';
import { jobPhaseIds } from './jobPhaseIds.ts';
import {
  expectedOutcomesSchema,
  intervalSchema,
  kernelPictureSchema,
  predictedNumbersSchema,
  receiverSchema,
} from './recordedCharts.ts';
import { runDecisionSchema } from './runDecision.ts';
import { runStates } from './runState.ts';

/**
 * What is kept of a run: enough to understand it, compare it and repeat it bit
 * for bit on the embedded simulator. Times are milliseconds since 1970; durations are milliseconds. Secrets never
 * enter a record: backends are named, credentials are referred to by name.
 */

const moneySchema = z.object({ amount: z.number(), currency: z.string() });

/** A metric over the repeats of one contender. `values[r]` belongs to repeat r. */
export const metricSummarySchema = z.object({
  name: z.string(),
  better: z.enum(['higher', 'lower']),
  primary: z.boolean(),
  values: z.array(z.number()),
  mean: z.number(),
  standardDeviation: z.number(),
  interval: intervalSchema.optional(),
});
export type MetricSummary = z.infer<typeof metricSummarySchema>;

/** How large a circuit is as it is written; what a provider makes of it to fit a device is not known. */
const circuitSizeSchema = z.object({
  qubits: z.number(),
  parameters: z.number(),
  depth: z.number(),
  gates: z.number(),
  twoQubitGates: z.number(),
  /** Gates by name with their controls (`h`, `cx`). Since version 2 of the record. */
  gateCounts: z.record(z.string(), z.number()).optional(),
});

/** What a contender answers to a problem in one repeat. */
export const problemResultSchema = z.object({
  repeat: z.number(),
  /** The energy, or the objective of the assignment. */
  value: z.number(),
  /** The assignment, one character per variable, in the bit order of the pipeline. */
  bits: z.string().optional(),
});

/**
 * The repeats of a contender whose circuits ran on one kind of backend; `classical` where none did, `mixed` where backends
 * of several kinds did. What a simulator says and what hardware says is never averaged into one row.
 */
const kindResultSchema = z.object({
  kind: z.enum(['simulator', 'emulator', 'hardware', 'classical', 'mixed']),
  backends: z.array(z.string()),
  /** Counted from 0. */
  repeats: z.array(z.number()),
  /** `values` belong to these repeats. */
  metrics: z.array(metricSummarySchema),
  duration: z.number(),
  shots: z.number(),
  cost: moneySchema,
});
export type KindResult = z.infer<typeof kindResultSchema>;

/** Actual classes × predicted classes. */
const confusionSchema = z.array(z.array(z.number()));

/** One row of the comparison: the hybrid pipeline, a baseline or an ablation. */
export const contenderResultSchema = z.object({
  id: z.string(),
  role: z.enum(['hybrid', 'baseline', 'ablation']),
  description: z.string(),
  /** Its classical model with hyperparameters; a circuit that predicts by itself has none. */
  model: z.object({ use: z.string(), with: z.record(z.string(), z.unknown()) }).optional(),
  /** Of the circuit, where it has one. Since version 2. */
  circuit: circuitSizeSchema.optional(),
  metrics: z.array(metricSummarySchema),
  /** Where its circuits ran, in all repeats. Since version 2. */
  kind: kindResultSchema.shape.kind.optional(),
  /** The repeats apart, where they ran on different kinds. Since version 2. */
  byKind: z.array(kindResultSchema).optional(),
  /** Of classifiers, over all repeats, in the order of the classes of the result. Since version 2. */
  confusion: confusionSchema.optional(),
  /** Of classifiers that say how sure they are, by class; of two classes the second. Since version 2. */
  receiver: z.array(receiverSchema).optional(),
  /** Where the target is a number, by repeat. Since version 2. */
  predictions: z.array(predictedNumbersSchema).optional(),
  /** Of problems, by repeat. Since version 2. */
  answers: z.array(problemResultSchema).optional(),
  /** The trained parameters of its circuit, by repeat. Since version 2. */
  parameters: z.array(z.array(z.number())).optional(),
  /** Wall time of fitting and predicting over all repeats. */
  duration: z.number(),
  shots: z.number(),
  cost: moneySchema,
});
export type ContenderResult = z.infer<typeof contenderResultSchema>;

/** The honest conclusion about hybrid against one baseline on the primary metric. */
export const verdictSchema = z.object({
  against: z.string(),
  metric: z.string(),
  outcome: z.enum(['better', 'worse', 'no-difference-shown']),
  difference: z.number(),
  interval: intervalSchema.optional(),
  pValue: z.number().optional(),
  /** The facts behind the outcome in full sentences, caveats included; the outcome itself is not repeated. */
  text: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const traceEntrySchema = z.object({
  repeat: z.number(),
  iteration: z.number(),
  loss: z.number(),
  /** What shots make of the loss, where that is known. Since version 2. */
  standardError: z.number().optional(),
  evaluations: z.number(),
  elapsed: z.number(),
  /** Fingerprint of the best parameters so far: tells whether two runs went the same way. */
  parameters: z.string().optional(),
  /** Length of the gradient over the last iterations, measured or estimated, where a plateau is looked for. Since version 2. */
  gradient: z.number().optional(),
  /** Why the start ended with this iteration, where the optimiser was not done. Since version 2. */
  ended: z.enum(['plateau']).optional(),
});
/** One step of the optimiser. */
export type TraceEntry = z.infer<typeof traceEntrySchema>;

/**
 * What a repeat does, in the order in which it may: making its rows ready, training the circuit, asking it for the inputs
 * of a head, fitting a classical model and asking it for its answers, asking the trained circuit for answers, judging them.
 */
export const repeatPartIds = ['preprocess', 'train', 'encode', 'fit', 'evaluate'] as const;
export type RepeatPartId = (typeof repeatPartIds)[number];

/** A stretch of a repeat spent on one thing. `start` is measured from the beginning of the repeat, without interruptions. */
export const repeatPartSchema = z.object({ id: z.enum(repeatPartIds), start: z.number(), duration: z.number() });
export type RepeatPart = z.infer<typeof repeatPartSchema>;

export const stepTimingSchema = z.object({
  id: z.string(),
  repeat: z.number().optional(),
  duration: z.number(),
  /** Of a repeat, one after the other. Since version 2. */
  parts: z.array(repeatPartSchema).optional(),
});
export type StepTiming = z.infer<typeof stepTimingSchema>;

export const fallbackEventSchema = z.object({
  time: z.number(),
  from: z.string(),
  to: z.string(),
  reason: z.enum(failureReasons),
  message: z.string(),
  /** Set when the same backend was tried again: the number of this attempt, from 2 on. */
  attempt: z.number().optional(),
});
export type FallbackEvent = z.infer<typeof fallbackEventSchema>;

/** The state of a device, as far as it told, before the first job of a run. */
const deviceSnapshotSchema = z.object({
  backend: z.string(),
  /** Milliseconds since 1970. */
  time: z.number(),
  /** Of the stored snapshot, or of the calibration file that the backend emulates. */
  sha256: z.string(),
});
export type DeviceSnapshot = z.infer<typeof deviceSnapshotSchema>;

const usedBackendSchema = z.object({
  backend: z.string(),
  adapter: z.string(),
  kind: z.enum(['simulator', 'emulator', 'hardware', 'classical']),
  version: z.string(),
  circuits: z.number(),
  shots: z.number(),
  jobs: z.number(),
  queueTime: z.number(),
  executionTime: z.number(),
  cost: moneySchema,
  /** The circuit as it went there, where it was fitted to it. Since version 2. */
  compiled: circuitSizeSchema.optional(),
});

/** The backend that was used last, and what all of them did. */
export const quantumUsageSchema = z.object({
  ...usedBackendSchema.shape,
  ...circuitSizeSchema.shape,
  /** After compilation: as the circuit goes to the backend, where it is fitted to one. Since version 2. */
  compiled: circuitSizeSchema.optional(),
  /** How it was fitted. Since version 2. */
  transpiler: z
    .object({
      /** Of the product that fitted it. */
      version: z.string().optional(),
      level: z.number(),
      basis: z.array(z.string()),
      /** As it was asked for. */
      layout: z.array(z.number()).optional(),
      seed: z.number(),
      /** The qubit of the device that each qubit of the circuit begins on. */
      initialLayout: z.array(z.number()).optional(),
      /** Those that routing put in. */
      swaps: z.number().optional(),
      /** Estimated, of gates and readout by the calibration of the device. */
      fidelity: z.number().optional(),
      /** SHA-256 of the gates and couplings it was fitted to. */
      target: z.string().optional(),
    })
    .optional(),
  /** What each backend did, in the order of their first use. Since version 2. */
  backends: z.array(usedBackendSchema).optional(),
  /** Since version 2; absent where none was taken. */
  calibration: z.array(deviceSnapshotSchema).optional(),
});
export type QuantumUsage = z.infer<typeof quantumUsageSchema>;

/** How bits of a backend were misread when the run corrected them. */
const readoutCalibrationSchema = z.object({
  backend: z.string(),
  /** Milliseconds since 1970. */
  time: z.number(),
  method: z.enum(['tensored', 'full']),
  /** The largest sum of absolute values of a column of the inverse: deviations grow by at most that factor. */
  oneNorm: z.number(),
  /** Qubit by qubit, of `tensored`: P(read 0 | 1) and P(read 1 | 0). */
  qubits: z.array(z.object({ p01: z.number(), p10: z.number() })).optional(),
  /** `matrix[read][true]`, of `full`. */
  matrix: z.array(z.array(z.number())).optional(),
});

export const runResultSchema = z.object({
  contenders: z.array(contenderResultSchema),
  verdicts: z.array(verdictSchema),
  quantum: quantumUsageSchema.optional(),
  trace: z.array(traceEntrySchema),
  steps: z.array(stepTimingSchema),
  fallbacks: z.array(fallbackEventSchema),
  warnings: z.array(z.string()),
  /** Fingerprint of the rows in each part of each split: equal for runs that were compared on the same splits. */
  splitDigest: z.string().optional(),
  confusion: z.object({ classes: z.array(z.string()), counts: confusionSchema }).optional(),
  /** The quantum kernel in the first repeat, its classes as in the confusion matrix, where there are. Since version 2. */
  kernel: kernelPictureSchema.optional(),
  /** What the problem of the run asks for, and the best value there is, where it is known. Since version 2. */
  objective: z
    .object({ kind: z.enum(['energy', 'value']), sense: z.enum(['min', 'max']), best: z.number().optional() })
    .optional(),
  /** The readout calibrations that were used, in order. Since version 2. */
  readout: z.array(readoutCalibrationSchema).optional(),
  /** Counts of the run of a circuit, or of the trained circuits of a problem whose counts are kept. */
  counts: z.record(z.string(), z.number()).optional(),
  /** What the bit strings of the counts are made of, from left to right, where registers have names. Since version 2. */
  countRegisters: z.array(z.object({ name: z.string(), size: z.number() })).optional(),
  /** What the counts of the circuit come to without noise and with ever more shots. Since version 2. */
  expected: expectedOutcomesSchema.optional(),
  /** The bit string of every shot, in order, as its place among `outcomes`; where shots are few. Since version 2. */
  shotOrder: z.object({ outcomes: z.array(z.string()), places: z.array(z.number()) }).optional(),
  /** Counts of the circuit of each test row, by repeat and number of the row in the table, where they are kept. Since version 2. */
  rowCounts: z
    .array(z.object({ repeat: z.number(), row: z.number(), counts: z.record(z.string(), z.number()) }))
    .optional(),
});
export type RunResult = z.infer<typeof runResultSchema>;

/** What the plan said of a backend before the run, as if all of the run went there; counts are upper limits. */
const plannedUseSchema = z.object({
  backend: z.string(),
  circuits: z.number(),
  shots: z.number(),
  jobs: z.number(),
  /** Of computing on the embedded simulator; absent where nobody can tell. */
  time: z.number().optional(),
  /** Absent for hardware without a price. */
  cost: moneySchema.optional(),
  arithmetic: z.string(),
  /** The date the price is valid for, ISO 8601, and where it is from; absent where nothing is paid. */
  asOf: z.string().optional(),
  source: z.string().optional(),
});

/** A job at a provider, as it was when the run ended. */
const recordedJobSchema = z.object({
  backend: z.string(),
  /** The provider's id; absent when the submission never arrived. */
  handle: z.string().optional(),
  state: z.string(),
  submittedAt: z.number(),
  /** How many circuits the device ran, with how many shots each. */
  circuits: z.number().optional(),
  shots: z.number().optional(),
  /** Where the provider has both. */
  primitive: z.enum(primitives).optional(),
  /** What else its provider was told of how to run it, in its words. */
  options: z.record(z.string(), z.unknown()).optional(),
  /** Milliseconds, as far as they are known. */
  phases: z.partialRecord(z.enum(jobPhaseIds), z.number()).optional(),
  cost: moneySchema.optional(),
  /** The calibration of the device that was kept before it, by its SHA-256. */
  calibration: z.string().optional(),
});
export type RecordedJob = z.infer<typeof recordedJobSchema>;

/** By whom a backend was reached: with a credential in a profile; without, in the sign-in of its provider's own tools. */
const recordedAccountSchema = z.object({
  /** The name of the credential, or `env:` and that of a variable. */
  credential: z.string().optional(),
  /** That of the credential; without one, of the provider's own files. */
  profile: z.string().optional(),
});
export type RecordedAccount = z.infer<typeof recordedAccountSchema>;

/**
 * The version of records that this product writes. Version 1 had no number and less in it; what came later is optional, so
 * that older records are still read. Records of later versions are not, for a part of them would be lost.
 */
export const recordVersion = 2;

export const runRecordSchema = z.object({
  /** Absent in records of version 1. */
  version: z.number().optional(),
  /** Sorts by time of creation: `<base36 time>-<random>`. */
  id: z.string(),
  kind: z.enum(['pipeline', 'circuit']),
  name: z.string(),
  /** Path of the pipeline or circuit file, relative to the workspace folder, with forward slashes. */
  file: z.string(),
  /** The run this one repeats. Since version 2. */
  parent: z.string().optional(),
  /** Content-addressed copies of the pipeline file and everything it reads: path → SHA-256. */
  inputs: z.record(z.string(), z.string()),
  /** Content-addressed copies of what the run itself has kept beside its result: name → SHA-256. Since version 2. */
  attachments: z.record(z.string(), z.string()).optional(),
  /** Absolute paths of folders in which the files of circuits were looked for after the folder of the including file. */
  includePaths: z.array(z.string()).optional(),
  state: z.enum(runStates),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** The step in progress, or the one at which the run ended early. */
  step: z.string().optional(),
  /** Where the run ended early: in which step, in which repeat of it (counted from 0), and doing what. Since version 2. */
  failedStep: z
    .object({ id: z.string(), repeat: z.number().optional(), part: z.enum(repeatPartIds).optional() })
    .optional(),
  failure: z.object({ reason: z.enum(failureReasons), message: z.string(), advice: z.string().optional() }).optional(),
  environment: z.object({
    product: z.string(),
    runtime: z.string(),
    platform: z.string(),
    /** Versions of what the runtime is made of, as far as results or jobs depend on it. */
    components: z.record(z.string(), z.string()).optional(),
    commit: z.string().optional(),
    dirty: z.boolean().optional(),
  }),
  /** The whole configuration after defaults and substitution. */
  configuration: z.unknown(),
  /** What the run was told to change in its pipeline; the copy among its inputs has the changes. Since version 2. */
  changes: z.array(changedValueSchema).optional(),
  seeds: z.record(z.string(), z.number()),
  backend: z.string(),
  /** The profile of credentials it ran in, by name; absent for the default one. */
  credentialProfile: z.string().optional(),
  /** By whom its backends of providers were reached, by the name of the backend. Names only. */
  accounts: z.record(z.string(), recordedAccountSchema).optional(),
  tags: z.array(z.string()),
  /** What people decided when the run asked, in order. */
  decisions: z.array(runDecisionSchema).optional(),
  /** One per link of the chain. Since version 2. */
  estimate: z.array(plannedUseSchema).optional(),
  /** Since version 2. */
  jobs: z.array(recordedJobSchema).optional(),
  result: runResultSchema.optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What a table of runs shows, without loading whole records. */
export interface RunSummary {
  readonly id: string;
  readonly kind: RunRecord['kind'];
  readonly name: string;
  readonly file: string;
  readonly state: RunRecord['state'];
  readonly createdAt: number;
  readonly endedAt?: number;
  /** The one that computed the result, after every fallback. */
  readonly backend: string;
  readonly step?: string;
  readonly primaryMetric?: {
    readonly name: string;
    readonly mean: number;
    readonly low?: number;
    readonly high?: number;
    /** Which values are the better ones. */
    readonly better?: MetricSummary['better'];
  };
  /** Why it failed, or was stopped: the beginning of the message. */
  readonly failure?: string;
  readonly verdict?: Verdict['outcome'];
  readonly cost?: { readonly amount: number; readonly currency: string };
  /** The run this one repeats. */
  readonly parent?: string;
  /** Those of the pipeline and those that people gave it. */
  readonly tags?: readonly string[];
  readonly starred?: boolean;
  /** What people wrote about it. */
  readonly note?: string;
}
