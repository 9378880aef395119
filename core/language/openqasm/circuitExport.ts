import type { Severity } from '#core/base/diagnostic.ts';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { exportCircuit, exportFormatDescriptions } from '#core/circuit/export/exportCircuit.ts';
import type { ExportedProgram, ExportFormat } from '#core/circuit/export/exportedProgram.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
import { programInputs } from '#core/circuit/lower/programInputs.ts';
import type { Analysis } from '#core/openqasm/index.ts';

/** Something that an exported program does not say, or why there is none. */
export interface ExportNote {
  readonly severity: Extract<Severity, 'error' | 'warning'>;
  /** Of the diagnostic, when the program itself is the reason. */
  readonly code?: string;
  readonly what: string;
  readonly why: string;
  /** Offsets into the exported file; absent when it is about the circuit as a whole. */
  readonly range?: OffsetRange;
}

/** A circuit file in another format, with what got lost. */
export interface CircuitExport {
  /** Absent when there is an error among the notes. */
  readonly text?: string;
  readonly notes: readonly ExportNote[];
}

/**
 * Writes an analysed program in another format.
 * @param inputs values of inputs by name; inputs without one stay parameters
 * @throws Failure `invalid-input` for a value without an input
 */
export function circuitExport(
  analysis: Analysis,
  format: ExportFormat,
  inputs: ReadonlyMap<string, number> = new Map(),
): CircuitExport {
  const declared = programInputs(analysis).map(({ name }) => name);
  const unknown = [...inputs.keys()].find((name) => !declared.includes(name));
  if (unknown !== undefined) {
    throw new Failure('invalid-input', `The circuit has no input '${unknown}'.`, {
      advice: declared.length === 0 ? 'It has no inputs at all.' : `Its inputs are ${declared.join(', ')}.`,
    });
  }
  const lowered = lowerProgram(analysis, { inputs });
  if (lowered.ok) return noted(exportCircuit(lowered.value, format));
  return {
    notes: lowered.error.map(({ code, message, range }) => ({
      severity: 'error',
      code,
      what: 'This program is not exported',
      why: message,
      range,
    })),
  };
}

/** The omissions of an exporter as notes. */
export function noted({ omissions, text }: ExportedProgram): CircuitExport {
  return {
    ...(text === undefined ? {} : { text }),
    notes: omissions.map(({ severity, source, what, why }) => ({
      severity,
      what,
      why,
      ...(source === undefined ? {} : { range: source }),
    })),
  };
}

/** An export for an editor, which shows the program and where something got lost. */
export interface EditorExport {
  readonly text?: string;
  /** Lines are zero-based. */
  readonly notes: readonly (Pick<ExportNote, 'severity' | 'what' | 'why'> & { readonly line?: number })[];
}

/**
 * As {@link circuitExport}, by the name of a format.
 * @throws Failure `invalid-input` for a name that is none
 */
export function editorExport(analysis: Analysis, name: string): EditorExport {
  const known = exportFormatDescriptions.find(({ format }) => format === name);
  if (!known) throw new Failure('invalid-input', `There is no format '${name}'.`);
  const { notes, text } = circuitExport(analysis, known.format);
  return {
    ...(text === undefined ? {} : { text }),
    notes: notes.map(({ range, severity, what, why }) => ({
      severity,
      what,
      why,
      ...(range === undefined ? {} : { line: analysis.lines.positionAt(range.start).line }),
    })),
  };
}
