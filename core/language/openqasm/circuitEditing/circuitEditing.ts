import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { type Result, success } from '#core/base/result.ts';
import type { GroupOpening } from '#core/circuit/drawing/drawnGroups.ts';
import type { CircuitAnalyses } from '../circuitAnalysis.ts';
import { loweredCircuit } from '../loweredCircuit.ts';
import type { ProgramSearch } from '../programSearch.ts';
import { type WrittenParameter, writtenParameters } from './changeElements.ts';
import { type CircuitEditAnswer, circuitEdit } from './circuitEdit.ts';
import type { CircuitGesture, DrawnElement, Refusal } from './circuitGesture.ts';
import { copiedText } from './copyElements.ts';
import { DrawnProgram } from './drawnProgram.ts';
import { type GateChoice, gateChoices } from './gateChoice.ts';
import { refuse } from './refuse.ts';
import { renameRegister } from './renameRegister.ts';

/** The drawing of a version of an open file, which gestures are about. */
export interface DrawnVersion {
  readonly uri: string;
  readonly version: number;
  /** Which calls and loops it opens. */
  readonly opening: GroupOpening;
}

/** The parameters of an element as the program writes them. */
export type CircuitParametersAnswer =
  | { readonly kind: 'parameters'; readonly gate: string; readonly parameters: readonly WrittenParameter[] }
  | ({ readonly kind: 'refused' } & Refusal);

/** The statements of elements as the program writes them. */
export type CircuitTextAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | ({ readonly kind: 'refused' } & Refusal);

/** Edits of open circuit files by gestures in their drawings. */
export class CircuitEditing {
  readonly #analyses: CircuitAnalyses;
  readonly #search: ProgramSearch;

  constructor(search: ProgramSearch) {
    this.#analyses = search.analyses;
    this.#search = search;
  }

  /** The edit that a gesture stands for, or why there is none. */
  async edit(drawn: DrawnVersion, gesture: CircuitGesture, signal: CancellationSignal): Promise<CircuitEditAnswer> {
    const { opening, uri, version } = drawn;
    const document = this.#analyses.workspace.open(uri);
    if (document?.version !== version) return { kind: 'refused', version, reason: changedReason };
    const analysis = await this.#analyses.of(document);
    throwIfCancelled(signal);
    if (gesture.kind === 'rename-register') return renameRegister(document, analysis, gesture, this.#search, signal);
    const analyse = async (text: string) => (await this.#analyses.analyse({ uri, text })).analysis;
    return circuitEdit(analysis, version, gesture, opening, analyse);
  }

  /** The gates that can be placed in an open file; none when it is not open. */
  async gates(uri: string, signal: CancellationSignal): Promise<readonly GateChoice[]> {
    const document = this.#analyses.workspace.open(uri);
    if (!document) return [];
    const analysis = await this.#analyses.of(document);
    throwIfCancelled(signal);
    return gateChoices(analysis);
  }

  async parameters(
    drawn: DrawnVersion,
    element: DrawnElement,
    signal: CancellationSignal,
  ): Promise<CircuitParametersAnswer> {
    const program = await this.#program(drawn, signal);
    const written = program.ok ? writtenParameters(program.value, element) : program;
    return written.ok ? { kind: 'parameters', ...written.value } : { kind: 'refused', ...written.error };
  }

  async text(
    drawn: DrawnVersion,
    elements: readonly DrawnElement[],
    signal: CancellationSignal,
  ): Promise<CircuitTextAnswer> {
    const program = await this.#program(drawn, signal);
    const copied = program.ok ? copiedText(program.value, elements) : program;
    return copied.ok ? { kind: 'text', text: copied.value } : { kind: 'refused', ...copied.error };
  }

  async #program(
    { opening, uri, version }: DrawnVersion,
    signal: CancellationSignal,
  ): Promise<Result<DrawnProgram, Refusal>> {
    const document = this.#analyses.workspace.open(uri);
    if (document?.version !== version) return refuse(changedReason);
    const analysis = await this.#analyses.of(document);
    throwIfCancelled(signal);
    const lowered = loweredCircuit(analysis, { withGroups: true });
    return lowered.ok ? success(new DrawnProgram(analysis, lowered.circuit, opening)) : refuse(lowered.reason);
  }
}

const changedReason = 'The text has changed since it was drawn. Try again.';
