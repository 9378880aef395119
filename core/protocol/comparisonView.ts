import * as z from 'zod';
import type { CalibratedQuantity } from '#core/circuit/device/calibrationDifference.ts';
import type { ComparedDrawing } from '#core/circuit/drawing/comparedDrawing.ts';
import { runStates } from '#core/runs/runState.ts';

const settingRowSchema = z.object({ path: z.string(), values: z.array(z.unknown()) });

const intervalSchema = z.object({ low: z.number(), high: z.number(), level: z.number() });

const metricTestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('paired'),
    difference: z.number(),
    interval: intervalSchema,
    pValue: z.number(),
    outcome: z.enum(['better', 'worse', 'no-difference-shown']),
  }),
  z.object({ kind: z.literal('untested'), why: z.string() }),
]);

/** An object, as its type says when a key is missing. */
const calibratedQuantities: { readonly [Key in CalibratedQuantity]: Key } = {
  T1: 'T1',
  T2: 'T2',
  p10: 'p10',
  p01: 'p01',
  readoutLength: 'readoutLength',
  error: 'error',
  gateLength: 'gateLength',
};

const calibratedPartSchema = z.object({
  kind: z.enum(['qubit', 'pair', 'gate']),
  qubits: z.array(z.number()),
  gate: z.string().optional(),
});

/** A device as several runs found it; lists have an entry for each run. */
const deviceComparisonSchema = z.object({
  device: z.string(),
  /** When each run kept what the device told, and when that was measured; null where a run has none of it. */
  snapshots: z.array(z.object({ time: z.number(), measuredAt: z.number().optional() }).nullable()),
  /** Those of the qubits that circuits began on first, then by what they do to an operation. */
  values: z.array(
    calibratedPartSchema.extend({
      quantity: z.enum(calibratedQuantities),
      /** Seconds or 0…1. */
      values: z.array(z.number().nullable()),
      /** How much more or less often an operation errs than in the reference, at most; 0 where that is not known. */
      effect: z.number(),
      /** Whether a circuit of the runs was on these qubits. */
      isUsed: z.boolean(),
    }),
  ),
  /** How many of them are left out. */
  moreValues: z.number(),
  /** Qubits and pairs that not all snapshots have. */
  partly: z.array(calibratedPartSchema.extend({ isThere: z.array(z.boolean()) })),
  /** Parts of what is kept in a form of the provider's own. */
  others: z.array(settingRowSchema),
});
export type DeviceComparison = z.infer<typeof deviceComparisonSchema>;

/** What is drawn is made by our own runner; here only what would break the page is checked. */
const comparedDrawingSchema: z.ZodType<ComparedDrawing> = z.custom<ComparedDrawing>(
  (value) => drawingEnvelope.safeParse(value).success,
);

const drawingEnvelope = z.looseObject({
  width: z.number(),
  height: z.number(),
  gutter: z.number(),
  wires: z.looseObject({ before: z.array(z.unknown()), after: z.array(z.unknown()) }),
  elements: z.array(z.looseObject({ side: z.string(), mark: z.string(), element: z.looseObject({ id: z.number() }) })),
});

const comparedCircuit = {
  /** Whose circuit it is: the number of the run among those compared. */
  run: z.number(),
  /** Of that run. */
  title: z.string(),
};

/** The circuit of a run beside that of the reference. */
const circuitComparisonSchema = z.discriminatedUnion('kind', [
  z.object({
    ...comparedCircuit,
    kind: z.literal('drawn'),
    drawing: comparedDrawingSchema,
    counts: z.object({ same: z.number(), removed: z.number(), added: z.number(), changed: z.number() }),
  }),
  z.object({ ...comparedCircuit, kind: z.literal('same'), operations: z.number() }),
  z.object({ ...comparedCircuit, kind: z.literal('untold'), reason: z.string() }),
]);
export type CircuitComparison = z.infer<typeof circuitComparisonSchema>;

/** Runs side by side; every list has an entry for each run, in their order. The first is the reference. */
export const comparisonReportSchema = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(runStates),
      createdAt: z.number(),
      /** Absent while the run works. */
      endedAt: z.number().optional(),
      backend: z.string(),
      /** What its quantum part cost, where that is known. */
      cost: z.object({ amount: z.number(), currency: z.string() }).optional(),
    }),
  ),
  configuration: z.array(settingRowSchema),
  circumstances: z.array(settingRowSchema),
  inputs: z.array(settingRowSchema),
  metrics: z.array(
    z.object({
      contender: z.string(),
      metric: z.string(),
      better: z.enum(['higher', 'lower']),
      summaries: z.array(
        z.object({ mean: z.number(), repeats: z.number(), interval: intervalSchema.optional() }).nullable(),
      ),
      /** Against the reference, which has none itself. */
      tests: z.array(metricTestSchema.nullable()),
    }),
  ),
  /** Absent unless two of the runs have counts. */
  counts: z
    .object({
      distances: z.array(z.object({ totalVariation: z.number(), hellinger: z.number() }).nullable()),
      /** The most frequent outcomes, by the run in which each is most frequent. */
      outcomes: z.array(z.string()),
      /** How many outcomes there are beside them. */
      others: z.number(),
      /** By run and outcome, 0…1. */
      shares: z.array(z.array(z.number()).nullable()),
    })
    .optional(),
  /** Of runs that have a circuit, if the reference has one. */
  circuits: z.array(circuitComparisonSchema),
  /** Texts that differ, against that of the reference. */
  files: z.array(
    z.object({
      path: z.string(),
      /** Whose file it is: the number of the run among those compared. */
      run: z.number(),
      lines: z.array(z.object({ kind: z.enum(['same', 'removed', 'added', 'left-out']), text: z.string() })),
    }),
  ),
  /** What devices told of themselves, where it differs. */
  calibration: z.array(deviceComparisonSchema),
});
export type ComparisonReport = z.infer<typeof comparisonReportSchema>;

/** What the page shows of a comparison. */
export const comparisonViewSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('comparison'), ids: z.array(z.string()), report: comparisonReportSchema }),
  z.object({ kind: z.literal('unavailable'), ids: z.array(z.string()), reason: z.string() }),
]);
export type ComparisonView = z.infer<typeof comparisonViewSchema>;
