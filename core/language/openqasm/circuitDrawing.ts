import { Failure } from '#core/base/failure.ts';
import type { Steps } from '#core/base/steps.ts';
import type { DrawingTheme } from '#core/circuit/drawing/drawingColours.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutInSteps, layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { type DrawingFormat, renderDrawing } from '#core/circuit/drawing/renderDrawing.ts';
import { type ShownDrawing, showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { circuitMetricsInSteps } from '#core/circuit/metrics.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { DrawingOrigin, KeptDrawings } from './keptDrawings.ts';
import { loweredCircuit, loweredInSteps } from './loweredCircuit.ts';

/** The drawing of an open circuit file, or why there is none. Source ranges are offsets into the given version. */
export type CircuitDrawingAnswer =
  | DrawnCircuitAnswer
  | { readonly kind: 'unavailable'; readonly version: number; readonly reason: string };

export interface DrawnCircuitAnswer {
  readonly kind: 'drawing';
  readonly version: number;
  readonly drawing: ShownDrawing;
  readonly facts: CircuitFacts;
}

interface CircuitFacts {
  readonly qubits: number;
  readonly bits: number;
  readonly depth: number;
  readonly gates: number;
  readonly twoQubitGates: number;
  /** Names of `input` parameters. */
  readonly parameters: readonly string[];
}

/**
 * Lays the circuit of a program out, unless errors or the circuit model stand in the way. Of a large one that takes seconds,
 * in steps.
 * @param opening which calls and loops are opened
 * @param kept where the drawing is kept for those who ask about it or for it again
 */
export function* circuitDrawing(
  uri: string,
  version: number,
  origin: DrawingOrigin,
  kept: KeptDrawings,
): Steps<CircuitDrawingAnswer> {
  const known = kept.answered(uri, origin);
  if (known) return { ...known, version };
  const { analysis, opening } = origin;
  const lowered = yield* loweredInSteps(analysis, { withGroups: true });
  if (!lowered.ok) return { kind: 'unavailable', version, reason: lowered.reason };
  const { circuit } = lowered;
  const { depth, gates, twoQubitGates } = yield* circuitMetricsInSteps(circuit);
  const layout = yield* layOutInSteps(circuit, { opening });
  const answer: DrawnCircuitAnswer = {
    kind: 'drawing',
    version,
    drawing: showDrawing(layout, kept.nextNumber()),
    facts: {
      qubits: circuit.qubitCount,
      bits: circuit.bitCount,
      depth,
      gates,
      twoQubitGates,
      parameters: circuit.parameters.map(({ name }) => name),
    },
  };
  kept.keep(uri, origin, layout, answer);
  return answer;
}

/** What a drawing is kept as: its format, its colours, and which calls and loops are opened. */
export interface DrawingExport {
  readonly format: DrawingFormat;
  readonly theme: DrawingTheme;
  readonly opening: GroupOpening;
}

/**
 * The drawing of a program as the content of a file.
 * @throws Failure `invalid-circuit` where it has none
 */
export async function exportedDrawing(
  analysis: Analysis,
  { format, opening, theme }: DrawingExport,
): Promise<string | Uint8Array> {
  const lowered = loweredCircuit(analysis, { withGroups: true });
  if (!lowered.ok) throw new Failure('invalid-circuit', lowered.reason);
  return await renderDrawing(layoutCircuit(lowered.circuit, { opening }), format, { theme });
}
