import type { Steps } from '#core/base/steps.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { tileSize } from '#core/circuit/drawing/drawingTiles.ts';
import { lowerBeginningInSteps, lowerProgramInSteps } from '#core/circuit/lower/lowerProgram.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { explained, type LoweredCircuit } from './loweredCircuit.ts';

/** Operations of a beginning: as many as fill the columns of a tile, of few qubits more and of many qubits fewer. */
const beginning = { least: 2048, most: 16_384 } as const;

/**
 * The circuits of programs with the calls and loops that their operations belong to, as drawings and gestures in them need
 * them. Each is made once as long as somebody has the analysis that it is of.
 */
export class DrawableCircuits {
  readonly #known = new WeakMap<Analysis, LoweredCircuit>();

  /** The circuit of a program, or why there is none. */
  *of(analysis: Analysis): Steps<LoweredCircuit> {
    const known = this.#known.get(analysis);
    if (known) return known;
    const lowered = explained(analysis, yield* lowerProgramInSteps(analysis, { withGroups: true }));
    this.#known.set(analysis, lowered);
    return lowered;
  }

  /**
   * What the first statements of a long program do, which is soon known and enough for a first look. Undefined for others,
   * and where there is no circuit.
   */
  *beginningOf(analysis: Analysis): Steps<Circuit | undefined> {
    if (this.#known.has(analysis)) return undefined;
    const isEnough = (operations: number, qubits: number) => {
      const wanted = Math.min(beginning.most, Math.max(beginning.least, tileSize.columns * qubits));
      // Who has come that far with one statement is better off with the rest of them than with all of them once more.
      return operations >= wanted && operations < 2 * wanted;
    };
    const { isWhole, lowered } = yield* lowerBeginningInSteps(analysis, isEnough, { withGroups: true });
    if (isWhole) this.#known.set(analysis, explained(analysis, lowered));
    return isWhole || !lowered.ok || lowered.value.operations.length === 0 ? undefined : lowered.value;
  }
}
