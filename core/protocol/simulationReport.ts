import * as z from 'zod';
import type { OutputValue } from '#core/circuit/outputValue.ts';

const outputFloatSchema = z.union([z.number(), z.enum(['Infinity', '-Infinity', 'NaN'])]);

/** What an output holds; see `core/circuit/outputValue.ts`. */
const outputValueSchema: z.ZodType<OutputValue> = z.lazy(() =>
  z.union([
    z.boolean(),
    z.number(),
    z.string(),
    z.tuple([outputFloatSchema, outputFloatSchema]),
    z.array(outputValueSchema),
  ]),
);

/** Real and imaginary part. */
const complexSchema = z.tuple([z.number(), z.number()]).readonly();

const vectorSchema = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** Numbers by bit string. */
const distributionSchema = z.record(z.string(), z.number()).readonly();

/**
 * The result of a simulation, as `hybridq simulate --format json` prints it. Times in milliseconds. What the fields are is
 * in docs/user-guide/simulation.md.
 */
export const simulationReportSchema = z.object({
  method: z.string(),
  /** Why this method was chosen, as a sentence. */
  why: z.string(),
  precision: z.enum(['double', 'single']),
  relaxed: z.boolean().optional(),
  /** The name of the noise model. */
  noise: z.string().optional(),
  /** The qubit of its device that each qubit sits on, where it was chosen. */
  layout: z.array(z.number()).readonly().optional(),
  qubits: z.number(),
  bits: z.number(),
  shots: z.number(),
  seed: z.number(),
  counts: distributionSchema,
  /** The largest standard error of a share of the counts. */
  samplingError: z.number().optional(),
  memory: z.array(z.string()).readonly().optional(),
  probabilities: distributionSchema.optional(),
  /** Standard errors of probabilities that are means over shots. */
  probabilityErrors: distributionSchema.optional(),
  marginals: z
    .array(
      z.object({
        of: z.array(z.string()).readonly(),
        probabilities: distributionSchema,
        standardErrors: distributionSchema.optional(),
      }),
    )
    .readonly()
    .optional(),
  outcomes: z
    .array(
      z.object({
        bits: z.string(),
        values: z.record(z.string(), outputValueSchema).readonly(),
        count: z.number(),
        probability: z.number().optional(),
      }),
    )
    .readonly()
    .optional(),
  amplitudes: z.array(complexSchema).readonly().optional(),
  amplitudesOf: z
    .array(z.object({ state: z.string(), amplitude: complexSchema }))
    .readonly()
    .optional(),
  expectations: z
    .array(
      z.object({
        observable: z.string(),
        value: z.number(),
        variance: z.number().optional(),
        standardError: z.number().optional(),
      }),
    )
    .readonly()
    .optional(),
  bloch: z
    .array(z.object({ qubit: z.string(), vector: vectorSchema, standardErrors: vectorSchema.optional() }))
    .readonly()
    .optional(),
  densityMatrices: z
    .array(
      z.object({
        qubits: z.array(z.string()).readonly(),
        matrix: z.array(z.array(complexSchema)),
        purity: z.number(),
        entropy: z.number(),
        standardError: z.number().optional(),
      }),
    )
    .readonly()
    .optional(),
  /** With the final state of another circuit. */
  fidelity: z.number().optional(),
  /** One shot moment by moment. */
  moments: z
    .array(
      z.object({
        moment: z.number(),
        readings: z
          .array(z.object({ qubit: z.string(), value: z.literal([0, 1]), probability: z.number() }))
          .readonly(),
        bloch: z.array(z.object({ qubit: z.string(), vector: vectorSchema })).readonly(),
      }),
    )
    .readonly()
    .optional(),
  /** What a matrix product state lost. */
  truncation: z.object({ bondLimit: z.number(), largestBond: z.number(), truncationError: z.number() }).optional(),
  /** Of stabilizer programs: in how many shots each detector fired, each logical observable was flipped, any detector fired. */
  detection: z
    .object({
      detectors: z.array(z.number()).readonly(),
      observables: z.array(z.number()).readonly(),
      shotsWithEvents: z.number(),
    })
    .optional(),
  memoryBytes: z.number(),
  timing: z.object({
    parse: z.number(),
    lower: z.number(),
    plan: z.number(),
    simulate: z.number(),
    sample: z.number(),
  }),
  depth: z.number(),
  gates: z.number(),
  /** What of the file the circuit leaves out, such as the noise of a Stim file. */
  notes: z
    .array(
      z.object({
        what: z.string(),
        why: z.string(),
        place: z.object({ line: z.number(), character: z.number() }),
      }),
    )
    .optional(),
});
export type SimulationReport = z.infer<typeof simulationReportSchema>;
