import type { OffsetRange } from './textRange.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface RelatedPlace {
  readonly message: string;
  readonly range: OffsetRange;
  /** The file of the range when it is not the file of the diagnostic. */
  readonly path?: string;
}

/** Replaces the text of a range. */
export interface TextReplacement {
  readonly range: OffsetRange;
  readonly newText: string;
}

/** A way to repair a finding in its own file; replacements do not overlap. */
export interface DiagnosticFix {
  /** What the editor offers: `Insert ';'`. */
  readonly title: string;
  readonly replacements: readonly TextReplacement[];
  /** Whether it is the one obvious repair, which "fix all" may apply without asking. */
  readonly isPreferred: boolean;
}

/** A finding in a circuit (`QAS####`) or pipeline (`HP###`) file, at the smallest offending piece of text. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: OffsetRange;
  readonly related?: readonly RelatedPlace[];
  /** Editors render an unnecessary range faded and a deprecated one struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
  readonly fixes?: readonly DiagnosticFix[];
}
