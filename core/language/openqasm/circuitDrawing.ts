import type { CircuitDrawing } from '#core/circuit/drawing/circuitDrawing.ts';
import { layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { circuitMetrics } from '#core/circuit/metrics.ts';
import type { Analysis } from '#core/openqasm/index.ts';

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
