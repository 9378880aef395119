import type { Severity } from '#core/base/diagnostic.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import { exportCircuit } from '#core/circuit/export/exportCircuit.ts';
import type { ExportedProgram, ExportFormat } from '#core/circuit/export/exportedProgram.ts';
import { lowerProgram } from '#core/circuit/lower/lowerProgram.ts';
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

/** Writes an analysed program in another format. Inputs stay parameters. */
export function circuitExport(analysis: Analysis, format: ExportFormat): CircuitExport {
  const lowered = lowerProgram(analysis);
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
