import { Failure } from '#core/base/failure.ts';
import { failed, type Result, success } from '#core/base/result.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit } from '../circuit.ts';

/** A circuit read from another format. Operations know the piece of the text they came from. */
export interface ImportedCircuit {
  readonly circuit: Circuit;
  /** What of the text the circuit leaves out, in the order of the text. */
  readonly notes: readonly ImportNote[];
}

/** Something of a text that the circuit model does not hold; the circuit runs without it. */
export interface ImportNote {
  /** The thing: `The noise of X_ERROR`. */
  readonly what: string;
  /** Why, and what it means: `circuits have no noise; the qubits are as if there was none`. */
  readonly why: string;
  readonly range: OffsetRange;
}

/** Why a text is not a circuit: a mistake in it, or something the circuit model cannot hold. */
export interface ImportProblem {
  /** A sentence that says what, why and what to do. */
  readonly message: string;
  readonly range: OffsetRange;
}

/** More problems than this are not worth reading. */
const mostProblems = 50;

/** Larger circuits than this are refused, so that a repetition cannot use up the memory. */
export const operationLimit = 1_000_000;
export const qubitLimit = 100_000;

/** Collects what is wrong with a text and what of it is left out. */
export class ImportReport {
  readonly #problems: ImportProblem[] = [];
  readonly #notes: ImportNote[] = [];
  readonly #noted = new Set<string>();

  get hasProblems(): boolean {
    return this.#problems.length > 0;
  }

  /** @throws Failure `unsupported` when there are too many problems to go on; {@link readWithReport} deals with it */
  problem(range: OffsetRange, message: string): undefined {
    this.#problems.push({ message, range });
    if (this.#problems.length >= mostProblems) throw new Failure('unsupported', 'Too many problems.');
    return undefined;
  }

  /** Notes a thing where it first occurs. */
  note(range: OffsetRange, what: string, why: string): void {
    if (this.#noted.has(what)) return;
    this.#noted.add(what);
    this.#notes.push({ what, why, range });
  }

  result<Read>(read: Read | undefined): Result<WithNotes<Read>, readonly ImportProblem[]> {
    if (this.hasProblems || read === undefined) return failed(inOrder(this.#problems));
    return success({ read, notes: inOrder(this.#notes) });
  }
}

interface WithNotes<Read> {
  readonly read: Read;
  readonly notes: readonly ImportNote[];
}

/** Reads something with a report; a reader that gave up leaves its problems there. */
export function readWithReport<Read>(
  read: (report: ImportReport) => Read | undefined,
): Result<WithNotes<Read>, readonly ImportProblem[]> {
  const report = new ImportReport();
  try {
    return report.result(read(report));
  } catch (thrown) {
    if (!Failure.is(thrown) || !report.hasProblems) throw thrown;
    return report.result<Read>(undefined);
  }
}

/** Reads a circuit with a report. */
export function readCircuit(
  read: (report: ImportReport) => Circuit | undefined,
): Result<ImportedCircuit, readonly ImportProblem[]> {
  const found = readWithReport(read);
  return found.ok ? success({ circuit: found.value.read, notes: found.value.notes }) : found;
}

function inOrder<Placed extends { readonly range: OffsetRange }>(found: readonly Placed[]): Placed[] {
  return found.toSorted((left, right) => left.range.start - right.range.start);
}
