import * as z from 'zod';

/** Requests of ours that the language server answers beside the standard ones. */
export const circuitDrawingRequest = 'hybridQuantum/circuitDrawing';

export const circuitDrawingParamsSchema = z.object({ uri: z.string() });

export type { CircuitDrawingAnswer } from '#core/language/openqasm/circuitDrawing.ts';
