import * as z from 'zod';
import { basisOrders, mostListedStates, mostLoops, mostPasses, outcomeChoices } from './stateChoices.ts';

/** What somebody wants to see of the state of a circuit. */
export const stateQuestionSchema = z.object({
  /** How many columns of the drawing have been executed; as many as there are before a measurement if it is not said. */
  moment: z.number().int().min(0).optional(),
  /**
   * Where the moment is inside of loops that are decided at run time: in which pass, from 1, of the outermost loop first. In the
   * first where it is not said.
   */
  passes: z.array(z.number().int().min(1).max(mostPasses)).max(mostLoops).optional(),
  /** Values of inputs by name; 0 for the others. */
  inputs: z.record(z.string(), z.number()),
  outcomes: z.enum(outcomeChoices),
  /** Of all outcomes only those of the branch of this name, as long as there is one. */
  branch: z.string().optional(),
  /** Which shot, where something is measured. */
  shot: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  /** A stretch of the basis states whose probabilities are not 0. */
  states: z.object({
    order: z.enum(basisOrders),
    from: z.number().int().min(0),
    count: z.number().int().min(0).max(mostListedStates),
  }),
  wantsQubits: z.boolean(),
  wantsCorrelations: z.boolean(),
  /** As `parseObservable` reads it. */
  observable: z.string().optional(),
});
export type StateQuestion = z.infer<typeof stateQuestionSchema>;

const amplitudeSchema = z.object({ re: z.number(), im: z.number() });

const readingSchema = z.object({ qubit: z.string(), value: z.union([z.literal(0), z.literal(1)]) });

/** What the classical registers hold. */
const registersSchema = z.array(z.object({ name: z.string(), bits: z.string() }));

const vectorSchema = z.tuple([z.number(), z.number(), z.number()]);

/** The state of a circuit at a moment of its drawing, as far as it was asked for. */
export const stateViewSchema = z.object({
  moment: z.number(),
  momentCount: z.number(),
  /** In how many loops in each other, which are decided at run time, the moment is. */
  loops: z.number().optional(),
  /** Of each qubit in order. */
  qubits: z.array(z.string()),
  inputs: z.array(
    z.object({ name: z.string(), type: z.enum(['angle', 'float', 'int', 'uint', 'bool']), value: z.number() }),
  ),
  /** How many basis states have a probability that is not 0. */
  stateCount: z.number(),
  order: z.enum(basisOrders),
  from: z.number(),
  /** The highest qubit leftmost, as in all bit strings of the product. */
  states: z.array(
    z.object({
      label: z.string(),
      chance: z.number(),
      /** Absent of a mixture of several states, which has none. */
      amplitude: amplitudeSchema.optional(),
    }),
  ),
  /** Of the reduced state of each qubit. */
  bloch: z.array(vectorSchema).optional(),
  /** The mutual information of each pair of qubits in bits: of 0 and 1, 0 and 2, …, 1 and 2, …. */
  correlations: z.array(z.number()).optional(),
  observable: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('value'), mean: z.number(), variance: z.number() }),
      z.object({ kind: z.literal('problem'), message: z.string() }),
    ])
    .optional(),
  /** There where something was measured or reset before the moment and the state is that of one shot. */
  shot: z
    .object({
      /** The latest ones, in order. */
      outcomes: z.array(readingSchema.extend({ probability: z.number() })),
      /** How many there were before those. */
      earlier: z.number(),
      registers: registersSchema,
    })
    .optional(),
  /** There where something was measured or reset before the moment and all outcomes were asked for. */
  branches: z
    .object({
      /** In order of their bits; more than one where the state is a mixture, unless one is seen. */
      all: z.array(
        z.object({
          key: z.string(),
          probability: z.number(),
          registers: registersSchema,
          /** What was read that the registers do not tell. */
          readings: z.array(readingSchema),
        }),
      ),
      /** The branch whose state is seen; absent where it is that of all together. */
      seen: z.string().optional(),
    })
    .optional(),
});
export type StateView = z.infer<typeof stateViewSchema>;
