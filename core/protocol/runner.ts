import * as z from 'zod';
import { failureReasons } from '#core/base/failure.ts';
import { runChoices, runQuestionSchema } from '#core/runs/runDecision.ts';
import { runProgressSchema } from '#core/runs/runProgress.ts';
import { comparisonReportSchema } from './comparisonView.ts';
import { configuredBackendsSchema, monthlyBudgetsSchema } from './configuredBackend.ts';
import { groupOpeningSchema } from './groupOpening.ts';
import { planDocumentSchema } from './planView.ts';
import { evidenceQuestionSchema, recordedEvidenceSchema } from './recordedEvidence.ts';
import { rolloutReportSchema, stageIdSchema } from './rolloutView.ts';
import { scorecardReportSchema } from './scorecardView.ts';
import { simulationReportSchema } from './simulationReport.ts';
import { stateQuestionSchema, stateViewSchema } from './stateInspection.ts';
import { suiteCellSchema, suiteResultSchema } from './suiteView.ts';
import { transpileReportSchema } from './transpileReport.ts';

/**
 * Messages between the runner process and whoever started it: over Node's IPC channel from the extension, as one JSON
 * document a line over stdio from other programs. Both sides parse everything they receive. Several requests may be
 * under way at once; every request ends with exactly one `answer` or `failure` of its id.
 */
export const runnerProtocolVersion = 2;

/** Absolute paths of folders in which files that circuits include are looked for after the including file's own. */
const includePathsSchema = z.array(z.string()).optional();

/** A circuit file; `text` is its unsaved content in the editor. */
const circuitSourceSchema = z.object({
  path: z.string(),
  text: z.string().optional(),
  includePaths: includePathsSchema,
});

/** The Python interpreter for what a pipeline names in Python: a path, or a name on the search path. */
const pythonSchema = z.string().min(1).optional();

const shotsSchema = z.number().int().min(1).max(100_000_000);
const seedSchema = z
  .number()
  .int()
  .min(-(2 ** 31))
  .max(2 ** 32 - 1);
/** Values of a circuit's inputs by name; angles in radians. */
const inputsSchema = z.record(z.string(), z.number());

/** Whether the quantum step of a pipeline runs. */
export const quantumStateSchema = z.enum(['active', 'disabled', 'shadow']);
export type QuantumState = z.infer<typeof quantumStateSchema>;

export const runOptionsSchema = z.object({
  /** Runs on this backend instead of the chain in the file. */
  backend: z.string().optional(),
  quantum: quantumStateSchema.optional(),
  /** Replaces `seeds.root`. */
  seed: seedSchema.optional(),
  /** Takes the place of values in the file: YAML of one line by path (`optimise.maxIterations`). */
  values: z.record(z.string(), z.string()).optional(),
  /** Runs only when the pipeline and its files are as the lock file says. */
  locked: z.boolean().optional(),
  /** The user has agreed to the cost of the plan. */
  approved: z.boolean().optional(),
  /** Answers beforehand what a pipeline would ask that says `ask` about its budget or its chain. */
  onExceed: z.enum(runChoices).optional(),
  /** States of the quantum step by the name of `execution.quantum.flag`; the environment counts only without. */
  flags: z.record(z.string(), quantumStateSchema).optional(),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

/** What a person says of a manual measure: its value, or that a reviewer has looked at the value. */
const scorecardEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.number(), by: z.string().min(1), note: z.string().optional() }),
  z.object({ kind: z.literal('review'), by: z.string().min(1) }),
]);
export type ScorecardEntry = z.infer<typeof scorecardEntrySchema>;

/** A backend of the settings, a device of a file, or gates between any qubits. */
const transpileTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backend'), backend: z.string() }),
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('gates') }),
]);

const scorecardQuestion = {
  file: z.string(),
  workspaceFolder: z.string(),
  /** A kept version to compare with. */
  against: z.string().optional(),
  /** The later version of the comparison; what recorded runs say now when absent. */
  newer: z.string().optional(),
};

