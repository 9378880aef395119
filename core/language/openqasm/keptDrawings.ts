import type { CircuitLayout } from '#core/circuit/drawing/circuitLayout.ts';
import { AskedDrawing } from '#core/circuit/drawing/drawingQuestions.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { CircuitBeginning, DrawnCircuitAnswer } from './circuitDrawing.ts';

/** What a drawing is made of: as long as it is the same, so is the drawing. */
export interface DrawingOrigin {
  readonly analysis: Analysis;
  readonly opening: GroupOpening;
}

interface KeptDrawing {
  /** Nobody needs the analysis of a version that there is no more. */
  readonly analysis: WeakRef<Analysis>;
  readonly opening: GroupOpening;
  readonly drawing: AskedDrawing;
  readonly answer: DrawnCircuitAnswer | CircuitBeginning;
}

/**
 * The latest drawing of each document of which one was asked for, to answer what is asked about it later, and to show it
 * again at once to those who come back to the document.
 */
export class KeptDrawings {
  readonly #kept = new Map<string, KeptDrawing>();
  #count = 0;

  /** A number that no drawing has had. */
  nextNumber(): number {
    return ++this.#count;
  }

  /** Keeps a drawing, and what was answered with it, in place of the one before. */
  keep(
    uri: string,
    { analysis, opening }: DrawingOrigin,
    layout: CircuitLayout,
    answer: DrawnCircuitAnswer | CircuitBeginning,
  ): void {
    this.#kept.set(uri, { analysis: new WeakRef(analysis), opening, drawing: new AskedDrawing(layout), answer });
  }

  /** What was answered with the whole drawing of a document, if it was made of the same. */
  answered(uri: string, { analysis, opening }: DrawingOrigin): DrawnCircuitAnswer | undefined {
    const kept = this.#kept.get(uri);
    const isSame = kept?.analysis.deref() === analysis && isSameOpening(kept.opening, opening);
    return isSame && kept.answer.kind === 'drawing' ? kept.answer : undefined;
  }

  /** Undefined for a drawing that has been replaced or forgotten. */
  of(uri: string, number: number): AskedDrawing | undefined {
    const kept = this.#kept.get(uri);
    return kept?.answer.drawing.number === number ? kept.drawing : undefined;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
  }
}

function isSameOpening(one: GroupOpening, other: GroupOpening): boolean {
  const keys = Object.keys(one.chosen);
  return (
    one.others === other.others &&
    keys.length === Object.keys(other.chosen).length &&
    keys.every((key) => one.chosen[key] === other.chosen[key])
  );
}
