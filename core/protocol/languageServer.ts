import * as z from 'zod';

/** Requests of ours that the language server answers beside the standard ones. */
export const circuitDrawingRequest = 'hybridQuantum/circuitDrawing';

export const circuitDrawingParamsSchema = z.object({ uri: z.string() });

export const circuitPlanRequest = 'hybridQuantum/circuitPlan';

export const circuitPlanParamsSchema = z.object({ uri: z.string() });

/** Numbers in a plan are for people, who read them as they are; only what the extension itself reads is checked. */
export const circuitPlanAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plan'), version: z.number(), plan: z.looseObject({ inputs: z.array(z.string()) }) }),
  z.object({ kind: z.literal('unavailable'), version: z.number(), reason: z.string() }),
]);

export type { CircuitDrawingAnswer } from '#core/language/openqasm/circuitDrawing.ts';
export type { CircuitPlanAnswer } from '#core/language/openqasm/circuitPlan.ts';