/** All paths are absolute. `workspaceFolder` is the folder whose `.hybrid/` keeps the run. */
export const runnerRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    pipeline: z.string(),
    includePaths: includePathsSchema,
    workspaceFolder: z.string(),
    options: runOptionsSchema,
    backends: configuredBackendsSchema,
    python: pythonSchema,
  }),
  /** Takes up an interrupted, failed, cancelled or stopped run at its checkpoint. */
  z.object({
    kind: z.literal('resume'),
    runId: z.string(),
    workspaceFolder: z.string(),
    /** The user has agreed to what it costs to go on. */
    approved: z.boolean().optional(),
    /** As in {@link runOptionsSchema}. */
    onExceed: z.enum(runChoices).optional(),
    backends: configuredBackendsSchema,
    python: pythonSchema,
  }),
  /** Runs a pipeline or circuit as a recorded run says, on its files as they were. */
  z.object({
    kind: z.literal('repeat'),
    runId: z.string(),
    workspaceFolder: z.string(),
    /** The user has agreed to the cost. */
    approved: z.boolean(),
    /** As in {@link runOptionsSchema}. */
    onExceed: z.enum(runChoices).optional(),
    backends: configuredBackendsSchema,
    python: pythonSchema,
  }),
  /** Compares a pipeline with its lock file, and writes the file when told to. */
  z.object({
    kind: z.literal('lock'),
    pipeline: z.string(),
    includePaths: includePathsSchema,
    write: z.boolean(),
  }),
  /** What a run of the pipeline would do, or the runs of the suite; sends nothing. */
  z.object({
    kind: z.literal('plan'),
    /** Either file. */
    pipeline: z.string(),
    includePaths: includePathsSchema,
    options: runOptionsSchema,
    backends: configuredBackendsSchema,
  }),
  /** The runs of a suite, each of which is then started as a `run`. */
  z.object({ kind: z.literal('suite'), file: z.string() }),
  /** What came of the runs of a suite. */
  z.object({
    kind: z.literal('suite-result'),
    outcomes: z.array(
      z.object({
        cell: suiteCellSchema,
        /** Whose `.hybrid/` keeps the run. */
        workspaceFolder: z.string(),
        /** Absent when there is no record, for the reason `failure`. */
        runId: z.string().optional(),
        failure: z.string().optional(),
      }),
    ),
  }),
  /** Runs a circuit on the embedded simulator. With a workspace folder the run is kept. */
  z.object({
    kind: z.literal('simulate'),
    source: circuitSourceSchema,
    workspaceFolder: z.string().optional(),
    shots: shotsSchema,
    seed: seedSchema.optional(),
    inputs: inputsSchema,
  }),
  /** The state of a circuit at a moment of its drawing. Keeps nothing. */
  z.object({
    kind: z.literal('inspect-state'),
    source: circuitSourceSchema.extend({
      text: z.string(),
      /** The texts of files that are not saved, by their absolute paths. */
      unsaved: z.record(z.string(), z.string()),
      /** Another one where files that the circuit includes may have changed. */
      revision: z.number().int(),
    }),
    /** Which calls and loops the drawing opens. */
    opening: groupOpeningSchema,
    question: stateQuestionSchema,
  }),
  /** What running a circuit on a cloud backend would cost; submits nothing. */
  z.object({
    kind: z.literal('estimate-circuit'),
    source: circuitSourceSchema,
    backend: z.string(),
    shots: shotsSchema,
    inputs: inputsSchema,
    backends: configuredBackendsSchema,
  }),
  /** Runs a circuit on a cloud backend and keeps the run. */
  z.object({
    kind: z.literal('run-circuit'),
    /** The user has seen the estimate and agreed to it; asked otherwise. */
    approved: z.boolean().optional(),
    /** The estimate that was seen, where there was one; asked again when the job is expected to cost more by now. */
    approvedCost: z.object({ amount: z.number(), currency: z.string() }).optional(),
    source: circuitSourceSchema,
    workspaceFolder: z.string(),
    backend: z.string(),
    shots: shotsSchema,
    inputs: inputsSchema,
    backends: configuredBackendsSchema,
  }),
  /** Fits a circuit to a device; submits nothing. */
  z.object({
    kind: z.literal('transpile'),
    source: circuitSourceSchema,
    target: transpileTargetSchema,
    /** Gates instead of those of the target, which may have none. */
    basis: z.array(z.string()).optional(),
    level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    seed: seedSchema,
    backends: configuredBackendsSchema,
  }),
  /** Asks providers for the jobs of a workspace that nobody waits for, until there are none. */
  z.object({ kind: z.literal('watch-jobs'), workspaceFolder: z.string(), backends: configuredBackendsSchema }),
  /** Cancels a job at its provider, by its key or the provider's id. */
  z.object({
    kind: z.literal('cancel-job'),
    job: z.string(),
    workspaceFolder: z.string(),
    backends: configuredBackendsSchema,
  }),
  /** Makes a job that was submitted elsewhere a run, and waits for its result. */
  z.object({
    kind: z.literal('attach-job'),
    backend: z.string(),
    job: z.string(),
    workspaceFolder: z.string(),
    backends: configuredBackendsSchema,
  }),
  z.object({ kind: z.literal('test-backend'), backend: z.string(), backends: configuredBackendsSchema }),
  /** What devices the account of a backend reaches. */
  z.object({ kind: z.literal('list-devices'), backend: z.string(), backends: configuredBackendsSchema }),
  /** A scorecard as recorded runs score it, of a pipeline, a suite or a *.scorecard.yaml file. */
  z.object({ kind: z.literal('scorecard'), ...scorecardQuestion }),
  /** The same as a document for a review. */
  z.object({ kind: z.literal('scorecard-markdown'), ...scorecardQuestion }),
  /** Keeps a scorecard, as it is scored now, as a file of its version. */
  z.object({ kind: z.literal('keep-scorecard'), file: z.string(), workspaceFolder: z.string() }),
  /** Writes what a person says of a manual measure into the file of the scorecard. */
  z.object({
    kind: z.literal('enter-measure'),
    file: z.string(),
    measure: z.string(),
    entry: scorecardEntrySchema,
  }),
  /** What differs between recorded runs; the first is the reference. */
  z.object({
    kind: z.literal('compare-runs'),
    runs: z.array(z.object({ id: z.string(), workspaceFolder: z.string() })),
  }),
  /** Where the rollout of a pipeline stands. */
  z.object({ kind: z.literal('rollout'), pipeline: z.string(), workspaceFolder: z.string() }),
  /** What is recorded of a pipeline, for the checks of its text in the editor. */
  z.object({
    kind: z.literal('evidence'),
    pipeline: z.string(),
    workspaceFolder: z.string(),
    question: evidenceQuestionSchema,
  }),
  /** Keeps a decision about the rollout of a pipeline, at the stage it is at; advancing also moves the pipeline on. */
  z.object({
    kind: z.literal('decide-rollout'),
    pipeline: z.string(),
    workspaceFolder: z.string(),
    decision: z.enum(['approved', 'advanced', 'rolled-back', 'restored']),
    by: z.string().min(1),
    note: z.string().optional(),
  }),
]);
export type RunnerRequest = z.infer<typeof runnerRequestSchema>;

