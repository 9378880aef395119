import { z } from 'zod';
import type { CircuitDrawing } from '#core/circuit/drawing/circuitDrawing.ts';

/** Requests of ours that the language server answers beside the standard ones. */
export const circuitDrawingRequest = 'hybridQuantum/circuitDrawing';

export const circuitDrawingParamsSchema = z.object({ uri: z.string() });
export type CircuitDrawingParams = z.infer<typeof circuitDrawingParamsSchema>;

/** The drawing of an open circuit file, or why there is none. Source ranges are offsets into the given version. */
export type CircuitDrawingAnswer =
  | {
      readonly kind: 'drawing';
      readonly version: number;
      readonly drawing: CircuitDrawing;
      readonly facts: CircuitFacts;
    }
  | { readonly kind: 'unavailable'; readonly version: number; readonly reason: string };

export interface CircuitFacts {
  readonly qubits: number;
  readonly bits: number;
  readonly depth: number;
  readonly gates: number;
  readonly twoQubitGates: number;
  /** Names of `input` parameters. */
  readonly parameters: readonly string[];
}
