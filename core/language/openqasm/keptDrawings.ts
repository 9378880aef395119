import type { CircuitLayout } from '#core/circuit/drawing/circuitLayout.ts';
import { AskedDrawing } from '#core/circuit/drawing/drawingQuestions.ts';

/** The latest drawing of each document of which one was asked for, to answer what is asked about it later. */
export class KeptDrawings {
  readonly #kept = new Map<string, { readonly number: number; readonly drawing: AskedDrawing }>();
  #count = 0;

  /** Keeps a drawing in place of the one before; returns the number it gets, which none has had. */
  keep(uri: string, layout: CircuitLayout): number {
    const number = ++this.#count;
    this.#kept.set(uri, { number, drawing: new AskedDrawing(layout) });
    return number;
  }

  /** Undefined for a drawing that has been replaced or forgotten. */
  of(uri: string, number: number): AskedDrawing | undefined {
    const kept = this.#kept.get(uri);
    return kept?.number === number ? kept.drawing : undefined;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
  }
}