export const runnerFailureSchema = z.object({
  reason: z.enum(failureReasons),
  message: z.string(),
  advice: z.string().optional(),
  place: z.object({ path: z.string(), line: z.number().optional(), character: z.number().optional() }).optional(),
});
export type RunnerFailure = z.infer<typeof runnerFailureSchema>;

/** To the runner. */
export const runnerInputSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    id: z.number().int(),
    request: runnerRequestSchema,
    /** In which profile credentials are asked for; a run that is resumed stays in the one it began in. */
    profile: z.string().optional(),
    /** What all runs of the workspace may cost in a month. */
    budget: monthlyBudgetsSchema.optional(),
  }),
  /** The request then ends with a failure of reason `cancelled`, or with an answer if it was about to. */
  z.object({ type: z.literal('cancel'), id: z.number().int() }),
  /**
   * Answers a `secret-request`; without a value there is no such credential, and `failure` says more where that needs
   * saying. The value stays in memory.
   */
  z.object({
    type: z.literal('secret'),
    id: z.number().int(),
    value: z.string().optional(),
    failure: runnerFailureSchema.optional(),
  }),
  /** Answers a `token-request`; without a token nobody is signed in. The value stays in memory. */
  z.object({
    type: z.literal('token'),
    id: z.number().int(),
    token: z.object({ value: z.string(), expiresAt: z.number().optional() }).optional(),
  }),
  /** Answers a `question`. */
  z.object({ type: z.literal('decision'), id: z.number().int(), choice: z.enum(runChoices) }),
]);
export type RunnerInput = z.infer<typeof runnerInputSchema>;

const costEstimateSchema = z.object({
  /** Absent where no price is known; `arithmetic` says why. */
  cost: z.object({ amount: z.number(), currency: z.string() }).optional(),
  asOf: z.string(),
  source: z.string(),
  arithmetic: z.string(),
  expectedWait: z.number().optional(),
});

/** A device of a provider as the one who configures a backend sees it. */
const listedDeviceSchema = z.object({
  device: z.string(),
  title: z.string().optional(),
  kind: z.enum(['simulator', 'emulator', 'hardware']),
  qubits: z.number().optional(),
  status: z.enum(['available', 'unavailable', 'unknown']),
  notice: z.string().optional(),
});

