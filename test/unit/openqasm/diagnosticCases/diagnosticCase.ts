import type { CheckOptions, DiagnosticCode } from '#core/openqasm/index.ts';

/** What a diagnostic is found in, and what not. */
export interface DiagnosticCase {
  readonly code: DiagnosticCode;
  /**
   * Exactly the ranges marked `⟦…⟧` get the code, and nothing else is wrong. Where there are carets `‸`, they are the
   * starts of the related places, in order.
   */
  readonly firing: readonly string[];
  /** Nothing is wrong. */
  readonly silent: readonly string[];
  /** How the programs are checked, where it matters; a code may have several cases. */
  readonly options?: CheckOptions & { readonly path?: string };
  /** A program, and what the first repair of its first finding of the code makes of it. */
  readonly repairs?: readonly (readonly [before: string, after: string])[];
}

/** A program of the newest OpenQASM 3 with the standard gates. */
export function three(body: string): string {
  return `OPENQASM 3.2;\ninclude "stdgates.inc";\n${body}`;
}

/** A program of the newest OpenQASM 3 without a library. */
export function bare(body: string): string {
  return `OPENQASM 3.2;\n${body}`;
}

/** A program of OpenQASM 2 with its library. */
export function two(body: string): string {
  return `OPENQASM 2.0;\ninclude "qelib1.inc";\n${body}`;
}
