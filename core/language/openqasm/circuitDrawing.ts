import { Failure } from '#core/base/failure.ts';
import type { Steps } from '#core/base/steps.ts';
import type { DrawingTheme } from '#core/circuit/drawing/drawingColours.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import { layOutInSteps, layoutCircuit } from '#core/circuit/drawing/layoutCircuit.ts';
import { type DrawingFormat, renderDrawing } from '#core/circuit/drawing/renderDrawing.ts';
import { type ShownDrawing, showDrawing } from '#core/circuit/drawing/shownDrawing.ts';
import { circuitMetricsInSteps } from '#core/circuit/metrics.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { DrawableCircuits } from './drawableCircuits.ts';
import type { DrawingOrigin, KeptDrawings } from './keptDrawings.ts';
import { loweredCircuit } from './loweredCircuit.ts';

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

/**
 * The drawing of the first operations of a program, for a first look until all of it is drawn: everything in it has the
 * place that it has there, unless operations to come make a column wider.
 */
export interface CircuitBeginning {
  readonly kind: 'beginning';
  readonly version: number;
  readonly drawing: ShownDrawing;
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

/** A version of a file, to be drawn. */
export interface DrawnFile {
  readonly uri: string;
  readonly version: number;
  /** What it is drawn of. */
  readonly origin: DrawingOrigin;
}

/** Where circuits and drawings are kept, for those who ask about them or for them again. */
export interface CircuitMemory {
  readonly circuits: DrawableCircuits;
  readonly drawings: KeptDrawings;
}

/**
 * Lays the beginning of a long program out, which takes as long as that of any other. Undefined where the whole drawing
 * takes not much longer, or is there already.
 */
export function* circuitBeginning(
  { origin, uri, version }: DrawnFile,
  { circuits, drawings }: CircuitMemory,
): Steps<CircuitBeginning | undefined> {
  const { analysis, opening } = origin;
  if (drawings.answered(uri, origin)) return undefined;
  const circuit = yield* circuits.beginningOf(analysis);
  if (!circuit) return undefined;
  const layout = yield* layOutInSteps(circuit, { opening });
  const answer: CircuitBeginning = { kind: 'beginning', version, drawing: showDrawing(layout, drawings.nextNumber()) };
  drawings.keep(uri, origin, layout, answer);
  return answer;
}

/**
 * Lays the circuit of a program out, unless errors or the circuit model stand in the way. Of a large one that takes seconds,
 * in steps.
 */
export function* circuitDrawing(
  { origin, uri, version }: DrawnFile,
  { circuits, drawings: kept }: CircuitMemory,
): Steps<CircuitDrawingAnswer> {
  const known = kept.answered(uri, origin);
  if (known) return { ...known, version };
  const { analysis, opening } = origin;
  const lowered = yield* circuits.of(analysis);
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