export const runnerAnswerSchema = z.discriminatedUnion('kind', [
  /** The run has ended in one of the final states; its record is in the store. */
  z.object({
    kind: z.literal('run'),
    runId: z.string(),
    state: z.enum(['succeeded', 'failed', 'cancelled', 'stopped']),
  }),
  z.object({
    kind: z.literal('plan'),
    /** As `hybridq plan --format json` prints it. */
    plan: z.unknown(),
    /** As `hybridq plan` prints it. */
    document: planDocumentSchema,
    warnings: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('suite'),
    name: z.string(),
    /** How many runs there are at once. */
    parallel: z.number().int().min(1),
    /** With the absolute paths of their pipelines. */
    cells: z.array(z.object({ cell: suiteCellSchema, path: z.string() })),
  }),
  z.object({ kind: z.literal('suite-result'), document: suiteResultSchema }),
  z.object({
    kind: z.literal('lock'),
    /** Absolute path of the lock file. */
    path: z.string(),
    /** What the lock keeps, in a phrase. */
    content: z.string(),
    /** In what the pipeline differs from the lock file as it was, a phrase each; absent when there was none. */
    differences: z.array(z.string()).optional(),
  }),
  /** `runId` when the run was kept. */
  z.object({ kind: z.literal('simulation'), report: simulationReportSchema, runId: z.string().optional() }),
  z.object({ kind: z.literal('state'), view: stateViewSchema }),
  z.object({ kind: z.literal('estimate'), estimate: costEstimateSchema }),
  z.object({
    kind: z.literal('transpiled'),
    report: transpileReportSchema,
    /** The figures of the report as lines for people. */
    lines: z.array(z.string()),
  }),
  z.object({ kind: z.literal('backend-check'), ok: z.boolean(), message: z.string() }),
  z.object({ kind: z.literal('devices'), devices: z.array(listedDeviceSchema) }),
  z.object({ kind: z.literal('scorecard'), report: scorecardReportSchema }),
  z.object({ kind: z.literal('rollout'), report: rolloutReportSchema }),
  z.object({ kind: z.literal('scorecard-markdown'), version: z.string(), markdown: z.string() }),
  /** The absolute path of the version that is kept now. */
  z.object({ kind: z.literal('kept-scorecard'), version: z.string(), path: z.string() }),
  z.object({ kind: z.literal('entered') }),
  z.object({ kind: z.literal('run-comparison'), report: comparisonReportSchema }),
  /** What was asked for is done. */
  z.object({ kind: z.literal('done') }),
  /** The stage the pipeline is at after the decision. */
  z.object({ kind: z.literal('decided'), stage: stageIdSchema }),
  z.object({ kind: z.literal('evidence'), evidence: recordedEvidenceSchema }),
]);
export type RunnerAnswer = z.infer<typeof runnerAnswerSchema>;

/** From the runner. Nothing in it ever holds a credential. */
export const runnerOutputSchema = z.discriminatedUnion('type', [
  /** The first message. */
  z.object({ type: z.literal('ready'), protocol: z.number(), product: z.string() }),
  /** The record of the request's run is in the store, under this id. */
  z.object({ type: z.literal('recorded'), id: z.number().int(), runId: z.string() }),
  z.object({ type: z.literal('progress'), id: z.number().int(), progress: runProgressSchema }),
  /** The runner needs a credential; `id` is its own and is repeated by the `secret` message. */
  z.object({
    type: z.literal('secret-request'),
    id: z.number().int(),
    name: z.string(),
    profile: z.string().optional(),
  }),
  /** A request needs a token of Microsoft's sign-in; `id` is its own and is repeated by the `token` message. */
  z.object({
    type: z.literal('token-request'),
    id: z.number().int(),
    request: z.number().int(),
    /** The service the token is for: `https://quantum.microsoft.com`. */
    resource: z.string(),
    tenant: z.string().optional(),
    /** The service has refused the token that was given last. */
    isRenewal: z.boolean(),
  }),
  /** The run of a request asks whether to go on; `id` is the question's own and is repeated by the `decision` message. */
  z.object({
    type: z.literal('question'),
    id: z.number().int(),
    request: z.number().int(),
    question: runQuestionSchema,
  }),
  z.object({ type: z.literal('answer'), id: z.number().int(), answer: runnerAnswerSchema }),
  z.object({ type: z.literal('failure'), id: z.number().int(), failure: runnerFailureSchema }),
  z.object({ type: z.literal('log'), level: z.enum(['debug', 'info', 'warning', 'error']), message: z.string() }),
]);
export type RunnerOutput = z.infer<typeof runnerOutputSchema>;
