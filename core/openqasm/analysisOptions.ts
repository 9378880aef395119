import type { Severity } from '#core/base/diagnostic.ts';
import type { Analysis } from './analyseProgram.ts';
import type { IncludeReader } from './includeLoading.ts';

/**
 * How strictly programs are read.
 * - `default`: what tools commonly accept beside the specification is accepted.
 * - `strict-2.0`: OpenQASM 2 is exactly the language of its paper (arXiv:1707.03429).
 * - `spec-3.x`: OpenQASM 3 is exactly the language of its specification.
 */
export type Profile = 'default' | 'strict-2.0' | 'spec-3.x';

/** Every profile, for settings and command lines. */
export const profiles: readonly Profile[] = ['default', 'strict-2.0', 'spec-3.x'];

/** How much advice is given beside errors: none, the first findings of each kind in a file, or all. */
export type LintLevel = 'off' | 'default' | 'all';

/** Every lint level, for settings and command lines. */
export const lintLevels: readonly LintLevel[] = ['off', 'default', 'all'];

/** What a device or dialect can execute, for QAS9008 and QAS5010. What is absent is not limited. */
export interface DeviceTarget {
  /** As messages name it. */
  readonly name: string;
  /** Number of qubits; hardware qubits are `$0` up to one less. */
  readonly qubits?: number;
  /** Names of the gates it executes. */
  readonly gates?: readonly string[];
  /** Whether a qubit can be used again after it was measured. */
  readonly midCircuitMeasurement?: boolean;
  /** Whether `if`, loops and `switch` can depend on measured bits. */
  readonly controlFlow?: boolean;
}

/** What the checks of a program depend on besides its text. */
export interface CheckOptions {
  /** `default` unless given. */
  readonly profile?: Profile;
  /** `default` unless given. */
  readonly lints?: LintLevel;
  /** Severities by code that replace those of the catalogue; `off` drops the finding. */
  readonly severity?: Readonly<Record<string, Severity | 'off'>>;
  readonly target?: DeviceTarget;
}

export interface AnalysisOptions extends CheckOptions {
  /** Path of the file, for messages and for resolving its includes. */
  readonly path?: string;
  /**
   * Finds the file an include names. The libraries `stdgates.inc` and `qelib1.inc` are built in and never asked for.
   */
  readonly readInclude?: IncludeReader;
  /**
   * The analysis of the program before it was edited. What is not concerned by the edit is not read again; the result is
   * the same without it.
   */
  readonly previous?: Analysis;
}
