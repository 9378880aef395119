import type { OffsetRange } from './textRange.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface RelatedPlace {
  readonly message: string;
  readonly range: OffsetRange;
  /** The file of the range when it is not the file of the diagnostic. */
  readonly path?: string;
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
}
